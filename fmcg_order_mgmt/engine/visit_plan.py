"""Which days a customer is visited on."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class VisitPlan:
    """Weekdays (Monday is 0), every how many weeks, and the day from which on it is followed.

    The weeks are counted from that of ``begins``, the first one that is visited; without it from one that is
    the same for everybody, so that all who are visited every second week are visited in the same weeks.
    """

    weekdays: Collection[int]
    every_weeks: int = 1
    begins: dt.date | None = None

    def is_due(self, day: dt.date) -> bool:
        """Tell whether the customer is visited on that day."""
        begins = self.begins or dt.date.min
        if day < begins or day.weekday() not in self.weekdays:
            return False
        return (_week(day) - _week(begins)) % self.every_weeks == 0


def _week(day: dt.date) -> int:
    """Return the number of the week, which begins on Monday; the calendar's first day was one."""
    return (day.toordinal() - 1) // 7
