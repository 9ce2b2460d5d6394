"""Rows of delimited text in the encodings and delimiters that spreadsheets of several countries write."""

import csv
from collections import Counter
from collections.abc import Iterator

from .workbook import MOST_COLUMNS, MOST_ROWS
from .xml import Refused

DELIMITERS = ",;\t|"


def decodings(data: bytes) -> Iterator[str]:
    """Yield the texts that the bytes may be, the likelier first."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates = ["utf-16"]
    elif data[:400].count(0):
        odd, even = data[1:400:2].count(0), data[:400:2].count(0)
        candidates = ["utf-16-le" if odd > even else "utf-16-be"]
    else:
        candidates = ["utf-8-sig", "gb18030", "cp1252"]
    for encoding in candidates:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig":
            return


def rows(text: str) -> list[list[str]]:
    """Return the rows of a delimited text, empty ones left out.

    :raises Refused: more rows than the limit
    """
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise Refused("file_too_long", limit=MOST_ROWS)
    best = max(DELIMITERS, key=lambda d: _fit(lines[:50], d))
    try:
        parsed = [[c.strip() for c in row[:MOST_COLUMNS]] for row in csv.reader(lines, delimiter=best)]
    except csv.Error:
        parsed = [[c.strip() for c in line.split(best)[:MOST_COLUMNS]] for line in lines]
    return [row for row in parsed if any(row)]


def _fit(lines: list[str], delimiter: str) -> int:
    """How many cells stand in rows of the commonest width, for telling the delimiter."""
    widths = Counter(line.count(delimiter) + 1 for line in lines if line.strip())
    width, count = max(widths.items(), key=lambda x: (x[0] > 1, x[1] * x[0]), default=(1, 0))
    return width * count if width > 1 else 0
