"""What a cell says: a number in the ways that spreadsheets write it, an amount in words, a code, a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .. import language, numbers
from ..vocabulary import part

NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
COMMA = re.compile(r"[+-]?\d{1,9},\d{1,2}", re.ASCII)
MANGLED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+")
NOTHING = re.compile(rf"-|--|—|/|\\|0|0\.00?|0,00|×|x|{part('nothing')}|")
UNPRINTED = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\0]")
PRICE = re.compile(rf"[^\d.,+-]*([+-]?[\d.,]+)\s*(?:块|\$|cny|{part('money')})?(?:\s*/\s*\w+)?")
ABOUT = re.compile(
    rf"^(?:~|±|{part('about_so_many')})|(?:\?|[-~到]\d+|{part('so_many_about')})$|^\d+[-~到](?=\d)"
)
LONGEST = 60
FREE = re.compile(r"(?P<paid>.*\d[^\d+]*?)(?:\+|送|赠|搭)\s*(?P<free>\d{1,4})\s*(?P<unit>[^\W\d]*)")


@dataclass(frozen=True)
class Said:
    """An amount as a cell says it: parts as of ``lines.Amount``, and what is claimed as free besides."""

    parts: tuple[tuple[Decimal | None, str, str | None], ...]
    free: tuple[Decimal, str, str | None] | None = None
    vague: bool = False


def clean(cell: str) -> str:
    """Return a cell without unprinted marks and the tricks that keep a spreadsheet from counting."""
    cell = UNPRINTED.sub("", cell).replace("\xa0", " ").strip()
    quoted = re.fullmatch(r'="?([^"]*)"?', cell) if cell.startswith('="') else None
    return quoted[1].strip() if quoted else cell.removeprefix("'")


def code(cell: str) -> str:
    """Return a code or barcode; one that a spreadsheet has made a number of loses the decimals it got."""
    cell = clean(cell)
    return re.sub(r"^(\d+)\.0+$", r"\1", cell)


def barcode(cell: str) -> str:
    """Return a barcode; '' where a spreadsheet has rounded it."""
    cell = code(cell).replace(" ", "")
    return "" if is_rounded(cell) else cell


def is_rounded(cell: str) -> bool:
    """Return whether a spreadsheet has made a number of a code and kept its first digits only."""
    return bool(MANGLED.fullmatch(cell.lower()))


def is_nothing(cell: str) -> bool:
    """Return whether a cell of amounts orders nothing."""
    return NOTHING.fullmatch(language.flat(clean(cell)).strip()) is not None


def quantity(cell: str) -> Decimal | None:
    """Return a quantity as spreadsheets write it; None where the cell is none or can be read in two ways."""
    cell = language.flat(clean(cell)).replace(" ", "")
    if THOUSANDS.fullmatch(cell):
        return Decimal(cell.replace(",", ""))
    if COMMA.fullmatch(cell):
        return Decimal(cell.replace(",", "."))
    # 1.200 is a good thousand to half of the world
    two_ways = re.fullmatch(r"\d{1,3}\.\d{3}", cell) and not cell.startswith("0")
    return Decimal(cell) if NUMBER.fullmatch(cell) and not two_ways else None


def price(cell: str) -> Decimal | None:
    """Return the price in a cell, with or without a currency."""
    m = PRICE.fullmatch(language.flat(clean(cell)).replace(" ", ""))
    return quantity(m[1]) if m else None


def amount(cell: str, words: Mapping[str, str]) -> Said:
    """Return the amount that a cell says; a part without a number where it cannot be read."""
    text = language.flat(clean(cell)).strip()
    if len(text) > LONGEST:
        return Said(((None, "", None),))
    vague = bool(ABOUT.search(text)) and quantity(text) is None
    text = ABOUT.sub("", text) if vague else text
    parts = _parts(text, words)
    if parts:
        return Said(parts, None, vague)
    m = FREE.fullmatch(text)
    paid = _parts(m["paid"], words) if m else None
    if not paid or (m["unit"] and m["unit"] not in words):
        return Said(((None, "", None),))
    word = m["unit"] or paid[0][1]
    if m["unit"] and not paid[0][1]:
        paid = ((paid[0][0], word, words[word]),)
    if m["unit"] and word != paid[0][1]:
        # 3箱+6瓶 are two parts of one amount
        return Said((*paid, (Decimal(m["free"]), word, words[word])), None, vague)
    return Said(paid, (Decimal(m["free"]), word, words.get(word)), vague)


def _parts(text: str, words: Mapping[str, str]) -> tuple | None:
    """The parts of 3, 3箱, 3箱6瓶 or 两箱半; None where something else stands there."""
    plain = quantity(text)
    if plain is not None:
        return ((plain, "", None),)
    if not re.search(r"[^\d.,+-]", text):
        return None
    found, at = [], 0
    pattern = re.compile(
        rf"\s*({numbers.PLAIN}|{numbers.CHINESE}|半)\s*([^\W\d半]*?)(半)?(?=\s*(?:\d|{numbers.CHINESE}|半|零|and|$))\s*(?:零|and)?"
    )
    while at < len(text) and len(found) < 4:
        m = pattern.match(text, at)
        number = numbers.number(m[1]) if m else None
        if number is None or (m[2] and m[2] not in words) or (found and not m[2]):
            return None
        found.append((number + (Decimal("0.5") if m[3] else 0), m[2], words.get(m[2])))
        at = m.end()
    return tuple(found) if at >= len(text) else None
