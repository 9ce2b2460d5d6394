"""What an answer changes of the events that are known of a parcel, in whatever order answers come."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple


class Known(NamedTuple):
    """A stored event: when it happened and was stored, and whether it was withdrawn."""

    occurred_at: dt.datetime
    stored_at: dt.datetime
    gone: bool = False


class Change(NamedTuple):
    """What to add, to withdraw and to believe again, by fingerprint."""

    new: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    back: tuple[str, ...] = ()


def merge(
    known: Mapping[str, Known],
    reported: Mapping[str, dt.datetime],
    full: bool,
    asked_at: dt.datetime | None = None,
) -> Change:
    """Return what an answer changes; ``reported`` are its events and when they happened, by fingerprint.

    A ``full`` answer withdraws what it leaves out although it could have it. One to a question knows nothing
    of what was stored since ``asked_at``; a call (None) may have been overtaken by later ones, so it knows
    nothing of what happened after its newest event. An answer that has no event in common with those known is
    another journey, of a number used again or of a service that forgot; it withdraws nothing.
    """
    new = tuple(mark for mark in reported if mark not in known)
    back = tuple(mark for mark in reported if mark in known and known[mark].gone)
    if not full or known.keys().isdisjoint(reported):
        return Change(new, (), back)
    newest = max(reported.values())
    missing = (mark for mark, each in known.items() if mark not in reported and not each.gone)
    if asked_at is None:
        withdrawn = (mark for mark in missing if known[mark].occurred_at < newest)
    else:
        withdrawn = (mark for mark in missing if known[mark].stored_at <= asked_at)
    return Change(new, tuple(withdrawn), back)
