"""Less free stock than ordered."""

from collections import Counter
from collections.abc import Iterator

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import Line, OrderFacts

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
        """Yield lines that the free stock does not cover; lines of one product use it up one by one."""
        taken: Counter[int] = Counter()
        for line in order.lines:
            if line.stocked and line.base_quantity > 0:
                free = max(order.free.get(line.product, 0.0), 0.0)
                left = max(free - taken[line.product], 0.0)
                taken[line.product] += line.base_quantity
                yield from self._short(line, left, free)

    def _short(self, line: Line, left: float, free: float) -> Iterator[Found]:
        missing = round(line.base_quantity - left, DIGITS)
        if missing > line.base_quantity * self.parameters["tolerance_percent"] / 100:
            figures = {"wanted": line.base_quantity, "free": left, "missing": missing, "unit": line.unit}
            # What is left for this line, and what the lines before it take.
            remedy = Remedy("quantity", free) if free else Remedy("remove")
            yield Found(
                "stock_short",
                f"line {line.key}",
                figures,
                line=line.key,
                product=line.product,
                remedies=(remedy,),
            )
