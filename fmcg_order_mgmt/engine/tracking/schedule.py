"""When to ask for a parcel again: by its state and age, by what the last answer was, and by the hour."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .canonical import HARD
from .values import Answer

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Pace(NamedTuple):
    """Hours from one question to the next.

    ``moving`` is for all states that ``hours`` does not name; ``pending`` and ``troubled`` go by age in days,
    as (below that many days, hours); ``watch`` is the rare look for ``watch_days`` after delivery, since what
    was signed for may come back.
    """

    moving: float
    hours: Mapping[str, float]
    pending: tuple[tuple[int | None, float], ...]
    troubled: tuple[tuple[int | None, float], ...]
    watch: float
    watch_days: int


# By (abroad, pushed): with push a question only makes sure that no call was lost.
PACES = {
    (False, False): Pace(
        6,
        {"out_for_delivery": 1, "attempt_failed": 1},
        ((1, 6), (3, 12), (None, 24)),
        ((2, 4), (None, 12)),
        72,
        7,
    ),
    (False, True): Pace(
        24, {"out_for_delivery": 12, "attempt_failed": 12}, ((None, 24),), ((None, 24),), 84, 7
    ),
    (True, False): Pace(
        12,
        {"out_for_delivery": 2, "attempt_failed": 2},
        ((1, 12), (3, 24), (None, 48)),
        ((None, 12),),
        120,
        15,
    ),
    (True, True): Pace(
        48,
        {"out_for_delivery": 24, "attempt_failed": 24, "ready_for_pickup": 24},
        ((None, 48),),
        ((None, 24),),
        180,
        15,
    ),
}
# What happens next with these is worth knowing within the hour; they go before all others.
URGENT = frozenset({"out_for_delivery", "attempt_failed", "exception"})
# However short the day's calls are, every parcel is looked at once in so many hours.
STRETCHED = 72
# Days without news: ask less often, then give up.
_SILENCE = ((10, 4), (3, 2))
_GIVE_UP = 30 * DAY

# Somebody must do something first; asking again changes nothing.
_NEEDS_A_PERSON = frozenset({"needs_phone", "wrong_carrier"})
# The account's trouble, not the parcel's: no number gets an answer until it is over.
_ACCOUNT_TROUBLE = frozenset({"auth_error", "quota"})
# So many answers in a row that were none, of whatever parcels, and the provider is left alone for a while.
_BREAKER, _BREAK = 5, dt.timedelta(minutes=15)
_FIRST_PAUSE, _LAST_PAUSE = dt.timedelta(minutes=1), HOUR

_FIRST_RETRY, _LAST_RETRY = dt.timedelta(minutes=10), 12 * HOUR
_MORNING, _EVENING = 7, 22
_JITTER = 0.15


@dataclass(frozen=True)
class Watch:
    """What the schedule needs to know of a parcel; all times are aware.

    ``since`` is when watching began, ``changed_at`` the newest scan, ``failures`` how many answers in a row
    were none, ``retry_after`` the seconds a provider asked for. ``floor`` and ``ceiling`` bound the interval
    (``ceiling`` None: the table's own; it does not hurry the watch after delivery). ``at_night`` also asks
    while nothing moves in ``zone``. ``abroad`` and ``pushed`` choose the table; ``stretch`` and
    ``urgent_stretch`` multiply its intervals where the day's calls do not suffice, see budget.py.
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
    abroad: bool = False
    pushed: bool = False
    stretch: float = 1.0
    urgent_stretch: float = 1.0

    @property
    def pace(self) -> Pace:
        """The table of this parcel."""
        return PACES[self.abroad, self.pushed]


def next_poll(watch: Watch, now: dt.datetime) -> tuple[dt.datetime | None, str]:
    """Return when to ask again and the health to show; None when not to ask any more.

    The health is the answer's own, or ``stopped`` after the journey's end, ``expired`` after 30 days without
    news.
    """
    if watch.state in HARD or (watch.delivered_at and now - watch.delivered_at > watch.pace.watch_days * DAY):
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


def account_pause(
    answer: Answer, failures: int = 0, now: dt.datetime | None = None, zone: dt.tzinfo = dt.timezone.utc
) -> dt.timedelta | None:
    """Return how long to leave the whole account in peace after this answer, None for not at all.

    ``failures`` is how many answers in a row, this one included, were none; with ``now``, an account whose
    day is used up rests until midnight in ``zone``.
    """
    asked = dt.timedelta(seconds=answer.retry_after or 0)
    if answer.daily and now:
        local = now.astimezone(zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        return max(midnight - local, asked)
    if answer.health in _ACCOUNT_TROUBLE:
        return max(HOUR, asked)
    if failures >= _BREAKER:
        return max(_BREAK, asked)
    if answer.health == "rate_limited" and failures:
        return max(min(_FIRST_PAUSE * 2 ** (failures - 1), _LAST_PAUSE), asked)
    return asked or None


def fraction(seed: str) -> float:
    """Return a number from 0 to 1 that is always the same for a text, to spread parcels over time."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32


def base_hours(watch: Watch, now: dt.datetime) -> float:
    """Return the hours of the table alone, before it is stretched, bounded or spread."""
    if watch.state == "delivered":
        return watch.pace.watch
    if watch.state == "pending":
        hours = _by_age(watch.pace.pending, now - watch.since)
    elif watch.state in ("exception", "returning"):
        hours = _by_age(watch.pace.troubled, now - (watch.changed_at or watch.since))
    else:
        hours = watch.pace.hours.get(watch.state, watch.pace.moving)
    if watch.changed_at:
        days = (now - watch.changed_at) / DAY
        hours *= next((factor for after, factor in _SILENCE if days > after), 1)
    return hours


def _interval(watch: Watch, now: dt.datetime) -> dt.timedelta:
    hours = base_hours(watch, now)
    factor = watch.urgent_stretch if watch.state in URGENT else watch.stretch
    if factor > 1:
        hours = max(hours, min(hours * factor, STRETCHED))
    interval = hours * HOUR
    if watch.ceiling is None or watch.state == "delivered":
        return interval
    return min(interval, watch.ceiling)


def _by_age(steps: tuple[tuple[int | None, float], ...], age: dt.timedelta) -> float:
    return next(hours for days, hours in steps if days is None or age < days * DAY)


def _back_off(watch: Watch) -> dt.timedelta:
    """Return the wait after answers that were none: doubled each time, or what the provider asked for.

    Somewhat longer by chance, so that all those that failed together do not come back together.
    """
    wait = min(_FIRST_RETRY * 2 ** min(watch.failures - 1, 16), _LAST_RETRY)
    if watch.ceiling is not None:
        wait = min(wait, max(watch.ceiling, watch.floor))
    wait = max(wait, watch.floor, dt.timedelta(seconds=watch.retry_after or 0))
    return wait * (1 + _JITTER * fraction(f"{watch.seed} {watch.failures}"))


def _awake(moment: dt.datetime, watch: Watch) -> dt.datetime:
    """Return the moment, or one in the first hour of the morning when it falls into the night."""
    local = moment.astimezone(watch.zone)
    if _MORNING <= local.hour < _EVENING:
        return moment
    day = local if local.hour < _MORNING else local + DAY
    morning = day.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    return (morning + fraction(watch.seed) * HOUR).astimezone(dt.timezone.utc)
