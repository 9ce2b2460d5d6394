"""The events of one reply in their order, whichever way round they are listed, and what is no event."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .canonical import Event
from .reading import MAX_EVENTS, moment
from .values import Answer

# So much of what cannot be read is enough to see what it is.
_SHOWN, _SHOWN_EACH = 5, 100
# Deliveries are often closed days after the goods left; what is older still was another parcel's.
_BEFORE = dt.timedelta(days=30)
_ON_THE_WAY = frozenset(
    {"picked_up", "in_transit", "customs", "out_for_delivery", "attempt_failed", "ready_for_pickup"}
)


def ordered(found: Iterable[Event | None], newest_first: bool = False) -> tuple[Event, ...]:
    """Return events oldest first and numbered, at most the newest MAX_EVENTS of them.

    Those of the same moment keep the order of the reply, which is turned round when it begins with the
    newest; ``newest_first`` counts where the times do not tell. Nothing (None) stands for rows that could
    not be read.
    """
    events = [event for event in found if event]
    if events and events[0].occurred_at != events[-1].occurred_at:
        newest_first = events[0].occurred_at > events[-1].occurred_at
    if newest_first:
        events.reverse()
    events.sort(key=lambda event: event.occurred_at)
    return tuple(replace(event, sequence=place) for place, event in enumerate(events))[-MAX_EVENTS:]


def unread(rows: Sequence[Mapping[str, Any]], found: Sequence[Event | None], name: str) -> tuple[str, ...]:
    """Return what stands in the place of the time in rows that are no events because of it."""
    times = [row.get(name) for row, event in zip(rows, found, strict=True) if event is None]
    return tuple(shown(name, value) for value in times[:_SHOWN])


def unread_moments(record: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """Return the fields of a record that should be a time and are something else."""
    return tuple(
        shown(name, record[name]) for name in names if record.get(name) and moment(record[name]) is None
    )


def shown(name: str, value: Any) -> str:
    """Return a field that cannot be read as it came, cut."""
    return f"{name}={value!r}"[:_SHOWN_EACH].encode("utf-8", "replace").decode()


def name_of(words: str) -> str:
    """Return the name of the field that ``shown`` wrote down."""
    return words.partition("=")[0]


def is_full(events: Sequence[Event]) -> bool:
    """Say whether these can be all the events that a provider has; none at all may be a passing fault."""
    return 0 < len(events) < MAX_EVENTS


def of_this_parcel(answer: Answer, shipped_on: dt.date | None) -> Answer:
    """Return an answer without the scans of an earlier parcel: carriers use their numbers again.

    Where nothing else is left, the number is another parcel's still.
    """
    if shipped_on is None or not answer.events:
        return answer
    begin = dt.datetime.combine(shipped_on, dt.time(), dt.timezone.utc) - _BEFORE
    kept = tuple(event for event in answer.events if event.occurred_at >= begin)
    if kept:
        return answer if len(kept) == len(answer.events) else replace(answer, events=kept)
    return replace(
        answer,
        events=(),
        full=False,
        state="pending",
        eta=None,
        eta_to=None,
        health="wrong_carrier",
        message=f"the number's last scan, of {answer.events[-1].occurred_at:%Y-%m-%d}, is of another parcel",
    )


def turned_back(events: tuple[Event, ...], is_return: bool) -> tuple[Event, ...]:
    """Return ordered events; those of a parcel that its provider says goes back, as its way back.

    What is scanned after it turned is on the way to the sender, and so is who signs in the end.
    """
    if not is_return:
        return events
    turned = next((place for place, event in enumerate(events) if event.state == "returning"), None)
    if turned is None:
        # Nobody scanned where it turned, but the last one to sign was the sender.
        signatures = [place for place, event in enumerate(events) if event.state == "delivered"]
        turned = signatures[-1] if signatures else len(events)
    back = (replace(event, state=way_back(event.state)) for event in events[turned:])
    return (*events[:turned], *back)


def way_back(state: str) -> str:
    """Return what a state means for a parcel on its way back to the sender."""
    if state == "delivered":
        return "returned"
    return "returning" if state in _ON_THE_WAY else state


def first_is_pickup(events: tuple[Event, ...], code: str) -> tuple[Event, ...]:
    """Return ordered events with the oldest of this code as the pick-up, for providers that name none."""
    if any(event.state == "picked_up" for event in events):
        return events
    first = next((event for event in events if event.code == code and event.state == "in_transit"), None)
    return tuple(replace(event, state="picked_up") if event is first else event for event in events)


def signed(events: tuple[Event, ...], name: str) -> tuple[Event, ...]:
    """Return ordered events with the name of who signed at the newest delivery."""
    last = next((event for event in reversed(events) if event.state == "delivered"), None)
    if not name or last is None:
        return events
    return tuple(replace(event, signed_by=name) if event is last else event for event in events)
