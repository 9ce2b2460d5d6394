"""What is short may be produced: when it would be finished, by free work centres and components.

Components are those on the shelves, one level deep: that they could be produced themselves is not looked at.
"""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from .supply import DIGITS, Need, Promise, Shelf, Supply
from .work_time import Span, WorkTime

# A production order without any work is planned as one of an hour.
LEAST = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Station:
    """A work centre that can do an operation.

    ``cycle``: the minutes that ``capacity`` pieces take at once, its efficiency counted. ``setup``: the
    minutes before and after, once for each order.
    """

    time: WorkTime
    cycle: float
    setup: float = 0.0
    capacity: float = 1.0

    def minutes(self, quantity: float) -> float:
        """Return how long a quantity takes."""
        return self.setup + math.ceil(round(quantity / self.capacity, DIGITS)) * self.cycle


@dataclass(frozen=True)
class Plan:
    """A production that is possible: how much, when its components are taken and the slots of its work."""

    quantity: float
    begins: dt.date
    ready: dt.date
    slots: tuple[tuple[WorkTime, Span], ...]


@dataclass(frozen=True)
class Recipe:
    """How a product is made.

    :param parts: the shelf of each component, and how much of it is in one
    :param operations: in their order; each with the work centres that can do it, none: it cannot be done
    :param now: the moment, local
    :param lead_days: how long a production takes at least
    :param spare_days: for how many days what is finished is not counted on
    :param batch: orders are for so much, and for multiples of it; 0: for any quantity
    """

    parts: tuple[tuple[Shelf, float], ...]
    operations: tuple[tuple[Station, ...], ...]
    now: dt.datetime
    lead_days: int = 0
    spare_days: int = 0
    batch: float = 0.0

    def plan(self, quantity: float) -> Plan | None:
        """Return the earliest production of a quantity, None where components or hours are missing."""
        batches = math.ceil(round(quantity / self.batch, DIGITS)) if self.batch > 0 else 1
        quantity = batches * self.batch if self.batch > 0 else quantity
        day = self._components_there(quantity)
        if day is None:
            return None
        at = begins = max(self.now, dt.datetime.combine(day, dt.time()))
        slots = []
        for stations in self.operations:
            spans = [
                (each.time, each.time.slot(self._minutes(each, quantity, batches), at)) for each in stations
            ]
            possible = [(time, span) for time, span in spans if span]
            if not possible:
                return None
            slots.append(min(possible, key=lambda found: found[1][1]))
            at = slots[-1][1][1]
        least = dt.timedelta(days=self.lead_days) or (dt.timedelta() if slots else LEAST)
        at = max(at, begins + least)
        return Plan(quantity, day, at.date() + dt.timedelta(days=self.spare_days), tuple(slots))

    def _minutes(self, station, quantity, batches):
        return batches * station.minutes(quantity / batches)

    def _components_there(self, quantity):
        today = self.now.date()
        days = [shelf.ready(quantity * each, today) for shelf, each in self.parts]
        return None if None in days else max(days, default=today)

    def carry_out(self, plan: Plan) -> None:
        """Take the components and the time of a production."""
        for shelf, each in self.parts:
            # What is used up on a day is gone as what leaves on it.
            shelf.take(plan.quantity * each, plan.begins + dt.timedelta(days=1))
        for time, (begin, end) in plan.slots:
            time.occupy(begin, end)

    def most(self, quantity: float, by: dt.date) -> float:
        """Return how many whole pieces, up to a quantity, can be ready by a day."""
        low, high = 0, math.floor(quantity)
        while low < high:
            middle = (low + high + 1) // 2
            plan = self.plan(middle)
            low, high = (middle, high) if plan and plan.ready <= by else (low, middle - 1)
        return float(low)


class MadeShelf(Shelf):
    """The supply of a product that can be produced as well, where it is short or comes too late.

    ``recipe`` is set when the shelves of all components are there.
    """

    def __init__(self, supplies: Iterable[Supply], recipe: Recipe | None = None):
        super().__init__(supplies)
        self.recipe = recipe

    def owe(self, quantity: float, day: dt.date) -> float:
        """Keep what others were promised: of what comes in, else of what can be produced."""
        if super().owe(quantity, day):
            self._make(0.0)
        return self._owed

    def foresee(self, need: Need) -> Promise:
        """Return what a need could be promised now, with production where that is sooner."""
        stocked = super().foresee(need)
        if need.quantity <= 0 or not need.days or stocked.day == stocked.first:
            return stocked
        found = self._whole(need, stocked)
        return found or (stocked if stocked.day else self._part(need, stocked))

    def keep(self, need: Need, promise: Promise) -> None:
        """Keep for a need what it was promised, and produce what of it is not on its way."""
        if promise.reached:
            most = round(promise.quantity - promise.short, DIGITS)
            rest = self.take(most, promise.reached, need.lead_days, need.shelf_life_days)
            if rest:
                self._make(rest)
                self.take(rest, promise.reached, need.lead_days, need.shelf_life_days)

    def _whole(self, need, stocked):
        """Return the promise of the first day on which all can be there, None if stock alone is as soon."""
        best, steps = None, self.ladder(need)
        if not steps or steps[0][0] > need.days[0]:
            steps = [(need.days[0], 0.0), *steps]
        for day, free in steps:
            if (stocked.day and day >= stocked.day) or (best and day > best[0]):
                break
            missing = round(need.quantity - free, DIGITS)
            plan = self.recipe.plan(missing + self._owed)
            leaves = plan and self._first_day(need, day, plan)
            # The later step has more on stock: with the same day less is to be produced.
            if leaves and (not best or leaves <= best[0]):
                best = leaves, missing, plan
        if not best or (stocked.day and best[0] >= stocked.day):
            return None
        return self._told(need, stocked, *best)

    def _part(self, need, stocked):
        """Return the promise of as much as can be there at all."""
        free = need.quantity - stocked.short
        by = need.days[-1] - dt.timedelta(days=max(need.lead_days, 1))
        more = max(self.recipe.most(stocked.short + self._owed, by) - self._owed, 0.0)
        if not more:
            return stocked
        plan = self.recipe.plan(more + self._owed)
        day = self._first_day(need, stocked.reached or need.days[0], plan)
        told = self._told(need, stocked, day, more, plan)
        short = round(need.quantity - free - more, DIGITS)
        return dataclasses.replace(told, day=None, short=short)

    def _first_day(self, need, since, plan):
        lead = dt.timedelta(days=max(need.lead_days, 1))
        return next((day for day in need.days if day >= since and plan.ready <= day - lead), None)

    def _told(self, need, stocked, day, missing, plan):
        at_hand, arrives, made = self._comes_from(need.quantity - missing, day, need)
        return dataclasses.replace(
            stocked,
            day=day,
            reached=day,
            short=0.0,
            at_hand=at_hand,
            arrives=max(arrives or plan.ready, plan.ready),
            made=round(made + missing, DIGITS),
            first_quantity=need.quantity if day == need.days[0] else stocked.first_quantity,
        )

    def _make(self, quantity):
        """Produce a quantity and what is owed, as much as can be; what is over is there for others."""
        wanted = round(quantity + self._owed, DIGITS)
        plan = self.recipe.plan(wanted) if wanted else None
        if not plan:
            most = self.recipe.most(wanted, dt.date.max)
            plan = self.recipe.plan(most) if most else None
        if plan:
            self.recipe.carry_out(plan)
            self._put(Supply(plan.quantity, on=plan.ready, made=True))
