"""The last digits of a phone, by which carriers check who is asking."""

import re
import unicodedata

_MOBILE = re.compile(r"(?:\+?86[\s-]?)?1\d{10}$")
_VIRTUAL = re.compile(r"(?:\+?86[\s-]?)?1\d{10}\s*(?:[-,转#]|ext\.?)\s*(\d{4})$", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:转|#|ext\.?|(?<=\d{7})-)\s*\d{1,5}$", re.IGNORECASE)


def phone_tail(phone: str) -> str:
    """Return the 4 digits that carriers compare, or '' when there are fewer.

    Of a shop platform's virtual number the extension counts, of a landline it does not.
    """
    text = unicodedata.normalize("NFKC", phone).strip()
    virtual = _VIRTUAL.match(text)
    if virtual:
        return virtual[1]
    if not _MOBILE.match(text):
        text = _EXTENSION.sub("", text)
    digits = re.sub(r"\D", "", text)
    return digits[-4:] if len(digits) >= 4 else ""
