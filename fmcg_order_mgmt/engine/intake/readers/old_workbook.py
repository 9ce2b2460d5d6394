"""Workbooks in the old binary format (.xls), where the machine has ``xlrd``, which Odoo's imports bring."""

import importlib.util
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

from ..table import Grid, Row
from .workbook import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, UNSAVED
from .xml import Refused

LARGEST = 2 * 1024 * 1024
TEXT, NUMBER, DATE, ERROR = 1, 2, 3, 5


def grids(data: bytes) -> list[Grid]:
    """Return the sheets of an old workbook.

    :raises Refused: no library for it here, no sound workbook, or larger than the limits
    """
    if importlib.util.find_spec("xlrd") is None or len(data) > LARGEST:
        raise Refused("file_old_book")
    import xlrd  # noqa: PLC0415

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO(), on_demand=True, ragged_rows=True)
        return [_grid(book, at) for at in range(min(book.nsheets, MOST_SHEETS))]
    except Refused:
        raise
    except Exception as error:  # the library raises whatever a damaged file leads it to
        raise Refused("file_damaged_book") from error


def _grid(book, at: int) -> Grid:
    sheet = book.sheet_by_index(at)
    if sheet.nrows > MOST_ROWS * 2:
        raise Refused("file_too_long", limit=MOST_ROWS)
    rows = [
        Row([_value(cell, book.datemode) for cell in sheet.row(i)[:MOST_COLUMNS]]) for i in range(sheet.nrows)
    ]
    return Grid([row for row in rows if row], sheet.name, hidden=bool(sheet.visibility))


def _value(cell, mode: int) -> str:
    if cell.ctype == TEXT:
        return cell.value.strip()
    if cell.ctype == ERROR:
        return UNSAVED
    if cell.ctype == DATE:
        start = date(1904, 1, 1) if mode else date(1899, 12, 30)
        return (start + timedelta(int(cell.value))).isoformat()
    return f"{Decimal(repr(cell.value)).normalize():f}" if cell.ctype == NUMBER else ""
