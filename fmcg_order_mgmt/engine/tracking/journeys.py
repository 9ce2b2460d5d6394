"""What has to be set right in a provider's list of events, whatever the provider."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .canonical import Event
from .reading import MAX_EVENTS
from .values import Answer

# Scans may be dated a little before the shipping day; what is older was another parcel with this number.
_BEFORE, _LONG_BEFORE = dt.timedelta(days=2), dt.timedelta(days=30)
_ON_THE_WAY = frozenset(
    {"picked_up", "in_transit", "customs", "out_for_delivery", "attempt_failed", "ready_for_pickup"}
)


def is_full(events: tuple[Event, ...]) -> bool:
    """Say whether these can be all the events that a provider has; none at all may be a passing fault."""
    return 0 < len(events) < MAX_EVENTS


def numbered(events: Sequence[Event], newest_first: bool = False) -> tuple[Event, ...]:
    """Return the events of a list, oldest first, each with its place from the oldest as ``sequence``.

    The times tell which way round a list is; ``newest_first`` counts where all of them are the same.
    """
    if events and events[0].occurred_at != events[-1].occurred_at:
        newest_first = events[0].occurred_at > events[-1].occurred_at
    ordered = events[::-1] if newest_first else events
    return tuple(replace(event, sequence=place) for place, event in enumerate(ordered))


def oldest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events by time; those of the same second keep the order of the reply."""
    return tuple(sorted(events, key=lambda event: (event.occurred_at, event.sequence)))


def of_this_parcel(answer: Answer, shipped_on: dt.date | None) -> Answer:
    """Return an answer without the scans of an earlier parcel: carriers use their numbers again.

    When nothing is left, the parcel is not known yet; where the last scan is long past, the number is wrong.
    """
    if shipped_on is None or not answer.events:
        return answer
    shipped = dt.datetime.combine(shipped_on, dt.time(), dt.timezone.utc)
    kept = tuple(event for event in answer.events if event.occurred_at >= shipped - _BEFORE)
    if kept:
        return answer if len(kept) == len(answer.events) else replace(answer, events=kept)
    last = max(event.occurred_at for event in answer.events)
    return replace(
        answer,
        events=(),
        full=False,
        state="pending",
        eta=None,
        eta_to=None,
        health="wrong_carrier" if last < shipped - _LONG_BEFORE else "not_found",
        message=f"the number's last scan, of {last:%Y-%m-%d}, is of another parcel",
    )


def turned_back(events: tuple[Event, ...], is_return: bool) -> tuple[Event, ...]:
    """Return the events of a parcel that its provider says goes back, else as they are.

    Its scans after it turned are the way back, and where it is handed over in the end is the sender's.
    """
    if not is_return:
        return events
    ordered = oldest_first(events)
    turned = next((place for place, event in enumerate(ordered) if event.state == "returning"), None)
    if turned is None:
        # Nobody scanned where it turned, but the last one to sign was the sender.
        signed_at = [place for place, event in enumerate(ordered) if event.state == "delivered"]
        turned = signed_at[-1] if signed_at else len(ordered)
    back = (replace(event, state=way_back(event.state)) for event in ordered[turned:])
    return (*ordered[:turned], *back)


def way_back(state: str) -> str:
    """Return what a state means for a parcel on its way back to the sender."""
    if state == "delivered":
        return "returned"
    return "returning" if state in _ON_THE_WAY else state


def first_is_pickup(events: tuple[Event, ...], code: str) -> tuple[Event, ...]:
    """Return the events with the oldest one of this code as the pick-up, for providers that name none."""
    ordered = oldest_first(events)
    if any(event.state == "picked_up" for event in ordered):
        return ordered
    first = next((event for event in ordered if event.code == code and event.state == "in_transit"), None)
    return tuple(replace(event, state="picked_up") if event is first else event for event in ordered)


def signed(events: tuple[Event, ...], name: str) -> tuple[Event, ...]:
    """Return the events with the name of who signed at the newest delivery."""
    last = next((event for event in reversed(oldest_first(events)) if event.state == "delivered"), None)
    if not name or last is None:
        return events
    return tuple(replace(event, signed_by=name) if event is last else event for event in events)
