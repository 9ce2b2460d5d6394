"""An own van's tour: what its driver reports, what became of a stop, and when the others are reached."""

import datetime as dt
import statistics
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

# A phone's clock may run a little ahead; what is older than a week is no report of today's work.
AHEAD = dt.timedelta(minutes=5)
BEHIND = dt.timedelta(days=7)
# How long a driver may take his last report back.
UNDO = dt.timedelta(minutes=10)

MINUTES_PER_STOP = 15.0
DEPARTURE = dt.time(8)
# Between two stops: less is two deliveries at one door, more a break or another day.
_SHORTEST, _LONGEST = 2.0, 90.0
_FEWEST_GAPS = 5
# "About 14:10": to the minute nobody knows, and each change is a write.
_STEP = dt.timedelta(minutes=5)
_RAW = 64


@dataclass(frozen=True)
class Kind:
    """What a report says in the canonical words."""

    state: str
    reason: str = ""


KINDS = {
    "arrived": Kind("out_for_delivery"),
    "delivered": Kind("delivered"),
    "partly": Kind("delivered"),
    "refused": Kind("returning", "consignee_refused"),
    "nobody": Kind("attempt_failed", "consignee_not_available"),
}
# Why goods were not accepted; what is missing never came, so that it does not come back either.
NOT_ACCEPTED = ("damaged", "refused", "missing")

_OUTCOMES = {
    "delivered": "delivered",
    "attempt_failed": "nobody",
    "returning": "refused",
    "returned": "refused",
    "lost": "refused",
    "cancelled": "cancelled",
}


@dataclass(frozen=True)
class Moment:
    """When something happened: ``at`` counts, ``raw`` is what the phone said of it."""

    at: dt.datetime
    raw: str


@dataclass(frozen=True)
class Stop:
    """A stop in the order of the tour; both times are empty while the van is still to come."""

    key: Hashable
    arrived_at: dt.datetime | None = None
    done_at: dt.datetime | None = None


def happened(raw: object, now: dt.datetime, sent: object = None) -> Moment:
    """Return when a report happened by the phone's own clock.

    ``sent`` is what that clock showed when the report was sent: one that goes wrong is set right by it. What
    lies more than five minutes ahead is now, what is older than a week a week ago, what cannot be read now.
    """
    at, clock = _read(raw), _read(sent)
    kept = str(raw or "")[:_RAW]
    if at is None:
        return Moment(now, kept)
    if clock is not None and abs(now - clock) > AHEAD:
        at = now - (clock - at) if clock >= at else now
    if at > now + AHEAD:
        at = now
    return Moment(max(at, now - BEHIND), kept)


def _read(raw: object) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(raw)  # type: ignore[arg-type]
        aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)
        return aware.astimezone(dt.timezone.utc)
    except (TypeError, ValueError, OverflowError):
        return None


def outcome(states: Iterable[str]) -> str:
    """Return what became of a stop with shipments in these states.

    ``open`` while something is still to be handed over, else ``delivered``, ``refused``, ``nobody``,
    ``cancelled``, or ``partly`` where only some of it was delivered.
    """
    found = {_OUTCOMES.get(state, "open") for state in states}
    if not found or "open" in found:
        return "open"
    if len(found) == 1:
        return found.pop()
    if "delivered" in found:
        return "partly"
    return "refused" if "refused" in found else "nobody"


def start_of(day: dt.date, left_at: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return when a van starts: as it leaves, but what is loaded the evening before starts in the morning."""
    if left_at.astimezone(zone).date() >= day:
        return left_at
    return dt.datetime.combine(day, DEPARTURE, zone).astimezone(dt.timezone.utc)


def minutes_per_stop(tours: Iterable[Iterable[dt.datetime]]) -> float:
    """Return the usual minutes from one stop to the next, measured on past tours by when stops were done."""
    gaps = []
    for moments in tours:
        ordered = sorted(moments)
        for before, after in zip(ordered, ordered[1:], strict=False):
            gaps.append((after - before).total_seconds() / 60)
    usual = [gap for gap in gaps if _SHORTEST <= gap <= _LONGEST]
    return statistics.median(usual) if len(usual) >= _FEWEST_GAPS else MINUTES_PER_STOP


def arrivals(
    stops: Sequence[Stop], start: dt.datetime, now: dt.datetime, minutes: float = MINUTES_PER_STOP
) -> dict[Hashable, dt.datetime]:
    """Return when each stop that is not done is reached, by its key, to five minutes.

    The van goes on from what it did last; one that is behind its time takes all later stops with it.
    """
    pace = dt.timedelta(minutes=minutes)
    there = {stop.key: stop.arrived_at for stop in stops if stop.arrived_at and not stop.done_at}
    done = [stop.done_at for stop in stops if stop.done_at]
    last = max([start, *done, *there.values()])
    ahead = [stop.key for stop in stops if not stop.done_at and stop.key not in there]
    behind = max(now - (last + pace), dt.timedelta(0))
    expected = {key: last + pace * place + behind for place, key in enumerate(ahead, 1)}
    return {key: _rounded(moment) for key, moment in (there | expected).items()}


def _rounded(moment: dt.datetime) -> dt.datetime:
    over = (moment - moment.replace(minute=0, second=0, microsecond=0)) % _STEP
    return moment - over + (_STEP if over * 2 >= _STEP else dt.timedelta(0))
