"""The events of one reply in their order, whichever way round the provider lists them."""

from collections.abc import Iterable
from dataclasses import replace

from .canonical import Event
from .reading import MAX_EVENTS


def ordered(found: Iterable[Event | None]) -> tuple[Event, ...]:
    """Return events oldest first and numbered, at most the newest MAX_EVENTS of them.

    Those of the same moment keep the order of the reply, which is turned round when it begins with the
    newest. Nothing (None) stands for rows that could not be read.
    """
    events = [event for event in found if event]
    if events and events[0].occurred_at > events[-1].occurred_at:
        events.reverse()
    events.sort(key=lambda event: event.occurred_at)
    return tuple(replace(event, sequence=place) for place, event in enumerate(events))[-MAX_EVENTS:]
