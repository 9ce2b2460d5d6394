"""Finding the ordering tables in a grid: headings of one or two rows, far down, turned, or none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .. import dates, language
from ..columns import ROLE_OF, TOTAL, Columns, columns, heading, is_heading
from ..matcher import index_of
from ..model import Knowledge, Message
from ..table import Grid, Row
from ..vocabulary import part
from . import bare, cells

HEADING_WITHIN = 60
# shops or days at the side: more goods than this above are no such matrix
WIDEST = 80
# a pack, and no quantity
PACKED = re.compile(r"\d[\d.]{0,6}\s?\w{0,3}\s?[*×x]\s?\d+\s?\w{0,3}(?:\s?[*×x]\s?\d+\w{0,3})?", re.I)
DOCUMENT = re.compile(part("no_order_title"))
ORDERS = re.compile(part("order_title"))


@dataclass
class Table:
    """An ordering table: the rows above its heading, its columns, and the rows below.

    ``shops`` and ``days`` are the columns of a matrix, each with the words above it.
    """

    titles: list[Row]
    columns: Columns
    rows: list[Row] = field(default_factory=list)
    name: str = ""
    shops: tuple[tuple[int, str], ...] = ()
    days: tuple[tuple[int, str], ...] = ()
    span: tuple[int, int] | None = None


class Finder:
    """Finds the ordering tables of grids for one message."""

    def __init__(self, message: Message, knowledge: Knowledge, words: Mapping[str, str]):
        self.message, self.words = message, words
        self.index = index_of(knowledge)
        self.customer = self.index.parties.by_key.get(message.customer)

    def tables(self, grid: Grid, guess: bool = True) -> list[Table]:
        """Return the tables of a grid; ``guess`` takes one without a heading by what its columns hold."""
        rows = grid.rows
        starts = self._headings(rows)
        if not starts:
            turned = self._turned(grid)
            return [turned] if turned else self._bare(grid) if guess else []
        made = []
        for i, (at, height, found) in enumerate(starts):
            end = starts[i + 1][0] if i + 1 < len(starts) else len(rows)
            above = rows[starts[i - 1][0] + 1 : at][-6:] if i else rows[:at]
            made.append(self._table(above, found, rows[at + height : end], grid))
        return made

    def document(self, table: Table) -> str:
        """Return the title of a table that says it is another document than an order, '' where none does."""
        titles = [language.flat(c).strip() for row in table.titles for c in row.cells]
        titles = [t for t in (*titles, language.flat(table.name)) if 0 < len(t) <= 40]
        if any(ORDERS.search(t) for t in titles):
            return ""
        return next((t for t in titles if DOCUMENT.search(t)), "")

    def _headings(self, rows: Sequence[Row]) -> list[tuple[int, int, Columns]]:
        found, at = [], 0
        while at < len(rows):
            if found or at < HEADING_WITHIN:
                height, made = self._heading(rows, at, bool(found))
                if made:
                    found.append((at, height, made))
                    at += height - 1
            at += 1
        return found

    def _heading(self, rows: Sequence[Row], at: int, again: bool) -> tuple[int, Columns | None]:
        """The heading that begins in a row, of one row or two; behind a first one only its like."""
        if again and not any(heading(c) in ROLE_OF for c in rows[at].cells[:12]):
            return 1, None
        for height in (2, 1):
            made = columns(_joined(rows[at : at + height]), self.words) if at + height <= len(rows) else None
            if made and made.amounts:
                self._told_by_rows(made, rows[at : at + height], rows[at + height :][:HEADING_WITHIN])
            if made and (height == 1 or self._below(rows[at + 1], made)) and self._fits(made):
                return height, made
        return 1, None

    def _below(self, row: Row, made: Columns) -> bool:
        """Whether a row is the lower part of a heading: words only, of which some say what a column holds."""
        said = [heading(c) for c in row.cells if c.strip()]
        known = [t for t in said if t in ROLE_OF or t in self.words or self.index.parties.called([t])]
        return bool(known) and len(known) * 2 >= len(said) and not any(re.search(r"\d", t) for t in known)

    def _fits(self, made: Columns) -> bool:
        return is_heading(made) or bool(
            made.named and not made.amounts and (self._shops(made) or self._days(made))
        )

    def _shops(self, made: Columns) -> bool:
        return any(self.index.parties.called([word]) for _at, word in made.others)

    def _days(self, made: Columns) -> list[tuple[int, str]]:
        """The columns under days, where there are at least two of them."""
        today = self.message.received_at.date()
        said = [(at, word) for at, word in made.others if len(word) <= 20 and dates.cell(word, today)]
        return said if len(said) > 1 else []

    def _table(self, titles: list[Row], found: Columns, rows: Sequence[Row], grid: Grid) -> Table:
        made = Table(list(titles), found, list(rows), grid.name, span=grid.span)
        if found.amounts:
            return made
        days = self._days(found) if not self._shops(found) else []
        if days:
            made.days = tuple(days)
            return made
        made.shops = tuple(
            x for x in found.others if not TOTAL.match(heading(x[1])) and self._counts(x, rows)
        )
        return made

    def _told_by_rows(self, made: Columns, above: Sequence[Row], rows: Sequence[Row]) -> None:
        """Take a column of packs, and one of item codes, for what it is, whatever it is called ``above``."""
        if len(made.amounts) > 1:
            _unpacked(made, rows)
        if "code" in made.at or "barcode" in made.at:
            return
        counted = {at for at, _kind in made.amounts}
        width = max((len(row.cells) for row in rows), default=0)
        called = [at for at in range(min(width, WIDEST)) if re.search(r"[^\W\d]|[#№°]", above[-1].cell(at))]
        coded = (at for at in called if at not in counted and not self._codes(at, above))
        at = next((at for at in coded if self._codes(at, rows)), None)
        if at is not None:
            made.at = {role: column for role, column in made.at.items() if column != at} | {"code": at}

    def _codes(self, at: int, rows: Sequence[Row]) -> bool:
        """Whether a column holds item codes, ours or the customer's, and does not number the rows."""
        said = [row.cell(at).strip() for row in rows if row.cell(at).strip()][:50]
        known = [c for c in said if self.index.own_code(c, self.customer) or self.index.our_code(c)]
        return len(known) > len(said) // 2 and not any(c.isdigit() and len(c) < 4 for c in known)

    def _counts(self, column: tuple[int, str], rows: Sequence[Row]) -> bool:
        """Whether a column is a shop's: it is called like one, or holds nothing but amounts."""
        at, word = column
        if self.index.parties.called([word]):
            return True
        said = [row.cell(at) for row in rows if row.cell(at)]
        return bool(said) and all(cells.is_nothing(c) or cells.quantity(c) is not None for c in said)

    def _turned(self, grid: Grid) -> Table | None:
        """A matrix with the shops or days at the side and the products above, read as one with them above."""
        for at, row in enumerate(grid.rows[:HEADING_WITHIN]):
            if len(row.cells) > WIDEST:
                continue
            goods = [c for c in row.cells[1:] if c.strip() and self._is_product(c)]
            if len(goods) < 2:
                continue
            below = [r for r in grid.rows[at + 1 :] if r.cell(0)]
            width = len(row.cells)
            sides = [r.cell(0) for r in below]
            turned = [Row(["品名", *sides])]
            turned += [
                Row([row.cell(i), *(r.cell(i) for r in below)]) for i in range(1, width) if row.cell(i)
            ]
            found = columns(turned[0].cells, self.words)
            if self._fits(found):
                return self._table(grid.rows[:at], found, turned[1:], grid)
        return None

    def _is_product(self, words: str) -> bool:
        if len(words) > 60 or cells.quantity(words) is not None:
            return False
        match = self.index.match(words, self.customer)
        return match.product is not None and not match.question

    def _bare(self, grid: Grid) -> list[Table]:
        found = bare.columns_of(grid.rows, self.words, self.index, self.customer)
        return [Table([], found, list(grid.rows), grid.name, span=grid.span)] if found else []


def _unpacked(made: Columns, rows: Sequence[Row]) -> None:
    """Take a column of packs for what it is, though it is called Case: 1kg*6."""
    for at, kind in list(made.amounts):
        said = [row.cell(at).strip() for row in rows if row.cell(at).strip()]
        if said and all(PACKED.fullmatch(cell) for cell in said):
            made.amounts.remove((at, kind))
            made.at.setdefault("spec", at)


def _joined(rows: Sequence[Row]) -> list[str]:
    """The heading of one row, or of two above each other; words of the upper one reach to the right."""
    if len(rows) == 1:
        return rows[0].cells
    upper, lower = rows
    width, carried, made = max(len(upper.cells), len(lower.cells)), "", []
    for at in range(width):
        above, below = upper.cell(at), lower.cell(at)
        carried = above or (carried if below else "")
        made.append(carried if carried == below or not below else f"{carried}\n{below}" if carried else below)
    return made
