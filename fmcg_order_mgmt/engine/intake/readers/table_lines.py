"""From the rows of an ordering table to checked lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from .. import language, units
from ..codes import Match
from ..columns import ARTICLES, SUBTOTAL, TOTAL, Columns, heading
from ..documents import asked, packed
from ..lines import Amount, Desk
from ..model import Line, Naming, Question
from ..names import sizes_of
from ..table import Row
from ..vocabulary import part
from . import cells

Part = tuple[Decimal | None, str, str | None]
NOTE = re.compile(rf"{part('row_note')}\s*[:.]")
CHANGES = re.compile(part("row_change"))


class RowReader:
    """Reads the rows of a table for one customer."""

    def __init__(self, columns: Columns, words: Mapping[str, str], desk: Desk, name: str, unit: str | None):
        self.columns, self.words, self.desk, self.name, self.unit = columns, words, desk, name, unit

    def lines(self, row: Row, amounts: Sequence[tuple[int, str | None]]) -> list[Line]:
        """Return the lines of a row: what is ordered, and what is claimed to come free with it."""
        if _is_note(row):
            return []
        said = [
            (self._said(row.cell(at), kind, row), at)
            for at, kind in amounts
            if not cells.is_nothing(row.cell(at))
        ]
        said, whole = self._counted_once(said, amounts)
        parts = [part for x, _at in said for part in x.parts]
        free = [x.free for x, _at in said if x.free] + self._free(row)
        if not parts and not free:
            return []
        words = self._words(row)
        values = {
            "source": " | ".join(c.strip() for c in row.cells if c.strip()),
            "source_name": self.name,
            "price_claim": cells.price(self._cell(row, "price")),
            "naming": self._naming(row, parts or free),
        }
        values |= {"span": row.span} if row.span else {}
        match = self._match(row, words)
        made = []
        if parts:
            amount = Amount(tuple(parts), any(x.vague for x, _at in said))
            line = self.desk.checked(match, amount, words, **values)
            line = packed(line, cells.quantity(self._cell(row, "pack")), self.desk, words)
            made.append(self._doubted(self._agreeing(line, whole, words), row, words))
        return made + [self._claimed(part, match, words, values) for part in free]

    def _counted_once(self, said: list, amounts: Sequence) -> tuple[list, Decimal | None]:
        """A column without a unit beside those with one repeats what they say: kept only to compare."""
        kinds = dict(amounts)
        worded = [x for x in said if kinds[x[1]]]
        plain = [x for x in said if not kinds[x[1]]]
        if not worded or not plain:
            return said, None
        return worded, plain[0][0].parts[0][0]

    @staticmethod
    def _agreeing(line: Line, whole: Decimal | None, words: str) -> Line:
        """Ask about a row whose cases and pieces are not the quantity that stands beside them."""
        if whole is None or line.verdict != "ok" or whole in (line.base, line.quantity):
            return line
        said = {"words": words, "claimed": whole, "known": f"{line.base.normalize():f}"}
        return asked(line, Question("row_conflict", said))

    def _doubted(self, line: Line, row: Row, words: str) -> Line:
        """Ask about a row that the sheet hides, and one whose note may change the order."""
        note = self._cell(row, "note")
        flat = language.flat(note)
        if row.hidden:
            return asked(line, Question("hidden_row", {"words": words}))
        worded = [m[1] for m in re.finditer(r"\d\s*([^\W\d]+)", flat)]
        if CHANGES.search(flat) or any(word in self.words for word in worded):
            return asked(line, Question("row_note", {"words": words, "note": note[:80]}))
        return line

    def _claimed(self, part: Part, match: Match, words: str, values: dict) -> Line:
        """Goods called free; whether a promotion grants them is judged with all lines of the order."""
        return self.desk.checked(match, Amount((part,)), words, action="free", **values)

    def _free(self, row: Row) -> list[Part]:
        cell = self._cell(row, "free")
        return [] if cells.is_nothing(cell) else list(self._said(cell, None, row).parts)

    def _words(self, row: Row) -> str:
        named = (self._cell(row, role) for role in ("name", "code", "barcode"))
        return next(filter(None, named), "") or " | ".join(c.strip() for c in row.cells if c.strip())[:80]

    def _naming(self, row: Row, parts: Sequence[Part]) -> Naming:
        """How the row names its article and unit; a column that holds nothing real names none."""
        codes = (cells.code(self._cell(row, "code")), cells.barcode(self._cell(row, "barcode")))
        name = cells.clean(self._cell(row, "name"))
        _number, word, kind = parts[0]
        told = len(parts) == 1 and (word or kind is None)
        return Naming(
            tuple(code for code in codes if not cells.is_nothing(code) and not cells.is_rounded(code)),
            self._sized(name, self._cell(row, "spec")) if name else "",
            word if told else None,
        )

    def _cell(self, row: Row, role: str) -> str:
        return row.cell(self.columns.at.get(role, -1))

    def _said(self, cell: str, kind: str | None, row: Row) -> cells.Said:
        """What a cell of amounts says, in the unit of its column or row where it names none itself."""
        said = cells.amount(cell, self.words)
        parts = tuple(self._in_unit(part, kind, row) for part in said.parts)
        free = said.free and (said.free if said.free[2] else (said.free[0], *parts[0][1:]))
        return replace(said, parts=parts, free=free)

    def _in_unit(self, part: Part, kind: str | None, row: Row) -> Part:
        number, word, own = part
        if own or number is None:
            return part
        unit = language.flat(self._cell(row, "unit")).strip()
        if kind is None and unit:
            return number, unit, self._unit(unit)
        return number, word, kind or self.unit

    def _unit(self, unit: str) -> str:
        """The kind of a unit cell: a word, a code, or a word with the pack behind it as in 箱/24瓶."""
        known = self.words.get(unit) or self.words.get(unit.rstrip(".")) or units.of_code(unit)
        if known:
            return known
        parts = [p for p in re.split(r"[\s\d/()*×x.,=]+", unit) if p]
        kinds = {self.words.get(p) for p in parts}
        if not parts or None in kinds or not re.search(r"\d", unit):
            return "unclear"
        return (
            (kinds - {"piece"} or kinds).pop()
            if len(kinds) <= 2 and len(kinds - {"piece"}) <= 1
            else "unclear"
        )

    def _match(self, row: Row, words: str) -> Match:
        """The article of a row: by codes that agree with each other and with the name, else by the name."""
        desk = self.desk
        code, name = cells.code(self._cell(row, "code")), cells.clean(self._cell(row, "name"))
        barcode = cells.barcode(self._cell(row, "barcode"))
        own = desk.index.own_code(code, desk.customer) or self._unpadded(code)
        exact = [own or desk.index.our_code(code) or desk.index.barcode(code)]
        exact += [desk.index.barcode(barcode), desk.index.own_code(barcode, desk.customer)]
        keys = list(dict.fromkeys(m.product for m in exact if m))
        by_name = self._by_name(name or self._wordy(code, keys), self._cell(row, "spec"))
        sure = by_name.product if by_name and not by_name.question and not by_name.note else None
        if len(keys) > 1 or (keys and sure is not None and sure not in keys):
            return Match(None, 0.0, Question("product_conflict", {"words": words}))
        if keys:
            match = next(m for m in exact if m)
            strange = not own and exact[0] and sure is None and not any(exact[1:]) and self._has_codes()
            guess = {"words": words, "guess": desk.index.products[match.product].names[0]}
            return replace(match, question=Question("product_guess", guess)) if strange else match
        coded = code and not self._wordy(code, keys)
        if by_name is None or by_name.block or barcode or (coded and by_name.question):
            return Match(None, 0.0, Question("unknown_product", {"words": words}), block=True)
        return by_name

    def _has_codes(self) -> bool:
        return bool(self.desk.customer and self.desk.customer.codes)

    @staticmethod
    def _wordy(code: str, keys: list) -> str:
        """The words in a column of codes that holds names."""
        return "" if keys or not re.search(r"[^\W\d_]{3,}.*\s|[\u4e00-\u9fff]", code) else code

    def _unpadded(self, code: str) -> Match | None:
        """The customer's code whose leading zeros a spreadsheet has dropped, where just one is meant."""
        customer = self.desk.customer
        if not customer or not code.isdigit():
            return None
        for known in (customer.learnt, customer.codes):
            fit = [c for c in known if c.isdigit() and c.lstrip("0") == code.lstrip("0")]
            if fit:
                return self.desk.index.own_code(fit[0], customer) if len(fit) == 1 else None
        return None

    def _by_name(self, name: str, spec: str) -> Match | None:
        if not name:
            return None
        desk, sized = self.desk, self._sized(name, spec)
        taught = desk.index.own_word(sized, desk.customer)
        if taught:
            return taught
        match = desk.index.match(name, desk.customer)
        if sized == name or not (match.question or self._other_size(match.product, spec)):
            return match
        return desk.index.match(sized, desk.customer)

    def _other_size(self, product: int, spec: str) -> bool:
        """Whether the row's specification names another size than the product has."""
        index = self.desk.index
        held = index.features[index.place[product]].sizes
        said = sizes_of(_size_in(spec))
        return bool(held and said) and not held & said

    @staticmethod
    def _sized(name: str, spec: str) -> str:
        """The name with the size that stands beside it: one name may stand above several sizes."""
        return f"{name} {_size_in(spec)}".strip()


def _size_in(spec: str) -> str:
    """What a specification says before its packs: 500g of 500g*24."""
    return re.split(r"[*×x]", language.flat(spec))[0].strip()


def goods(rows: Sequence[Row], found: Columns, amounts: Sequence[tuple[int, str | None]]) -> Iterator[Row]:
    """Yield the rows that may order something: not those that add up others, also where no word says so."""
    sums = {at: Decimal(0) for at, _kind in amounts}
    for row in rows:
        numbers = {at: cells.quantity(row.cell(at)) for at in sums}
        if is_total(row, found) or _unsaid_total(row, found, numbers, sums):
            continue
        for at, number in numbers.items():
            sums[at] += number or 0
        yield row


def _is_note(row: Row) -> bool:
    """Whether a row says one thing in all of its cells, as merged cells do, and calls it a note."""
    said = {cell.strip() for cell in row.cells if cell.strip()}
    return len(said) == 1 and NOTE.match(language.flat(said.pop())) is not None


def is_total(row: Row, found: Columns, subtotals: bool = True) -> bool:
    """Return whether a row adds up others: its first cell or an article cell says so."""
    first = next((c for c in row.cells if c.strip()), "")
    texts = [
        heading(c) for c in (first, *(row.cell(found.at[role]) for role in ARTICLES if role in found.at))
    ]
    return any(TOTAL.match(t) or (subtotals and SUBTOTAL.match(t)) for t in texts)


def _unsaid_total(row: Row, found: Columns, numbers: Mapping, sums: Mapping) -> bool:
    """Whether a row without an article repeats the sums of all rows above, or would if it were calculated."""
    if any(row.cell(at) for role, at in found.at.items() if role in ARTICLES):
        return False
    said = {at: n for at, n in numbers.items() if row.cell(at)}
    return bool(said) and any(sums.values()) and all(n in (None, sums[at]) for at, n in said.items())
