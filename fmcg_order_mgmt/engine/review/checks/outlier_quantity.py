"""A quantity that is rather a slip than a wish."""

from collections.abc import Iterator

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import Line, OrderFacts
from ..history import History
from ..outlier import Outliers, Slip


class OutlierQuantity(Check):
    code = "outlier_quantity"
    sentences = {
        "outlier": wording._lt(
            "%(product)s: %(wanted)s %(unit)s are %(times)s times the usual %(usual)s. Is %(likely)s meant?"
        ),
        "outlier_small": wording._lt(
            "%(product)s: %(wanted)s %(unit)s are far below the usual %(usual)s. Is %(likely)s meant?"
        ),
        "outlier_new": wording._lt(
            "%(product)s is new to this customer: %(wanted)s %(unit)s, where others take about %(usual)s."
        ),
    }
    questions = {
        "outlier": wording._lt(
            "You usually take %(usual)s %(unit)s of %(product)s; this time it says %(wanted)s. Is %(wanted)s "
            "right?"
        ),
        "outlier_small": wording._lt(
            "You usually take %(usual)s %(unit)s of %(product)s; this time it says only %(wanted)s. Is "
            "%(wanted)s right?"
        ),
        "outlier_new": wording._lt(
            "You order %(product)s for the first time, and it says %(wanted)s %(unit)s. Is %(wanted)s right?"
        ),
    }
    shown = {"wanted": "quantity", "usual": "quantity", "likely": "quantity", "times": "quantity"}
    # The odds from which a slip is reported; larger ones where there are fewer purchases than ``few``.
    defaults = {"odds": 2.0, "odds_few": 30.0, "few": 5.0}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield products whose quantity is likelier a slip of ten, or of a pack, than what is meant.

        ``outlier`` and ``outlier_small`` are held against the customer's own quantities, ``outlier_new`` is
        too much of a product that the customer never had.
        """
        history = order.part(History)
        if history is None:
            return
        outliers = Outliers(history, order.asked)
        for product in order.wanted:
            slip = outliers.slip(product)
            if slip and self._counts(slip):
                lines = (line for line in order.lines if line.product == product)
                yield self._found(max(lines, key=lambda line: line.base_quantity), slip, order)

    def _counts(self, slip: Slip) -> bool:
        few = slip.purchases < self.parameters["few"]
        return slip.odds >= self.parameters["odds_few" if few else "odds"]

    def _found(self, line: Line, slip: Slip, order: OrderFacts) -> Found:
        wanted = order.asked[line.product]
        return Found(
            self._code(slip, wanted),
            f"line {line.key}",
            {
                "wanted": wanted,
                "usual": slip.usual,
                "likely": slip.likely,
                "unit": line.unit,
                "times": round(wanted / slip.usual, 1),
            },
            line=line.key,
            product=line.product,
            remedies=(Remedy("quantity", slip.likely),),
        )

    def _code(self, slip: Slip, wanted: float) -> str:
        if slip.likely > wanted:
            return "outlier_small"
        return "outlier" if slip.purchases else "outlier_new"
