"""Orders that are sent twice: the same once more, or with one line changed or left out."""

import datetime as dt
import random
from dataclasses import replace

from .replay import DOUBLE, Case, Replay
from .retail import Order

PLANTED = 2000
SOONEST, LATEST = 1, 36 * 60
KINDS = ("same", "other quantity", "line less")
# A change in a smaller order makes it another one.
LEAST = {"same": 1, "other quantity": 2, "line less": 4}


def measure(replay: Replay, seed: int) -> dict[str, tuple[int, int]]:
    """Return for each kind how many doubles were planted and how many of them were found."""
    chance = random.Random(seed)
    chosen = chance.sample(replay.cases, min(PLANTED, len(replay.cases)))
    counts = {kind: [0, 0] for kind in KINDS}
    for case in chosen:
        kind = chance.choice([kind for kind in KINDS if len(case.order.quantities) >= LEAST[kind]])
        double = replay.case(_again(case.order, kind, chance), extra=case.order)
        counts[kind][0] += 1
        counts[kind][1] += _finds(double)
    return {kind: (planted, found) for kind, (planted, found) in counts.items()}


def _again(order: Order, kind: str, chance: random.Random) -> Order:
    quantities = dict(order.quantities)
    product = chance.choice(sorted(quantities))
    if kind == "other quantity":
        quantities[product] += chance.choice([1, 2, 6])
    elif kind == "line less":
        del quantities[product]
    later = order.at + dt.timedelta(minutes=chance.randint(SOONEST, LATEST))
    # it comes after all others of its minute
    return replace(order, key=2**31, name=f"{order.name} again", at=later, quantities=quantities)


def _finds(case: Case) -> bool:
    return any(finding.severity != "info" for finding in case.findings(DOUBLE))
