"""Orders that are too small."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found
from ..facts import OrderFacts


@dataclass(frozen=True)
class Smallest:
    """What the order comes to before taxes and the least that its route comes for, in company money."""

    amount: float
    route: float
    currency: int


class MinimumOrder(Check):
    code = "minimum_order"
    # Counts where the route says nothing; 0 for no minimum.
    defaults = {"amount": 0.0}
    sentences = {
        "below_minimum": wording._lt(
            "The order comes to %(amount)s, %(missing)s less than the minimum of %(minimum)s."
        )
    }
    questions = {
        "below_minimum": wording._lt(
            "It comes to %(amount)s, and we deliver from %(minimum)s on. Would you like to add something for "
            "%(missing)s?"
        )
    }
    shown = dict.fromkeys(("amount", "missing", "minimum"), "money")

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield what is missing up to the minimum."""
        smallest = order.part(Smallest)
        if smallest is None or not order.goods:
            return
        minimum = smallest.route or self.parameters["amount"]
        missing = round(minimum - smallest.amount, 2)
        if missing > 0:
            figures = {"amount": round(smallest.amount, 2), "missing": missing, "minimum": minimum}
            yield Found("below_minimum", "order", {**figures, "currency": smallest.currency})
