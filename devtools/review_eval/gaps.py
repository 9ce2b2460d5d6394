"""Usual items missing: one is taken off an order; is it among the three that are named?"""

import random
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from .replay import MISSING, Case, Replay

# A product is usual from so many earlier purchases on, as the check has it.
USUAL, NAMED = 3, 3


@dataclass(frozen=True)
class Gaps:
    """``hit``: share of removals that ours names; ``frequent``: that the three most often bought name.

    ``silent``: share of removals after which ours names nothing; ``next_order``: share of the products named
    on untouched orders that the customer orders the next time; ``named``: share of untouched orders on which
    some are named.
    """

    removals: int
    hit: float
    frequent: float
    silent: float
    next_order: float
    named: float


def measure(replay: Replay, seed: int) -> Gaps:
    """Take one usual product off each order that has another besides, and see what is named."""
    chance = random.Random(seed)
    removals = hit = frequent = silent = 0
    for case in replay.cases:
        usual = [product for product in case.order.quantities if len(case.earlier(product)) >= USUAL]
        if usual and len(case.order.quantities) > 1:
            product = chance.choice(usual)
            gap = case.without(product)
            named = _named(gap)
            removals += 1
            hit += product in named
            silent += not named
            frequent += product in _most_frequent(gap)
    rates = [count / max(removals, 1) for count in (hit, frequent, silent)]
    return Gaps(removals, *rates, *_untouched(replay))


def _named(case: Case) -> list[int]:
    return [finding.found.product for finding in case.findings(MISSING)]


def _most_frequent(case: Case) -> list[int]:
    counts = Counter({product: len(rows) for product, rows in case.history.purchases.items()})
    others = (product for product, _count in counts.most_common() if product not in case.order.quantities)
    return list(islice(others, NAMED))


def _untouched(replay: Replay) -> tuple[float, float]:
    """Return the share of named products that are ordered the next time, and of orders that name some."""
    named = right = naming = 0
    following = {}
    for case in reversed(replay.cases):
        later = following.get(case.order.customer)
        following[case.order.customer] = case.order
        products = _named(case)
        naming += bool(products)
        if later:
            named += len(products)
            right += sum(product in later.quantities for product in products)
    return right / max(named, 1), naming / max(len(replay.cases), 1)
