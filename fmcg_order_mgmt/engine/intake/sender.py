"""Whose telephone wrote: numbers compared without being fooled by how they are written."""

import re
import unicodedata

_EXTENSION = re.compile(r"(?:转|#|,|;|\bext\.?|x)\s*\d{1,6}\s*$", re.IGNORECASE)
# Shorter numbers need their country to tell one customer from another.
ENOUGH = 10
TAIL = 8


def phone_digits(phone: str) -> str:
    """Return the digits of a number without extension, international prefix and trunk zero."""
    text = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone).strip())
    return re.sub(r"\D", "", text.replace("(0)", "")).lstrip("0")


def phone_tail(phone: str) -> str:
    """Return the last digits of a number, to look for it; '' when it is too short to mean one telephone."""
    digits = phone_digits(phone)
    return digits[-TAIL:] if len(digits) >= TAIL else ""


def same_phone(sender: str, stored: str, country_code: str = "") -> bool:
    """Return whether ``sender`` is the telephone ``stored`` of a customer in the country of ``country_code``.

    Both may be written with or without the country; a number without it counts from ten digits on.
    """
    said, known = phone_digits(sender), phone_digits(stored)
    if len(said) < TAIL or len(known) < TAIL:
        return False
    whole = stored.strip().startswith(("+", "00", "\uff0b"))
    if whole or not country_code:
        return said == known or _ends(known, said) or (not whole and _ends(said, known))
    forms = {country_code + known} | ({known} if known.startswith(country_code) else set())
    return any(said == form or _ends(form, said) for form in forms)


def _ends(number: str, part: str) -> bool:
    return len(part) >= ENOUGH and number.endswith(part)
