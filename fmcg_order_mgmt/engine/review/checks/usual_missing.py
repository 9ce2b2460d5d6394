"""What the customer usually orders and this order lacks."""

from collections.abc import Iterator
from itertools import islice

from .. import wording
from ..basket import missing
from ..check import Check, Found, Remedy
from ..facts import OrderFacts
from ..history import History


class UsualMissing(Check):
    code = "usual_missing"
    sentences = {
        "usual_missing": wording._lt(
            "%(product)s is missing: in %(bought)s of the last %(orders)s orders, usually %(usual)s %(unit)s."
        ),
    }
    questions = {
        "usual_missing": wording._lt(
            "You usually take %(usual)s %(unit)s of %(product)s, and it is not on this order. Shall we add "
            "it?"
        ),
    }
    shown = {"usual": "quantity"}
    # How many products are named at most, the least share of the customer's orders (those like this one count
    # more) that had them, and in how many orders at least.
    defaults = {"products": 3.0, "share": 0.2, "times": 3.0}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield the usual products that are most probably forgotten, for information only."""
        history = order.part(History)
        if history is None or not order.wanted:
            return
        found = missing(history, order.asked, self.parameters["share"], self.parameters["times"])
        for each in islice(found, int(self.parameters["products"])):
            yield Found(
                "usual_missing",
                f"product {each.product}",
                {
                    "usual": each.quantity,
                    "unit": history.units[each.product],
                    "bought": each.bought,
                    "orders": each.orders,
                },
                product=each.product,
                at_most="info",
                remedies=(Remedy("add", each.quantity),),
            )
