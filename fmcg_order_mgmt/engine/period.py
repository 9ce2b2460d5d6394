"""Periods that are invoiced together: weeks and months that are over."""

import datetime as dt


def last_day(kind: str, today: dt.date) -> dt.date:
    """Return the last day of the last period that is over: a week ends on Sunday.

    :param kind: ``weekly`` or ``monthly``
    """
    days = today.isoweekday() if kind == "weekly" else today.day
    return today - dt.timedelta(days=days)
