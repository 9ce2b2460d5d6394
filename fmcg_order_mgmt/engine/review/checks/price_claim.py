"""Prices unlike those that the customer wrote."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found
from ..facts import OrderFacts


@dataclass(frozen=True)
class Claim:
    """A price that the customer wrote, and the order's for one ``unit`` of the goods.

    ``others`` are prices that may have been meant as well: with or without taxes, of other packs.
    """

    key: int
    product: int
    claimed: float
    price: float
    unit: str
    others: tuple[float, ...] = ()


@dataclass(frozen=True)
class Claims:
    """The prices that the customer wrote; ``currency`` is the key of the order's."""

    currency: int
    lines: tuple[Claim, ...] = ()


class PriceClaim(Check):
    code = "price_claim"
    defaults = {"tolerance_percent": 1.0}
    sentences = {
        "price_differs": wording._lt(
            "%(product)s: the customer wrote a price of %(claimed)s, the order has %(price)s per %(unit)s."
        )
    }
    questions = {
        "price_differs": wording._lt(
            "You wrote a price of %(claimed)s for %(product)s; ours is %(price)s per %(unit)s. Is that all "
            "right?"
        )
    }
    shown = {"claimed": "money", "price": "money"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield claims that fit none of the order's prices; where the customer pays less it is only told."""
        claims = order.part(Claims)
        for claim in claims.lines if claims else ():
            if not any(self._fits(claim.claimed, price) for price in (claim.price, *claim.others)):
                yield Found(
                    "price_differs",
                    f"words {claim.key}",
                    {
                        "claimed": claim.claimed,
                        "price": round(claim.price, 2),
                        "unit": claim.unit,
                        "currency": claims.currency,
                    },
                    product=claim.product,
                    at_most="block" if claim.price > claim.claimed else "info",
                )

    def _fits(self, claimed: float, price: float) -> bool:
        # Nobody writes more than cents.
        return abs(claimed - price) <= max(price * self.parameters["tolerance_percent"] / 100, 0.005)
