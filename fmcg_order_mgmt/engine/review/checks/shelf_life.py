"""Goods that expire sooner than the customer takes them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import Line, OrderFacts

DIGITS = 6


@dataclass(frozen=True)
class Lot:
    """Free stock in base units that expires on a day."""

    expires: dt.date
    free: float


@dataclass(frozen=True)
class ShelfLife:
    """Days that goods must have left on ``arrival``, and the dated stock of the warehouse by product."""

    days: int
    arrival: dt.date
    lots: Mapping[int, tuple[Lot, ...]] = field(default_factory=dict)


class ShelfLifeShort(Check):
    code = "shelf_life"
    sentences = {
        "shelf_life": wording._lt(
            "%(product)s: %(wanted)s %(unit)s ordered, only %(fresh)s free with %(days)s days left when they "
            "arrive."
        )
    }
    questions = {
        "shelf_life": wording._lt(
            "You ordered %(wanted)s %(unit)s of %(product)s. Of those that keep for %(days)s days or more we "
            "have %(fresh)s. May the others keep for a shorter time?"
        )
    }
    shown = {"wanted": "quantity", "fresh": "quantity", "days": "quantity"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines of which there is enough, but not enough that keeps long enough.

        Lines of one product use it up one by one. What is not there at all is another check's.
        """
        life = order.part(ShelfLife)
        if life is None or life.days <= 0:
            return
        taken: Counter[int] = Counter()
        limit = life.arrival + dt.timedelta(days=life.days)
        for line in order.goods:
            if line.product in life.lots and line.base_quantity > 0:
                good = sum(lot.free for lot in life.lots[line.product] if lot.expires > life.arrival)
                fresh = sum(lot.free for lot in life.lots[line.product] if lot.expires >= limit)
                used = taken[line.product]
                taken[line.product] += line.base_quantity
                # All lines of the product together may take what is fresh.
                remedy = Remedy("quantity", fresh) if fresh else Remedy("remove")
                left = max(fresh - used, 0.0), max(good - used, 0.0)
                yield from _short(line, *left, life.days, remedy)


def _short(line: Line, fresh: float, good: float, days: int, remedy: Remedy) -> Iterator[Found]:
    if round(min(line.base_quantity, good) - fresh, DIGITS) > 0:
        figures = {"wanted": line.base_quantity, "unit": line.unit, "fresh": fresh, "days": days}
        subject = f"line {line.key}"
        yield Found("shelf_life", subject, figures, line=line.key, product=line.product, remedies=(remedy,))
