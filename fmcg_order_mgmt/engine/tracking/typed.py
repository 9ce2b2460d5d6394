"""Waybill numbers as people type and paste them when they look for one."""

import re
import unicodedata

from .canonical import is_number, split_numbers

_WITHIN = re.compile(r"[\s\-‐‑‒–—－_.·]+")
_SHORTEST = 4


def typed_numbers(text: str) -> tuple[tuple[str, ...], str]:
    """Return the whole numbers that a text may hold, and the part of one that it may be, "" for none.

    ``"YT 1234 5678 90123"`` may be one number written in groups, ``"YT1234567890123 SF1234567890123"`` are
    two: both readings are given. Full-width signs are read as others, dashes of any kind do not count.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    joined = _WITHIN.sub("", plain)
    words = [word for each in split_numbers(plain) for word in (each, _WITHIN.sub("", each))]
    numbers = tuple(dict.fromkeys(word for word in (*words, joined) if is_number(word)))
    part = joined if len(joined) >= _SHORTEST and re.fullmatch(r"(?=.*\d)[0-9A-Z]+", joined) else ""
    return numbers, part
