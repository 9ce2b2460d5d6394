"""Waybill numbers as people type and paste them, when they look for one and when they enter one."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from .canonical import is_number, split_numbers
from .carrier_forms import FORMS
from .numbers import s10_country
from .providers.dhl_codes import SERVICE_OF_FORM

_WITHIN = re.compile(r"[\s\-‐‑‒–—－_.·]+")
_SHORTEST = 4
# Everything but the plain space, which may stand within a number.
_BETWEEN = re.compile(r"[^\S ]+|[,;、]")
# Labels print numbers in groups of up to seven digits; no carrier's numbers are that short.
_LONGEST_GROUP = 7
_LONGEST = 40
_FORMS = tuple(form for form, _carrier in (*FORMS, *SERVICE_OF_FORM))


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


def entered_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in which numbers are entered: upper case, each once, in their order.

    Groups that only spaces separate are one word where they are one number: ``"YT 1234 5678 90123"``, whose
    joined form names its carrier, and ``"730123 456789"``, none of which is a whole number. Whole numbers,
    and what commas, semicolons or line breaks separate, stay apart. ``is_number`` tells which are numbers.
    """
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text).upper())
    return tuple(dict.fromkeys(word for part in parts for word in _joined(part.split())))


def one_number(text: str) -> str:
    """Return the one number that a text is, without white space inside; "" for none and for several."""
    words = entered_words(text)
    joined = words[0] if len(words) == 1 else "".join(unicodedata.normalize("NFKC", text).upper().split())
    return joined if is_number(joined) and sum(map(_is_whole, words)) < 2 else ""


def _joined(words: Sequence[str]) -> list[str]:
    """Return the words between two separators, groups of one number joined."""
    found, loose, at = [], [], 0
    while at < len(words):
        count = _naming(words[at : at + _LONGEST]) or _is_whole(words[at])
        if count:
            found += [*_grouped(loose), "".join(words[at : at + count])]
            loose = []
        else:
            loose.append(words[at])
        at += count or 1
    return found + _grouped(loose)


def _naming(words: Sequence[str]) -> int:
    """Return how many words from the first on are a number that names its carrier, as many as can be."""
    if _names_carrier(words[0]):
        return 1
    most = 0
    for count, joined in enumerate(accumulate(words), 1):
        if len(joined) > _LONGEST or _names_carrier(words[count - 1]):
            break
        if _names_carrier(joined):
            most = count
    return most


def _grouped(words: list[str]) -> list[str]:
    """Return words of which none is a whole number as the number whose groups they are, or as they are."""
    joined = "".join(words)
    # Groups have digits; but two letters may stand at either end.
    plain = [word for word in words if not re.search(r"\d", word)]
    ends = [word for word in words[:1] + words[-1:] if re.fullmatch(r"[A-Z]{2}", word)]
    are_groups = len(words) > 1 and len(plain) <= len(ends)
    return [joined] if are_groups and len(joined) > _LONGEST_GROUP and is_number(joined) else words


def _is_whole(word: str) -> bool:
    return is_number(word) and not (word.isdigit() and len(word) <= _LONGEST_GROUP)


def _names_carrier(number: str) -> bool:
    """Say whether a number's form names the carrier, whatever service is asked."""
    return any(form.fullmatch(number) for form in _FORMS) or bool(s10_country(number))
