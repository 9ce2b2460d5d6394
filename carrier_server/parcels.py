"""Parcels that move with time, or when told to."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import NamedTuple

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Step(NamedTuple):
    """A stop of the journey: kuaidi100's main status, its advanced one, the names of both, place and text."""

    main: str
    main_name: str
    advanced: str
    name: str
    area: str
    text: str


JOURNEY = (
    Step("1", "揽收", "103", "已揽收", "上海市", "【上海市】快件已被揽收"),
    Step("0", "在途", "1002", "干线", "杭州市", "【杭州市】快件已到达杭州转运中心"),
    Step("5", "派件", "5", "派件", "杭州市", "【杭州市】快递员正在为您派件"),
    Step("3", "签收", "301", "本人签收", "杭州市", "【杭州市】快件已签收,签收人:本人"),
)
# A number that begins with this word is late for good: it reaches the second step and stays there.
LATE = "LATE"
LATE_STEPS = 2


class Scan(NamedTuple):
    """A step that was reached, and when (aware)."""

    step: Step
    at: dt.datetime


def now() -> dt.datetime:
    """Return the time in China, where the parcels are."""
    return dt.datetime.now(SHANGHAI)


class Parcels:
    """All parcels by number; the first look at a number picks it up and starts its clock."""

    def __init__(self, step_seconds: float, clock: Callable[[], dt.datetime] = now):
        self._pause = dt.timedelta(seconds=step_seconds)
        self._clock = clock
        self._reached: dict[str, list[dt.datetime]] = {}
        self._asked: dict[str, dt.datetime] = {}
        self._lock = threading.Lock()

    def scans(self, number: str) -> list[Scan]:
        """Return the scans of a parcel so far, oldest first."""
        with self._lock:
            return self._scans(number)

    def advance(self, number: str, delivered: bool = False) -> list[Scan]:
        """Move a parcel one step now, or all the way; at the end of its journey it stays where it is."""
        with self._lock:
            behind = len(journey(number)) - len(self._scans(number))
            self._reached[number] += [self._clock()] * (behind if delivered else min(behind, 1))
            return self._scans(number)

    def asked_within(self, number: str, seconds: float) -> bool:
        """Say whether this number was asked for in the last ``seconds``, and note the question if not."""
        with self._lock:
            moment, before = self._clock(), self._asked.get(number)
            if before and moment - before < dt.timedelta(seconds=seconds):
                return True
            self._asked[number] = moment
            return False

    def _scans(self, number: str) -> list[Scan]:
        moment, steps = self._clock(), journey(number)
        reached = self._reached.setdefault(number, [moment])
        while len(reached) < len(steps) and reached[-1] + self._pause <= moment:
            reached.append(reached[-1] + self._pause)
        return [Scan(step, at) for step, at in zip(steps, reached, strict=False)]


def journey(number: str) -> tuple[Step, ...]:
    """Return the steps that this number will take."""
    return JOURNEY[:LATE_STEPS] if number.startswith(LATE) else JOURNEY
