"""The tables of an HTML text, also nested ones, as grids whose rows know where they stand."""

import re
from dataclasses import dataclass, field

from . import markup
from .markup import Piece
from .table import Grid, Row, Spread, spread

MOST_ROWS = 5000
MOST_COLUMNS = 100
# all that merged cells of one table may cover: more is no order but a trap
MOST_MERGED = 20_000
SPAN = re.compile(r"""\b(row|col)span\s*=\s*["']?\s*(\d{1,4})""", re.I)


@dataclass
class _Cell:
    """A cell being read: its words, its place, and how far it reaches."""

    start: int
    rows: int
    columns: int
    words: list[str] = field(default_factory=list)
    end: int = 0


@dataclass
class _Open:
    """A table being read."""

    start: int
    rows: list[list[_Cell]] = field(default_factory=list)
    cell: _Cell | None = None


class _Reader:
    """Collects the tables of one text; an inner table's words are not those of the cell around it."""

    def __init__(self, text: str):
        self.text = text
        self.open: list[_Open] = []
        self.found: list[Grid] = []
        for piece in markup.pieces(text):
            self._add(piece)
        while self.open:
            self._finish(len(text))

    def _add(self, piece: Piece) -> None:
        if piece.name == "table" and not piece.hidden:
            if piece.close and self.open:
                self._finish(piece.end)
            elif not piece.close:
                self.open.append(_Open(piece.start))
        elif self.open and not piece.hidden:
            self._within(self.open[-1], piece)

    def _within(self, table: _Open, piece: Piece) -> None:
        if piece.name in ("td", "th"):
            self._cell(table, piece)
        elif piece.name == "tr":
            table.cell = None
            if not piece.close:
                table.rows.append([])
        elif table.cell:
            words = " " if piece.name else self.text[piece.start : piece.end]
            table.cell.words.append(words)
            table.cell.end = table.cell.end if piece.name else piece.end

    def _cell(self, table: _Open, piece: Piece) -> None:
        table.cell = None
        if piece.close:
            return
        if not table.rows:
            table.rows.append([])
        reach = {kind.lower(): int(n) for kind, n in SPAN.findall(piece.attributes)}
        rows, columns = (min(max(reach.get(kind, 1), 1), MOST_COLUMNS) for kind in ("row", "col"))
        table.cell = _Cell(piece.end, rows, columns, end=piece.end)
        table.rows[-1].append(table.cell)

    def _finish(self, end: int) -> None:
        table = self.open.pop()
        rows = _laid_out(table.rows[:MOST_ROWS])
        self.found.append(Grid([row for row in rows if row], span=(table.start, end)))


def _laid_out(rows: list[list[_Cell]]) -> list[Row]:
    """Put each cell into its column: cells that reach down push those of later rows aside."""
    taken: dict[int, set[int]] = {}
    merged, made, left = [], [], MOST_MERGED
    for top, cells in enumerate(rows):
        line: list[str] = []
        for cell in cells:
            left -= cell.rows * cell.columns - 1
            if left < 0:
                cell.rows = cell.columns = 1
            at = len(line)
            while at in taken.get(top, ()):
                at += 1
            if at >= MOST_COLUMNS:
                break
            line += [""] * (at - len(line)) + [markup.said("".join(cell.words))] + [""] * (cell.columns - 1)
            if cell.rows > 1 or cell.columns > 1:
                merged.append(Spread(top, at, top + cell.rows - 1, at + cell.columns - 1))
            for below in range(top + 1, min(top + cell.rows, len(rows))):
                taken.setdefault(below, set()).update(range(at, at + cell.columns))
        made.append(line)
    spread(made, merged)
    return [Row(line, _span(cells)) for line, cells in zip(made, rows, strict=True)]


def _span(cells: list[_Cell]) -> tuple[int, int] | None:
    return (cells[0].start, max(cells[-1].end, cells[0].start)) if cells else None


def grids(text: str) -> list[Grid]:
    """Return the tables of an HTML text, inner ones before those around them."""
    return _Reader(text).found
