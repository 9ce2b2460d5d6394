"""Goods sold for less than the company allows."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import IN_GENERAL, Check, Found
from ..facts import OrderFacts

# Smaller differences come from rounding.
CENTS = 2


@dataclass(frozen=True)
class Price:
    """What one base unit of a line comes to after its discount, without taxes, in company money."""

    line: int
    product: int
    unit: str
    price: float
    cost: float
    catalogue: float


@dataclass(frozen=True)
class Prices:
    """The prices of an order; ``currency`` is the key of the company's."""

    currency: int
    lines: tuple[Price, ...] = ()


class PriceFloor(Check):
    code = "price_floor"
    # At least so much above the cost; at most so much below the list price, 100 for no such floor.
    defaults = {"margin_percent": 0.0, "discount_percent": 100.0}
    # The cost is nobody's business who may not read it, and stands in no figure.
    sentences = {
        "under_margin": wording._lt(
            "%(product)s at %(price)s per %(unit)s is below the lowest price allowed."
        ),
        "under_list": wording._lt(
            "%(product)s at %(price)s per %(unit)s is %(percent)s %% below the list price of %(catalogue)s."
        ),
    }
    # What the company sells for at least is no matter for the customer.
    questions = dict.fromkeys(sentences, IN_GENERAL)
    shown = {"price": "money", "catalogue": "money", "percent": "quantity"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines below the floor; a product without cost or list price has none."""
        prices = order.part(Prices)
        for price in prices.lines if prices else ():
            figures = {"price": round(price.price, CENTS), "unit": price.unit, "currency": prices.currency}
            floor = price.cost * (1 + self.parameters["margin_percent"] / 100)
            least = price.catalogue * (1 - self.parameters["discount_percent"] / 100)
            code = ""
            if round(floor - price.price, CENTS) > 0:
                code = "under_margin"
            elif round(least - price.price, CENTS) > 0:
                code = "under_list"
                percent = (1 - price.price / price.catalogue) * 100
                figures |= {"catalogue": price.catalogue, "percent": round(percent, 1)}
            if code:
                yield Found(code, f"line {price.line}", figures, line=price.line, product=price.product)
