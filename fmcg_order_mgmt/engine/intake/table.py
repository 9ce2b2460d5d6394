"""A table of cells from any source: a workbook, delimited text, HTML, or words set out in columns."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass
class Row:
    """A row of cells; ``span`` is where it stands in a message's text, ``hidden`` where a sheet hides it."""

    cells: list[str]
    span: tuple[int, int] | None = None
    hidden: bool = False

    def cell(self, at: int) -> str:
        """Return the cell of a column, '' beyond the row's end."""
        return self.cells[at].strip() if 0 <= at < len(self.cells) else ""

    def __bool__(self) -> bool:
        return any(cell.strip() for cell in self.cells)


@dataclass
class Grid:
    """The rows of one table or sheet; ``name`` is the sheet's, ``span`` covers a table inside a text."""

    rows: list[Row]
    name: str = ""
    span: tuple[int, int] | None = None
    hidden: bool = False


@dataclass
class Spread:
    """A cell that reaches over several rows and columns, counted from 0; the last ones are within."""

    top: int
    left: int
    bottom: int
    right: int


def spread(rows: Sequence[list[str]], merged: Sequence[Spread]) -> None:
    """Repeat the words of merged cells in all that they cover; a number stands for itself only once."""
    for area in merged:
        top = rows[area.top] if area.top < len(rows) else []
        word = top[area.left] if area.left < len(top) else ""
        if not word or word.replace(".", "").replace(",", "").lstrip("-").isdigit():
            continue
        for row in rows[area.top : area.bottom + 1]:
            row.extend([""] * (area.right + 1 - len(row)))
            for at in range(area.left, area.right + 1):
                row[at] = row[at] or word
