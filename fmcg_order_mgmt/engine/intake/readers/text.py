"""Plain text: chat, phone notes, transcripts and e-mail bodies in the languages of ``words/``."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from .. import dates, language
from ..matcher import index_of
from ..model import Customer, Knowledge, Message, Question, Reading
from ..parties import Parties
from ..section import Section
from ..speakers import Part, speakers
from ..vocabulary import vocabulary

REFERENCE = re.compile(r"(?<![a-z])(?:po|so)[ -]?#?([a-z]*\d[\w-]{2,})")
LIST = re.compile(r"^[^\S\n]*(?:\d{1,2}[.、)）]|•)\s*\S", re.M)

BARE_LIST = re.compile(r"^[^\S\n]*\d{1,2}[^\S\n]+(?=[^\d\s]|$)", re.M)
HEAD_ENDS = re.compile(r"[^\S\n]*(?:[-–]\s|[:：])")
# - Pier 9 Hostel: or Aunty Rosnah - before what they order
HEAD = re.compile(
    r"^[^\S\n]*(?:[-*•]\s+(?=[^\W\d_])[^\n:：]{2,40}?|[^\d\n:：]{2,40}?)(?:[^\S\n][-–][^\S\n]|[:：])(?=[^\n]*\d)",
    re.M,
)


def read(message: Message, knowledge: Knowledge) -> Reading:
    """Return the drafts that a message's text holds; the caller limits its length."""
    flat = language.flat(message.text)
    if not flat.strip():
        return Reading("none", (), Question("empty"))
    patterns = vocabulary().patterns
    flat = language.blank(language.blank(flat, patterns["quoted"]), patterns["unrelated"])
    if patterns["none"].search(flat):
        return Reading("none")
    drafts = []
    for part in _parts(flat, message, knowledge):
        drafts += Section(
            message, knowledge, part.customer, flat, part.start, part.end, part.doubt, part.lead
        ).drafts()
    accepted = any(line.product or line.answers for draft in drafts for line in draft.lines)
    if patterns["doubtful"].search(flat) and accepted:
        return Reading("none", (), Question("no_order_perhaps", {"words": _words(message)}))
    if not drafts and Section(message, knowledge, None, flat, 0, len(flat)).amounts():
        return Reading("none", (), Question("not_understood", {"words": _words(message)}))
    return Reading(drafts[0].kind if drafts else "none", tuple(drafts))


def _words(message: Message) -> str:
    return re.sub(r"\s+", " ", message.text).strip()[:60]


def _parts(flat: str, message: Message, knowledge: Knowledge) -> list[Part]:
    """The parts of a text that are about one customer each."""
    parties = index_of(knowledge).parties
    sender = parties.by_key.get(message.customer)
    said = speakers(flat, parties, sender)
    if said:
        return said
    return _shops(flat, sender, parties)


def _shops(flat: str, sender: Customer | None, parties: Parties) -> list[Part]:
    """One part for each shop of a list; one for all where one shop alone is meant."""
    named = parties.named_in(flat)
    shops = {c.key for _a, _b, c in named}
    if sender or not shops:
        return [Part(0, len(flat), sender)]
    if len(shops) == 1 and not _listed(flat, named):
        return [Part(0, len(flat), named[0][2])]
    shared = Counter((a, b) for a, b, _c in named)
    starts = [(flat.rfind("\n", 0, a) + 1, c if shared[a, b] == 1 else None) for a, b, c in named]
    counted = any(BARE_LIST.fullmatch(flat[flat.rfind("\n", 0, a) + 1 : a]) for a, _b, _c in named)
    starts += [
        (m.start(), None)
        for pattern in (LIST, BARE_LIST)[: 1 + counted]
        for m in pattern.finditer(flat)
        if not any(_line(flat, m.start(), s) for s, _c in starts)
    ]
    starts += [
        (s, None) for s in _headed(flat, named) if not any(_line(flat, s, other) for other, _c in starts)
    ]
    starts += [
        (s, None) for s in _shop_lines(flat, named) if not any(_line(flat, s, other) for other, _c in starts)
    ]
    starts = sorted({s: c for s, c in reversed(starts)}.items())
    if len({s for s, _c in starts}) == 1:
        return [Part(0, len(flat), None)]
    ends = [s for s, _c in starts[1:]] + [len(flat)]
    parts = [Part(s, e, c) for (s, c), e in zip(starts, ends, strict=True) if flat[s:e].strip(" \n#接龙")]
    before = dates.pattern().sub(" ", flat[: starts[0][0]])
    lead = starts[0][0] if not re.search(r"\d\s*(?:[^\W\d_]|$)", before) else 0
    return [replace(p, doubt=None if p.customer else "which_shop", lead=lead) for p in parts]


def _headed(flat: str, named: list) -> Iterator[int]:
    """Where lines begin that are headed like those of the known shops: Aunty Rosnah - orange 2 ctn."""
    if sum(bool(HEAD_ENDS.match(flat, b)) for _a, b, _c in named) > 1:
        yield from (m.start() for m in HEAD.finditer(flat))


def _shop_lines(flat: str, named: list) -> Iterator[int]:
    """Where lines begin with what sounds like a shop, in a list of lines that begin with known ones."""
    if sum(not flat[flat.rfind("\n", 0, a) + 1 : a].strip() for a, _b, _c in named) > 1:
        yield from (m.start() for m in vocabulary().patterns["shop_line"].finditer(flat))


def _line(flat: str, at: int, other: int) -> bool:
    return at == other or "\n" not in flat[min(at, other) : max(at, other)]


def _listed(flat: str, named: list) -> bool:
    """Whether the one shop that is known stands in a numbered list with others that are not."""
    numbered = [m.start() for m in re.finditer(r"^\s*(?:\d{1,2}[.、)）]|•)", flat, re.M)]
    lines = {flat.rfind("\n", 0, a) + 1 for a, _b, _c in named}
    return bool(lines & set(numbered)) and len(numbered) > 1 and "接龙" in flat
