"""UN/EDIFACT ORDERS (D.96A, D.01B and alike; syntax ISO 9735, EANCOM usage)."""

from dataclasses import replace

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
from .edifact_totals import count_conflict, money_conflict, ordered, price_of
from .segments import Segment, decode, messages, segments

KINDS = {"9": "order", "": "order", "1": "cancel", "4": "amend", "5": "amend"}
ACTIONS = {"1": "add", "2": "remove", "3": "set"}
MESSAGES = ("ORDERS", "ORDCHG")
LARGEST = 600_000
STANDARD, OURS = ("EN", "UP", "EAN", "SRV", "GTIN"), ("SA",)


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
        groups = list(messages(found))
        orders = [(g, doubt) for g, doubt in groups if g[0].get(2) in MESSAGES]
        if not orders:
            held = ", ".join(dict.fromkeys(g[0].get(2) for g, _doubt in groups)) or "-"
            return Reading("none", (), Question("file_no_order", {"name": file.name, "document": held}))
        if sum(s.tag == "LIN" for g, _doubt in orders for s in g) > MOST_LINES:
            return Reading("none", (), Question("file_too_long", {"name": file.name, "limit": MOST_LINES}))
        read = (_Order(g, doubt, comma, text, file, message, knowledge) for g, doubt in orders)
        drafts = tuple(draft for order in read for draft in order.drafts())
        return Reading(drafts[0].kind, drafts)


class _Order:
    """One ORDERS message; ``broken`` says what is wrong with it or with what it came in."""

    def __init__(self, group, broken, comma, text, file: File, message: Message, knowledge: Knowledge):
        self.group, self.broken, self.comma, self.text, self.file = group, broken, comma, text, file
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
        """What is odd about the whole: not whole, a copy, another kind of order, sums that do not agree."""
        if self.broken:
            return self.broken
        if self.function not in KINDS:
            return Question("document_function", {"function": self.function})
        if self.type.isdigit() and self.type not in PLAIN_TYPES:
            return Question("document_type", {"type": self.type})
        items = self._items()
        kept = [item for item in items if self._action(item) != "remove"]
        return count_conflict(self.group, items, self.comma) or money_conflict(
            self.group, kept, whole=len(kept) == len(items)
        )

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
        price = price_of(next((s for s in item if s.tag == "PRI"), None))
        action = self._action(item)
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
        said = ordered(item)
        number = numbers.decimal(said.get(1, 1), self.comma) if said else None
        unit = said.get(1, 2) if said else ""
        # without a unit code EANCOM means the article as its number names it
        kind = unit_kind(unit, self.desk) if unit else match.unit or "piece"
        values["naming"] = article.naming(unit or None)
        line = self.desk.checked(match, Amount(((number, "", kind),)), article.said, **values)
        return packed(line, self._quantity(item, "59"), self.desk, article.said)

    def _action(self, item: list[Segment]) -> str:
        if self.change or self.function == "4":
            return ACTIONS.get(item[0].get(2), "set")
        return "set" if self.function == "5" else "add"

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
