"""Delivery days of a route: which day an order goes out when its van runs on some weekdays only."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveryDays:
    """A route's timetable: weekdays (Monday is 0), hour of the cut-off, days from order to delivery."""

    weekdays: Collection[int]
    cut_off: float
    lead_days: int = 1

    def first(self, ordered_at: dt.datetime) -> dt.date | None:
        """Return the first delivery day for an order of this moment, given in the route's local time.

        An order counts for its day up to and including the minute of the cut-off, later for the next day.
        The goods need ``lead_days`` days; the van then comes on the first of its weekdays. Without any
        weekday there is no day, hence None.
        """
        if not self.weekdays:
            return None
        day = ordered_at.date() + dt.timedelta(days=self.lead_days + self._late(ordered_at))
        while day.weekday() not in self.weekdays:
            day += dt.timedelta(days=1)
        return day

    def following(self, ordered_at: dt.datetime, count: int) -> list[dt.date]:
        """Return the first ``count`` delivery days for an order of this moment, [] without any weekday."""
        day, days = self.first(ordered_at), []
        while day and len(days) < count:
            if day.weekday() in self.weekdays:
                days.append(day)
            day += dt.timedelta(days=1)
        return days

    def closes(self, ordered_at: dt.datetime) -> dt.datetime | None:
        """Return until when (local, without zone) an order still reaches the first delivery day."""
        first = self.first(ordered_at)
        return first and self.closes_on(first)

    def closes_on(self, day: dt.date) -> dt.datetime:
        """Return until when (local, without zone) an order reaches this delivery day."""
        minutes = round(self.cut_off * 60)
        ordered = day - dt.timedelta(days=self.lead_days)
        return dt.datetime.combine(ordered, dt.time(minutes // 60, minutes % 60))

    def _late(self, ordered_at: dt.datetime) -> bool:
        return ordered_at.hour * 60 + ordered_at.minute > round(self.cut_off * 60)
