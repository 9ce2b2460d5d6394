"""The orders that an ordering table holds: one for each shop and each day."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .. import dates, language
from ..documents import settled
from ..free_goods import granted
from ..lines import Desk, once
from ..matcher import index_of
from ..model import Customer, Draft, Knowledge, Line, Message, Question
from ..table import Row
from ..vocabulary import part, vocabulary
from . import cells
from .table_lines import RowReader, goods, is_total
from .tables import Table

LABEL_DATE = re.compile(part("label_date"), re.I)
LABEL_REFERENCE = re.compile(rf"^{part('label_reference')}\W*$")
LABEL_CUSTOMER = re.compile(rf"^{part('label_customer')}\W*$")
REFERENCE = re.compile(rf"(?<![a-z]){part('order_mark')}[ -]?#?([a-z]*\d[\w-]{{2,}})")
LONGEST_ROOM = 40
LABEL_UNIT = re.compile(rf"{part('label_unit')}\s*[:：]?\s*([^\s)）,，;；]+)")


@dataclass(frozen=True)
class Around:
    """What stands around a table: ``name`` of its file, '' for one in the message, ``words`` beside it.

    ``signed`` are the words with the signature; ``labels`` are rows of other sheets. Both may say whom the
    order is for.
    """

    name: str
    words: str
    signed: str = ""
    labels: tuple[Row, ...] = ()


def _label(said: str) -> str:
    """Return the label that a colon follows; a heading may stand before it: 周五配送表 单位:箱."""
    return said if said.isascii() else re.split(r"[\s(]", said)[-1]


class TableOrders:
    """The orders of one table."""

    def __init__(
        self, table: Table, around: Around, message: Message, knowledge: Knowledge, words: Mapping[str, str]
    ):
        self.table, self.around, self.message, self.knowledge = table, around, message, knowledge
        self.words = words
        self.parties = index_of(knowledge).parties
        self.heads = [*table.titles, *around.labels]
        self.title = "\n".join(" ".join(filter(None, row.cells)) for row in table.titles)

    def drafts(self) -> list[Draft]:
        """Return the drafts in the order of the columns and rows."""
        table = self.table
        if table.shops:
            return [d for at, word in table.shops for d in self._shop(word, [(at, self._unit())], table.rows)]
        if self._names_shops():
            return self._by_shop()
        customer, doubt = self._customer()
        if table.days:
            return [
                d
                for at, word in table.days
                for d in self._for(customer, [(at, self._unit())], doubt, table.rows, word)
            ]
        return self._for(customer, table.columns.amounts, doubt, table.rows)

    def _names_shops(self) -> bool:
        """Whether a column tells whose the rows are; rooms and bars of the sender are all the sender's."""
        at = self.table.columns.at.get("shop")
        said = {row.cell(at) for row in self.table.rows} - {""} if at is not None else set()
        inside = vocabulary().patterns["department"]
        # what is longer is no room, and takes too long to take to pieces
        own = self.message.customer is not None and all(
            len(word) <= LONGEST_ROOM
            and inside.fullmatch(language.flat(word).strip())
            and not self.parties.called([word])
            for word in said
        )
        return bool(said) and not own

    def _by_shop(self) -> list[Draft]:
        """The orders of a table that names a shop in every row; one left out is that of the row above."""
        shops: dict[str, list[Row]] = {}
        word = ""
        for row in self.table.rows:
            word = row.cell(self.table.columns.at["shop"]) or word
            shops.setdefault(word, []).append(row)
        made = []
        for word, rows in shops.items():
            made += self._shop(word, self.table.columns.amounts, rows)
        return made

    def _shop(self, word: str, amounts: Sequence, rows: Sequence[Row]) -> list[Draft]:
        customer = self.parties.called([word])
        return self._for(
            customer, amounts, None if customer else Question("which_shop", {"words": word}), rows
        )

    def _customer(self) -> tuple[Customer | None, Question | None]:
        """Whom the order is for: a customer named in a title cell, else the sender, else the words."""
        sender = self.parties.by_key.get(self.message.customer)
        said = self._labelled(LABEL_CUSTOMER.match)
        labelled = self.parties.called([said, said.split(" ")[0]]) if said else None
        named = {c.key: c for c in self._named(self.title + "\n" + self.table.name)}
        if labelled:
            named = {labelled.key: labelled}
        others = [c for key, c in named.items() if sender and key != sender.key]
        if others:
            return sender, Question("which_shop", {"words": others[0].name})
        if not sender and not named:
            named = {c.key: c for c in self._named(self.around.signed or self.around.words)}
        return sender or (next(iter(named.values())) if len(named) == 1 else None), None

    def _named(self, words: str) -> list[Customer]:
        return [c for _a, _b, c in self.parties.named_in(language.flat(words))]

    def _unit(self) -> str | None:
        said = language.flat(self.title + "\n" + self.around.words)
        m = LABEL_UNIT.search(said) or vocabulary().patterns["all_units"].search(said)
        told = next(filter(None, m.groups()), "") if m else ""
        return self.words.get(told) or self.words.get(self.message.unit_word)

    def _for(
        self,
        customer: Customer | None,
        amounts: Sequence,
        doubt: Question | None,
        rows: Sequence[Row],
        day: str = "",
    ) -> list[Draft]:
        desk = Desk(self.message, self.knowledge, customer)
        words = {**self.words, **customer.unit_words} if customer else self.words
        reader = RowReader(self.table.columns, words, desk, self.around.name, self._unit())
        days: dict[str, list[Line]] = {}
        notes: dict[str, list[str]] = {}
        for row in goods(rows, self.table.columns, amounts):
            lines = reader.lines(row, amounts)
            if lines:
                said = row.cell(self.table.columns.at.get("date", -1)) or day
                days.setdefault(said, []).extend(lines)
                notes.setdefault(said, []).extend(self._note(row))
        doubt = doubt or self._totals(amounts, rows)
        return [self._draft(desk, said, lines, doubt, notes[said]) for said, lines in days.items()]

    def _note(self, row: Row) -> list[str]:
        note = row.cell(self.table.columns.at.get("note", -1))
        name = row.cell(self.table.columns.at.get("name", -1)) or row.cell(
            self.table.columns.at.get("code", -1)
        )
        return [f"{name}: {note}" if name else note] if note else []

    def _draft(
        self, desk: Desk, day: str, lines: list[Line], doubt: Question | None, notes: list[str]
    ) -> Draft:
        customer = desk.customer
        draft = Draft(
            "order",
            customer.key if customer else None,
            lines=tuple(granted(once(lines), desk, self.message.received_at.date())),
            customer_ref=self._reference(),
            note="\n".join(notes),
        )
        return settled(self._dated(draft, day or self._title_day(), customer), desk, doubt)

    def _dated(self, draft: Draft, said: str, customer: Customer | None) -> Draft:
        today, day_first = self.message.received_at.date(), bool(customer and customer.day_first)
        found = dates.cell(said[:40], today, day_first) if said else self._day_beside(day_first)
        if found is None:
            return replace(draft, date_question=Question("which_date", {"words": said})) if said else draft
        if found.date is None or found.date < today:
            code = found.code if found.date is None else "past_date"
            words = {"words": said or self.around.words.strip()[:80]}
            return replace(draft, date_question=Question(code or "which_date", words))
        return replace(draft, date=found.date)

    def _day_beside(self, day_first: bool) -> dates.Found | None:
        """The one day that the words around the table name."""
        said = language.blank(language.flat(self.around.words), vocabulary().patterns["other_days"])
        found = list(dates.find(said, self.message.received_at.date(), day_first))
        return found[0] if len({x.date for x in found}) == 1 else None

    def _labelled(self, fits: Callable[[str], object]) -> str:
        """The cell beside a label above the heading, or what follows its colon."""
        return next(self._all_labelled(fits), "")

    def _all_labelled(self, fits: Callable[[str], object]) -> Iterator[str]:
        for row in self.heads:
            for i, cell in enumerate(row.cells):
                label, _colon, rest = language.flat(cells.clean(cell)[:200]).partition(":")
                if label and fits(label.strip()):
                    beside = (c for c in row.cells[i + 1 :] if c.strip() and c != cell)
                    yield rest.strip() or next(beside, "")

    def _title_day(self) -> str:
        """What a label says of the day: the first that is one; 新站配送仓 is a place and no label."""
        said = list(self._all_labelled(lambda label: len(label) < 30 and LABEL_DATE.search(_label(label))))
        today = self.message.received_at.date()
        return next((x for x in said if dates.cell(x[:40], today)), next(iter(said), ""))

    def _reference(self) -> str | None:
        titled = self._labelled(LABEL_REFERENCE.match)
        m = REFERENCE.search(language.flat(self.around.words))
        return titled[:60].upper() or (m[1].upper() if m else None)

    def _totals(self, amounts: Sequence, rows: Sequence[Row]) -> Question | None:
        """What does not add up to the total row, column by column."""
        found = self.table.columns
        for at, _kind in amounts:
            lines = [row.cell(at) for row in rows if row.cell(at) and not is_total(row, found)]
            claimed = [row.cell(at) for row in rows if row.cell(at) and is_total(row, found, subtotals=False)]
            numbers = [cells.quantity(c) for c in lines if not cells.is_nothing(c)]
            said = cells.quantity(claimed[-1]) if claimed else None
            if said is not None and None not in numbers and said != sum(numbers):
                return Question("total_conflict", {"found": sum(numbers), "claimed": said})
        return None
