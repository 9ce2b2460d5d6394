"""Electronic orders pasted into the words of a message: found there, and read in place."""

import json
import re
from dataclasses import dataclass, replace

from ..model import File, Knowledge, Message, Reading
from .edifact import Edifact
from .json_order import JsonOrder, looks_like_json
from .ubl import Ubl

EDIFACT = re.compile(r"(?m)^[ \t\ufeff]*(?P<start>UNA.{6}|UNB\+|UNH\+)")
EDIFACT_END = re.compile(r"UNZ\+\d+\+?[^'\s]*'?|UNT\+\d+\+?[^'\s]*'?")
XML = re.compile(
    r"<\?xml[^>]{0,200}\?>|<(?:[\w.-]{1,20}:)?Order(?:Change|Cancellation)?[ \t\r\n][^>]{0,3000}xmlns"
)
DECLARED = re.compile(r"""(<\?xml[^>]{0,200}?)(encoding=["'][\w.-]{1,40}["'])""")


@dataclass(frozen=True)
class Pasted:
    """A document inside a text, from ``start`` to ``end``, with what reads it."""

    start: int
    end: int
    reader: object

    def read(self, message: Message, knowledge: Knowledge) -> Reading:
        """Return what the document says; its lines point into the message's text."""
        held = DECLARED.sub(lambda m: m[1] + " " * len(m[2]), message.text[self.start : self.end])
        file = File("", "", held.encode("utf-8", errors="replace"))
        reading = self.reader.read(file, message, knowledge)
        return replace(reading, drafts=tuple(self._placed(draft) for draft in reading.drafts))

    def _placed(self, draft):
        lines = (
            replace(x, span=(x.span[0] + self.start, x.span[1] + self.start)) if x.span else x
            for x in draft.lines
        )
        return replace(draft, lines=tuple(lines))


def pasted(text: str) -> Pasted | None:
    """Return the electronic order that a text holds, None where it holds words alone."""
    return _json(text) or _edifact(text) or _xml(text)


def _json(text: str) -> Pasted | None:
    if looks_like_json(text):
        return Pasted(0, len(text), JsonOrder())
    if '"lines"' not in text:
        return None
    for m in list(re.finditer(r"(?m)^[ \t]*(?=[\[{])", text))[:20]:
        try:
            held, size = json.JSONDecoder().raw_decode(text[m.end() :])
        except (ValueError, RecursionError):
            continue
        if isinstance(held, dict | list) and '"lines"' in text[m.end() : m.end() + size]:
            return Pasted(m.end(), m.end() + size, JsonOrder())
    return None


def _edifact(text: str) -> Pasted | None:
    m = EDIFACT.search(text)
    if m is None or ("ORDERS" not in text and "ORDCHG" not in text):
        return None
    ends = [x.end() for x in EDIFACT_END.finditer(text, m.end())]
    return Pasted(m.start("start"), ends[-1] if ends else len(text), Edifact())


def _xml(text: str) -> Pasted | None:
    m = XML.search(text)
    if m is None:
        return None
    end = text.rfind(">") + 1
    return Pasted(m.start(), end, Ubl()) if end > m.end() else None
