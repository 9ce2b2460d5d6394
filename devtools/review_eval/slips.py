"""Slips planted on lines with a habit: who finds how many of them, at how many false alarms."""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.review.outlier import Outliers

from .replay import OUTLIER, Case, Replay

HABIT = 5
PLANTED = 3000
# A z-score is called an outlier from here on, as everywhere.
Z_RULE = 3.0
ALLOWED = 0.02
# A slip among so many lines is what precision in practice is worked out for.
ONE_IN = 100
# The code of findings that say too little.
SMALL = "outlier_small"

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
    """Return the odds of the engine, negative where it takes the quantity for too small."""
    slip = Outliers(case.history, {**case.order.quantities, product: quantity}).slip(product)
    return -slip.odds if slip.likely > quantity else slip.odds


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


@dataclass(frozen=True)
class Kind:
    """A kind of slip: what becomes of a quantity, given the product's pack, and whether that is too little.

    Rules are measured in its direction only: a warning of too much is no false alarm of too little.
    """

    words: str
    of: Callable[[float, int], float]
    small: bool = False

    def fits(self, quantity: float, pack: int) -> bool:
        """Tell whether it can happen: packs that were entered as pieces were whole packs."""
        return not self.small or quantity % pack == 0


KINDS = {
    "ten": Kind("ten times too much", lambda quantity, _pack: quantity * 10),
    "pack": Kind("packs for pieces", lambda quantity, pack: quantity * pack),
    "piece": Kind("pieces for packs", lambda quantity, pack: quantity / pack, small=True),
}


class Slips:
    """All lines with a habit among the orders of a replay, on some of which slips are planted."""

    def __init__(self, replay: Replay, seed: int):
        self.replay, self.seed = replay, seed
        self.lines = [
            (case, product)
            for case in replay.cases
            for product in case.order.quantities
            if len(case.earlier(product)) >= HABIT
        ]
        self.untouched = {
            name: [score(case, product, case.order.quantities[product]) for case, product in self.lines]
            for name, score in SCORES.items()
        }

    def plant(self, kind: Kind) -> list[tuple[Case, int, float]]:
        """Return orders with one slipped line each, its product and its quantity."""
        lines = [
            (case, product, case.order.quantities[product], self.replay.pack(product))
            for case, product in self.lines
        ]
        fitting = [line for line in lines if kind.fits(*line[2:])]
        return [
            (case.with_quantity(product, kind.of(quantity, pack)), product, kind.of(quantity, pack))
            for case, product, quantity, pack in random.Random(self.seed).sample(
                fitting, min(PLANTED, len(fitting))
            )
        ]

    def measure(self, kind: Kind) -> "Measured":
        """Return what all rules make of the slips of a kind."""
        planted = self.plant(kind)
        ranks = {name: self._rank(name, kind, planted) for name in SCORES}
        false = self._false(kind)
        rules = [
            Seen("ours", share(planted, lambda slip: slip[1] in found(slip[0], kind)), false),
            ranks["z-score"].above(Z_RULE, f"z-score {'below -' if kind.small else 'above '}{Z_RULE:g}"),
            *(rank.at(false) for name, rank in ranks.items() if name != "ours"),
        ]
        at_allowed = {name: rank.at(ALLOWED).found for name, rank in ranks.items()}
        return Measured(len(planted), len(self.lines), rules, at_allowed)

    def _false(self, kind: Kind) -> float:
        """Return the share of untouched lines with a habit that the check takes for slips of that kind."""
        cases = {case.order.key: case for case, _product in self.lines}
        wrong = {key: found(case, kind) for key, case in cases.items()}
        return share(self.lines, lambda line: line[1] in wrong[line[0].order.key])

    def _rank(self, name: str, kind: Kind, planted: Sequence[tuple[Case, int, float]]) -> "Rank":
        sign = -1 if kind.small else 1
        slips = [sign * SCORES[name](*slip) for slip in planted]
        return Rank(name, slips, sorted((sign * score for score in self.untouched[name]), reverse=True))


@dataclass(frozen=True)
class Rank:
    """The scores that a rule gives to slips and, the highest first, to untouched lines."""

    rule: str
    slips: Sequence[float]
    untouched: Sequence[float]

    def above(self, limit: float, label: str = "") -> Seen:
        """Return what the rule makes of them that calls everything above a limit a slip."""
        shares = (share(scores, lambda score: score > limit) for scores in (self.slips, self.untouched))
        return Seen(label or self.rule, *shares)

    def at(self, allowed: float) -> Seen:
        """Return the same for the lowest limit with no larger share of false alarms than is allowed."""
        if not self.untouched:
            return Seen(self.rule, 0.0, 0.0)
        place = min(int(allowed * len(self.untouched)), len(self.untouched) - 1)
        return self.above(self.untouched[place], f"{self.rule} at as many")


@dataclass(frozen=True)
class Measured:
    """Slips of one kind: ``rules`` at the threshold of each, then at as many false alarms as ours has.

    ``at_allowed`` is the share that each score finds where ALLOWED of the untouched lines are false alarms.
    """

    planted: int
    untouched: int
    rules: Sequence[Seen]
    at_allowed: Mapping[str, float]


def found(case: Case, kind: Kind) -> set[int]:
    """Return the products whose quantity the check finds to be too large, or too small."""
    findings = (finding.found for finding in case.findings(OUTLIER))
    return {found.product for found in findings if (found.code == SMALL) == kind.small}


def share(things: Sequence, holds: Callable) -> float:
    """Return for which share of things something holds."""
    return sum(map(bool, map(holds, things))) / len(things) if things else 0.0
