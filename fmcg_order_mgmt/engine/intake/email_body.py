"""What the sender of an e-mail wrote: without quotes, signatures and mark-up, each word in its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import html_tables, mail_words, markup
from .table import Grid, Row

DEEPEST = 4
PIPE = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
RULE = re.compile(r"^[\s|:+-]*$")
FEWEST_TABS = 2
# a longer line is no closing, contact or notice of its own
LONGEST_LINE = 400


@dataclass(frozen=True)
class Body:
    """An e-mail's body: ``visible`` is as long as the text and holds the sender's own new words.

    ``named`` holds besides them what tells who is writing: the subject and the signature.
    """

    visible: str
    named: str
    subject: str = ""


def visible(text: str) -> str:
    """Return the sender's own new words in a text of the same length; everything else is blank."""
    return body(text).visible


def body(text: str) -> Body:
    """Return what is the sender's own; a quote counts only where they wrote nothing but a pointer to it."""
    if not markup.is_html(text):
        return _Part(text, [], 0).body()
    page = markup.Page(text)
    return _Part(page.shown, page.quotes, 0).body()


def tables(text: str) -> list[Grid]:
    """Return the tables of a text: HTML, else rows between pipes or of cells set apart by tabulators."""
    if markup.is_html(text):
        return html_tables.grids(text)
    return [*_drawn(text, _piped), *_drawn(text, _tabbed)]


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text with the spans blank, line breaks kept."""
    made, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            made += [text[at : max(start, at)], re.sub(r"[^\n]", " ", text[max(start, at) : end])]
            at = end
    return "".join([*made, text[at:]])


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line starts and ends, without its line break."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _piped(line: str) -> list[str] | None:
    return line.strip().strip("|").split("|") if PIPE.match(line) else None


def _tabbed(line: str) -> list[str] | None:
    return line.split("\t") if line.count("\t") >= FEWEST_TABS else None


def _drawn(text: str, cut) -> list[Grid]:
    """The tables that neighbouring lines make; a line that only draws a rule is no row."""
    found: list[Grid] = []
    rows: list[Row] = []
    for start, end in lines(text):
        line = text[start:end]
        cells = cut(line)
        if cells and not RULE.match(line):
            rows.append(Row([cell.strip() for cell in cells], (start, end)))
        elif not cells and rows:
            found.append(Grid(rows, span=(rows[0].span[0], rows[-1].span[1])))
            rows = []
    if rows:
        found.append(Grid(rows, span=(rows[0].span[0], rows[-1].span[1])))
    return [grid for grid in found if len(grid.rows) > 1]


def means_order(line: str) -> bool:
    """Return whether a line may order something: an amount stands in it."""
    line = line[:LONGEST_LINE]
    if mail_words.AMOUNT.search(line) or PIPE.match(line):
        return True
    return bool(mail_words.COUNTED.match(line)) and not mail_words.PLACE.search(line)


class _Part:
    """A body, or what is quoted in one: lines, of which some are not the sender's own."""

    def __init__(self, shown: str, quotes: list[tuple[int, int]], depth: int):
        self.shown, self.depth = shown, depth
        self.inner = quotes
        self.marked: list[tuple[int, int]] = []
        self.block: list[tuple[int, int]] = []
        self.subject, self.headers = self._headers()
        self._find_quotes()
        self.quotes = sorted([*quotes, *self.marked, *self.block])
        self.own = blanked(self.shown, self.quotes)

    def body(self) -> Body:
        """Return what is new, or what is passed on where nothing is."""
        heads = [span for span, _keep in self.headers]
        words = blanked(self.own, [*heads, *self._unsaid()])
        if self.quotes and self.depth < DEEPEST and self._passes_on(words):
            return self._quoted(words)
        return Body(self._with_subject(words), self.own, self.subject)

    def _with_subject(self, words: str) -> str:
        """The words with the subject's: of a reply's only numbers are new."""
        made = list(words)
        for _span, kept in self.headers:
            for start, end in kept:
                made[start:end] = self._unrepeated(self.own[start:end], words)
        return "".join(made)

    @staticmethod
    def _unrepeated(subject: str, words: str) -> str:
        """A subject without the numbers that the words repeat."""
        said = words.lower()
        return mail_words.REFERENCE.sub(
            lambda m: " " * len(m[0]) if m[0].strip().lower() in said else m[0], subject
        )

    def _passes_on(self, words: str) -> bool:
        """Whether the sender wrote nothing, or only points to what stands below."""
        if any(means_order(words[a:b]) for a, b in lines(words)):
            return False
        if mail_words.FORWARD.match(self.subject) or mail_words.POINTER.search(words):
            return True
        if any(mail_words.FORWARDED.search(self.shown, *span) for span in self.quotes):
            return True
        own = blanked(self.own, [span for span, _kept in self.headers])
        said = [own[a:b] for a, b in lines(own)]
        return not any(re.search(r"\w", x) and not mail_words.NOTICE.match(x) for x in said)

    def _quoted(self, words: str) -> Body:
        """What is quoted, read like a body of its own."""
        inner = blanked(self.shown, self._outside())
        if not self.block:
            inner = re.sub(r"(?m)^([ \t]*)>", r"\1 ", inner)
        nested = [q for q in self.inner if q not in self._outermost()]
        found = _Part(inner, nested, self.depth + 1).body()
        named = _laid_over(found.named, self.own)
        return Body(
            _laid_over(found.visible, self._with_subject(words)), named, self.subject or found.subject
        )

    def _outermost(self) -> list[tuple[int, int]]:
        return [
            q for q in self.inner if not any(a <= q[0] and q[1] <= b and (a, b) != q for a, b in self.inner)
        ]

    def _outside(self) -> list[tuple[int, int]]:
        """All but the quotes themselves, without the lines that announce them."""
        gaps, at = [], 0
        for start, end in self.quotes:
            mark = self._mark(start, end)
            gaps.append((at, max(at, mark)))
            at = max(at, end)
        return [*gaps, (at, len(self.shown))]

    def _mark(self, start: int, end: int) -> int:
        """Where the words of a quote begin, behind the line that announces it."""
        for pattern in (mail_words.SEPARATOR, mail_words.ATTRIBUTION):
            m = pattern.search(self.shown, start, end)
            if m and not self.shown[start : m.start()].strip():
                return m.end()
        return start

    def _headers(self) -> tuple[str, list[tuple[tuple[int, int], list[tuple[int, int]]]]]:
        """The header lines at the top: each line's span, and the spans in it that say something new."""
        subject, found = "", []
        for start, end in lines(self.shown):
            line = self.shown[start : min(end, start + LONGEST_LINE)]
            m = mail_words.HEADER.match(line)
            if m is None or (m["header"] and not found and not m["from"] and not m["subject"]):
                if line.strip():
                    break
                continue
            kept = []
            if m["subject"]:
                subject = m["value"]
                kept = self._new_in_subject(start + m.start("value"), start + m.end("value"), subject)
            found.append(((start, end), kept))
        return subject, found

    @staticmethod
    def _new_in_subject(start: int, end: int, subject: str) -> list[tuple[int, int]]:
        if mail_words.REPLY.match(subject) or mail_words.FORWARD.match(subject):
            return [(start + m.start(), start + m.end()) for m in mail_words.REFERENCE.finditer(subject)]
        return [(start, end)]

    def _find_quotes(self) -> None:
        """Find where others are quoted: lines marked with >, and all below a line that announces a quote."""
        self.marked = [(a, b) for a, b in lines(self.shown) if self.shown[a:b].lstrip()[:1] == ">"]
        begins = [m.start() for m in mail_words.SEPARATOR.finditer(self.shown) if not self._foot(m)]
        for m in mail_words.ATTRIBUTION.finditer(self.shown):
            following = self.shown[m.end() :].lstrip()[:1]
            if following == ">":
                self.marked.append(m.span())
            else:
                begins.append(m.start())
        begins += self._header_blocks()
        self.block = [(min(begins), len(self.shown))] if begins else []

    def _foot(self, m: re.Match) -> bool:
        """Whether a drawn line ends the words rather than announcing others': no header follows it."""
        if "_" * 20 not in m[0]:
            return False
        following = next((x for x in self.shown[m.end() : m.end() + 400].split("\n") if x.strip()), "")
        return mail_words.HEADER.match(following) is None

    def _header_blocks(self) -> list[int]:
        """Where a block of header lines stands inside the text: who wrote, when, and about what."""
        top = self.headers[-1][0][1] if self.headers else 0
        found, block = [], []
        for start, end in lines(self.shown):
            line = self.shown[start : min(end, start + LONGEST_LINE)]
            m = mail_words.HEADER.match(line) if start >= top and line.strip() else None
            if m:
                block.append((start, m))
            elif line.strip():
                block = []
            if (
                len(block) == 2
                and any(x["from"] for _at, x in block)
                and self.shown[top : block[0][0]].strip()
            ):
                found.append(block[0][0])
        return found

    def _unsaid(self) -> list[tuple[int, int]]:
        """Lines of the sender's that say nothing about an order: closing, signature, contact, notices."""
        spans = [(a, b) for a, b in lines(self.own)]
        found, notice = [], False
        signed = self._signed(spans)
        for i, (a, b) in enumerate(spans):
            line = self.own[a : min(b, a + LONGEST_LINE)]
            notice = bool(line.strip()) and (notice or bool(mail_words.NOTICE.match(line)))
            if means_order(line) or not line.strip():
                continue
            if notice or i in signed or mail_words.CONTACT.match(line):
                found.append((a, b))
        return found

    def _signed(self, spans: list[tuple[int, int]]) -> set[int]:
        """The lines of signatures: from a closing to the end or an afterthought, where nothing is ordered."""
        found: set[int] = set()
        below: list[int] = []
        ordered = False
        for i in range(len(spans) - 1, -1, -1):
            line = self.own[spans[i][0] : min(spans[i][1], spans[i][0] + LONGEST_LINE)]
            below.append(i)
            if mail_words.AFTERTHOUGHT.match(line):
                below, ordered = [], False
            elif not ordered and (re.fullmatch(r"\s*--\s*", line) or mail_words.CLOSING.match(line.strip())):
                found.update(below)
            ordered = ordered or bool(below and means_order(line))
        return found


def _laid_over(upper: str, lower: str) -> str:
    """Two texts of one length over each other: what is blank in the upper shows the lower."""
    return "".join(b if a == " " else a for a, b in zip(upper, lower, strict=True))
