"""The same order once more."""

from collections.abc import Iterator

from .. import wording
from ..check import Check, Found
from ..doubled import double
from ..facts import OrderFacts
from ..history import History


class DuplicateOrder(Check):
    code = "duplicate_order"
    sentences = {
        "duplicate_order": wording._lt(
            "The customer ordered nearly the same with %(order)s: %(percent)s %% are alike."
        ),
    }
    questions = {
        "duplicate_order": wording._lt(
            "We have your order %(order)s with nearly the same goods already. Is this the same one, or do "
            "you want both?"
        ),
    }
    defaults = {"hours": 48.0, "share_percent": 70.0}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield the recent order of the same customer that this one repeats."""
        history = order.part(History)
        if history is None:
            return
        found = double(
            history, order.wanted, self.parameters["hours"], self.parameters["share_percent"] / 100
        )
        if found:
            figures = {
                "order": found.earlier.name,
                "order_key": found.earlier.key,
                "percent": round(100 * found.share),
            }
            yield Found("duplicate_order", f"order {found.earlier.key}", figures)
