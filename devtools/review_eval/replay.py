"""Puts past orders to the checks one by one, each with what was known at its moment."""

import datetime as dt
import math
import statistics
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import Finding, Rule, run
from engine.review.facts import Line, OrderFacts
from engine.review.history import Earlier, History, Peers

from .retail import Order

# As much as the models hand to the checks.
YEAR, LATEST = dt.timedelta(days=365), 100
# The data names no packs: a product's is the largest of these that divides a third of its quantities.
PACKS, OFTEN, OTHERWISE = (24, 12, 6), 1 / 3, 12
OUTLIER, DOUBLE, MISSING = "outlier_quantity", "duplicate_order", "usual_missing"
# As strict as a company may want it; a check may claim less.
RULES = [Rule(key, code, "block") for key, code in enumerate((OUTLIER, DOUBLE, MISSING), 1)]


@dataclass(frozen=True)
class Case:
    """An order that is put to the checks."""

    order: Order
    history: History

    def facts(self) -> OrderFacts:
        """Return what the checks are told."""
        lines = tuple(
            Line(product, product, quantity, "Unit") for product, quantity in self.order.quantities.items()
        )
        return OrderFacts(self.order.key, 0.0, lines=lines, parts={History: self.history})

    def findings(self, *codes: str) -> list[Finding]:
        """Return what the checks of some codes find, or all of them."""
        rules = [rule for rule in RULES if not codes or rule.code in codes]
        return run([self.facts()], rules)[self.order.key]

    def with_quantity(self, product: int, quantity: float) -> "Case":
        """Return the case with another quantity of a product."""
        quantities = {**self.order.quantities, product: quantity}
        return replace(self, order=replace(self.order, quantities=quantities))

    def without(self, product: int) -> "Case":
        """Return the case without a product."""
        quantities = {key: value for key, value in self.order.quantities.items() if key != product}
        return replace(self, order=replace(self.order, quantities=quantities))

    def earlier(self, product: int) -> list[float]:
        """Return the earlier quantities of a product, oldest first."""
        return [quantity for _age, quantity in self.history.purchases.get(product, ())]


class Replay:
    """The orders after ``begin``, each with the history before it.

    What similar outlets take, and the packs, are read off the orders up to ``begin`` only.
    """

    def __init__(self, orders: Iterable[Order], begin: dt.datetime, end: dt.datetime | None = None):
        self.by_customer: dict[str, list[Order]] = defaultdict(list)
        for order in orders:
            if end is None or order.at <= end:
                self.by_customer[order.customer].append(order)
        known = defaultdict(list)
        for order in self._all():
            if order.at <= begin:
                for product, quantity in order.quantities.items():
                    known[product].append(quantity)
        self.peers = {product: _peers(quantities) for product, quantities in known.items()}
        self.packs = {product: _pack(quantities) for product, quantities in known.items()}
        self.cases = [self.case(order) for order in self._all() if order.at > begin]

    def _all(self) -> Iterator[Order]:
        orders = (order for orders in self.by_customer.values() for order in orders)
        yield from sorted(orders, key=lambda order: (order.at, order.key))

    def pack(self, product: int) -> int:
        """Return the size of the pack that a product is sold in."""
        return self.packs.get(product, OTHERWISE)

    def case(self, order: Order, extra: Order | None = None) -> Case:
        """Return an order with what came before it, and an ``extra`` order among that."""
        before = [
            each
            for each in self.by_customer[order.customer]
            if (each.at, each.key) < (order.at, order.key) and each.at >= order.at - YEAR
        ]
        if extra and extra not in before:
            insort(before, extra, key=lambda each: (each.at, each.key))
        earlier = tuple(Earlier(each.key, each.name, each.at, each.quantities) for each in before[-LATEST:])
        products = {product for each in before[-LATEST:] for product in each.quantities}
        mine = products | order.quantities.keys()
        peers = {product: self.peers[product] for product in mine if product in self.peers}
        packs = {product: (float(self.pack(product)),) for product in order.quantities}
        return Case(order, History(order.at, earlier, peers, packs, dict.fromkeys(products, "Unit")))


def cut(orders: Sequence[Order], share: float) -> dt.datetime:
    """Return the moment when a share of the time that orders span is over."""
    return orders[0].at + (orders[-1].at - orders[0].at) * share


def _peers(quantities: Sequence[float]) -> Peers:
    logs = [math.log(quantity) for quantity in quantities]
    return Peers(len(logs), statistics.fmean(logs), statistics.pstdev(logs))


def _pack(quantities: Sequence[float]) -> int:
    for size in PACKS:
        if sum(quantity % size == 0 for quantity in quantities) >= OFTEN * len(quantities):
            return size
    return OTHERWISE
