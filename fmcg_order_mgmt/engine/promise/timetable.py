"""Delivery days and cut-offs in UTC, as moments are stored, for a place with its own clock."""

import datetime as dt
from dataclasses import dataclass

import pytz

from .calendar import DeliveryDays


@dataclass(frozen=True)
class Timetable:
    """The delivery days of a place in its time zone. All moments are in UTC, without zone."""

    days: DeliveryDays
    zone: dt.tzinfo

    def first(self, moment: dt.datetime) -> dt.date | None:
        """Return the first delivery day for an order of this moment, None without any weekday."""
        return self.days.first(self.local(moment))

    def following(self, moment: dt.datetime, count: int) -> list[dt.date]:
        """Return the first ``count`` delivery days for an order of this moment."""
        return self.days.following(self.local(moment), count)

    def closes(self, moment: dt.datetime) -> dt.datetime | None:
        """Return until when an order still reaches the first of those days."""
        local = self.days.closes(self.local(moment))
        return local and self.utc(local)

    def closes_for(self, moment: dt.datetime, wanted: dt.datetime) -> dt.datetime | None:
        """Return until when an order of ``moment`` reaches the day of ``wanted`` or the next one."""
        day = self.local(wanted).date() - dt.timedelta(days=self.days.lead_days)
        return self.closes(max(moment, self.utc(dt.datetime.combine(day, dt.time()))))

    def closes_on(self, day: dt.date) -> dt.datetime:
        """Return until when an order reaches this delivery day."""
        return self.utc(self.days.closes_on(day))

    def due(self, day: dt.date, minutes: int) -> dt.datetime:
        """Return when the warehouse takes the orders of this delivery day: so long before it closes."""
        return self.closes_on(day) - dt.timedelta(minutes=minutes)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment as the clock of the place shows it."""
        return pytz.utc.localize(moment).astimezone(self.zone)

    def utc(self, local: dt.datetime) -> dt.datetime:
        """Return what the clock of the place shows, given without zone, as a moment."""
        return self.zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
