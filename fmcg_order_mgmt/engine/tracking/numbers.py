"""What a parcel's number alone tells of its carrier, check digits included."""

import re
from collections.abc import Mapping

# How carriers are named that a provider shall find by itself.
AUTO = "auto"

_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)([A-Z]{2})", re.ASCII)
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_UPS = re.compile(r"1Z([0-9A-Z]{15})(\d)", re.ASCII)
# With or without the ZIP code that its bar code starts with.
_USPS = re.compile(r"(?:420\d{5}(?:\d{4})?)?(9[2-5]\d{19})(\d)", re.ASCII)


def s10_country(number: str) -> str:
    """Return the country whose post gave out a number of the form UPU S10, as alpha-2; '' for any other."""
    found = _S10.fullmatch(number)
    if not found:
        return ""
    total = sum(int(digit) * weight for digit, weight in zip(found[1], _S10_WEIGHTS, strict=True))
    check = 11 - total % 11
    check = {10: 0, 11: 5}.get(check, check)
    return found[3] if check == int(found[2]) else ""


def is_ups(number: str) -> bool:
    """Say whether this is a number of UPS: 1Z and a right check digit."""
    found = _UPS.fullmatch(number)
    if not found:
        return False
    values = [int(sign) if sign.isdigit() else (ord(sign) - 63) % 10 for sign in found[1]]
    return -(sum(values[::2]) + 2 * sum(values[1::2])) % 10 == int(found[2])


def is_usps(number: str) -> bool:
    """Say whether this is a number of the United States' post: 22 digits, the first and last ones right."""
    found = _USPS.fullmatch(number)
    if not found:
        return False
    digits = [int(digit) for digit in reversed(found[1])]
    return -(3 * sum(digits[::2]) + sum(digits[1::2])) % 10 == int(found[2])


def named_carrier(carrier: str) -> str:
    """Return a carrier's code, '' where the provider is to find the carrier itself."""
    code = carrier.strip()
    return "" if code.lower() == AUTO else code


def carrier_by_form(number: str, ups: str, usps: str, china_ems: str, posts: Mapping[str, str]) -> str:
    """Return the carrier where the number's form and check digit leave no doubt, '' elsewhere.

    The others are a service's own codes of the carriers; ``posts`` has those of the posts by country.
    """
    if is_ups(number):
        return ups
    if is_usps(number):
        return usps
    country = s10_country(number)
    if country == "CN" and number.startswith("E"):
        return china_ems
    return posts.get(country, "")
