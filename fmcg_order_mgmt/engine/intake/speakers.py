"""Exported chats: who said what, in the forms that messengers write."""

import re
from dataclasses import dataclass

from .model import Customer
from .parties import Parties
from .vocabulary import part

DATE = r"\d{1,4}[/.\-年]\d{1,2}[/.\-月]\d{1,4}日?"
TIME = r"(?:上午|下午)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
LINES = re.compile(
    rf"^[\u200e\u200f]?\[(?:{DATE},?\s+)?{TIME}\]\s*(?P<a>[^:\n]{{1,40}}):|"
    rf"^[\u200e\u200f]?{DATE},?\s+{TIME}\s+-\s+(?P<b>[^:\n]{{1,40}}):|"
    rf"^{DATE}\s+{TIME}\s+(?P<d>[^:\n]{{1,40}}):|"
    rf"^(?P<c>[^\s:：,，。\d][^\n:：,，。]{{0,24}}?)\s+(?:{DATE}\s+)?{TIME}\s*[:：]?\s*$",
    re.M,
)
SYSTEM = re.compile(part("picture_left_out"))


@dataclass(frozen=True)
class Part:
    """A part of a text and whom it is about; ``doubt`` is the code of a question about that.

    What stands before ``lead`` is said for all parts: the day, a greeting.
    """

    start: int
    end: int
    customer: Customer | None
    doubt: str | None = None
    lead: int = 0


def speakers(flat: str, parties: Parties, sender: Customer | None) -> list[Part]:
    """Return what customers say in an exported chat, nothing where the text is none.

    Where a speaker is a known customer, what others say is no order: it is the seller's side. Words of one
    speaker belong together.
    """
    said = list(LINES.finditer(flat))
    if not said:
        return []
    ends = [m.start() for m in said[1:]] + [len(flat)]
    parts = []
    for m, end in zip(said, ends, strict=True):
        name = (m["a"] or m["b"] or m["d"] or m["c"]).strip()
        parts.append((m.end(), end, parties.called([name]) or _works_for(name, parties), name))
    known = [p for p in parts if p[2]]
    if known:
        parts = known
    elif len({name for *_rest, name in parts}) > 1 and sender is None:
        return [Part(parts[0][0], parts[-1][1], None)]
    return _joined([(start, end, customer or sender) for start, end, customer, _name in parts])


def _works_for(name: str, parties: Parties) -> Customer | None:
    """The customer with whose name a speaker's begins: 晨曦食堂李老师."""
    named = [customer for start, _end, customer in parties.named_in(name) if start == 0]
    return named[0] if len(named) == 1 else None


def _joined(parts: list[tuple[int, int, Customer | None]]) -> list[Part]:
    """The parts of each customer as one: from the first to the last, where nobody else's lie between."""
    found: list[Part] = []
    for start, end, customer in parts:
        last = found[-1] if found else None
        if last and last.customer == customer:
            found[-1] = Part(last.start, end, customer)
        else:
            found.append(Part(start, end, customer))
    return found
