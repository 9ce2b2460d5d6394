"""What was typed into a search box, told apart: words, numbers of parcels and telephones, days."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..intake.sender import TAIL
from .days import days_of, is_named, split_han

LONGEST = 400
MOST_WORDS = 12
# Fewer digits are no end of a telephone that anybody remembers, and no parcel.
SHORTEST_PHONE = SHORTEST_CODE = 4
MOST_DIGITS = 20

# What a database cannot hold in a text.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_BETWEEN = re.compile(r"[\s()\[\]{}<>\"，。、；：！？（）【】《》“”「」]+")
_EDGES = ".,;:!?'’‘`|*~=-/"
_GROUP = re.compile(r"\+?[0-9][0-9.\-/]*")
_LETTERS = re.compile(r"[a-z]{1,4}", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]+")
_PHRASE = 4


@dataclass(frozen=True)
class Word:
    """One thing typed, with all that it may be; an order has to fit each of them somewhere.

    ``texts`` are its spellings; ``code`` is what it would be as the number of a parcel, ``phone`` as (the
    end of) a telephone, ``days`` as a day. ``said`` is off where the words of messages are no place to look:
    whoever types today does not look for messages that say so.
    """

    texts: tuple[str, ...]
    code: str = ""
    phone: str = ""
    days: tuple[dt.date, ...] = ()
    said: bool = True


def readings(text: str, today: dt.date, month_first: bool = False) -> tuple[tuple[Word, ...], ...]:
    """Return the ways in which a text can be meant, each as its words; none where nothing was typed.

    :param month_first: how the person writes dates: 3/4 means the fourth of March
    """
    text = _UNSTORABLE.sub(" ", text[:LONGEST])
    chunks = [chunk for chunk in _BETWEEN.split(text) if chunk]
    # Marks alone are looked for as they are.
    chunks = [chunk for chunk in chunks if _bare(chunk)] or [text.strip()] * bool(text.strip())
    parts = list(_parts(chunks, today, month_first))[:MOST_WORDS]
    found = [_joined_codes(parts), parts]
    return tuple(dict.fromkeys(tuple(_word(p, today, month_first) for p in way) for way in found if way))


def _fold(chunk: str) -> str:
    return unicodedata.normalize("NFKC", chunk)


def _bare(chunk: str) -> str:
    return _fold(chunk).strip(_EDGES)


def _parts(chunks: list[str], today: dt.date, month_first: bool) -> Iterator[str]:
    """Put together what was typed with spaces and is one: telephones, parcels, the 17th of March."""
    place = 0
    while place < len(chunks):
        ahead = chunks[place:]
        count = _phrase(ahead, today, month_first) or _groups(ahead, today, month_first) or 1
        part = " ".join(chunks[place : place + count])
        yield from [part] if count > 1 else split_han(part)
        place += count


def _phrase(chunks: list[str], today: dt.date, month_first: bool) -> int:
    """Return how many chunks say a day together, 0 for none."""
    for count in range(min(_PHRASE, len(chunks)), 1, -1):
        if days_of(_fold(" ".join(chunks[:count])).lower(), today, month_first):
            return count
    return 0


def _groups(chunks: list[str], today: dt.date, month_first: bool) -> int:
    """Return how many chunks are groups of digits of one number, 0 for none.

    That is a number with its country or area first, or groups as people write them, which are short.
    """
    count = 0
    for chunk in map(_fold, chunks):
        if not _GROUP.fullmatch(chunk) or days_of(chunk, today, month_first):
            break
        count += 1
    groups = [_digits(chunk) for chunk in chunks[:count]]
    whole = count > 1 and TAIL <= len("".join(groups)) <= MOST_DIGITS
    first = _fold(chunks[0])
    return count if whole and (first[0] in "+0" or max(map(len, groups)) <= 5) else 0


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", _fold(text))


def _joined_codes(parts: list[str]) -> list[str]:
    """Join letters with the long number behind them: SF 1234567890123."""
    joined: list[str] = []
    for part in parts:
        before = joined[-1] if joined else ""
        long = _GROUP.fullmatch(part.replace(" ", "")) and len(_digits(part)) >= TAIL
        if long and _LETTERS.fullmatch(_fold(before)):
            joined[-1] = f"{before} {part}"
        else:
            joined.append(part)
    return joined


def _word(part: str, today: dt.date, month_first: bool) -> Word:
    folded = _fold(part)
    text = folded.strip(_EDGES) or folded
    days = days_of(folded.lower(), today, month_first) or days_of(text.lower(), today, month_first)
    raw = part.strip(_EDGES) or part
    close = text.replace(" ", "")
    # As it was typed too: what is stored in full width is found by full width alone.
    texts = (text, *([close] if _digits(text) else []), raw)
    return Word(
        texts=tuple(dict.fromkeys(texts)),
        # A day is no number of anything else.
        code="" if days else _code(text),
        phone="" if days else _phone(text),
        days=days,
        said=not (days and is_named(text)),
    )


def _code(text: str) -> str:
    """Return the number of a parcel without what people put between its parts, '' where it is none."""
    code = re.sub(r"[\s._\-]", "", text).upper()
    long_enough = len(code) >= SHORTEST_CODE and any(char.isdigit() for char in code)
    return code if long_enough and _CODE.fullmatch(code) else ""


def _phone(text: str) -> str:
    """Return what may be a telephone or the end of one as it was typed, '' where it cannot be one."""
    digits = _digits(text)
    sound = re.fullmatch(r"\+?[0-9][0-9.\-/ ]*(?:\s*(?:转|#|x|ext\.?)\s*[0-9]{1,6})?", text, re.IGNORECASE)
    return text if sound and SHORTEST_PHONE <= len(digits) <= MOST_DIGITS else ""
