"""Parcels that move with time, or when told to."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .journeys import JOURNEYS, KINDS, Journey, Step, journey_of, share

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
JOURNEY = JOURNEYS["plain"].steps


class Scan(NamedTuple):
    """A step that was reached, and when (aware)."""

    step: Step
    at: dt.datetime


def now() -> dt.datetime:
    """Return the time in China, where the parcels are."""
    return dt.datetime.now(SHANGHAI)


class Parcels:
    """All parcels by number; the first look at a number picks it up and starts its clock.

    ``step_seconds`` lie between two steps, with ``spread`` up to that share more or less. Numbers whose first
    word names no journey go the plain way, or with ``mix`` (journey to weight) one by chance; the same seed
    gives the same journeys again. Whoever is in ``listeners`` is told the number that was moved by hand.
    """

    def __init__(
        self,
        step_seconds: float,
        clock: Callable[[], dt.datetime] = now,
        *,
        seed: int = 0,
        mix: Mapping[str, float] | None = None,
        spread: float = 0,
    ):
        self.clock = clock
        self.listeners: list[Callable[[str], None]] = []
        self._pause = dt.timedelta(seconds=step_seconds)
        self._seed = seed
        self._mix = mix
        self._spread = spread
        self._reached: dict[str, list[dt.datetime]] = {}
        self._lock = threading.Lock()

    def journey(self, number: str) -> Journey:
        """Return the way that this number will go."""
        return journey_of(number, self._seed, self._mix)

    def start(self, number: str, at: dt.datetime):
        """Pick a parcel up at this moment instead of at the first look; it may lie ahead."""
        with self._lock:
            self._reached[number] = [at]

    def scans(self, number: str) -> list[Scan]:
        """Return the scans of a parcel so far, oldest first."""
        with self._lock:
            return self._scans(number)

    def state(self, number: str) -> str:
        """Return the state that the scans so far lead to, in the addon's words."""
        scans = self.scans(number)
        return KINDS[scans[-1].step.kind] if scans else "pending"

    def advance(self, number: str, delivered: bool = False) -> list[Scan]:
        """Move a parcel one step now, or all the way; at the end of its journey it stays where it is."""
        with self._lock:
            behind = len(self.journey(number).steps) - len(self._scans(number))
            self._reached[number] += [self.clock()] * (behind if delivered else min(behind, 1))
            scans = self._scans(number)
        for tell in self.listeners:
            tell(number)
        return scans

    def next_at(self, number: str) -> dt.datetime | None:
        """Return when the parcel will move by itself, nothing when it never will."""
        with self._lock:
            done, reached = len(self._scans(number)), self._reached[number]
            if done >= len(self.journey(number).steps):
                return None
            return reached[-1] + self._wait(number, done) if done else reached[0]

    def expected(self, number: str) -> dt.datetime | None:
        """Return when the carrier means to deliver: what was planned at the start, whatever came between."""
        promised = self.journey(number).promised
        with self._lock:
            begun = self._scans(number)
            return begun[0].at + self._pause * promised if begun and promised is not None else None

    def reset(self):
        """Forget all parcels."""
        with self._lock:
            self._reached.clear()

    def _wait(self, number: str, step: int) -> dt.timedelta:
        if not self._spread:
            return self._pause
        return self._pause * (1 + self._spread * (2 * share(self._seed, "pause", number, step) - 1))

    def _scans(self, number: str) -> list[Scan]:
        moment, steps = self.clock(), self.journey(number).steps
        reached = self._reached.setdefault(number, [moment])
        if reached[0] > moment:
            return []
        while len(reached) < len(steps):
            due = reached[-1] + self._wait(number, len(reached))
            if due > moment:
                break
            reached.append(due)
        return [Scan(step, at) for step, at in zip(steps, reached, strict=False)]
