"""What customers are told of their parcels: which news matters, when it may be told, when it is overtaken."""

import datetime as dt

KINDS = ("shipped", "out_for_delivery", "ready_for_pickup", "delivered", "delayed")

_BEFORE = frozenset({"pending", "info_received", "unknown", "exception"})
_MOVING = frozenset({"picked_up", "in_transit", "customs"})
_SAID_AS_THEY_ARE = frozenset({"out_for_delivery", "ready_for_pickup", "delivered"})
# Nobody wants to be told of it any more: a journey that became known when it was long over.
STALE = dt.timedelta(days=2)


def follows(old: str, new: str) -> str:
    """Return the kind of the notice that a change of state calls for, empty for none."""
    if new == old:
        return ""
    if new in _SAID_AS_THEY_ARE:
        return new
    return "shipped" if new in _MOVING and old in _BEFORE else ""


def sequence(kind: str, day: dt.date) -> int:
    """Return what tells two notices of a kind about one parcel apart: nothing but another day.

    The day is that of the news; of a delay it is the promised day. A parcel is shipped once.
    """
    return 0 if kind == "shipped" else day.toordinal()


def overtaken(kind: str, state: str, is_late: bool) -> bool:
    """Say whether newer news has made a notice wrong that still waits."""
    if kind == "delayed":
        return not is_late
    return state not in _MOVING if kind == "shipped" else state != kind


def is_stale(happened_at: dt.datetime, now: dt.datetime) -> bool:
    """Say whether the news is too old to be told."""
    return now - happened_at > STALE


def may_tell_at(moment: dt.datetime, zone: dt.tzinfo, night: float = 21, morning: float = 8) -> dt.datetime:
    """Return the moment itself, or the next morning where it falls into the night of the zone.

    ``night`` and ``morning`` are hours of the day; when they are the same, there is no night.
    """
    local = moment.astimezone(zone)
    hour = local.hour + local.minute / 60 + local.second / 3600
    if not _is_night(hour, night, morning):
        return moment
    day = local.date() + dt.timedelta(days=hour >= morning)
    start = dt.datetime.combine(day, dt.time(), tzinfo=zone) + dt.timedelta(hours=morning)
    return start.astimezone(dt.timezone.utc)


def _is_night(hour: float, night: float, morning: float) -> bool:
    if night > morning:
        return hour >= night or hour < morning
    return night <= hour < morning
