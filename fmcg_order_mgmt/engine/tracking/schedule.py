"""When to ask for a parcel again: by its state and age, by what the last answer was, and by the hour.

The intervals are the table that suits parcels within China without push; see ``HOURS``.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from .canonical import HARD
from .values import Answer

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

HOURS = {
    "info_received": 6,
    "picked_up": 6,
    "in_transit": 6,
    "customs": 6,
    "unknown": 6,
    "out_for_delivery": 1,
    "attempt_failed": 1,
    "ready_for_pickup": 6,
}
# A parcel nobody has seen yet, by its age in days; then a troubled one.
_PENDING = ((1, 6), (3, 12), (None, 24))
_TROUBLED = ((2, 4), (None, 12))
# After delivery, a rare look for a week: what was signed for may come back.
_WATCH_HOURS, _WATCH = 72, 7 * DAY
# Days without news: ask less often, then give up.
_SILENCE = ((10, 4), (3, 2))
_GIVE_UP = 30 * DAY

# Somebody must do something first; asking again changes nothing.
_NEEDS_A_PERSON = frozenset({"needs_phone", "wrong_carrier"})
# The account's trouble, not the parcel's: no number gets an answer until it is over.
_ACCOUNT_TROUBLE = frozenset({"auth_error", "quota"})

_FIRST_RETRY, _LAST_RETRY = dt.timedelta(minutes=10), 12 * HOUR
_MORNING, _EVENING = 7, 22
_JITTER = 0.15


@dataclass(frozen=True)
class Watch:
    """What the schedule needs to know of a parcel; all times are aware.

    ``since`` is when watching began, ``changed_at`` the newest scan, ``failures`` how many answers in a row
    were none, ``retry_after`` the seconds a provider asked for. ``floor`` and ``ceiling`` bound the interval
    (``ceiling`` None: the table's own; it
    does not hurry the watch after delivery). ``at_night`` also asks while nothing moves in ``zone``.
    """

    state: str
    health: str
    since: dt.datetime
    seed: str
    changed_at: dt.datetime | None = None
    delivered_at: dt.datetime | None = None
    failures: int = 0
    retry_after: int | None = None
    floor: dt.timedelta = dt.timedelta(0)
    ceiling: dt.timedelta | None = None
    at_night: bool = False
    zone: dt.tzinfo = dt.timezone.utc


def next_poll(watch: Watch, now: dt.datetime) -> tuple[dt.datetime | None, str]:
    """Return when to ask again and the health to show; None when not to ask any more.

    The health is the answer's own, or ``stopped`` after the journey's end, ``expired`` after 30 days without
    news.
    """
    if watch.state in HARD or (watch.delivered_at and now - watch.delivered_at > _WATCH):
        return None, "stopped"
    if watch.health in _NEEDS_A_PERSON:
        return None, watch.health
    if now - (watch.changed_at or watch.since) > _GIVE_UP and watch.state != "delivered":
        return None, "expired"
    if watch.failures:
        return now + _back_off(watch), watch.health
    interval = _interval(watch, now)
    interval *= 1 + _JITTER * (2 * fraction(watch.seed) - 1)
    moment = now + max(interval, watch.floor)
    return (moment if watch.at_night else _awake(moment, watch)), watch.health


def account_pause(answer: Answer) -> dt.timedelta | None:
    """Return how long to leave the whole account in peace after this answer, None for not at all."""
    if answer.health in _ACCOUNT_TROUBLE:
        return max(HOUR, dt.timedelta(seconds=answer.retry_after or 0))
    return dt.timedelta(seconds=answer.retry_after) if answer.retry_after else None


def fraction(seed: str) -> float:
    """Return a number from 0 to 1 that is always the same for a text, to spread parcels over time."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32


def _interval(watch: Watch, now: dt.datetime) -> dt.timedelta:
    if watch.state == "delivered":
        return _WATCH_HOURS * HOUR
    if watch.state == "pending":
        hours = _by_age(_PENDING, now - watch.since)
    elif watch.state in ("exception", "returning"):
        hours = _by_age(_TROUBLED, now - (watch.changed_at or watch.since))
    else:
        hours = HOURS.get(watch.state, HOURS["unknown"])
    if watch.changed_at:
        days = (now - watch.changed_at) / DAY
        hours *= next((factor for after, factor in _SILENCE if days > after), 1)
    interval = hours * HOUR
    return interval if watch.ceiling is None else min(interval, watch.ceiling)


def _by_age(steps: tuple[tuple[int | None, int], ...], age: dt.timedelta) -> int:
    return next(hours for days, hours in steps if days is None or age < days * DAY)


def _back_off(watch: Watch) -> dt.timedelta:
    """Return the wait after answers that were none: doubled each time, or what the provider asked for."""
    wait = min(_FIRST_RETRY * 2 ** min(watch.failures - 1, 16), _LAST_RETRY)
    if watch.ceiling is not None:
        wait = min(wait, max(watch.ceiling, watch.floor))
    return max(wait, watch.floor, dt.timedelta(seconds=watch.retry_after or 0))


def _awake(moment: dt.datetime, watch: Watch) -> dt.datetime:
    """Return the moment, or one in the first hour of the morning when it falls into the night."""
    local = moment.astimezone(watch.zone)
    if _MORNING <= local.hour < _EVENING:
        return moment
    day = local if local.hour < _MORNING else local + DAY
    morning = day.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    return (morning + fraction(watch.seed) * HOUR).astimezone(dt.timezone.utc)
