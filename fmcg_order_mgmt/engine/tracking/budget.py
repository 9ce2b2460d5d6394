"""How an account's calls of a day are shared out, by need, when there are too few for all parcels.

A fifth of the day is kept for people who ask by hand and for what is out for delivery. What the table of
schedule.py would use is the demand D, of which P is for urgent states. Up to 0.8 of the quota Q the table
holds; above, the intervals of all others are multiplied by (D - P) / (0.8 Q - P); where even the urgent ones
are too many, theirs are stretched so that they just fit, and the others wait as long as they may.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from .schedule import PACES, STRETCHED, URGENT

SHARE = 0.8


class Plan(NamedTuple):
    """A day's calls: how many are needed and allowed, and by what the intervals are multiplied."""

    demand: float
    urgent: float
    allowed: float | None
    stretch: float = 1.0
    urgent_stretch: float = 1.0

    @property
    def suffices(self) -> bool:
        """Whether the table can be kept."""
        return self.stretch == 1.0 and self.urgent_stretch == 1.0


def plan(
    under_way: Mapping[str, int],
    quota: int | None,
    batch: int = 1,
    abroad: bool = False,
    pushed: bool = False,
) -> Plan:
    """Return the plan for a day.

    :param under_way: parcels by canonical state
    :param quota: calls that the provider allows in a day, None for no limit
    :param batch: parcels that one call asks for
    """
    calls = {state: count * _per_day(state, abroad, pushed) / batch for state, count in under_way.items()}
    demand = sum(calls.values())
    urgent = sum(number for state, number in calls.items() if state in URGENT)
    if not quota:
        return Plan(demand, urgent, None)
    allowed = SHARE * quota
    if demand <= allowed:
        return Plan(demand, urgent, allowed)
    if urgent < allowed:
        return Plan(demand, urgent, allowed, (demand - urgent) / (allowed - urgent))
    return Plan(demand, urgent, allowed, float(STRETCHED), urgent / allowed)


def calls_left(used: int, quota: int | None, urgent: bool) -> float:
    """Return how many more calls fit into the day: its last fifth is kept for what is urgent."""
    if not quota:
        return math.inf
    return max(0, math.ceil(quota if urgent else SHARE * quota) - used)


def _per_day(state: str, abroad: bool, pushed: bool) -> float:
    """Return the calls that a parcel of this state needs in a day, at its shortest interval."""
    pace = PACES[abroad, pushed]
    if state == "delivered":
        return 24 / pace.watch
    if state == "pending":
        return 24 / pace.pending[0][1]
    if state in ("exception", "returning"):
        return 24 / pace.troubled[0][1]
    return 24 / pace.hours.get(state, pace.moving)
