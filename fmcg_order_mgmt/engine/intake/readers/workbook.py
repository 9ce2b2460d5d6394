"""Office Open XML workbooks (.xlsx, ECMA-376) as rows of text, read with limits and without outside help."""

import re
import zipfile
import zlib
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import BytesIO

from ..table import Grid, Row, Spread, spread
from .xml import Node, Refused, decoded, parse

LARGEST_PART = 24 * 1024 * 1024
MOST_PARTS = 300
MOST_SHEETS = 20
MOST_ROWS = 5000
MOST_COLUMNS = 100
MOST_MERGED = 500
UNSAVED = "#?"
# what the standard library raises on damaged or encrypted archives and on numbers that are none
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
)
BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def is_book(data: bytes) -> bool:
    """Return whether bytes are a workbook of any office program, by their content."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return True
    return data[:4] == b"PK\3\4" and (b"xl/" in data or b"opendocument.spreadsheet" in data[:200])


def grids(data: bytes) -> list[Grid]:
    """Return the sheets; a formula that was never calculated reads ``UNSAVED``.

    :raises Refused: no sound workbook, or larger than the limits
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Workbook(archive).grids()
    except BROKEN as error:
        raise Refused("file_damaged_book") from error


class _Workbook:
    """One workbook: its texts and date formats, for reading the sheets."""

    def __init__(self, archive: zipfile.ZipFile):
        if len(archive.infolist()) > MOST_PARTS:
            raise Refused("file_too_deep")
        self.archive, self.left = archive, 2 * LARGEST_PART
        self.names = set(archive.namelist())
        self.book = self._part("xl/workbook.xml")
        self.texts = [_text(item) for item in self._part("xl/sharedStrings.xml").all("si")]
        self.dates = self._date_styles(self._part("xl/styles.xml"))
        old = any(p.attributes.get("date1904") in ("1", "true") for p in self.book.all("workbookPr"))
        self.epoch = date(1904, 1, 1) if old else date(1899, 12, 30)

    def _part(self, name: str) -> Node:
        """Return the root of a part, an empty element where it is absent; sizes are those really unpacked."""
        if name not in self.names:
            return Node("", "", {})
        with self.archive.open(name) as file:
            data = file.read(min(LARGEST_PART, self.left) + 1)
        self.left -= len(data)
        if len(data) > LARGEST_PART or self.left < 0:
            raise Refused("file_unpacks")
        return parse(decoded(data))

    def grids(self) -> list[Grid]:
        links = {
            x.attributes.get("Id"): x.attributes.get("Target", "")
            for x in self._part("xl/_rels/workbook.xml.rels").all("Relationship")
        }
        found = []
        for sheet in self.book.all("sheets/sheet")[:MOST_SHEETS]:
            target = links.get(sheet.attributes.get("id"), "")
            path = target.lstrip("/") if target.startswith("/") else "xl/" + target
            if "worksheets/" in path:
                hidden = sheet.attributes.get("state", "visible") != "visible"
                rows = self._rows(self._part(path))
                found.append(Grid(rows, sheet.attributes.get("name", ""), hidden=hidden))
        return found

    def _date_styles(self, styles: Node) -> set[int]:
        own = {
            int(x.attributes["numFmtId"])
            for x in styles.all("numFmts/numFmt")
            if re.search("[yd]", QUOTED.sub("", x.attributes.get("formatCode", "")), re.I)
        }
        formats = [int(x.attributes.get("numFmtId", 0)) for x in styles.all("cellXfs/xf")]
        return {i for i, form in enumerate(formats) if form in BUILT_IN_DATES or form in own}

    def _rows(self, sheet: Node) -> list[Row]:
        found: dict[int, list[str]] = {}
        hidden = set()
        for i, row in enumerate(sheet.all("sheetData/row")):
            number = row.attributes.get("r", "")
            at = int(number) - 1 if number.isdigit() else i
            found[at] = self._cells(row)
            if row.attributes.get("hidden") in ("1", "true"):
                hidden.add(at)
            if len(found) > MOST_ROWS and sum(map(any, found.values())) > MOST_ROWS:
                raise Refused("file_too_long", limit=MOST_ROWS)
        order = sorted(found)
        _merge(sheet, found, order)
        rows = [Row(found[at], hidden=at in hidden) for at in order]
        return [row for row in rows if row]

    def _cells(self, row: Node) -> list[str]:
        cells: dict[int, str] = {}
        for at, cell in enumerate(row.children):
            column = _column(cell.attributes.get("r", ""), at)
            if column < MOST_COLUMNS:
                cells[column] = self._value(cell)
        return [cells.get(i, "") for i in range(max(cells, default=-1) + 1)]

    def _value(self, cell: Node) -> str:
        kind, raw = cell.attributes.get("t", "n"), cell.get("v")
        if kind == "inlineStr":
            return "".join(_text(x) for x in cell.all("is")).strip()
        if not raw:
            return UNSAVED if cell.all("f") else ""
        if kind == "s":
            return self.texts[int(raw)].strip()
        if kind == "e":
            return UNSAVED
        return self._number(raw, int(cell.attributes.get("s", 0))) if kind == "n" else raw.strip()

    def _number(self, raw: str, style: int) -> str:
        try:
            value = Decimal(repr(float(raw)))
        except (ValueError, InvalidOperation):
            return raw
        if style in self.dates and 0 < value < 200000:
            return (self.epoch + timedelta(int(value))).isoformat()
        return f"{value.normalize():f}" if abs(value) < Decimal(10) ** 15 else raw


def _text(item: Node) -> str:
    """The text of a string item: plain or in runs, without the phonetic guide."""
    return "".join(n.text for n in (*item.all("t"), *item.all("r/t")))


def _column(reference: str, fallback: int) -> int:
    letters = re.match("[A-Z]{1,3}", reference)
    if not letters:
        return fallback
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _merge(sheet: Node, found: dict[int, list[str]], order: list[int]) -> None:
    """Repeat the words of merged cells; rows that the sheet leaves out count for nothing."""
    at = {number: i for i, number in enumerate(order)}
    areas = []
    for merged in sheet.all("mergeCells/mergeCell")[:MOST_MERGED]:
        m = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", merged.attributes.get("ref", ""))
        top = int(m[2]) - 1 if m else -1
        if top not in at:
            continue
        bottom = max((i for number, i in at.items() if top <= number < int(m[4])), default=at[top])
        left, right = _column(m[1], 0), min(_column(m[3], 0), MOST_COLUMNS - 1)
        areas.append(Spread(at[top], left, min(bottom, at[top] + MOST_MERGED), right))
    spread([found[number] for number in order], areas)
