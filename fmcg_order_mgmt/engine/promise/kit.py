"""A kit is not on stock itself: what can be promised of it is what its parts allow."""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable

from .supply import DIGITS, Need, Promise, Shelf


class Kit(Shelf):
    """A shelf of kits: each promise of one is kept on the shelves of its parts, whole kits alone.

    ``parts``: the shelf of each part, and how much of it is in one kit. Without any there is no kit.
    """

    def __init__(self, parts: Iterable[tuple[Shelf, float]]):
        super().__init__()
        self._parts = [(shelf, each) for shelf, each in parts if each > 0]

    def free(self, day: dt.date, lead_days: int = 1, shelf_life_days: int = 0) -> float:
        """Return how many kits can still be promised for a day."""
        return self._kits(shelf.free(day, lead_days, shelf_life_days) for shelf, _each in self._parts)

    def take(self, quantity: float, day: dt.date, lead_days: int = 1, shelf_life_days: int = 0) -> float:
        """Give the parts of kits away for a day; return how many kits there were not."""
        missing = [
            shelf.take(quantity * each, day, lead_days, shelf_life_days) / each for shelf, each in self._parts
        ]
        return round(max(missing, default=quantity), DIGITS)

    def owe(self, quantity: float, day: dt.date) -> float:
        """Keep the parts of what others were promised; return how many kits are owed for want of parts."""
        owed = [shelf.owe(quantity * each, day) / each for shelf, each in self._parts]
        return round(max(owed, default=quantity), DIGITS)

    def ready(self, quantity: float, today: dt.date) -> dt.date | None:
        """Return the first day on which the parts of so many are there in the morning."""
        days = [shelf.ready(quantity * each, today) for shelf, each in self._parts]
        return max(days) if days and all(days) else None

    def ladder(self, need: Need) -> list[tuple[dt.date, float]]:
        """Return the days on which more kits can be there than on all before, each with how many."""
        days = {day for shelf, _each in self._parts for day, _free in shelf.ladder(need)}
        steps: list[tuple[dt.date, float]] = []
        for day in sorted(days):
            free = self.free(day, need.lead_days, need.shelf_life_days)
            if free > (steps[-1][1] if steps else 0.0):
                steps.append((day, free))
        return steps

    def foresee(self, need: Need) -> Promise:
        """Return what a need could be promised: all parts of a kit leave on the same day."""
        if not need.days or not self._parts:
            return Promise(need.key, need.quantity, short=need.quantity, first=next(iter(need.days), None))
        answers = self._answers(need, need.quantity)
        most = need.quantity
        if any(answer.short for answer in answers):
            most = self._kits(answer.quantity - answer.short for answer in answers)
            answers = self._answers(need, most)
        reached = max((each.reached for each in answers if each.reached), default=None) if most else None
        first = need.days[0]
        return Promise(
            need.key,
            need.quantity,
            reached if most >= need.quantity else None,
            reached,
            round(need.quantity - most, DIGITS),
            min(most, self._kits(each.at_hand for each in answers)),
            max((each.arrives for each in answers if each.arrives), default=None),
            first,
            min(need.quantity, self._kits(each.first_quantity for each in answers)),
            self._too_old(first, need),
            min(most, self._most(each.made for each in answers)),
        )

    def keep(self, need: Need, promise: Promise) -> None:
        """Keep the parts of what was promised."""
        most = round(promise.quantity - promise.short, DIGITS)
        if not promise.reached or not most:
            return
        days = tuple(day for day in need.days if day >= promise.reached)
        for shelf, each in self._parts:
            shelf.promise(dataclasses.replace(need, quantity=most * each, days=days))

    def _answers(self, need, quantity):
        return [
            shelf.foresee(dataclasses.replace(need, quantity=quantity * each)) for shelf, each in self._parts
        ]

    def _kits(self, amounts):
        """Return how many whole kits amounts of the parts make."""
        ratios = (amount / each for amount, (_shelf, each) in zip(amounts, self._parts, strict=True))
        return float(math.floor(round(min(ratios, default=0.0), DIGITS)))

    def _most(self, amounts):
        """Return in how many kits amounts of the parts are."""
        ratios = (amount / each for amount, (_shelf, each) in zip(amounts, self._parts, strict=True))
        return float(math.ceil(round(max(ratios, default=0.0), DIGITS)))
