"""UN/EDIFACT ORDERS (D.96A, D.01B and alike; syntax ISO 9735, EANCOM usage)."""

import re
from dataclasses import dataclass, replace
from datetime import date

from .. import numbers, units
from ..lines import Amount, Desk, once, repeated, staged
from ..matcher import Match
from ..model import Draft, File, Knowledge, Line, Message, Question, Reading

KINDS = {"9": "order", "1": "cancel", "4": "amend", "5": "amend"}
ACTIONS = {"1": "add", "2": "remove", "3": "set"}


@dataclass(frozen=True)
class Segment:
    """A segment: its tag, its elements as lists of components, and where it stands in the text."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    span: tuple[int, int]

    def get(self, element: int, component: int = 0) -> str:
        """Return a component, '' where it is absent; elements count from 1 after the tag."""
        parts = self.elements[element - 1] if 0 < element <= len(self.elements) else ()
        return parts[component] if component < len(parts) else ""


def segments(text: str) -> tuple[list[Segment], str]:
    """Return the segments of an interchange and its decimal sign; released characters are honoured."""
    start = len(text) - len(text.lstrip("\ufeff \r\n"))
    marks = text[start + 3 : start + 9] if text.startswith("UNA", start) else ":+.? '"
    if len(marks) < 6:
        return [], "."
    position = start + 9 if text.startswith("UNA", start) else start
    component, element, comma, release, _blank, end = marks
    found, parts, current, begun = [], [[]], "", position
    while position < len(text):
        c = text[position]
        if c == release and release != " ":
            current += text[position + 1 : position + 2]
            position += 1
        elif c in (component, element, end):
            parts[-1].append(current)
            current = ""
            if c == element:
                parts.append([])
            elif c == end:
                found.append(Segment(parts[0][0], tuple(map(tuple, parts[1:])), (begun, position + 1)))
                parts, begun = [[]], position + 1
        elif c not in "\r\n":
            current += c
        elif not current and parts == [[]]:
            begun = position + 1
        position += 1
    return found, comma


class Edifact:
    """Reader of EDIFACT interchanges."""

    def takes(self, file: File) -> bool:
        """Return whether the file begins like an interchange."""
        return (
            file.data.lstrip(b"\xef\xbb\xbf \r\n")[:4] in (b"UNB+", b"UNA:", b"UNH+")
            or file.data[:3] == b"UNA"
        )

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading:
        """Return one draft for each ORDERS message of the interchange."""
        text = decode(file.data)
        found, comma = segments(text)
        groups: list[list[Segment]] = []
        for segment in found:
            if segment.tag == "UNH":
                groups.append([])
            if groups:
                groups[-1].append(segment)
        drafts = tuple(
            _Order(g, comma, text, file, message, knowledge).draft()
            for g in groups
            if g[0].get(2) == "ORDERS"
        )
        if not drafts:
            return Reading(
                "none",
                (),
                Question("file_unreadable", {"name": file.name, "why": "it holds no ORDERS message."}),
            )
        return Reading(drafts[0].kind, drafts)


def decode(data: bytes) -> str:
    """Return the text of bytes: UTF-8, else the eastern GBK, else the western cp1252."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace")


class _Order:
    """One ORDERS message."""

    def __init__(self, group, comma, text, file: File, message: Message, knowledge: Knowledge):
        self.group, self.comma, self.text, self.file = group, comma, text, file
        self.message, self.knowledge = message, knowledge
        buyer = next((s.get(2) for s in group if s.tag == "NAD" and s.get(1) == "BY"), "")
        by_gln = next((c for c in knowledge.customers if buyer and buyer in (*c.aliases, c.code)), None)
        sender = next((c for c in knowledge.customers if c.key == message.customer), None)
        self.desk = Desk(message, knowledge, by_gln or sender)

    def draft(self) -> Draft:
        bgm = next((s for s in self.group if s.tag == "BGM"), None)
        function, reference = (bgm.get(3) or "9", bgm.get(2)) if bgm else ("9", "")
        orders = self.desk.orders()
        target = next((o for o in orders if reference and o.customer_ref == reference), None)
        kind = KINDS.get(function, "order")
        lines = once([self._line(item, function) for item in self._items()])
        if function == "5" and target:
            named = {x.product for x in lines}
            lines += tuple(
                Line(product=x.product, action="remove") for x in target.lines if x.product not in named
            )
        customer = self.desk.customer
        draft = Draft(
            kind,
            customer.key if customer else None,
            target.key if target and kind != "order" else None,
            self._date(),
            None,
            None,
            () if kind == "cancel" else lines,
            reference or None,
        )
        return self._asked(draft, orders)

    def _asked(self, draft: Draft, orders) -> Draft:
        question = self._counts()
        if draft.customer is None:
            question = Question("which_customer")
        elif draft.kind != "order" and draft.target is None:
            question = Question("which_order")
        if question:
            lines = draft.lines or (Line(action="remove", score=0.0),)
            return replace(
                draft,
                question=question,
                lines=tuple(
                    x if x.verdict == "block" else replace(x, verdict="ask", question=question) for x in lines
                ),
            )
        return staged(draft, orders) if draft.kind != "order" else repeated(draft, self.desk)

    def _counts(self) -> Question | None:
        """The control counts: CNT+2 is the number of lines, UNT that of the segments from UNH to UNT."""
        lines = sum(s.tag == "LIN" for s in self.group)
        until = next((i for i, s in enumerate(self.group) if s.tag == "UNT"), None)
        checks = [(lines, s.get(1, 1)) for s in self.group if s.tag == "CNT" and s.get(1) == "2"]
        if until is not None:
            checks.append((until + 1, self.group[until].get(1)))
        wrong = next(((n, said) for n, said in checks if numbers.decimal(said) != n), None)
        return Question("total_conflict", {"found": wrong[0], "claimed": wrong[1]}) if wrong else None

    def _items(self) -> list[list[Segment]]:
        items: list[list[Segment]] = []
        for s in self.group:
            if s.tag == "LIN":
                items.append([s])
            elif s.tag in ("UNS", "UNT"):
                break
            elif items:
                items[-1].append(s)
        return items

    def _date(self) -> date | None:
        said = next((s.get(1, 1) for s in self.group if s.tag == "DTM" and s.get(1) == "2"), "")
        m = re.match(r"(\d{4})(\d\d)(\d\d)", said)
        try:
            return date(*map(int, m.groups())) if m else None
        except ValueError:
            return None

    def _line(self, item: list[Segment], function: str) -> Line:
        span = (item[0].span[0], item[-1].span[1])
        price = next((numbers.decimal(s.get(1, 1), self.comma) for s in item if s.tag == "PRI"), None)
        action = {"4": ACTIONS.get(item[0].get(2), "set"), "5": "set"}.get(function, "add")
        values = {
            "span": span,
            "source": self.text[span[0] : span[1]],
            "source_name": self.file.name,
            "action": action,
            "price_claim": price,
        }
        match = self._match(item)
        if action == "remove" and match.product is not None:
            return Line(product=match.product, **values)
        ordered = next((s for s in item if s.tag == "QTY" and s.get(1) in ("21", "1")), None)
        number = numbers.decimal(ordered.get(1, 1), self.comma) if ordered else None
        unit = ordered.get(1, 2) if ordered else ""
        # without a unit code EANCOM means pieces, with an unknown one nobody knows
        kind = units.of_code(unit) or "unclear" if unit else "piece"
        return self.desk.checked(match, Amount(((number, "", kind),)), **values)

    def _match(self, item: list[Segment]) -> Match:
        codes = [item[0].get(3)] + [s.get(2) for s in item if s.tag == "PIA"]
        keys = {k for k in (self.desk.index.code(c, self.desk.customer) for c in codes if c) if k is not None}
        words = next(filter(None, codes), "?")
        if len(keys) > 1:
            return Match(None, 0.0, Question("product_conflict", {"words": words}))
        if not keys:
            return Match(None, 0.0, Question("unknown_product", {"words": words}), block=True)
        return Match(keys.pop(), 1.0)
