"""Goods that the customer may not carry."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import OrderFacts
from ..split import lines_off
from ..substitute import replacements


@dataclass(frozen=True)
class Listed:
    """The customer's assortment on the day of delivery; ``products`` is None where anything may be sold."""

    products: frozenset[int] | None = None
    ended: frozenset[int] = frozenset()


class NotListed(Check):
    code = "not_listed"
    sentences = {
        "not_listed": wording._lt("%(product)s is not in the customer's assortment."),
        "listing_ended": wording._lt("%(product)s: the customer's listing has ended."),
    }

    questions = {
        "not_listed": wording._lt(
            "%(product)s is not among the goods that we agreed on with you. Shall we leave it out?"
        ),
        "listing_ended": wording._lt(
            "%(product)s is no longer among the goods that we agreed on with you. Shall we leave it out?"
        ),
    }

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines outside the assortment; goods that nobody may buy any more are another check's."""
        listed = order.part(Listed) or Listed()
        if listed.products is None:
            return
        outside = [line for line in order.goods if line.sold and line.product not in listed.products]
        apart = lines_off(order, outside)
        for line in outside:
            code = "listing_ended" if line.product in listed.ended else "not_listed"
            remedies = (Remedy("remove"), *replacements(order, line), *apart)
            yield Found(code, f"line {line.key}", line=line.key, product=line.product, remedies=remedies)
