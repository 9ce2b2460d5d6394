"""HTML as mail programs write it, read leniently: what shows stays in its place."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

LOOKS = re.compile(
    r"<(?:html|body|head|table|tr|td|div|p|br|span|blockquote|font|pre|ul|ol|li|h[1-6]|style|meta)(?:[\s/][^<>]*)?>",
    re.I,
)
TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>[^<>]*)>|<!--|<[!?][^<>]*>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
DEEPEST = 30
UNSHOWN = {"style", "script", "title", "template", "noscript"}
BREAKS = set("br p div tr li ul ol table h1 h2 h3 h4 h5 h6 hr pre blockquote section article header".split())
QUOTE = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|isReplyContent|isForwardContent|"
    r"""data-o-mail-quote=["']?1|type=["']?cite""",
    re.I,
)
QUOTE_FROM_HERE = re.compile(r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|mail-editor-reference", re.I)
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*[;\"']", re.I)


@dataclass(frozen=True)
class Piece:
    """A piece of HTML at ``start`` to ``end``: a tag with its name, a text (no name), or what never shows."""

    start: int
    end: int
    name: str = ""
    close: bool = False
    attributes: str = ""
    hidden: bool = False


def is_html(text: str) -> bool:
    """Return whether a text is HTML rather than words."""
    return LOOKS.search(text) is not None


def pieces(text: str) -> Iterator[Piece]:
    """Yield tags, texts and hidden parts in their order; what is no tag is text."""
    at, ends = 0, _Ends(text)
    for m in TAG.finditer(text):
        if m.start() < at:
            continue
        if m.start() > at:
            yield Piece(at, m.start())
        name = (m["name"] or "").lower()
        end = ends.after(m, name)
        yield Piece(m.start(), end, name, bool(m["close"]), m["attributes"] or "", not name or end > m.end())
        at = end
    if at < len(text):
        yield Piece(at, len(text))


class _Ends:
    """Where comments, styles and scripts end; a kind that is never closed is looked for only once."""

    def __init__(self, text: str):
        self.text, self.open = text, set()

    def after(self, m: re.Match, name: str) -> int:
        """The end of a tag with what it hides."""
        ending = "-->" if m[0] == "<!--" else f"</{name}" if name in UNSHOWN and not m["close"] else ""
        if not ending or ending in self.open:
            return m.end()
        found = re.compile(re.escape(ending), re.I).search(self.text, m.end())
        if found is None:
            self.open.add(ending)
            return m.end()
        return found.end()


def plain(text: str) -> str:
    """Return a text without its entities, in the same length: each word moves up, spaces fill behind it."""
    if "&" not in text:
        return text
    return re.sub(r"\S*&\S*", lambda m: _decoded(m[0]).ljust(len(m[0]))[: len(m[0])], text)


def _decoded(word: str) -> str:
    return ENTITY.sub(lambda m: html.unescape(m[0]), word).replace("\xa0", " ")


def said(text: str) -> str:
    """Return the words of a piece of HTML text as a person sees them, in one line."""
    return re.sub(r"\s+", " ", _decoded(text)).strip()


@dataclass
class _Element:
    """An open element that is quoted or unseen, with how many of its name are open within."""

    name: str
    start: int
    quoted: bool
    depth: int = 1


class Page:
    """An HTML text: ``shown``, as long as the text, holds what shows, ``quotes`` what others wrote."""

    def __init__(self, text: str):
        self.text = text
        self.quotes: list[tuple[int, int]] = []
        self._out: list[str] = []
        self._open: list[_Element] = []
        self._literal, self._begun = 0, False
        for piece in pieces(text):
            self._add(piece)
        while self._open:
            self._close(len(text))
        self.shown = "".join(self._out)

    def _add(self, piece: Piece) -> None:
        raw = self.text[piece.start : piece.end]
        if piece.name and not piece.hidden:
            self._tag(piece)
            self._out.append(("\n" if piece.name in BREAKS else " ") + " " * (len(raw) - 1))
        elif piece.hidden or any(not x.quoted for x in self._open):
            self._out.append(" " * len(raw))
        else:
            # a line break of the source shows as a space, but for preformatted text and what stands before
            kept = raw if self._literal or not self._begun else re.sub(r"[\r\n]", " ", raw)
            self._out.append(plain(kept))

    def _tag(self, piece: Piece) -> None:
        self._begun = True
        if piece.name == "pre":
            self._literal = max(0, self._literal + (-1 if piece.close else 1))
        last = self._open[-1] if self._open else _Element("", 0, True)
        if piece.close:
            if piece.name == last.name:
                last.depth -= 1
                if not last.depth:
                    self._close(piece.end)
            return
        opened = None if piece.attributes.rstrip().endswith("/") else self._opened(piece)
        if opened and len(self._open) < DEEPEST:
            self._open.append(opened)
        elif piece.name == last.name:
            last.depth += 1

    @staticmethod
    def _opened(piece: Piece) -> _Element | None:
        """The quoted or unseen element that a tag opens."""
        if QUOTE_FROM_HERE.search(piece.attributes):
            return _Element("", piece.start, True)
        if piece.name in ("blockquote", "includetail") or QUOTE.search(piece.attributes):
            return _Element(piece.name, piece.start, True)
        if UNSEEN.search(piece.attributes) and piece.name not in ("br", "img", "input", "meta", "hr"):
            return _Element(piece.name, piece.start, False)
        return None

    def _close(self, end: int) -> None:
        element = self._open.pop()
        if element.quoted:
            self.quotes.append((element.start, end))
