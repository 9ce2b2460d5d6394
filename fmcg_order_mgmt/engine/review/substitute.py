"""Other goods that may be taken instead of those ordered."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from .check import Remedy
from .facts import Line, OrderFacts

# More to choose from only slows down whoever has to.
MOST = 2
DIGITS = 6


@dataclass(frozen=True)
class Substitute:
    """A product that may be taken instead of another: ``ratio`` base units of it for one of the other.

    ``free`` is the free stock that this customer can have, None for goods that are not kept on stock;
    ``listed`` tells whether the customer may carry it.
    """

    product: int
    ratio: float
    free: float | None = None
    listed: bool = True


@dataclass(frozen=True)
class Substitutes:
    """The substitutes of an order's products, the best first."""

    products: Mapping[int, tuple[Substitute, ...]] = field(default_factory=dict)


def replacements(order: OrderFacts, line: Line, in_stock: bool = False) -> tuple[Remedy, ...]:
    """Return remedies that replace all that is ordered of a line's product by goods the customer may carry.

    :param in_stock: only goods of which there is enough, with what the order has of them already
    """
    wanted = 0.0 if line.extra else order.wanted.get(line.product, 0.0)
    substitutes = order.part(Substitutes)
    if not substitutes or not wanted:
        return ()
    found = _fitting(order, substitutes.products.get(line.product, ()), wanted, in_stock)
    return tuple(islice(found, MOST))


def _fitting(
    order: OrderFacts, substitutes: tuple[Substitute, ...], wanted: float, in_stock: bool
) -> Iterator[Remedy]:
    for each in substitutes:
        # Packs of the own unit are not opened, and nobody gets less than was ordered.
        quantity = float(math.ceil(round(wanted * each.ratio, DIGITS)))
        lacks = each.free is not None and each.free < order.wanted.get(each.product, 0.0) + quantity
        if each.listed and not (in_stock and lacks):
            yield Remedy("replace", quantity, product=each.product, instead=wanted)
