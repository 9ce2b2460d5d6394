"""Quantities that are rather a slip than a wish: a nought too many, packs for pieces, pieces for packs."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .history import History

# All of these were chosen on the first 70 % of the time of the data that ./dev eval review measures on.
# After so many days an earlier purchase counts half.
HALF_LIFE = 120.0
# How far quantities stray from an earlier one, as a logarithm: mostly a little, at times much.
NEAR, FAR, FAR_SHARE = 0.4, 1.0, 0.1
# What buying exactly the same quantity again weighs beside straying from it.
SAME = 2.0
# What similar outlets take weighs as much as so many recent purchases of the customer's own.
PEERS_WEIGHT = 1.0
PEERS_STRETCH = 1.3
# What the share of a number among all that the customer buys, of whatever product, weighs beside that.
LIKED = 4.0
# The fewer figures, the more a mean is drawn towards what holds for all.
FEW_ORDERS, FEW_OTHERS = 5, 1
# One line says no more than this about how much larger than usual its whole order is.
LARGEST_SWING = 2.0
# How often a slip is of ten, of a hundred or of packs for pieces; how much pieces for packs weigh beside them
# (the trade minds less); and the density of a quantity that is just too large.
TEN, HUNDRED, PACK, PIECE, WILD = 0.48, 0.02, 0.5, 0.2, 0.01
FLOOR = 1e-5


@dataclass(frozen=True)
class Slip:
    """How much a quantity looks like a slip.

    ``odds``: how many times likelier the quantity is if something else was meant than if it is meant.
    ``likely``: what was most probably meant; ``usual``: the customer's median quantity, or what similar
    outlets take where there was no ``purchases`` yet. All quantities are in the product's own unit.
    """

    odds: float
    likely: float
    usual: float
    purchases: int


class Outliers:
    """Weighs the quantities of one order against what is known.

    The odds are a Bayes factor (Kass and Raftery 1995, "Bayes Factors"): the density that the habit gives to
    a tenth, or to the quantity in pieces or in packs, over that which it gives to the quantity itself. The
    habit is a kernel density (Parzen 1962) over the logarithms of the customer's earlier quantities, double
    exponential and aged, with an extra share for exactly the same number, since orders repeat; it is mixed
    with a Student density of what similar outlets take, moved to how large this customer is, and with the
    numbers that the customer likes, such as tens. The fewer purchases, the more the latter count. Where the
    whole order is larger than usual, so is what is expected.
    """

    def __init__(self, history: History, wanted: Mapping[int, float]):
        """Weigh what an order wants, the sum of its lines by product in the product's own unit."""
        self.history = history
        self.wanted = {product: quantity for product, quantity in wanted.items() if quantity > 0}

    def slip(self, product: int) -> Slip | None:
        """Tell how much the quantity of a product looks like a slip; None where nothing is known of it."""
        history, wanted = self.history, self.wanted[product]
        purchases = history.purchases.get(product, [])
        peers = history.peers.get(product)
        if not purchases and peers is None:
            return None
        habit = Habit(purchases, self._expected(product), self._swing(product), history.numbers)
        meant = habit.density(wanted)
        ways = self._ways(product, wanted, habit)
        usual = history.usual[product] if purchases else _round(math.exp(peers.mean))
        best = max(ways, key=ways.__getitem__, default=usual)
        likely = best if ways.get(best, 0.0) > WILD else usual
        slips = sum(ways.values()) + (WILD if wanted > usual else 0.0)
        return Slip(slips / meant, likely, usual, len(purchases))

    def _ways(self, product: int, wanted: float, habit: "Habit") -> dict[float, float]:
        """Return what may have been meant, each with how probable it is that a slip made this of it."""
        ways = defaultdict(float)
        for factor, share in self._factors(product):
            if habit.whole(wanted / factor):
                ways[wanted / factor] += share * habit.density(wanted / factor)
        return ways

    def _factors(self, product: int) -> Iterator[tuple[float, float]]:
        packs = [size for size in self.history.packs.get(product, ()) if size > 1]
        yield 10, TEN
        yield 100, HUNDRED
        for size in packs:
            yield size, PACK / len(packs)
            if product in self.history.purchases:
                yield 1 / size, PIECE / len(packs)

    def _expected(self, product: int) -> tuple[float, float]:
        """Return mean and deviation of the logarithm that peers suggest for this customer."""
        mean, deviation = self.history.trade
        peers = self.history.peers.get(product)
        if peers:
            weight = peers.orders / (peers.orders + FEW_ORDERS)
            mean = weight * peers.mean + (1 - weight) * mean
            deviation = math.sqrt(weight * peers.deviation**2 + (1 - weight) * deviation**2)
        return mean + self.history.size, max(deviation, NEAR) * PEERS_STRETCH

    def _swing(self, product: int) -> float:
        """By how much the other lines exceed their usual quantities, as a logarithm."""
        others = len(self._swings) - (product in self._swings)
        return (self._sum - self._swings.get(product, 0.0)) / (others + FEW_OTHERS)

    @cached_property
    def _swings(self) -> dict[int, float]:
        found = {}
        for product, quantity in self.wanted.items():
            if len(self.history.purchases.get(product, ())) > 1:
                swing = math.log(quantity / self.history.usual[product])
                found[product] = min(max(swing, -LARGEST_SWING), LARGEST_SWING)
        return found

    @cached_property
    def _sum(self) -> float:
        return sum(self._swings.values())


class Habit:
    """How probable each quantity of a product is for a customer."""

    def __init__(
        self,
        purchases: list[tuple[float, float]],
        expected: tuple[float, float],
        swing: float,
        liked: Mapping[float, float],
    ):
        self.earlier = [(0.5 ** (age / HALF_LIFE), math.log(q) + swing, q) for age, q in purchases]
        self.weight = sum(weight for weight, _center, _quantity in self.earlier) + PEERS_WEIGHT
        self.expected, self.liked = expected, liked
        self.parts = any(quantity % 1 for _age, quantity in purchases)

    def whole(self, quantity: float) -> bool:
        """Tell whether a quantity could have been ordered: no part of a piece, unless parts are bought."""
        return self.parts or abs(quantity - round(quantity)) < 1e-6

    def density(self, quantity: float) -> float:
        """Return the density at the logarithm of a quantity."""
        place = math.log(quantity)
        mean, deviation = self.expected
        total = PEERS_WEIGHT * (_student(place - mean, deviation) + LIKED * self.liked.get(quantity, 0.0))
        for weight, center, earlier in self.earlier:
            total += weight * (_near(place - center) + (SAME if abs(quantity - earlier) < 1e-6 else 0.0))
        return total / self.weight + FLOOR


def _near(distance: float) -> float:
    distance = abs(distance)
    close, wide = (math.exp(-distance / scale) / (2 * scale) for scale in (NEAR, FAR))
    return (1 - FAR_SHARE) * close + FAR_SHARE * wide


def _student(distance: float, scale: float) -> float:
    """Density of Student's t with four degrees of freedom."""
    return 0.375 / scale * (1 + (distance / scale) ** 2 / 4) ** -2.5


def _round(quantity: float) -> float:
    return float(max(round(quantity), 1))
