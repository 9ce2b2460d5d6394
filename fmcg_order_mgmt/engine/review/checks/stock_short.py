"""Less free stock than ordered, and no receipt that comes in time."""

from collections import Counter
from collections.abc import Iterator

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import InTime, Line, OrderFacts
from ..split import short_off
from ..substitute import replacements
from .unit_not_allowed import UsedUnits

# Quantities have at most so many decimals; what is smaller comes from adding floats.
DIGITS = 6


class StockShort(Check):
    code = "stock_short"
    defaults = {"tolerance_percent": 0.0}
    sentences = {
        "stock_short": wording._lt(
            "%(product)s: %(wanted)s %(unit)s ordered, %(free)s free, %(missing)s missing."
        )
    }
    questions = {
        "stock_short": wording._lt(
            "You ordered %(wanted)s %(unit)s of %(product)s, and we have %(free)s. Shall we deliver what we "
            "have, or would you like something else instead?"
        )
    }
    shown = dict.fromkeys(("wanted", "free", "missing"), "quantity")

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines that the free stock does not cover; lines of one product use it up one by one.

        What comes in early enough for the first delivery day, and is nobody else's, is not missing.
        """
        in_time = (order.part(InTime) or InTime()).lines
        short = [
            (line, left)
            for line, left in _left(order)
            if line.key not in in_time and self._counts(line, left)
        ]
        apart = short_off(order, [(line, line.base_quantity - left) for line, left in short], _packs(order))
        for line, left in short:
            missing = round(line.base_quantity - left, DIGITS)
            yield Found(
                "stock_short",
                f"line {line.key}",
                {"wanted": line.base_quantity, "free": left, "missing": missing, "unit": line.unit},
                line=line.key,
                product=line.product,
                remedies=(_less(order, line), *replacements(order, line, in_stock=True), *apart),
            )

    def _counts(self, line: Line, left: float) -> bool:
        missing = round(line.base_quantity - left, DIGITS)
        return missing > line.base_quantity * self.parameters["tolerance_percent"] / 100


def _packs(order: OrderFacts) -> dict[int, float]:
    used_units = order.part(UsedUnits) or UsedUnits()
    return {used.line: used.unit.size for used in used_units.lines if not used.parts}


def _free(order: OrderFacts, product: int) -> float:
    return max(order.free.get(product, 0.0), 0.0)


def _left(order: OrderFacts) -> Iterator[tuple[Line, float]]:
    """Yield the lines of goods on stock with what those before them leave of it."""
    taken: Counter[int] = Counter()
    for line in order.lines:
        if line.stocked and line.base_quantity > 0:
            yield line, max(_free(order, line.product) - taken[line.product], 0.0)
            taken[line.product] += line.base_quantity


def _less(order: OrderFacts, line: Line) -> Remedy:
    """Return what takes all that is free: what is left for the line, and what the lines before it take."""
    free = _free(order, line.product)
    return Remedy("quantity", free) if free else Remedy("remove")
