"""A reviewer's time, and the orders planned into it: the part of ``assign`` that counts minutes.

Inside, time is what the reviewer works from now on: breaks take none of it, and a cut-off becomes the
``limit`` of minutes that can be worked before it. Finishing times turn back into those of the clock at the
end.
"""

import math
from bisect import bisect_right, insort
from collections.abc import Iterable

ROUNDING = 1e-9


class Job:
    """An order while a plan is made; minutes and limits by the place of each reviewer who may review it."""

    __slots__ = ("fixed", "had", "limits", "minutes", "number", "order", "rank", "saved", "why")

    def __init__(self, number: int, order, had: int | None):
        self.number = number
        self.order = order
        self.had = had
        self.fixed = order.started and had is not None
        self.minutes: dict[int, float] = {}
        self.limits: dict[int, float] = {}
        # Orders of one cut-off follow each other by rank.
        self.rank = (order.due, -order.priority, had is None, number)
        self.saved = False
        self.why = ""


class Queue:
    """What one reviewer is to do: started orders, those in time by their limits, then the late ones."""

    def __init__(self, place: int, reviewer, now: float, times: float):
        self.place = place
        self.reviewer = reviewer
        self.windows = [(max(begin, now), end) for begin, end in reviewer.present if end > now]
        self.capacity = sum(end - begin for begin, end in self.windows)
        self.times = times
        self.started: list[Job] = []
        self.late: list[Job] = []
        self.begun = reviewer.load
        self.total = reviewer.load
        self.late_minutes = 0.0
        # Limits and ranks of the jobs that are in time, and the jobs; sorted alike.
        self.keys: list[tuple[float, tuple]] = []
        self.jobs: list[Job] = []
        self._ends: list[float] = []
        self._slacks: list[float] = []
        self._stale = True
        self._limits: dict[float, float] = {}

    def minutes_of(self, order) -> float:
        """Return the minutes that this reviewer takes for an order."""
        knows = self.reviewer.knows
        factors = [knows[mark] for mark in order.marks if mark in knows] if knows and order.marks else ()
        return order.minutes * self.reviewer.pace * min(factors, default=1.0)

    def limit(self, due: float) -> float:
        """Return the minutes that can be worked until a time of the clock, less what caution holds back."""
        if due not in self._limits:
            worked = sum(min(due, end) - begin for begin, end in self.windows if begin < due)
            self._limits[due] = worked / self.times if due < math.inf else self.capacity
        return self._limits[due]

    def clock(self, worked: float) -> float:
        """Return when so many minutes are worked; infinite if the presence ends before."""
        left = worked
        for begin, end in self.windows:
            if left <= end - begin + ROUNDING:
                return begin + left
            left -= end - begin
        return math.inf

    def start(self, job: Job) -> None:
        """Take an order that is started; it comes first and stays."""
        self.started.append(job)
        self.begun += job.minutes[self.place]
        self.total += job.minutes[self.place]
        self._stale = True

    def clear(self) -> None:
        """Give back all that is not started."""
        self.total, self.keys, self.jobs = self.begun, [], []
        self._stale = True

    def add(self, job: Job) -> None:
        """Take an order that is in time."""
        key = (job.limits[self.place], job.rank)
        at = bisect_right(self.keys, key)
        self.keys.insert(at, key)
        self.jobs.insert(at, job)
        self.total += job.minutes[self.place]
        self._stale = True

    def remove(self, job: Job) -> None:
        """Give an order back that was in time."""
        at = bisect_right(self.keys, (job.limits[self.place], job.rank)) - 1
        del self.keys[at], self.jobs[at]
        self.total -= job.minutes[self.place]
        self._stale = True

    def fits(self, job: Job) -> bool:
        """Tell whether an order can be added so that it and all others are in time."""
        minutes = job.minutes.get(self.place)
        if minutes is None:
            return False
        if self._stale:
            self._count()
        key = (job.limits[self.place], job.rank)
        at = bisect_right(self.keys, key)
        end = (self._ends[at - 1] if at else self.begun) + minutes
        return end <= key[0] + ROUNDING and minutes <= self._slacks[at] + ROUNDING

    def fits_instead(self, job: Job, other: Job) -> bool:
        """Tell whether an order fits once another one of the queue is gone."""
        minutes = job.minutes.get(self.place)
        if minutes is None:
            return False
        # Nothing that comes before both of them matters, and a quick look rules most out.
        limit = job.limits[self.place]
        end, waiting = self.begun, True
        for (bound, rank), one in zip(self.keys, self.jobs, strict=True):
            if waiting and (limit, job.rank) < (bound, rank):
                waiting, end = False, end + minutes
                if end > limit + ROUNDING:
                    return False
            if one is not other:
                end += one.minutes[self.place]
                if end > bound + ROUNDING:
                    return False
        return not waiting or end + minutes <= limit + ROUNDING

    def add_late(self, job: Job) -> None:
        """Take an order that will be late, after all that are in time."""
        insort(self.late, job, key=lambda one: (-one.order.priority, one.order.due, one.number))
        self.late_minutes += job.minutes[self.place]

    def in_order(self) -> list[Job]:
        """Return all that is to be done, in that order."""
        return [*self.started, *self.jobs, *self.late]

    def _count(self) -> None:
        """Count when each job ends, and how much later those from each on may end at most."""
        self._ends = list(_running(self.begun, (job.minutes[self.place] for job in self.jobs)))
        slack, slacks = math.inf, [math.inf]
        for (limit, _rank), end in zip(reversed(self.keys), reversed(self._ends), strict=True):
            slack = min(slack, limit - end)
            slacks.append(slack)
        slacks.reverse()
        self._slacks = slacks
        self._stale = False


def _running(total: float, values: Iterable[float]) -> Iterable[float]:
    for value in values:
        total += value
        yield total
