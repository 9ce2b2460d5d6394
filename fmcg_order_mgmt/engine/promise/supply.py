"""What can be promised of one product in one warehouse: what is there, what comes in, what is given away.

This is "available to promise" (ATP): a quantity may be promised for a day when every promise made so far can
still be kept. What others were promised is taken out first, each from the supply that comes in last among
those that serve it, so that what is left is there as early as possible; among what is there, what expires
first goes first (FEFO). Quantities are in the product's own unit, days are those of the warehouse.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

# Smaller amounts come from adding floats.
DIGITS = 6


@dataclass(frozen=True)
class Supply:
    """Goods on stock, or that come in on a day.

    ``expires``: the last day on which they may be eaten. ``removed``: the day from which the warehouse gives
    them out no more. None: there is no such day. ``made``: they come from the company's own production.
    """

    quantity: float
    on: dt.date | None = None
    expires: dt.date | None = None
    removed: dt.date | None = None
    made: bool = False

    def serves(self, day: dt.date, lead_days: int, shelf_life_days: int = 0) -> bool:
        """Tell whether the goods can be with a customer on a day who asks for so many days until expiry."""
        # What comes in during a day can leave from the next one on.
        leaves = day - dt.timedelta(days=max(lead_days, 1))
        in_time = self.on is None or self.on <= leaves
        given_out = self.removed is None or leaves < self.removed
        keeps = self.expires is None or (self.expires - day).days >= shelf_life_days
        return in_time and given_out and keeps


@dataclass(frozen=True)
class Need:
    """What a line wants: a quantity, on the first that is possible of these delivery days, in order.

    ``lead_days``: from the warehouse's work to the delivery. ``shelf_life_days``: how long the goods must
    still keep on the day of delivery.
    """

    key: int
    quantity: float
    days: tuple[dt.date, ...]
    lead_days: int = 1
    shelf_life_days: int = 0


@dataclass(frozen=True)
class Promise:
    """The answer to a need.

    ``day``: when all of it can be there, None where that is never. ``reached``: the day on which all but
    ``short`` can be there; ``short`` is neither there nor on its way. ``at_hand``: how much of it is on stock
    now. ``arrives``: the day of the latest receipt that is waited for. ``first``: the first delivery day, and
    ``first_quantity`` what can be there by then. ``too_old``: what is on stock and free, but expires too soon
    for this customer. ``made``: how much of it is produced first.
    """

    key: int
    quantity: float
    day: dt.date | None = None
    reached: dt.date | None = None
    short: float = 0.0
    at_hand: float = 0.0
    arrives: dt.date | None = None
    first: dt.date | None = None
    first_quantity: float = 0.0
    too_old: float = 0.0
    made: float = 0.0


class Shelf:
    """The supply of one product in one warehouse, and what is left of it."""

    def __init__(self, supplies: Iterable[Supply] = ()):
        supplies = sorted(supplies, key=_last_in_first_to_expire)
        # A stock below zero is owed: it takes from what else there is.
        self._left = [[each, max(each.quantity, 0.0)] for each in supplies]
        self._owed = -sum(min(each.quantity, 0.0) for each in supplies)
        self._settle()

    def _put(self, supply: Supply) -> None:
        """Add what will come in after all."""
        self._left.append([supply, supply.quantity])
        self._left.sort(key=lambda entry: _last_in_first_to_expire(entry[0]))
        self._settle()

    def _settle(self) -> None:
        for entry in sorted(self._left, key=lambda entry: entry[0].on or dt.date.min):
            taken = min(entry[1], self._owed)
            entry[1], self._owed = entry[1] - taken, self._owed - taken

    def free(self, day: dt.date, lead_days: int = 1, shelf_life_days: int = 0) -> float:
        """Return what can still be promised for a day."""
        serving = (left for supply, left in self._left if supply.serves(day, lead_days, shelf_life_days))
        return round(sum(serving), DIGITS)

    def take(self, quantity: float, day: dt.date, lead_days: int = 1, shelf_life_days: int = 0) -> float:
        """Give a quantity away for a day; return what there was not."""
        for entry in self._left:
            if quantity > 0 and entry[0].serves(day, lead_days, shelf_life_days):
                taken = min(entry[1], quantity)
                entry[1], quantity = entry[1] - taken, quantity - taken
        return round(quantity, DIGITS)

    def owe(self, quantity: float, day: dt.date) -> float:
        """Keep what others were promised for a day; what there is not for it, they take when it comes.

        :return: all that is owed and not even on its way
        """
        self._owed += self.take(quantity, day)
        self._settle()
        return self._owed

    def ladder(self, need: Need) -> list[tuple[dt.date, float]]:
        """Return the days on which more can be there than on all before, each with how much."""
        steps: list[tuple[dt.date, float]] = []
        last = max((supply.on for supply, _left in self._left if supply.on), default=None)
        for day in need.days:
            free = self.free(day, need.lead_days, need.shelf_life_days)
            if free > (steps[-1][1] if steps else 0.0):
                steps.append((day, free))
            if last is None or last <= day - dt.timedelta(days=max(need.lead_days, 1)):
                break
        return steps

    def ready(self, quantity: float, today: dt.date) -> dt.date | None:
        """Return the first day on which so much is there in the morning, None where that is never."""
        arrivals = {supply.on + dt.timedelta(days=1) for supply, _left in self._left if supply.on}
        days = sorted({today} | {day for day in arrivals if day > today})
        return next((day for day in days if self.free(day) >= quantity), None)

    def promise(self, need: Need) -> Promise:
        """Promise a need what is possible, and keep that for it."""
        promise = self.foresee(need)
        self.keep(need, promise)
        return promise

    def keep(self, need: Need, promise: Promise) -> None:
        """Keep for a need what it was promised."""
        if promise.reached:
            most = round(promise.quantity - promise.short, DIGITS)
            self.take(most, promise.reached, need.lead_days, need.shelf_life_days)

    def foresee(self, need: Need) -> Promise:
        """Return what a need could be promised now; nothing is kept for it."""
        if not need.days:
            return Promise(need.key, need.quantity, short=need.quantity)
        first, steps = need.days[0], self.ladder(need)
        whole = next((day for day, free in steps if free >= need.quantity), None)
        whole = first if need.quantity <= 0 else whole
        reached, most = (whole, need.quantity) if whole else (steps[-1] if steps else (None, 0.0))
        at_hand, arrives, made = self._comes_from(most, reached, need)
        at_once = self.free(first, need.lead_days, need.shelf_life_days)
        return Promise(
            need.key,
            need.quantity,
            whole,
            reached,
            round(need.quantity - most, DIGITS),
            at_hand,
            arrives,
            first,
            min(at_once, need.quantity),
            self._too_old(first, need),
            made,
        )

    def _comes_from(
        self, quantity: float, day: dt.date | None, need: Need
    ) -> tuple[float, dt.date | None, float]:
        """Return how much of it is there, when the last of the rest comes in, and how much is made."""
        at_hand, found, made, latest = 0.0, 0.0, 0.0, None
        for supply, left in reversed(self._left):
            wanted = round(quantity - found, DIGITS)
            if day and left > 0 and wanted > 0 and supply.serves(day, need.lead_days, need.shelf_life_days):
                found, latest = found + min(left, wanted), supply.on
                at_hand = at_hand if supply.on else found
                made += min(left, wanted) if supply.made else 0.0
        return round(at_hand, DIGITS), latest, round(made, DIGITS)

    def _too_old(self, day: dt.date, need: Need) -> float:
        """Return what would serve the day for another customer, but expires too soon for this one."""
        if not need.shelf_life_days:
            return 0.0
        fresh = self.free(day, need.lead_days, need.shelf_life_days)
        return round(self.free(day, need.lead_days) - fresh, DIGITS)


def _last_in_first_to_expire(supply: Supply) -> tuple[int, dt.date]:
    return -(supply.on or dt.date.min).toordinal(), supply.expires or dt.date.max
