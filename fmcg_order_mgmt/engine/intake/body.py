"""The words of a message: tables and electronic orders in them first, then what else they say."""

import re
from dataclasses import dataclass, replace
from itertools import islice

from . import email_body, language, markup, units
from .closed import Closed
from .columns import ROLE_OF, heading
from .documents import MOST_LINES
from .model import Draft, Knowledge, Message, Question, Reading
from .readers import text
from .readers.pasted import pasted
from .readers.sheet import orders
from .readers.table_orders import Around
from .readers.tables import DOCUMENT, ORDERS, Finder, Table
from .readers.xml import Refused
from .table import Grid
from .vocabulary import part, vocabulary

DATA_COLUMNS = 3
# as many characters of words as are read one by one: some sixty lines of an order
MOST_PROSE = 3000
# as many numbers as are read: taking a text apart costs more than its length where it is dense with them
MOST_NUMBERS = 400
NUMERALS = r"[\d零〇一二三四五六七八九十百千万两俩仨廿卅.,]"
# longer than any amount, code or telephone number
ENDLESS = re.compile(NUMERALS + "{41,}")
NUMBERS = re.compile(NUMERALS + "+")
WAITING = re.compile(part("waiting"))
BACK = re.compile(part("goods_back"))


@dataclass(frozen=True)
class BodyReading:
    """What a message's words say: ``documents`` are tables and electronic orders, ``words`` the rest.

    ``prose`` is the rest as text, ``unread`` a table or a document that could not be read.
    """

    documents: tuple[Draft, ...]
    words: Reading
    prose: str
    unread: Question | None = None

    @property
    def cut(self) -> Question | None:
        """What to say where not all of the words were read."""
        said = self.words.unread
        return said if said and said.code in ("text_too_long", "unreadable") else None


def read_body(message: Message, knowledge: Knowledge) -> BodyReading:
    """Return what the body of a message says; documents in it are told apart from the words around them."""
    mail = email_body.body(message.text)
    message = _signed(message, mail, knowledge)
    shown = mail.visible if markup.is_html(message.text) else message.text
    document = pasted(shown)
    if document:
        reading = document.read(replace(message, text=shown), knowledge)
        prose = email_body.blanked(mail.visible, [(document.start, document.end)])
        return BodyReading(reading.drafts, _words(prose, message, knowledge), prose, reading.unread)
    return _tables(message, mail, knowledge)


def _signed(message: Message, mail: email_body.Body, knowledge: Knowledge) -> Message:
    """The message with its customer, where the sender is unknown and the signature names just one."""
    if message.customer is not None or mail.named == mail.visible:
        return message
    parties = text.index_of(knowledge).parties
    if parties.named_in(language.flat(mail.visible)):
        return message
    named = {c.key for _a, _b, c in parties.named_in(language.flat(mail.named))}
    return replace(message, customer=named.pop()) if len(named) == 1 else message


def _tables(message: Message, mail: email_body.Body, knowledge: Knowledge) -> BodyReading:
    words = units.words(knowledge.unit_words)
    source = message.text if markup.is_html(message.text) else mail.visible
    grids = [grid for grid in email_body.tables(source) if mail.visible[slice(*grid.span)].strip()]
    finder = Finder(message, knowledge, words)
    data, tables = _sorted(grids, finder, mail)
    prose = email_body.blanked(mail.visible, [grid.span for grid in data])
    drafts, unread = (), None
    if tables:
        around = Around("", prose, mail.named)
        try:
            drafts = orders(tables, finder, around, replace(message, text=prose), knowledge, words)
        except Refused as refused:
            unread = Question("file_too_long", {"name": mail.subject or "-", "limit": MOST_LINES})
            unread = unread if refused.code == "file_too_long" else None
    elif data and not DOCUMENT.search(language.flat(mail.subject)) and not any(map(_vetoed, data)):
        seen = " | ".join(filter(None, data[0].rows[0].cells))[:80]
        unread = Question("table_no_heading", {"words": seen})
    said = _words(prose, message, knowledge) if prose.strip() or not data else Reading("none")
    if drafts and _no_order(f"{mail.subject}\n{prose}"):
        drafts, unread = (), Question("no_order_perhaps", {"words": " ".join(prose.split())[:60]})
    return BodyReading(drafts, said, prose, unread)


def _no_order(words: str) -> bool:
    """Whether the words around a table say that it is no order: a statement, or prices that are asked for."""
    flat, patterns = language.flat(words), vocabulary().patterns
    return bool(patterns["none"].search(flat) or patterns["doubtful"].search(flat))


def _sorted(grids: list[Grid], finder: Finder, mail: email_body.Body) -> tuple[list[Grid], list[Table]]:
    """The grids that hold data rather than lay out a page, and the ordering tables among them."""
    subject = language.flat(mail.subject)
    other = DOCUMENT.search(subject) and not ORDERS.search(subject)
    data, tables = [], []
    for grid in grids:
        found = [] if other else finder.tables(grid)
        tables += found
        if found or _is_data(grid):
            data.append(grid)
    return data, tables


def _is_data(grid: Grid) -> bool:
    """Whether a grid has a row of headings, as no layout has."""
    return any(sum(heading(c) in ROLE_OF for c in row.cells) >= DATA_COLUMNS for row in grid.rows[:20])


def _vetoed(grid: Grid) -> bool:
    return any(ROLE_OF.get(heading(c)) == "veto" for row in grid.rows[:20] for c in row.cells)


def _words(prose: str, message: Message, knowledge: Knowledge) -> Reading:
    """Return what the words say; a line's words are those that show, at the place where they stand."""
    words, unread = _readable(prose)
    close = Closed(words, MOST_PROSE)
    unread = Question("text_too_long", {"limit": MOST_PROSE}) if close.cut else unread
    if not close.text.strip():
        return Reading("none", (), unread or Question("empty"))
    reading = text.read(replace(message, text=close.text), knowledge)
    drafts = tuple(replace(d, lines=tuple(map(close.placed, d.lines))) for d in reading.drafts)
    return Reading(reading.kind, drafts, unread or reading.unread)


def _readable(words: str) -> tuple[str, Question | None]:
    """Words in their places without what no order holds and is slow to read, and what to say of it."""
    endless = [m.span() for m in ENDLESS.finditer(language.flat(words))]
    shown = email_body.blanked(words, endless)
    beyond = next(islice(NUMBERS.finditer(language.flat(shown)), MOST_NUMBERS, None), None)
    if beyond:
        rest = [(beyond.start(), len(shown))]
        return email_body.blanked(shown, rest), Question("text_too_long", {"limit": beyond.start()})
    seen = words[slice(*endless[0])][:40] if endless else ""
    return shown, Question("unreadable", {"words": seen}) if endless else None


def waits(prose: str) -> bool:
    """Return whether the words say that nothing is to be sent yet."""
    return bool(WAITING.search(language.flat(prose)))


def goods_back(prose: str) -> str:
    """Return the words that speak of goods sent back, '' where there are none."""
    m = BACK.search(language.flat(prose))
    return prose[slice(*m.span())] if m else ""
