"""Slips of ten and of a pack, planted on lines with a habit: who finds how many, at how many false alarms."""

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.review.check import Rule
from engine.review.outlier import Outliers

from .replay import OUTLIER, Case, Replay

HABIT = 5
PLANTED = 3000
# A z-score is called an outlier from here on, as everywhere.
Z_RULE = 3.0
ALLOWED = 0.02
# A slip among so many lines is what precision in practice is worked out for.
ONE_IN = 100
RULE = Rule(1, OUTLIER, "warn")

Score = Callable[[Case, int, float], float]


@dataclass(frozen=True)
class Seen:
    """What a rule makes of the planted slips and of the untouched lines: the shares that it calls slips."""

    rule: str
    found: float
    false: float

    def precision(self, planted: int, untouched: int) -> float:
        """Return the share of slips among what is called one, for so many of both."""
        right, wrong = self.found * planted, self.false * untouched
        return right / (right + wrong) if right + wrong else 0.0


def ours(case: Case, product: int, quantity: float) -> float:
    """Return the odds of the engine."""
    wanted = {**case.order.quantities, product: quantity}
    return Outliers(case.history, wanted).slip(product).odds


def z_score(case: Case, product: int, quantity: float) -> float:
    """Return how many standard deviations a quantity is above the mean; a deviation of 0 counts as 1."""
    earlier = case.earlier(product)
    return (quantity - statistics.fmean(earlier)) / (statistics.stdev(earlier) or 1.0)


def robust(case: Case, product: int, quantity: float) -> float:
    """Return the same with the median and 1.4826 times the median absolute deviation."""
    earlier = case.earlier(product)
    middle = statistics.median(earlier)
    spread = 1.4826 * statistics.median(abs(each - middle) for each in earlier)
    return (quantity - middle) / (spread or 1.0)


SCORES: dict[str, Score] = {"ours": ours, "z-score": z_score, "robust score": robust}


class Slips:
    """All lines with a habit among the orders of a replay, and slips planted on some of them."""

    def __init__(self, replay: Replay, seed: int):
        self.replay = replay
        self.lines = [
            (case, product)
            for case in replay.cases
            for product in case.order.quantities
            if len(case.earlier(product)) >= HABIT
        ]
        self.chosen = random.Random(seed).sample(self.lines, min(PLANTED, len(self.lines)))
        self.untouched = {
            name: [score(case, product, case.order.quantities[product]) for case, product in self.lines]
            for name, score in SCORES.items()
        }

    def factor(self, kind: str, product: int) -> int:
        """Return by what a slip of this kind multiplies."""
        return 10 if kind == "ten" else self.replay.pack(product)

    def plant(self, kind: str) -> list[tuple[Case, int, float]]:
        """Return orders with one slipped line each, its product and its quantity."""
        planted = []
        for case, product in self.chosen:
            quantity = case.order.quantities[product] * self.factor(kind, product)
            planted.append((case.with_quantity(product, quantity), product, quantity))
        return planted

    def measure(self, kind: str) -> "Measured":
        """Return what all rules make of the slips of a kind."""
        planted = self.plant(kind)
        scores = {name: [score(*slip) for slip in planted] for name, score in SCORES.items()}
        false = share(self.lines, lambda line: finds(*line))
        rules = [
            Seen("ours", share(planted, lambda slip: finds(*slip[:2])), false),
            self._above("z-score", scores, Z_RULE, f"z-score above {Z_RULE:g}"),
            *(self._above(name, scores, self._limit(name, false)) for name in SCORES if name != "ours"),
        ]
        at_allowed = [self._above(name, scores, self._limit(name, ALLOWED)) for name in SCORES]
        return Measured(kind, len(planted), len(self.lines), rules, at_allowed)

    def _limit(self, name: str, allowed: float) -> float:
        """Return the score that no more than a share of the untouched lines exceeds."""
        ranked = sorted(self.untouched[name], reverse=True)
        return ranked[min(int(allowed * len(ranked)), len(ranked) - 1)]

    def _above(self, name: str, scores: dict[str, list[float]], limit: float, label: str = "") -> Seen:
        found, false = (
            share(values, lambda score: score > limit) for values in (scores[name], self.untouched[name])
        )
        return Seen(label or name, found, false)


@dataclass(frozen=True)
class Measured:
    """Slips of one kind: ``rules`` at the threshold of each or at as many false alarms as ours has."""

    kind: str
    planted: int
    untouched: int
    rules: Sequence[Seen]
    at_allowed: Sequence[Seen]


def finds(case: Case, product: int) -> bool:
    """Tell whether the check warns of a product."""
    return any(each.found.product == product for each in case.findings([RULE]))


def share(things: Sequence, holds: Callable) -> float:
    """Return for which share of things something holds."""
    return sum(map(bool, map(holds, things))) / len(things) if things else 0.0
