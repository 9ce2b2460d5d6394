"""Whether the money of a UBL order adds up: its lines, discounts and charges, taxes and totals.

The formulas are those of UBL 2.1 (cac:LineItem, cac:MonetaryTotal) as EN 16931 (BR-CO-10 to BR-CO-16) and the
rules of the Peppol order (PEPPOL-T01-R008 to R011, R016, R017, R024) write them out. Orders state less than
invoices: a formula is applied where all of its parts are there and in one currency.
"""

from collections.abc import Iterator, Sequence

from ..model import Question
from ..sums import (
    NOTHING,
    Money,
    added,
    comparable,
    conflict,
    lines_of,
    money,
    number,
    product,
    together,
    unreadable,
)
from .xml import Node

TOTALS = ("AnticipatedMonetaryTotal", "LegalMonetaryTotal")
STATED = (
    "LineExtensionAmount",
    "AllowanceTotalAmount",
    "ChargeTotalAmount",
    "TaxExclusiveAmount",
    "TaxInclusiveAmount",
    "PrepaidAmount",
    "PayableRoundingAmount",
    "PayableAmount",
)
TAXES = "TaxTotal/TaxAmount"
SIGNS = {"true": 1, "1": 1, "false": -1, "0": -1}
LINE_AMOUNTS = (
    "LineExtensionAmount",
    "TotalTaxAmount",
    "AllowanceCharge/Amount",
    "Price/PriceAmount",
    "Price/BaseQuantity",
)
ITEM = "OrderLine/LineItem/"
TAXED = (
    TAXES,
    "AllowanceCharge/TaxCategory/ID",
    ITEM + "TotalTaxAmount",
    ITEM + "Item/ClassifiedTaxCategory/ID",
)


def money_conflict(order: Node, items: Sequence[Node], whole: bool) -> Question | None:
    """Return what the amounts of an order contradict, None where they agree or say nothing.

    :param items: the lines that are ordered, without those that a change takes away
    :param whole: whether these are all lines of the order, not those alone that change
    """
    doubt = unreadable(_written(order, items)) or together(map(_line_conflict, items))
    if doubt:
        return doubt
    totals = (_Total(order, node, items, whole) for name in TOTALS for node in order.all(name))
    return next((wrong for total in totals for wrong in total.conflicts() if wrong), None)


def _written(order: Node, items: Sequence[Node]) -> Iterator[str]:
    """The texts of all amounts that are looked at."""
    totals = (f"{total}/{name}" for total in TOTALS for name in STATED)
    yield from order.values("AllowanceCharge/Amount", TAXES, *totals)
    for item in items:
        yield from item.values(*LINE_AMOUNTS)


def _amounts(node: Node, path: str) -> list[Money | None]:
    return [money(x.text.strip(), x.attributes.get("currencyID", "")) for x in node.all(path)]


def _amount(node: Node, path: str) -> Money | None:
    return next(iter(_amounts(node, path)), None)


def _allowed(node: Node, sign: int) -> list[Money | None]:
    """The charges (1) or the allowances (-1) of a node, with their sign; None for what is unclear."""
    found = []
    for entry in node.all("AllowanceCharge"):
        said, amount = SIGNS.get(entry.get("ChargeIndicator").lower()), _amount(entry, "Amount")
        if said in (None, sign):
            found.append(amount.signed(sign) if said and amount else None)
    return found


def _line_amount(item: Node) -> Money | None:
    """Quantity x price / base quantity, less allowances, plus charges (PEPPOL-T01-R024, EN 16931 BT-131).

    The price is the net one (BT-146): what stands under cac:Price as an allowance is in it already.
    """
    codes = [
        next((x.attributes.get("unitCode", "") for x in item.all(path)), "")
        for path in ("Quantity", "Price/BaseQuantity")
    ]
    if not comparable(*codes) or item.get("Price/OrderableUnitFactorRate"):
        return None
    per = number(item.get("Price/BaseQuantity"))
    goods = product(number(item.get("Quantity")), _amount(item, "Price/PriceAmount"), per)
    return added([goods, *_allowed(item, -1), *_allowed(item, 1)])


def _is_free(item: Node) -> bool:
    """Whether goods are free: their price is there for information."""
    return item.get("FreeOfChargeIndicator") == "true"


def _summed(item: Node) -> Money | None:
    """What a line adds to the sum of the lines."""
    return _amount(item, "LineExtensionAmount") or (NOTHING if _is_free(item) else _line_amount(item))


def _line_conflict(item: Node) -> Question | None:
    if _is_free(item):
        return None
    words = item.get("Item/Name") or item.get("Item/Description") or item.get("ID") or "?"
    return conflict("amount_conflict", _amount(item, "LineExtensionAmount"), _line_amount(item), words=words)


class _Total:
    """The totals that an order states beside what they come to."""

    def __init__(self, order: Node, node: Node, items: Sequence[Node], whole: bool):
        self.order, self.items, self.whole = order, items, whole
        self.said = {name: _amount(node, name) for name in STATED}
        self.lines = lines_of(map(_summed, items))
        self.less, self.more = _allowed(order, -1), _allowed(order, 1)
        self.taxes = self._taxes()

    def _taxes(self) -> Money | None:
        """The taxes in the currency of the totals: EN 16931 repeats them in that of the accounts (BT-111)."""
        currencies = {x.currency for x in self.said.values() if x}
        taxes = [x for x in _amounts(self.order, TAXES) if x is None or x.currency in currencies | {""}]
        return added(taxes) if taxes else None

    def conflicts(self) -> Iterator[Question | None]:
        """Yield what disagrees, from the lines to what is to be paid."""
        if self.whole:
            yield conflict("total_conflict", self.said["LineExtensionAmount"], self.lines)
        yield from self._allowances()
        net = self._net()
        yield conflict("net_conflict", self.said["TaxExclusiveAmount"], net)
        net = self.said["TaxExclusiveAmount"] or net
        yield conflict("gross_conflict", self.said["TaxInclusiveAmount"], added([net, self.taxes]))
        yield conflict("payable_conflict", self.said["PayableAmount"], *self._payable(net))
        yield self._tax_conflict()

    def _allowances(self) -> Iterator[Question | None]:
        """Their sums (BR-CO-11, BR-CO-12); a sum alone, without what it is made of, stands as it is."""
        if self.less:
            off = added(self.less)
            yield conflict("discount_conflict", self.said["AllowanceTotalAmount"], off and off.signed(-1))
        if self.more:
            yield conflict("charge_conflict", self.said["ChargeTotalAmount"], added(self.more))

    def _net(self) -> Money | None:
        """Lines - allowances + charges of the document (BR-CO-13)."""
        lines = self.said["LineExtensionAmount"] or (self.lines if self.whole else None)
        allowances = self.said["AllowanceTotalAmount"]
        less = allowances.signed(-1) if allowances else added(self.less)
        return added([lines, less, self.said["ChargeTotalAmount"] or added(self.more)])

    def _payable(self, net: Money | None) -> list[Money | None]:
        """What may be to be paid: with taxes - prepaid + rounding (BR-CO-16).

        An order that does not state its amount with taxes may leave them out, as the example of OASIS does.
        """
        prepaid = self.said["PrepaidAmount"]
        rest = [prepaid.signed(-1) if prepaid else NOTHING, self.said["PayableRoundingAmount"] or NOTHING]
        if self.said["TaxInclusiveAmount"]:
            return [added([self.said["TaxInclusiveAmount"], *rest])]
        plain, *taxed = (added([net, tax, *rest]) for tax in (NOTHING, self._line_tax(), self.taxes))
        return [] if not any(taxed) and self._taxed_otherwise(plain) else [plain, *taxed]

    def _taxed_otherwise(self, plain: Money | None) -> bool:
        """Whether more is to be paid than the goods, for taxes named by rate alone or in another currency."""
        payable = self.said["PayableAmount"]
        return bool(plain and payable and payable.value > plain.value and self.order.values(*TAXED))

    def _line_tax(self) -> Money | None:
        return (
            lines_of(_amount(x, "TotalTaxAmount") for x in self.items) if self.whole and self.items else None
        )

    def _tax_conflict(self) -> Question | None:
        """The taxes of the lines; charges and allowances of the document have taxes of their own."""
        if self.less or self.more:
            return None
        return conflict("tax_conflict", self.taxes, self._line_tax())
