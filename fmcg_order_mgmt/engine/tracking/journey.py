"""The events of one reply in their order, whichever way round they are listed, and what is no event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .canonical import Event
from .reading import MAX_EVENTS

# So much of what cannot be read is enough to see what it is.
_SHOWN, _SHOWN_EACH = 5, 100


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


def shown(name: str, value: Any) -> str:
    """Return a field that cannot be read as it came, cut."""
    return f"{name}={value!r}"[:_SHOWN_EACH].encode("utf-8", "replace").decode()
