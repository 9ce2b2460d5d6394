"""What a customer ordered before, and what the trade takes of a product: facts, and views of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


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
