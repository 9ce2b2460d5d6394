"""A day of order review, made up from a seed: orders, reviewers, and the minutes that reviews really take."""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "fmcg_order_mgmt")]

from engine.review.assign import Reviewer  # noqa: E402
from engine.review.workload import Contents, Model  # noqa: E402

ORDERS, REVIEWED = 9_000, 0.12
OPENS = 8 * 60
# Cut-offs of the routes in minutes of the day: 11:00, 13:00, 15:00, 16:30 and 18:00.
CUTOFFS = (660, 780, 900, 990, 1080)
# Of the orders of a route, so many come in the last two hours, the last ones five minutes before its cut-off.
RUSH_SHARE, RUSH, LAST = 0.4, 120, 5
# Standard deviation of the logarithm of real by predicted minutes.
SPREAD = 0.4
# The same for a reviewer's form of the day against the pace that planners know.
FORM = 0.15
MAX_OPEN = 12
KNOWN = 0.8
REGIONS = tuple(f"region {number}" for number in range(16))
# Pace, skills, first break, second break of each reviewer: from the most experienced to the newest.
TEAM = (
    (0.75, "key french", (600, 615), (720, 750)),
    (0.80, "key", (615, 630), (720, 750)),
    (0.90, "key french", (630, 645), (750, 780)),
    (1.00, "key", (600, 615), (750, 780)),
    (1.00, "french", (615, 630), (780, 810)),
    (1.10, "", (630, 645), (780, 810)),
    (1.25, "", (600, 615), (720, 750)),
    (1.50, "", (615, 630), (750, 780)),
)
CLOSES = 18 * 60 + 30


@dataclass(frozen=True)
class Case:
    """An order that needs review: when it comes, what planners know of it, and ``luck`` that nobody knows."""

    key: int
    comes: float
    due: float
    minutes: float
    priority: float
    needs: frozenset
    marks: frozenset
    luck: float


@dataclass(frozen=True)
class Day:
    """The cases by time, the team as planned, each one's ``form``, and who leaves unexpectedly when.

    A review really takes its minutes, as predicted for the reviewer, times the case's luck and the reviewer's
    form.
    """

    cases: tuple[Case, ...]
    team: tuple[Reviewer, ...]
    form: tuple[float, ...]
    leaves: int
    leaves_at: float


def make(seed: int, load: float = 1.0) -> Day:
    """Return the day of a seed; ``load`` multiplies the number of orders."""
    chance = random.Random(seed)
    count = round(ORDERS * REVIEWED * load)
    cases = sorted((_case(chance, key) for key in range(count)), key=lambda case: case.comes)
    team = tuple(_reviewer(chance, number) for number in range(len(TEAM)))
    form = tuple(_luck(chance, FORM) for _reviewer in team)
    return Day(tuple(cases), team, form, chance.randrange(len(TEAM)), chance.uniform(690, 960))


def _case(chance: random.Random, key: int) -> Case:
    due = chance.choice(CUTOFFS)
    rushes = chance.random() < RUSH_SHARE
    comes = chance.uniform(due - RUSH, due - LAST) if rushes else chance.uniform(OPENS - 60, due - RUSH)
    needs = {skill for skill, share in (("key", 0.15), ("french", 0.08)) if chance.random() < share}
    return Case(
        key,
        max(comes, OPENS),
        due,
        Model().minutes(_contents(chance)),
        3.0 if chance.random() < 0.1 else 1.0,
        frozenset(needs),
        frozenset((chance.choice(REGIONS),)),
        _luck(chance, SPREAD),
    )


def _luck(chance: random.Random, spread: float) -> float:
    """Return a factor of 1 in the mean."""
    return chance.lognormvariate(-(spread**2) / 2, spread)


def _contents(chance: random.Random) -> Contents:
    lines = min(1 + round(chance.lognormvariate(2.7, 0.7)), 150)
    findings: dict[tuple[str, str], int] = {}
    for _number in range(chance.choice((1, 1, 1, 2, 2, 3))):
        key = ("", chance.choice(("info", "warn", "warn", "block")))
        findings[key] = findings.get(key, 0) + 1
    return Contents(lines, findings, chance.choice((0, 0, 1, 3)), chance.choice((0, 2, 10, 50, 200)))


def _reviewer(chance: random.Random, number: int) -> Reviewer:
    pace, skills, (first, back), (second, again) = TEAM[number]
    present = ((OPENS, first), (back, second), (again, CLOSES))
    knows = {region: KNOWN for region in chance.sample(REGIONS, 5)}
    return Reviewer(number, present, pace, frozenset(skills.split()), knows, 0.0, MAX_OPEN)
