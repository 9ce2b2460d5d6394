"""What a customer ordered before, and what the trade takes of a product: facts, and views of them."""

import datetime as dt
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

# A share or a mean over few lines is drawn towards nothing, as if there were so many lines more.
FEW = 10


@dataclass(frozen=True)
class Earlier:
    """An earlier order of the customer, ``at`` the moment it was placed (UTC, without zone).

    ``quantities`` holds the sum of its lines by product, in the product's own unit; what was given free or
    sent back is left out. ``agreed`` orders were confirmed and make up the habit. Others, such as one that
    still waits for its review, can only be what this order doubles; cancelled ones are left out.
    """

    key: int
    name: str
    at: dt.datetime
    quantities: Mapping[int, float]
    agreed: bool = True


@dataclass(frozen=True)
class Peers:
    """What similar outlets take of a product in an order.

    ``orders`` counts the orders looked at, ``mean`` and ``deviation`` are those of the natural logarithm of
    the quantity in the product's own unit (SQL: ``AVG(LN(q))``, ``STDDEV_POP(LN(q))``).
    """

    orders: int
    mean: float
    deviation: float


@dataclass(frozen=True)
class History:
    """All that the past says about an order placed at ``at`` (UTC, without zone).

    - ``earlier``: the customer's earlier orders, oldest first, the order itself not among them; those of the
      last year, the latest hundred at most, are enough.
    - ``peers`` by product, for the products of the order; those of ``earlier`` besides tell whether the
      customer is a big or a small one.
    - ``packs``: sizes in base units, above 1, of the packs that a product is sold in, by product.
    - ``units``: the name of the own unit of each product of ``earlier`` that this customer may still buy;
      only those can be missing from the order.
    """

    at: dt.datetime
    earlier: tuple[Earlier, ...] = ()
    peers: Mapping[int, Peers] = field(default_factory=dict)
    packs: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def agreed(self) -> tuple[Earlier, ...]:
        """The orders that make up the habit, oldest first."""
        return tuple(order for order in self.earlier if order.agreed)

    @cached_property
    def purchases(self) -> Mapping[int, list[tuple[float, float]]]:
        """Age in days and quantity of each earlier purchase by product, oldest first."""
        found = defaultdict(list)
        for order in self.agreed:
            age = (self.at - order.at).total_seconds() / 86400
            for product, quantity in order.quantities.items():
                if quantity > 0:
                    found[product].append((max(age, 0.0), quantity))
        return dict(found)

    @cached_property
    def usual(self) -> Mapping[int, float]:
        """The customer's median quantity by product, one that was bought."""
        return {
            product: statistics.median_low(quantity for _age, quantity in rows)
            for product, rows in self.purchases.items()
        }

    @cached_property
    def numbers(self) -> Mapping[float, float]:
        """The share of each number among all that this customer buys, of whatever product."""
        counts = Counter(quantity for rows in self.purchases.values() for _age, quantity in rows)
        lines = counts.total() + FEW
        return {number: count / lines for number, count in counts.items()}

    @cached_property
    def size(self) -> float:
        """By how much this customer's quantities exceed those of peers, as a logarithm."""
        over = [
            math.log(quantity) - self.peers[product].mean
            for product, rows in self.purchases.items()
            if product in self.peers
            for _age, quantity in rows
        ]
        return sum(over) / (len(over) + FEW)

    @cached_property
    def trade(self) -> tuple[float, float]:
        """Mean and deviation of the logarithm of a quantity, over all products that something is known of.

        Without peers they are those of the customer's own quantities.
        """
        rows = (row for rows in self.purchases.values() for row in rows)
        peers = list(self.peers.values()) or [Peers(1, math.log(quantity), 1.0) for _age, quantity in rows]
        orders = sum(each.orders for each in peers)
        mean = sum(each.orders * each.mean for each in peers) / orders
        squares = sum(each.orders * (each.deviation**2 + (each.mean - mean) ** 2) for each in peers)
        return mean, math.sqrt(squares / orders)
