"""What the columns of a table without a heading hold, told by their cells alone; a doubt leaves it unread."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .. import language
from ..columns import SUBTOTAL, TOTAL, Columns, heading
from ..matcher import Index
from ..model import Customer
from ..table import Row
from . import cells

LOOKED_AT, MOST_COLUMNS = 30, 12


def columns_of(
    rows: Sequence[Row], words: Mapping[str, str], index: Index, customer: Customer | None
) -> Columns | None:
    """Return the columns of rows without a heading, None where they are no order or are unclear."""
    rows = [row for row in rows if not _adds_up(row)][:LOOKED_AT]
    width = max((len(row.cells) for row in rows), default=0)
    if not 2 <= width <= MOST_COLUMNS:
        return None
    made = _Guess(rows, width, words, index, customer)
    return made.columns()


def _adds_up(row: Row) -> bool:
    first = heading(next((c for c in row.cells if c.strip()), ""))
    return bool(TOTAL.match(first) or SUBTOTAL.match(first))


class _Guess:
    """Roles for the columns of some rows."""

    def __init__(self, rows, width: int, words, index: Index, customer: Customer | None):
        self.rows, self.words, self.index, self.customer = rows, words, index, customer
        self.held = {at: [row.cell(at) for row in rows if row.cell(at)] for at in range(width)}
        self.held = {at: held for at, held in self.held.items() if held}

    def columns(self) -> Columns | None:
        """Return the roles, None where no article or no single quantity is left."""
        found = Columns()
        numbers, texts = [], []
        for at, held in self.held.items():
            role = self._role(held)
            if role in ("number", "text"):
                (numbers if role == "number" else texts).append(at)
            elif role in found.at:
                return None
            else:
                found.at[role] = at
        named = [at for at in texts if self._names(self.held[at])]
        if len(named) > 1 or (not named and len(texts) > 1):
            named = named[:1]
        if named:
            found.at["name"] = named[0]
        amount = self._amount(numbers, found)
        if not found.named or amount is None or not self._known(found):
            return None
        found.amounts.append((amount, None))
        return found

    def _role(self, held: list[str]) -> str:
        flat = [language.flat(c).strip() for c in held]
        if all(c in self.words for c in flat):
            return "unit"
        if all(len(c) >= 8 and cells.code(c).isdigit() for c in flat):
            return "barcode"
        if sum(self.index.own_code(cells.code(c), self.customer) is not None for c in held) * 2 > len(
            held
        ) or (sum(self.index.our_code(cells.code(c)) is not None for c in held) * 2 > len(held)):
            return "code"
        if all(self._counts(c) for c in held):
            return "number"
        return "text"

    def _counts(self, cell: str) -> bool:
        if cells.is_nothing(cell):
            return True
        said = cells.amount(cell, self.words)
        return all(n is not None for n, _word, _kind in said.parts)

    def _names(self, held: list[str]) -> bool:
        hits = [self.index.match(c, self.customer) for c in held if len(c) <= 80]
        return sum(m.product is not None or bool(m.answers) for m in hits) * 2 >= len(held)

    def _known(self, found: Columns) -> bool:
        """Whether most rows name a product: the table is about our goods."""
        if "name" in found.at:
            return True
        codes = [
            row.cell(found.at[role]) for role in ("code", "barcode") if role in found.at for row in self.rows
        ]
        hits = [self.index.exact(cells.code(c), self.customer) is not None for c in codes if c]
        return sum(hits) * 2 >= len(hits) > 0

    def _amount(self, numbers: list[int], found: Columns) -> int | None:
        """The one column of quantities: not a running number, a price, or a product of the two."""
        if len(numbers) > 1 and self._runs(numbers[0]):
            numbers = numbers[1:]
        worded = [
            at
            for at in numbers
            if any(not c.replace(".", "").replace(",", "").isdigit() for c in self.held[at])
        ]
        if len(worded) == 1 and all(cells.quantity(c) is None for c in self.held[worded[0]]):
            return worded[0]
        if len(numbers) == 3:
            numbers = self._factors(numbers)
        if len(numbers) == 2:
            priced = [at for at in numbers if all("." in c for c in self.held[at])]
            if len(priced) != 1:
                return None
            found.at["price"] = priced[0]
            numbers = [at for at in numbers if at not in priced]
        return numbers[0] if len(numbers) == 1 else None

    def _runs(self, at: int) -> bool:
        said = [cells.quantity(c) for c in self.held[at]]
        return said == [Decimal(i + 1) for i in range(len(said))]

    def _factors(self, numbers: list[int]) -> list[int]:
        """The two of three columns of which the third is the product in every row."""
        for at in numbers:
            others = [x for x in numbers if x != at]
            values = [[cells.quantity(row.cell(x)) for x in (*others, at)] for row in self.rows]
            if all(None not in v and abs(v[0] * v[1] - v[2]) < Decimal("0.02") for v in values):
                return others
        return []
