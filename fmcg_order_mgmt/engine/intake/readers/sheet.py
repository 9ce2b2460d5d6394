"""Spreadsheets: workbooks and delimited text as orders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .. import markup, units
from ..documents import MOST_LINES
from ..lines import once
from ..model import Draft, File, Knowledge, Message, Question, Reading
from ..table import Grid, Row
from . import cells, csv_rows, ods, old_workbook, workbook
from .table_orders import Around, TableOrders
from .tables import Finder, Table
from .xml import Refused

MOST_LABELS = 60


class Sheet:
    """Reader of ordering tables in files."""

    def takes(self, file: File) -> bool:
        """Return whether the file is a workbook, by its content, or delimited text by its name."""
        if workbook.is_book(file.data):
            return True
        # what a program calls a workbook is often a page with a table
        page = csv_rows.is_text(file.data) and markup.is_html(file.data[:4000].decode("latin-1"))
        return not page and file.name.lower().endswith((".csv", ".tsv", ".xlsx", ".xls", ".ods"))

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading | None:
        """Return the drafts of the tables in the file, or why there are none; None where it is words."""
        words = units.words(knowledge.unit_words)
        finder = Finder(message, knowledge, words)
        try:
            grids, tables = _found(file, finder)
            around = Around(file.name, message.text, labels=_labels(grids, tables))
            drafts = orders(tables, finder, around, message, knowledge, words)
        except Refused as refused:
            return Reading("none", (), Question(refused.code, {"name": file.name, **refused.values}))
        if drafts:
            return Reading(drafts[0].kind, drafts)
        rows = next((grid.rows for grid in grids if grid.rows and not grid.hidden), [])
        if rows and not tables and not workbook.is_book(file.data) and all(len(x.cells) == 1 for x in rows):
            return None
        seen = " | ".join(rows[0].cells)[:80] if rows else "-"
        code = "sheet_no_lines" if tables else "sheet_no_heading"
        return Reading("none", (), Question(code, {"name": file.name, "words": seen}))


class TextTable:
    """Reader of delimited text under any other name, where it holds an ordering table."""

    def takes(self, file: File) -> bool:
        """Return whether the file is text with cells in it."""
        head = file.data[:4000]
        return any(mark in head for mark in (b",", b";", b"\t", b"|")) and csv_rows.is_text(file.data)

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading | None:
        """Return the drafts of the table, None where there is no table: then it is words."""
        reading = Sheet().read(file, message, knowledge)
        no_table = (
            not reading or not reading.drafts and reading.unread.code in ("sheet_no_heading", "file_too_long")
        )
        return None if no_table else reading


def orders(
    tables: Sequence[Table],
    finder: Finder,
    around: Around,
    message: Message,
    knowledge: Knowledge,
    words: Mapping[str, str],
) -> tuple[Draft, ...]:
    """Return the drafts of some tables; what several of them order for one shop and day is one draft.

    :raises Refused: more lines than an order has, or tables that call themselves another document
    """
    wanted = [(table, finder.document(table)) for table in tables]
    others = [title for _table, title in wanted if title]
    tables = [table for table, title in wanted if not title]
    if others and not tables:
        raise Refused("file_no_order", document=others[0])
    if sum(map(_filled, tables)) > MOST_LINES:
        raise Refused("file_too_long", limit=MOST_LINES)
    made: list[Draft] = []
    for table in tables:
        for draft in TableOrders(table, around, message, knowledge, words).drafts():
            _join(made, draft)
    return tuple(made)


def _filled(table: Table) -> int:
    """How many rows of a table order something."""
    columns = [at for at, _word in (*table.columns.amounts, *table.shops, *table.days)]
    return sum(any(not cells.is_nothing(row.cell(at)) for at in columns) for row in table.rows)


def _join(made: list[Draft], draft: Draft) -> None:
    """Add a draft, to the one for the same customer, day and reference where there is one."""
    for i, other in enumerate(made):
        same = (other.customer, other.date, other.customer_ref) == (
            draft.customer,
            draft.date,
            draft.customer_ref,
        )
        if same and draft.customer is not None and not draft.date_question:
            notes = "\n".join(filter(None, (other.note, draft.note)))
            question = other.question or draft.question
            made[i] = replace(other, lines=once([*other.lines, *draft.lines]), note=notes, question=question)
            return
    made.append(draft)


def _labels(grids: Sequence[Grid], tables: Sequence[Table]) -> tuple[Row, ...]:
    """The first rows of the sheets without a table: a cover, or what our own order sheet keeps hidden."""
    names = {table.name for table in tables}
    return tuple(
        row for grid in grids if grid.hidden or grid.name not in names for row in grid.rows[:MOST_LABELS]
    )


def _found(file: File, finder: Finder) -> tuple[list[Grid], list[Table]]:
    """The grids of a file, and the tables in those that show."""
    grids: list[Grid] = []
    for grids in _candidates(file):
        tables = [table for grid in grids if not grid.hidden for table in finder.tables(grid)]
        if tables:
            return grids, tables
    return grids, []


def _candidates(file: File):
    """Yield what the grids of a file may be: of delimited text one reading for each encoding."""
    if ods.is_ods(file.data):
        yield ods.grids(file.data)
    elif file.data[:4] == b"PK\3\4":
        yield workbook.grids(file.data)
    elif file.data[:4] == b"\xd0\xcf\x11\xe0":
        yield old_workbook.grids(file.data)
    else:
        for text in csv_rows.decodings(file.data):
            yield [Grid(csv_rows.rows(text), "")]
