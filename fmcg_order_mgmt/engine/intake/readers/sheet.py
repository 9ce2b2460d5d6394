"""Spreadsheets: CSV and XLSX tables with a heading in Chinese, English or a few more languages."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .. import dates, language, units
from ..columns import ARTICLES, SUBTOTAL, TOTAL, Columns, columns, heading, is_heading
from ..documents import MOST_LINES, packed, settled
from ..lines import Amount, Desk, once
from ..matcher import Match, index_of
from ..model import Customer, Draft, File, Knowledge, Line, Message, Question, Reading
from . import csv_rows, text, workbook
from .xml import Refused

NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
COMMA = re.compile(r"[+-]?\d{1,9},\d{1,2}", re.ASCII)
WITH_UNIT = re.compile(r"(.*\d)\s*(\D+)")
MANGLED = re.compile(r"\d(?:\.\d+)?e\+?\d+")
NOTHING = {"", "-", "--", "/", "0", "无", "0.0", "0.00"}
TITLE_DATE = re.compile("送货|到货|交货|配送|deliver|ship|required|need by")
TITLE_REFERENCE = re.compile(
    r"^(?:订单号|订单编号|采购单号|单号|po|po no|po number|order no|order number)\W*$"
)
HEADING_WITHIN = 30


class Sheet:
    """Reader of ordering tables."""

    def takes(self, file: File) -> bool:
        """Return whether the file is a workbook or delimited text, by its content or its name."""
        name = file.name.lower()
        return file.data[:4] in (b"PK\3\4", b"\xd0\xcf\x11\xe0") or name.endswith(
            (".csv", ".tsv", ".xlsx", ".xls")
        )

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading:
        """Return the drafts of the tables in the file, or why there are none."""
        try:
            tables, rows = _tables(file, knowledge)
            if sum(len(t.rows) for t in tables) > MOST_LINES:
                raise Refused("file_too_long", limit=MOST_LINES)
            drafts = tuple(d for t in tables for d in _Orders(t, file.name, message, knowledge).drafts())
        except Refused as refused:
            return Reading("none", (), Question(refused.code, {"name": file.name, **refused.values}))
        if drafts:
            return Reading(drafts[0].kind, drafts)
        seen = " | ".join(rows[0])[:80] if rows else "-"
        code = "sheet_no_lines" if tables else "sheet_no_heading"
        return Reading("none", (), Question(code, {"name": file.name, "words": seen}))


@dataclass
class Table:
    """A table: the rows above its heading, its columns, and the rows below."""

    titles: list[list[str]]
    columns: Columns
    rows: list[list[str]] = field(default_factory=list)


def _tables(file: File, knowledge: Knowledge) -> tuple[list[Table], list[list[str]]]:
    """The tables of a file, and the rows of the last candidate for telling why there are none."""
    words, rows = units.words(knowledge.unit_words), []
    if file.data[:4] == b"\xd0\xcf\x11\xe0":
        raise Refused("file_old_book")
    if file.data[:4] == b"PK\3\4":
        found = [(_table(rows, words, knowledge), rows) for _name, rows in workbook.sheets(file.data)]
        return [t for t, _rows in found if t], next((rows for _t, rows in found if rows), [])
    for decoded in csv_rows.decodings(file.data):
        rows = csv_rows.rows(decoded)
        table = _table(rows, words, knowledge)
        if table:
            return [table], rows
    return [], rows


def _table(rows: list[list[str]], words: dict[str, str], knowledge: Knowledge) -> Table | None:
    parties = index_of(knowledge).parties
    for i, row in enumerate(rows[:HEADING_WITHIN]):
        found = columns(row, words)
        shops = [at for at, word in found.others if parties.called([word])]
        if is_heading(found) or (found.named and not found.amounts and shops):
            return Table(rows[:i], found, rows[i + 1 :])
    return _bare(rows, words)


def _bare(rows: list[list[str]], words: dict[str, str]) -> Table | None:
    """A table of three columns without a heading: a name, a number and a unit in every row."""
    if not rows or any(len(row) != 3 for row in rows):
        return None
    cells = [[language.flat(c).strip() for c in column] for column in zip(*rows, strict=True)]
    roles = {}
    for at, column in enumerate(cells):
        if all(c in words for c in column):
            roles["unit"] = at
        elif all(NUMBER.fullmatch(c) for c in column):
            roles["quantity"] = at
        else:
            roles["name"] = at
    if len(roles) != 3:
        return None
    return Table(
        [], Columns({"name": roles["name"], "unit": roles["unit"]}, [(roles["quantity"], None)]), rows
    )


def quantity(cell: str) -> Decimal | None:
    """Return a quantity as spreadsheets write it; None where the cell is none or can be read in two ways."""
    cell = language.flat(cell).replace(" ", "").replace("\xa0", "")
    if THOUSANDS.fullmatch(cell):
        return Decimal(cell.replace(",", ""))
    if COMMA.fullmatch(cell):
        return Decimal(cell.replace(",", "."))
    # 1.200 is a good thousand to half of the world
    two_ways = re.fullmatch(r"\d{1,3}\.\d{3}", cell) and not cell.startswith("0")
    return Decimal(cell) if NUMBER.fullmatch(cell) and not two_ways else None


class _Orders:
    """The orders that one table holds: one for each shop and each day."""

    def __init__(self, table: Table, name: str, message: Message, knowledge: Knowledge):
        self.table, self.name, self.message, self.knowledge = table, name, message, knowledge
        self.words = units.words(knowledge.unit_words)
        self.parties = index_of(knowledge).parties
        self.title = "\n".join(" ".join(filter(None, row)) for row in table.titles)
        self.shops = [
            x for x in table.columns.others if not table.columns.amounts and not TOTAL.match(heading(x[1]))
        ]

    def drafts(self) -> list[Draft]:
        """Return the drafts in the order of the columns and rows."""
        if not self.shops:
            customer, doubt = self._customer()
            return self._for(customer, self.table.columns.amounts, doubt)
        found = []
        for at, word in self.shops:
            customer = self.parties.called([word])
            doubt = None if customer else Question("which_shop", {"words": word})
            found += self._for(customer, [(at, self._title_unit())], doubt)
        return found

    def _customer(self) -> tuple[Customer | None, Question | None]:
        sender = self.parties.by_key.get(self.message.customer)
        named = {c.key: c for _a, _b, c in self.parties.named_in(language.flat(self.title))}
        if sender and set(named) - {sender.key}:
            return sender, Question(
                "which_shop", {"words": next(c.name for k, c in named.items() if k != sender.key)}
            )
        return sender or (next(iter(named.values())) if len(named) == 1 else None), None

    def _title_unit(self) -> str | None:
        m = re.search(
            r"(?:单位|unit)\s*[:：]?\s*([^\s)）]+)", language.flat(self.title + "\n" + self.message.text)
        )
        return self.words.get(m[1]) if m else None

    def _for(self, customer: Customer | None, amounts: Sequence, doubt: Question | None) -> list[Draft]:
        desk = Desk(self.message, self.knowledge, customer)
        days: dict[str, list[Line]] = {}
        for row in self.table.rows:
            lines = [] if _is_total(row, self.table.columns) else self._lines(row, amounts, desk)
            if lines:
                days.setdefault(self._cell(row, "date"), []).extend(lines)
        doubt = doubt or self._totals(amounts)
        return [self._draft(desk, day, lines, doubt) for day, lines in days.items()]

    def _draft(self, desk: Desk, day: str, lines: list[Line], doubt: Question | None) -> Draft:
        customer = desk.customer
        draft = Draft(
            "order", customer.key if customer else None, lines=once(lines), customer_ref=self._reference()
        )
        return settled(self._dated(draft, day or self._title_day(), customer), desk, doubt)

    def _dated(self, draft: Draft, said: str, customer: Customer | None) -> Draft:
        today, day_first = self.message.received_at.date(), bool(customer and customer.day_first)
        found = dates.cell(said, today, day_first) if said else self._body_date(day_first)
        if found is None:
            return replace(draft, date_question=Question("which_date", {"words": said})) if said else draft
        if found.date is None or found.date < today:
            code = found.code if found.date is None else "past_date"
            return replace(
                draft, date_question=Question(code or "which_date", {"words": said or self.message.text})
            )
        return replace(draft, date=found.date)

    def _body_date(self, day_first: bool) -> dates.Found | None:
        found = list(dates.find(language.flat(self.message.text), self.message.received_at.date(), day_first))
        return found[0] if len({x.date for x in found}) == 1 else None

    def _titled(self, fits: Callable[[str], object]) -> str:
        """The cell beside a label above the heading, or what follows its colon."""
        for row in self.table.titles:
            for i, cell in enumerate(row):
                label, _colon, rest = language.flat(cell).partition(":")
                if fits(label.strip()):
                    return rest.strip() or next(filter(None, row[i + 1 :]), "")
        return ""

    def _title_day(self) -> str:
        return self._titled(lambda label: len(label) < 30 and TITLE_DATE.search(label))

    def _reference(self) -> str | None:
        titled = self._titled(TITLE_REFERENCE.match)
        m = text.REFERENCE.search(language.flat(self.message.text))
        return titled.upper() or (m[1].upper() if m else None)

    def _cell(self, row: Sequence[str], role: str) -> str:
        at = self.table.columns.at.get(role, len(row))
        return row[at].strip() if at < len(row) else ""

    def _lines(self, row: Sequence[str], amounts: Sequence, desk: Desk) -> list[Line]:
        said = [(language.flat(row[at]).strip(), kind) for at, kind in amounts if at < len(row)]
        parts = [self._part(cell, kind, row) for cell, kind in said if cell not in NOTHING]
        free = language.flat(self._cell(row, "free")) not in NOTHING
        if not parts and not free:
            return []
        source = " | ".join(filter(None, (c.strip() for c in row)))
        words = self._cell(row, "name") or self._cell(row, "code") or self._cell(row, "barcode") or source
        values = {
            "source": source,
            "source_name": self.name,
            "price_claim": quantity(self._cell(row, "price")),
        }
        match = self._match(row, desk, words)
        lines = []
        if parts:
            made = desk.checked(match, Amount(tuple(parts)), words, **values)
            lines.append(packed(made, quantity(self._cell(row, "pack")), desk, words))
        if free:
            question = Question("free_claim", {"words": f"{words} {self._cell(row, 'free')}"})
            lines.append(Line(match.product, action="free", verdict="ask", question=question, **values))
        return lines

    def _part(
        self, cell: str, kind: str | None, row: Sequence[str]
    ) -> tuple[Decimal | None, str, str | None]:
        number, word = quantity(cell), ""
        m = WITH_UNIT.fullmatch(cell) if number is None else None
        if m and m[2].strip() in self.words:
            number, word = quantity(m[1]), m[2].strip()
            return number, word, self.words[word]
        unit = language.flat(self._cell(row, "unit")).strip()
        if kind is None and unit:
            kind, word = self.words.get(unit) or units.of_code(unit) or "unclear", unit
        return number, word, kind or self._title_unit()

    def _match(self, row: Sequence[str], desk: Desk, words: str) -> Match:
        """The article of a row: by codes that agree with each other and with the name, else by the name."""
        code, barcode, name = (self._cell(row, role) for role in ("code", "barcode", "name"))
        barcode = "" if MANGLED.fullmatch(barcode.lower()) else barcode
        own = desk.index.own_code(code, desk.customer)
        exact = [own or desk.index.our_code(code) or desk.index.barcode(code), desk.index.barcode(barcode)]
        keys = list(dict.fromkeys(m.product for m in exact if m))
        by_name = self._by_name(name, self._cell(row, "spec"), desk)
        sure = by_name.product if by_name and not by_name.question and not by_name.note else None
        if len(keys) > 1 or (keys and sure is not None and sure not in keys):
            return Match(None, 0.0, Question("product_conflict", {"words": words}))
        if keys:
            match = next(m for m in exact if m)
            strange = (
                not own
                and exact[0]
                and desk.customer
                and desk.customer.codes
                and sure is None
                and not exact[1]
            )
            guess = {"words": words, "guess": desk.index.products[match.product].names[0]}
            return replace(match, question=Question("product_guess", guess)) if strange else match
        if by_name is None or by_name.block or barcode or (code and by_name.question):
            return Match(None, 0.0, Question("unknown_product", {"words": words}), block=True)
        return by_name

    def _by_name(self, name: str, spec: str, desk: Desk) -> Match | None:
        if not name:
            return None
        match = desk.index.match(name, desk.customer)
        size = re.split(r"[*×x]", language.flat(spec))[0].strip()
        return desk.index.match(f"{name} {size}", desk.customer) if match.question and size else match

    def _totals(self, amounts: Sequence) -> Question | None:
        """What does not add up to the total row, column by column."""
        for at, _kind in amounts:
            column = [
                (row, quantity(row[at])) for row in self.table.rows if at < len(row) and row[at].strip()
            ]
            lines = [n for row, n in column if n is not None and not _is_total(row, self.table.columns)]
            claimed = [n for row, n in column if _is_total(row, self.table.columns, subtotals=False)]
            if claimed and claimed[-1] is not None and claimed[-1] != sum(lines):
                return Question("total_conflict", {"found": sum(lines), "claimed": claimed[-1]})
        return None


def _is_total(row: Sequence[str], found: Columns, subtotals: bool = True) -> bool:
    """Whether a row adds up others: its first cell or an article cell says so."""
    first = next((c for c in row if c.strip()), "")
    cells = [first, *(row[at] for role, at in found.at.items() if role in ARTICLES and at < len(row))]
    texts = [heading(c) for c in cells]
    return any(TOTAL.match(t) or (subtotals and SUBTOTAL.match(t)) for t in texts)
