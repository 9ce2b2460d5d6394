"""UN/EDIFACT ORDERS (D.96A, D.01B and alike; syntax ISO 9735, EANCOM usage)."""

from dataclasses import dataclass, replace

from .. import numbers
from ..documents import (
    MOST_LINES,
    PLAIN_TYPES,
    Article,
    dated,
    found,
    packed,
    settled,
    target,
    unit_kind,
)
from ..lines import Amount, Desk, once, replaced
from ..matcher import index_of
from ..model import Draft, File, Knowledge, Line, Message, Question, Reading

KINDS = {"9": "order", "": "order", "1": "cancel", "4": "amend", "5": "amend"}
ACTIONS = {"1": "add", "2": "remove", "3": "set"}
MESSAGES = ("ORDERS", "ORDCHG")
LARGEST = 600_000
STANDARD, OURS = ("EN", "UP", "EAN", "SRV", "GTIN"), ("SA",)


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
        """Return the drafts of each ORDERS or ORDCHG message of the interchange."""
        if len(file.data) > LARGEST:
            return Reading("none", (), Question("file_too_long", {"name": file.name, "limit": MOST_LINES}))
        text = decode(file.data)
        found, comma = segments(text)
        groups: list[list[Segment]] = []
        for segment in found:
            if segment.tag == "UNH":
                groups.append([])
            if groups:
                groups[-1].append(segment)
        orders = [g for g in groups if g[0].get(2) in MESSAGES]
        if not orders:
            held = ", ".join(dict.fromkeys(g[0].get(2) for g in groups)) or "-"
            return Reading("none", (), Question("file_no_order", {"name": file.name, "document": held}))
        if sum(s.tag == "LIN" for g in orders for s in g) > MOST_LINES:
            return Reading("none", (), Question("file_too_long", {"name": file.name, "limit": MOST_LINES}))
        drafts = tuple(d for g in orders for d in _Order(g, comma, text, file, message, knowledge).drafts())
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
        self.message = message
        head = next((i for i, s in enumerate(group) if s.tag == "LIN"), len(group))
        self.head = group[:head]
        buyer = next((s for s in self.head if s.tag == "NAD" and s.get(1) == "BY"), None)
        ids, names = ([buyer.get(2)], [buyer.get(3), buyer.get(4)]) if buyer else ([], [])
        self.desk = Desk(message, knowledge, index_of(knowledge).parties.buyer(ids, names, message.customer))
        bgm = next((s for s in group if s.tag == "BGM"), None)
        self.type, self.reference, self.function = (bgm.get(i) for i in (1, 2, 3)) if bgm else ("", "", "")
        self.change = group[0].get(2) == "ORDCHG"
        self.kind = KINDS.get(self.function, "order")
        if self.change and self.kind == "order":
            self.kind = "amend"

    def drafts(self) -> list[Draft]:
        """Return one draft for each requested day of delivery."""
        named = [s.get(1, 1) for s in self.head if s.tag == "RFF" and s.get(1) in ("ON", "CO")]
        changed = target([self.reference, *named], self.desk.orders()) if self.kind != "order" else None
        customer = self.desk.customer
        draft = Draft(
            self.kind,
            customer.key if customer else None,
            changed.key if changed else None,
            customer_ref=self.reference or None,
            note="\n".join(s.get(4) for s in self.head if s.tag == "FTX" and s.get(4)),
        )
        today, doubt = self.message.received_at.date(), self._doubt()
        if self.kind == "cancel":
            return [settled(draft, self.desk, doubt)]
        made = []
        days = {day: once([self._line(item) for item in items]) for day, items in self._days().items()}
        whole = [line for lines in days.values() for line in lines]
        for day, lines in days.items():
            if self.function == "5" and changed:
                lines = replaced(lines, changed)
            one = dated(replace(draft, lines=lines or self._nothing()), day, today)
            made.append(settled(one, self.desk, doubt, whole))
        return made

    def _nothing(self) -> tuple[Line, ...]:
        question = Question("unreadable", {"words": self.file.name})
        return (Line(verdict="block", score=0.0, question=question, source_name=self.file.name),)

    def _doubt(self) -> Question | None:
        """What is odd about the whole: a copy or another kind of order, or counts that do not agree."""
        if self.function not in KINDS:
            return Question("document_function", {"function": self.function})
        if self.type.isdigit() and self.type not in PLAIN_TYPES:
            return Question("document_type", {"type": self.type})
        return self._counts()

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

    def _days(self) -> dict[str, list[list[Segment]]]:
        days: dict[str, list[list[Segment]]] = {}
        whole = _day(self.head)
        for item in self._items():
            days.setdefault(_day(item) or whole, []).append(item)
        return days or {whole: []}

    def _line(self, item: list[Segment]) -> Line:
        span = (item[0].span[0], item[-1].span[1])
        price = next((numbers.decimal(s.get(1, 1), self.comma) for s in item if s.tag == "PRI"), None)
        action = ACTIONS.get(item[0].get(2), "set") if self.change else self._action(item)
        values = {
            "span": span,
            "source": self.text[span[0] : span[1]],
            "source_name": self.file.name,
            "action": action,
            "price_claim": price,
        }
        article = _article(item)
        match = found(article, self.desk)
        if action == "remove" and match.product is not None:
            return Line(product=match.product, **values)
        ordered = next((s for s in item if s.tag == "QTY" and s.get(1) in ("21", "1")), None)
        number = numbers.decimal(ordered.get(1, 1), self.comma) if ordered else None
        unit = ordered.get(1, 2) if ordered else ""
        # without a unit code EANCOM means the article as its number names it
        kind = unit_kind(unit, self.desk) if unit else match.unit or "piece"
        values["naming"] = article.naming(unit or None)
        line = self.desk.checked(match, Amount(((number, "", kind),)), article.said, **values)
        return packed(line, self._quantity(item, "59"), self.desk, article.said)

    def _action(self, item: list[Segment]) -> str:
        return {"4": ACTIONS.get(item[0].get(2), "set"), "5": "set"}.get(self.function, "add")

    def _quantity(self, item: list[Segment], qualifier: str):
        said = next((s.get(1, 1) for s in item if s.tag == "QTY" and s.get(1) == qualifier), "")
        return numbers.decimal(said, self.comma)


def _day(group: list[Segment]) -> str:
    """The requested day (DTM 2, else the earliest of 64) as YYYYMMDD where its format code is known."""
    said = {s.get(1): s for s in reversed(group) if s.tag == "DTM"}
    segment = said.get("2") or said.get("64")
    if segment is None:
        return ""
    text, form = segment.get(1, 1), segment.get(1, 2)
    if form == "101":
        return "20" + text
    return f"20{text[4:6]}{text[2:4]}{text[:2]}" if form == "2" and len(text) == 6 else text


def _article(item: list[Segment]) -> Article:
    codes = [(item[0].get(3), item[0].get(3, 1) or "EN")]
    for s in item:
        codes += [(s.get(i), s.get(i, 1)) for i in range(2, 7) if s.tag == "PIA" and s.get(i)]
    words = next((s.get(3, 3) or s.get(3, 4) for s in item if s.tag == "IMD"), "")
    return Article(
        tuple(c for c, kind in codes if c and kind in STANDARD),
        tuple(c for c, kind in codes if c and kind not in (*STANDARD, *OURS)),
        tuple(c for c, kind in codes if c and kind in OURS),
        words,
    )
