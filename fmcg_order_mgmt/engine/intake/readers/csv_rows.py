"""Rows of delimited text in the encodings and delimiters that spreadsheets of several countries write."""

import csv
from collections import Counter
from collections.abc import Iterator

from ..table import Row
from .workbook import MOST_COLUMNS, MOST_ROWS
from .xml import Refused

DELIMITERS = ",;\t|"
EAST, WEST = ("utf-8-sig", "gb18030", "big5", "cp1252"), ("utf-8-sig", "cp1252", "cp1250", "gb18030")
LONGEST_CELL = 2000


def is_text(data: bytes) -> bool:
    """Return whether bytes are text in some encoding rather than a file of a program."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _wide(data):
        return True
    head = data[:4000]
    return not any(b < 9 or 13 < b < 32 and b not in (26, 27) for b in head)


def _wide(data: bytes) -> str:
    """The name of a two-byte encoding without a mark: every other byte of western text is null."""
    head = data[:400]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) < max(4, len(head) // 8):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def decodings(data: bytes) -> Iterator[str]:
    """Yield the texts that the bytes may be, the likelier first."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates = ("utf-16",)
    elif _wide(data):
        candidates = (_wide(data),)
    else:
        candidates = WEST if _western(data) else EAST
    for encoding in candidates:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            return


def _western(data: bytes) -> bool:
    """Whether high bytes stand alone among ASCII, as accents do; those of Chinese come in pairs."""
    high = [i for i, b in enumerate(data[:4000]) if b >= 0x80]
    pairs = sum(b - a == 1 for a, b in zip(high, high[1:], strict=False))
    return bool(high) and pairs * 4 < len(high)


def rows(text: str) -> list[Row]:
    """Return the rows of a delimited text, empty ones left out.

    :raises Refused: more rows than the limit
    """
    if text.count("\n") > MOST_ROWS * 4:
        raise Refused("file_too_long", limit=MOST_ROWS)
    text = text.replace("\0", "")
    lines = text.splitlines(keepends=True)
    if lines[:1] and lines[0].lower().startswith("sep="):
        lines = lines[1:]
    sample = [line for line in lines[:80] if line.strip()]
    best = max(DELIMITERS, key=lambda d: _fit(sample, d))
    found = [row for row in _parsed(lines, best) if row]
    if len(found) > MOST_ROWS:
        raise Refused("file_too_long", limit=MOST_ROWS)
    return found


def _parsed(lines: list[str], delimiter: str) -> list[Row]:
    try:
        return [_row(cells) for cells in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return [_row(line.split(delimiter)) for line in lines]


def _row(cells: list[str]) -> Row:
    if any(cells[MOST_COLUMNS:]):
        raise Refused("file_too_deep")
    return Row([cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]])


def _fit(lines: list[str], delimiter: str) -> int:
    """How many cells stand in rows of the commonest width, for telling the delimiter."""
    widths = Counter(line.count(delimiter) + 1 for line in lines)
    width, count = max(widths.items(), key=lambda x: (x[0] > 1, x[1] * x[0]), default=(1, 0))
    return width * count if width > 1 else 0
