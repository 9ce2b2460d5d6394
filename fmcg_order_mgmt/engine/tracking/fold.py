"""What a set of events says about a parcel, whatever the order and number of times they arrived."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .canonical import HARD, RANKS, Event

# After a signature only these are news; a plain transit scan after it is a late message.
_AFTER_DELIVERED = frozenset({"returning", "returned", "lost", "attempt_failed"})
_UNDOING_REASONS = frozenset({"consignee_refused", "carrier_damaged_parcel"})
# A scan cannot lie ahead; 26 hours cover any time zone taken for another.
_AHEAD = dt.timedelta(hours=26)


@dataclass(frozen=True)
class Folded:
    """Where a parcel is; ``delivered_at`` is empty again after a correction, ``delivered_first_at`` never."""

    state: str = "pending"
    delivered_at: dt.datetime | None = None
    delivered_first_at: dt.datetime | None = None
    last_event_at: dt.datetime | None = None


def fold(events: Iterable[Event], now: dt.datetime | None = None) -> Folded:
    """Return the state that the events lead to; all times are aware, in UTC.

    Sorts by time, rank and place in the reply, so the order of arrival does not matter and duplicates do
    nothing. With ``now``, events more than 26 hours ahead of it are left out.
    """
    result, since = Folded(), None
    for event in sorted(events, key=_order):
        if now is not None and event.occurred_at > now + _AHEAD:
            continue
        if _applies(result.state, since, event):
            if since is None or event.state != result.state:
                since = event.occurred_at
            result = _moved(result, event)
        result = replace(result, last_event_at=event.occurred_at)
    return result


def _order(event: Event):
    # Code and texts only make the order total: equal keys would leave it to the order of arrival.
    return (
        event.occurred_at,
        RANKS.get(event.state, -1),
        event.sequence,
        event.state,
        event.reason,
        event.code,
        event.description,
    )


def _applies(state: str, since: dt.datetime | None, event: Event) -> bool:
    """Say whether the event may replace the state, which holds since that moment."""
    if event.state not in RANKS or event.state == "unknown":
        # An unmapped code tells only that there is something; it never replaces what is known.
        return state == "pending" and since is None
    if state in HARD:
        return event.state == "delivered" and event.occurred_at > since
    if state == "delivered" and event.state != "delivered":
        return event.occurred_at > since and _undoes_delivery(event)
    return True


def _undoes_delivery(event: Event) -> bool:
    return event.state in _AFTER_DELIVERED or (
        event.state == "exception" and event.reason in _UNDOING_REASONS
    )


def _moved(before: Folded, event: Event) -> Folded:
    state = event.state if event.state in RANKS else "unknown"
    if state != "delivered":
        return replace(before, state=state, delivered_at=None)
    return replace(
        before,
        state=state,
        delivered_at=before.delivered_at or event.occurred_at,
        delivered_first_at=before.delivered_first_at or event.occurred_at,
    )
