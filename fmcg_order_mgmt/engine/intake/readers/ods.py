"""OpenDocument spreadsheets (.ods, ISO/IEC 26300) as grids, with the limits of the other workbooks."""

import zipfile
from io import BytesIO

from ..table import Grid, Row, Spread, spread
from .workbook import BROKEN, LARGEST_PART, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, UNSAVED
from .xml import Node, Refused, decoded, parse

MARK = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def is_ods(data: bytes) -> bool:
    """Return whether bytes are an OpenDocument spreadsheet."""
    return data[:4] == b"PK\3\4" and MARK in data[:200]


def grids(data: bytes) -> list[Grid]:
    """Return the sheets of an OpenDocument spreadsheet.

    :raises Refused: no sound spreadsheet, or larger than the limits
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("content.xml") as file:
            content = file.read(LARGEST_PART + 1)
    except (*BROKEN, KeyError) as error:
        raise Refused("file_damaged_book") from error
    if len(content) > LARGEST_PART:
        raise Refused("file_unpacks")
    book = parse(decoded(content))
    hidden = {
        style.attributes.get("name")
        for style in book.all("automatic-styles/style")
        if any(x.attributes.get("display") == "false" for x in style.all("table-properties"))
    }
    tables = book.all("body/spreadsheet/table")[:MOST_SHEETS]
    return [_grid(table, table.attributes.get("style-name") in hidden) for table in tables]


def _grid(table: Node, hidden: bool) -> Grid:
    made: list[list[str]] = []
    unseen, merged = set(), []
    for row in _rows(table):
        cells = _cells(row, len(made), merged)
        times = min(_times(row, "number-rows-repeated"), MOST_ROWS) if any(cells) else 1
        for _time in range(times):
            if row.attributes.get("visibility") in ("collapse", "filter"):
                unseen.add(len(made))
            made.append(list(cells))
        if len(made) > MOST_ROWS * 2:
            raise Refused("file_too_long", limit=MOST_ROWS)
    spread(made, merged)
    rows = [Row(cells, hidden=at in unseen) for at, cells in enumerate(made)]
    return Grid([row for row in rows if row], table.attributes.get("name", ""), hidden=hidden)


def _rows(node: Node) -> list[Node]:
    """The rows of a table, also those in groups and in its header."""
    found = []
    for child in node.children:
        if child.name == "table-row":
            found.append(child)
        elif child.name in ("table-row-group", "table-header-rows", "table-rows"):
            found += _rows(child)
    return found


def _cells(row: Node, top: int, merged: list[Spread]) -> list[str]:
    cells: list[str] = []
    for cell in row.children:
        word = _value(cell)
        times = min(_times(cell, "number-columns-repeated"), MOST_COLUMNS - len(cells))
        down, right = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * right > 1 and len(merged) < MOST_ROWS:
            left = len(cells)
            merged.append(Spread(top, left, top + min(down, 200) - 1, min(left + right, MOST_COLUMNS) - 1))
        cells += [word] * times
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _times(node: Node, name: str) -> int:
    said = node.attributes.get(name, "1")
    return max(1, int(said)) if said.isdigit() and len(said) < 8 else 1


def _value(cell: Node) -> str:
    kind = cell.attributes.get("value-type", "")
    if kind in ("float", "currency", "percentage"):
        return cell.attributes.get("value", "")
    if kind == "date":
        return cell.attributes.get("date-value", "")[:10]
    words = "\n".join(_words(p) for p in cell.all("p"))
    if not words and cell.attributes.get("formula"):
        return UNSAVED
    return words.strip()


def _words(node: Node) -> str:
    return node.text + "".join(_words(child) for child in node.children)
