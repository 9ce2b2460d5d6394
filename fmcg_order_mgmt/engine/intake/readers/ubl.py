"""OASIS UBL 2.x orders: Order, OrderChange and OrderCancellation, as UBL 2.0, 2.1 and Peppol write them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from .. import markup
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
from ..lines import Amount, Desk, once
from ..matcher import index_of
from ..model import Draft, File, Knowledge, Line, Message, OpenOrder, Question, Reading
from ..sums import SHOWN
from .ubl_totals import money_conflict
from .xml import Node, Refused, decoded, parse

SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
KINDS = {"Order": "order", "OrderChange": "amend", "OrderCancellation": "cancel"}
# UBL's own words and the numbers of UN/CEFACT 1229, which Peppol writes
STATUS = {"cancelled": "remove", "2": "remove", "revised": "set", "3": "set", "added": "add", "1": "add"}
UNCHANGED = {"nostatus", "4", "42"}
NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,9})?", re.ASCII)


class Ubl:
    """Reader of UBL documents, alone or several inside an envelope."""

    def takes(self, file: File) -> bool:
        """Return whether the file looks like XML."""
        start = file.data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")
        if start[:1] != b"<":
            return False
        return start[:5].lower() == b"<?xml" or not markup.is_html(start.decode("latin-1"))

    def read(self, file: File, message: Message, knowledge: Knowledge) -> Reading:
        """Return the drafts of every order in the file, or why there are none."""
        try:
            text = decoded(file.data)
            root = parse(text)
            orders = list(_orders(root))
            if not orders:
                return _none(file, root)
            source = _Source(file.name, text)
            drafts = tuple(d for node in orders for d in _Order(node, source, message, knowledge).drafts())
        except Refused as refused:
            return Reading("none", (), Question(refused.code, {"name": file.name, **refused.values}))
        return Reading(drafts[0].kind, drafts)


def _orders(node: Node):
    """Yield the order documents at or below an element, not looking inside one."""
    if node.space.startswith(SPACE) and node.name in KINDS:
        yield node
        return
    for child in node.children:
        yield from _orders(child)


def _none(file: File, root: Node) -> Reading:
    known = root.space.startswith(SPACE)
    question = Question("file_no_order" if known else "file_xml", {"name": file.name, "document": root.name})
    return Reading("none", (), question)


def number(text: str) -> Decimal | None:
    """Return an ``xs:decimal``, None where the text is none."""
    return Decimal(text) if NUMBER.fullmatch(text) else None


@dataclass(frozen=True)
class _Source:
    """A file's text, for quoting from it."""

    name: str
    text: str

    def words(self, node: Node | None) -> dict:
        """Return the source fields of a line: an element's content as it stands in the file."""
        if node is None:
            return {"source_name": self.name}
        start, end = node.span
        start = self.text.find(">", start, end) + 1 or start
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        return {"span": (start, start + len(raw.strip())), "source": raw.strip(), "source_name": self.name}


class _Order:
    """One Order, OrderChange or OrderCancellation."""

    def __init__(self, node: Node, source: _Source, message: Message, knowledge: Knowledge):
        self.node, self.source, self.message = node, source, message
        self.kind = KINDS[node.name]
        party = "BuyerCustomerParty/Party/"
        ids = node.values(
            party + "EndpointID",
            party + "PartyIdentification/ID",
            "BuyerCustomerParty/SupplierAssignedAccountID",
            party + "PartyLegalEntity/CompanyID",
        )
        names = node.values(party + "PartyName/Name", party + "PartyLegalEntity/RegistrationName")
        self.desk = Desk(message, knowledge, index_of(knowledge).parties.buyer(ids, names, message.customer))
        self.target = self._target() if self.kind != "order" else None

    def _target(self) -> OpenOrder | None:
        references = self.node.values("OrderReference/ID", "OrderReference/SalesOrderID")
        return target(references, self.desk.orders())

    def drafts(self) -> list[Draft]:
        """Return one draft for each requested day of delivery."""
        items = self.node.all("OrderLine/LineItem")
        if len(items) > MOST_LINES:
            raise Refused("file_too_long", limit=MOST_LINES)
        customer = self.desk.customer
        reference = (
            self.node.get("ID") if self.kind == "order" else (self.target and self.target.customer_ref)
        )
        draft = Draft(
            self.kind,
            customer.key if customer else None,
            self.target.key if self.target else None,
            customer_ref=reference or None,
            note=self._note(),
        )
        if self.kind == "cancel":
            return [settled(draft, self.desk, self._doubt(items))]
        made = {
            day: once([line for line in map(self._line, day_items) if line])
            for day, day_items in self._days(items).items()
        }
        whole = [line for lines in made.values() for line in lines]
        doubt = self._doubt(items)
        return [self._draft(draft, day, lines, doubt, whole) for day, lines in made.items()]

    def _days(self, items: list[Node]) -> dict[str, list[Node]]:
        whole = _day(self.node)
        days: dict[str, list[Node]] = {}
        for item in items:
            days.setdefault(_day(item) or whole, []).append(item)
        return days or {whole: []}

    def _draft(
        self, draft: Draft, day: str, lines: tuple[Line, ...], doubt: Question | None, whole: list[Line]
    ) -> Draft:
        if not lines:
            empty = Question("unreadable", {"words": self.source.name})
            lines = (Line(verdict="block", score=0.0, question=empty, source_name=self.source.name),)
        draft = dated(replace(draft, lines=lines), day, self.message.received_at.date())
        return settled(draft, self.desk, doubt, whole)

    def _doubt(self, items: list[Node]) -> Question | None:
        """What is odd about the whole document: its type, its count of lines, its sums."""
        kind = self.node.get("OrderTypeCode")
        if kind.isdigit() and kind not in PLAIN_TYPES:
            return Question("document_type", {"type": kind})
        claimed = self.node.get("LineCountNumeric")
        if claimed and number(claimed) != len(items):
            return Question("total_conflict", {"found": len(items), "claimed": claimed[:SHOWN]})
        ordered = [x for x in items if STATUS.get(x.get("LineStatusCode").lower()) != "remove"]
        return money_conflict(self.node, ordered, whole=self.kind == "order")

    def _note(self) -> str:
        period = "Delivery/RequestedDeliveryPeriod/"
        window = self.node.values(period + "StartDate", period + "EndDate")
        days = ["/".join(window)] if len(set(window)) > 1 else []
        return "\n".join(
            [*days, *self.node.values("Note", "CancellationNote", "Delivery/DeliveryTerms/Note")]
        )

    def _line(self, item: Node) -> Line | None:
        article = _article(item)
        match = found(article, self.desk)
        action = self._action(item, match.product)
        if action is None:
            return None
        quoted = next(iter(item.all("Item/Name") + item.all("Item/Description") + item.all("Item")), None)
        values = {"action": action, "price_claim": _price(item), **self.source.words(quoted)}
        if action == "remove" and match.product is not None:
            return Line(product=match.product, **values)
        unit = _unit(item)
        amount = Amount(((number(item.get("Quantity")), "", unit_kind(unit, self.desk)),))
        values["naming"] = article.naming(unit or None)
        line = self.desk.checked(match, amount, article.said, **values)
        line = packed(line, number(item.get("Item/PackSizeNumeric")), self.desk, article.said)
        if item.get("FreeOfChargeIndicator") == "true" and line.verdict == "ok":
            return replace(line, verdict="ask", question=Question("free_claim", {"words": article.said}))
        return line

    def _action(self, item: Node, product: int | None) -> str | None:
        """What a line of a change does; None for one that stays as it is."""
        if self.kind == "order":
            return "add"
        status = item.get("LineStatusCode").lower()
        if status in UNCHANGED:
            return None
        ordered = {x.product for x in self.target.lines} if self.target else set()
        return STATUS.get(status) or ("set" if product in ordered else "add")


def _article(item: Node) -> Article:
    words = item.get("Item/Name") or item.get("Item/Description")
    return Article(
        item.values("Item/StandardItemIdentification/ID"),
        item.values("Item/BuyersItemIdentification/ID"),
        item.values("Item/SellersItemIdentification/ID"),
        words,
    )


def _unit(item: Node) -> str:
    """The unit code; without one UBL leaves it open, so it is asked."""
    quantity = next(iter(item.all("Quantity")), None)
    return quantity.attributes.get("unitCode", "") if quantity else ""


def _day(node: Node) -> str:
    period = "Delivery/RequestedDeliveryPeriod/"
    return node.get(period + "StartDate") or node.get(period + "EndDate")


def _price(item: Node) -> Decimal | None:
    price, per = number(item.get("Price/PriceAmount")), number(item.get("Price/BaseQuantity"))
    return price / per if price is not None and per else price
