"""What a customer usually orders and this order lacks."""

import math
import statistics
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .history import History

# Chosen on the first 70 % of the time of the data that ./dev eval review measures on: what an earlier order
# says fades by each order since, and counts up to so many times more the more it resembles the present one.
# How long ago the product itself was bought, against its usual gap, made the choice worse there.
FADING, LIKENESS = 0.98, 20.0
LATEST = 5


@dataclass(frozen=True)
class Missing:
    """A product that is missing; ``share`` is the weighted share of earlier orders that had it.

    ``quantity``, in its own unit, is the median of its latest ones; ``bought`` counts the orders that had it
    among all ``orders``.
    """

    product: int
    quantity: float
    share: float
    bought: int
    orders: int


def missing(history: History, wanted: Mapping[int, float], least: float, times: float) -> list[Missing]:
    """Return the products that the order most probably lacks, the likeliest first.

    The customer's earlier orders vote for their products, the recent ones and those that resemble this order
    most (cosine of the sets of products) the more: neighbours among a shopper's own baskets, after the
    personal part of TIFUKNN (Hu et al., SIGIR 2020, arXiv 2006.00556).

    :param wanted: the sum of the order's lines by product, in the product's own unit
    :param least: the smallest share of the votes that counts as usual
    :param times: how often a product must have been bought
    """
    votes, total = _votes(history, wanted)
    found = []
    for product, vote in votes.items():
        quantities = [quantity for _age, quantity in history.purchases[product]]
        usual = vote >= least * total and len(quantities) >= times
        if usual and product not in wanted and product in history.units:
            quantity = statistics.median_low(quantities[-LATEST:])
            found.append(Missing(product, quantity, vote / total, len(quantities), len(history.agreed)))
    return sorted(found, key=lambda each: (-each.share, each.product))


def _votes(history: History, wanted: Mapping[int, float]) -> tuple[dict[int, float], float]:
    votes, total = defaultdict(float), 0.0
    for back, order in enumerate(reversed(history.agreed)):
        basket = {product for product, quantity in order.quantities.items() if quantity > 0}
        alike = len(basket & wanted.keys()) / math.sqrt(max(len(basket) * len(wanted), 1))
        weight = FADING**back * (1 + LIKENESS * alike)
        total += weight
        for product in basket:
            votes[product] += weight
    return votes, total
