"""What a picker takes along the way: goods by place, cases and loose pieces, shared out to deliveries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

# Quantities are floats of the database: what differs by less is the same.
SMALLEST = 1e-6


@dataclass(frozen=True)
class Goods:
    """A product as a list shows it; ``case`` is how many of its own units a case holds, 0 for no case."""

    key: int
    name: str
    case: float = 0.0


@dataclass(frozen=True)
class Pick:
    """Goods of one lot that one delivery takes from one place; the quantity is in the product's own unit."""

    place: str
    goods: Goods
    delivery: int
    quantity: float
    lot: str = ""
    expires: dt.date | None = None


@dataclass
class Row:
    """One stop of the picker: goods of one lot at one place, and how much of them each delivery gets."""

    place: str
    goods: Goods
    lot: str
    expires: dt.date | None
    shares: dict[int, float] = field(default_factory=dict)

    @property
    def quantity(self) -> float:
        """How much is to be taken for all deliveries."""
        return sum(self.shares.values())


def walk(picks: Iterable[Pick]) -> list[Row]:
    """Return the rows in walking order: by place, product, expiry and lot; the shares by delivery."""
    rows: dict[tuple, Row] = {}
    for pick in sorted(picks, key=_order):
        key = (pick.place, pick.goods.key, pick.lot)
        row = rows.setdefault(key, Row(pick.place, pick.goods, pick.lot, pick.expires))
        row.shares[pick.delivery] = row.shares.get(pick.delivery, 0.0) + pick.quantity
    return [row for row in rows.values() if row.quantity > SMALLEST]


def count_out(quantity: float, case: float) -> tuple[int, float]:
    """Return a quantity as full cases and what is left over, ``case`` being what one holds (0: no case)."""
    if case <= 0:
        return 0, quantity
    cases = int((quantity + SMALLEST) / case)
    loose = round(quantity - cases * case, 6)
    return cases, loose if loose > SMALLEST else 0.0


def _order(pick: Pick) -> tuple:
    expires = pick.expires or dt.date.max
    return pick.place, pick.goods.name, pick.goods.key, expires, pick.lot, pick.delivery
