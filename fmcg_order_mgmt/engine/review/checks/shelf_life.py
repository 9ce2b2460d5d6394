"""Goods that expire sooner than the customer takes them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import Line, OrderFacts
from ..split import lines_off
from ..substitute import replacements

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

    def fresh(self, product: int) -> float:
        """Return the free stock of a product that keeps long enough."""
        limit = self.arrival + dt.timedelta(days=self.days)
        return sum(lot.free for lot in self.lots[product] if lot.expires >= limit)

    def good(self, product: int) -> float:
        """Return the free stock of a product that has not expired when it arrives."""
        return sum(lot.free for lot in self.lots[product] if lot.expires > self.arrival)


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
        short = list(_short(order, life))
        apart = lines_off(order, (line for line, _fresh in short))
        for line, left in short:
            fresh = life.fresh(line.product)
            # All lines of the product together may take what is fresh.
            less = Remedy("quantity", fresh) if fresh else Remedy("remove")
            yield Found(
                "shelf_life",
                f"line {line.key}",
                {"wanted": line.base_quantity, "unit": line.unit, "fresh": left, "days": life.days},
                line=line.key,
                product=line.product,
                remedies=(less, *replacements(order, line, in_stock=True), *apart),
            )


def _short(order: OrderFacts, life: ShelfLife) -> Iterator[tuple[Line, float]]:
    """Yield the lines that what keeps does not cover, with what those before them leave of it."""
    taken: Counter[int] = Counter()
    for line in order.goods:
        if line.product in life.lots and line.base_quantity > 0:
            used = taken[line.product]
            taken[line.product] += line.base_quantity
            fresh = max(life.fresh(line.product) - used, 0.0)
            good = max(life.good(line.product) - used, 0.0)
            if round(min(line.base_quantity, good) - fresh, DIGITS) > 0:
                yield line, fresh
