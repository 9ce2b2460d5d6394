"""Which trouble a parcel is in, so that somebody acts before its receiver asks.

One at a time, in the order of ``KINDS``: what came back although it was signed for, what is lost, damaged,
refused or held, what comes back, what is late or will be, what nobody has heard of for too long.
"""

import datetime as dt
from dataclasses import dataclass

from .canonical import RANKS, TERMINAL

KINDS = ("signed_returned", "troubled", "returned", "late", "silent")
# Why, within a kind. Of a late one it is told whether the promised time has passed already.
CAUSES = {
    "signed_returned": ("returning", "returned"),
    "troubled": (
        "lost",
        "consignee_refused",
        "carrier_damaged_parcel",
        "customs_delay",
        "consignee_not_available",
        "attempt_failed",
        "exception",
        "needs_phone",
        "wrong_carrier",
    ),
    "returned": ("returning", "returned"),
    "late": ("overdue", "behind"),
    "silent": ("silent",),
}

_BACK = frozenset({"returning", "returned"})
_STUCK = frozenset({"exception", "attempt_failed"})
_NEEDS_A_PERSON = frozenset({"needs_phone", "wrong_carrier"})
# Nobody answers us, so silence says nothing about the parcel.
_DEAF = frozenset({"auth_error", "quota", "rate_limited", "provider_down"})

# How much longer than a parcel that moves another may be silent, by its state.
_PATIENCE = {
    "pending": 1.5,
    "info_received": 1.5,
    "customs": 3,
    "out_for_delivery": 0.5,
    "ready_for_pickup": 2,
}
# Only of these does the lane's experience tell how often there is news.
_MOVING = frozenset({"picked_up", "in_transit"})
_MARGIN, _LEAST, _MOST = 1.5, 0.5, 3


@dataclass(frozen=True)
class Situation:
    """What is known of a parcel; all times are aware.

    ``news_at`` is the last scan, or since when we wait for the first; ``quiet`` how long the company lets a
    moving parcel be silent, ``pause`` how long those of its lane are, ``needs`` what those of its state still
    need from now on, ``step`` when experience will expect it later; None where that is not known.
    """

    state: str
    health: str
    news_at: dt.datetime
    quiet: dt.timedelta
    reason: str = ""
    due_at: dt.datetime | None = None
    eta: dt.datetime | None = None
    signed_at: dt.datetime | None = None
    pause: dt.timedelta | None = None
    needs: dt.timedelta | None = None
    step: dt.datetime | None = None


@dataclass(frozen=True)
class Alert:
    """A kind of trouble and its cause."""

    kind: str
    cause: str

    @property
    def key(self) -> str:
        """What makes two alerts the same to a person who has seen to one of them."""
        return f"{self.kind}/{self.cause}" if self.kind == "troubled" else self.kind


def find(parcel: Situation, now: dt.datetime) -> Alert | None:
    """Return the most important trouble at that moment, None for none."""
    if parcel.state in _BACK:
        return Alert("signed_returned" if parcel.signed_at else "returned", parcel.state)
    if parcel.state == "lost":
        return Alert("troubled", "lost")
    if not _watched(parcel):
        return None
    if cause := _trouble(parcel):
        return Alert("troubled", cause)
    if parcel.due_at and parcel.due_at < now:
        return Alert("late", "overdue")
    if parcel.due_at and any(parcel.due_at < moment for moment in _arrivals(parcel, now)):
        return Alert("late", "behind")
    silent = parcel.health not in _DEAF and now - parcel.news_at > patience(parcel)
    return Alert("silent", "silent") if silent else None


def look_again(parcel: Situation, now: dt.datetime) -> dt.datetime | None:
    """Return when time alone can change what ``find`` says, or the expected arrival passes, or None."""
    if not _watched(parcel):
        return None
    too_late = parcel.due_at and parcel.needs and parcel.due_at - parcel.needs
    moments = (parcel.due_at, too_late, parcel.eta, parcel.step, parcel.news_at + patience(parcel))
    # A moment's passing shows only after it.
    ahead = [moment + dt.timedelta(seconds=1) for moment in moments if moment and moment >= now]
    return min(ahead, default=None)


def patience(parcel: Situation) -> dt.timedelta:
    """Return how long a parcel in this state may be silent.

    One that moves: one and a half times the pause that is usual on its lane, but between half and three times
    what the company allows; where the lane says nothing, what the company allows. In other states what the
    company allows times the state's own factor.
    """
    if parcel.state in _MOVING and parcel.pause is not None:
        usual = _MARGIN * parcel.pause
        return min(max(usual, _LEAST * parcel.quiet), _MOST * parcel.quiet)
    return _PATIENCE.get(parcel.state, 1) * parcel.quiet


def _arrivals(parcel: Situation, now: dt.datetime) -> list[dt.datetime]:
    """Return when it is expected: by word or experience, and if all went well from now on."""
    moments = (parcel.eta, parcel.needs and now + parcel.needs)
    return [moment for moment in moments if moment]


def _watched(parcel: Situation) -> bool:
    return parcel.state in RANKS and parcel.state not in TERMINAL and parcel.health != "stopped"


def _trouble(parcel: Situation) -> str:
    """Return the cause of what keeps a parcel from going on, empty for none."""
    if parcel.state in _STUCK:
        return parcel.reason if parcel.reason in CAUSES["troubled"] else parcel.state
    if parcel.state == "customs" and parcel.reason == "customs_delay":
        return parcel.reason
    return parcel.health if parcel.health in _NEEDS_A_PERSON else ""
