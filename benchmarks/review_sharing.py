"""Plays days of order review with work shared as planned, in turn, and otherwise. Prints ROWS and JSON.

Each way gets the very same orders, reviewers and luck. ``./dev bench review`` can run it as it runs the
others: ``rows()`` returns what it prints, ``--days`` says how many days are played for each load, ``--table``
prints a table for people.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measure, review_day  # noqa: E402
from benchmarks.review_floor import Floor, Outcome  # noqa: E402
from benchmarks.review_policies import POLICIES  # noqa: E402

DAYS = 10
# A usual day, and one with a fifth more orders, which is about all that the team can do.
LOADS = (1.0, 1.2)
PLANNED = "planned"
# Sharing as planned is set against these; what is foreseen is only there to tell what is left to gain.
MEASURES = (
    ("late at cut-off", "late", "orders"),
    ("late at cut-off, of the orders", "late_percent", "%"),
    ("late at cut-off by priority", "late_priority", "points"),
    ("reviewers overloaded", "overloaded", "of 8"),
    ("most work before one reviewer", "queue", "min"),
    ("orders taken from a reviewer", "moved", "orders"),
)


def play(name: str, load: float, days: int) -> list[Outcome]:
    """Return what came of each day with the work shared that way."""
    return [Floor(review_day.make(seed, load), POLICIES[name]()).run() for seed in range(days)]


def mean(outcomes: Sequence[Outcome], figure: str) -> float:
    """Return the mean of a figure over the days."""
    return statistics.mean(getattr(outcome, figure) for outcome in outcomes)


def rows(days: int = DAYS, loads: Sequence[float] = LOADS) -> list[dict]:
    """Return the rows of ``./dev bench``: each figure as planned against every other way."""
    found = []
    for load in loads:
        outcomes = {name: play(name, load, days) for name in POLICIES}
        for case, figure, unit in MEASURES:
            value = mean(outcomes[PLANNED], figure)
            for name in POLICIES:
                if name != PLANNED:
                    found.append(
                        _row(f"{case}, load {load}", value, unit, name, mean(outcomes[name], figure))
                    )
    return [row.as_json() for row in found]


def table(days: int, loads: Sequence[float]) -> list[str]:
    """Return lines for people: one for each way and load, with means over the days."""
    lines = []
    for load in loads:
        titles = "".join(f"{figure:>15}" for _case, figure, _unit in MEASURES)
        lines += ["", f"load {load}, mean of {days} days{'':8}{titles}"]
        for name in POLICIES:
            outcomes = play(name, load, days)
            figures = "".join(f"{mean(outcomes, figure):15.2f}" for _case, figure, _unit in MEASURES)
            lines.append(f"{name:34}{figures}")
    return lines


def _row(case: str, value: float, unit: str, against: str, other: float) -> measure.Row:
    ratio = round(value / other, 3) if other else None
    return measure.Row(case, round(value, 2), unit, against, round(other, 2), ratio)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    if options.table:
        print("\n".join(table(options.days, LOADS)))
    else:
        print("ROWS " + json.dumps(rows(options.days)))


if __name__ == "__main__":
    main()
