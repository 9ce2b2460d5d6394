"""What the checks know about an order: immutable values, and plain views of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

Part = TypeVar("Part")


@dataclass(frozen=True)
class Line:
    """A line with a product; quantities are in the product's own unit, of which ``unit`` is the name.

    ``amount`` is what it comes to with taxes, in company money.
    """

    key: int
    product: int
    base_quantity: float
    unit: str
    sold: bool = True
    stocked: bool = False
    # Promotions and delivery, which nobody orders.
    extra: bool = False
    amount: float = 0.0


@dataclass(frozen=True)
class Words:
    """Words of the customer that are not on the order; ``why``: no_product, left_out or other_action."""

    key: int
    text: str
    why: str


@dataclass(frozen=True)
class Credit:
    """What the customer's company owes and may owe, in the currency of the selling company (its key)."""

    limit: float
    owed: float
    currency: int


@dataclass(frozen=True)
class Beside:
    """What was ordered together with an order and stands on others since it was split, by product."""

    quantities: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class InTime:
    """The lines, by their keys, all of whose goods can be with the customer on the first delivery day."""

    lines: frozenset[int] = frozenset()


@dataclass(frozen=True)
class OrderFacts:
    """One order; ``free`` is the free stock of its warehouse by product, ``amount`` in company money.

    ``parts`` are the facts of single concerns by their class, so that a check with facts of its own brings
    their class along. ``unreadable`` says why nothing could be gathered, "" where all was.
    """

    key: int
    amount: float = 0.0
    lines: tuple[Line, ...] = ()
    words: tuple[Words, ...] = ()
    free: Mapping[int, float] = field(default_factory=dict)
    credit: Credit | None = None
    order_type: int | None = None
    channel: int | None = None
    company: int | None = None
    parts: Mapping[type, object] = field(default_factory=dict)
    unreadable: str = ""

    @cached_property
    def wanted(self) -> Mapping[int, float]:
        """What is ordered of each product, over all of its lines."""
        found = Counter()
        for line in self.goods:
            found[line.product] += line.base_quantity
        return {product: quantity for product, quantity in found.items() if quantity > 0}

    @cached_property
    def asked(self) -> Mapping[int, float]:
        """What the customer asked for, over all orders that it was split into."""
        beside = self.part(Beside)
        return Counter(self.wanted) + Counter(beside.quantities) if beside else self.wanted

    @property
    def goods(self) -> tuple[Line, ...]:
        """The lines of what was ordered."""
        return tuple(line for line in self.lines if not line.extra)

    def part(self, kind: type[Part]) -> Part | None:
        """Return the facts of this class, None where nobody gathered any."""
        return self.parts.get(kind)
