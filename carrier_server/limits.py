"""Counting calls against what a service allows."""

import datetime as dt
import threading
from collections import deque
from collections.abc import Callable


class Limits:
    """All counters by name; only calls that were allowed count."""

    def __init__(self, clock: Callable[[], dt.datetime], ticking: Callable[[], dt.datetime]):
        self._clock = clock
        self._ticking = ticking
        self._calls: dict[str, deque[dt.datetime]] = {}
        self._days: dict[str, tuple[dt.date, int]] = {}
        self._asked: dict[str, dt.datetime] = {}
        self._lock = threading.Lock()

    def rate(self, name: str, calls: int, seconds: float) -> float:
        """Note a call; return 0, or the seconds until one is allowed again."""
        with self._lock:
            moment, made = self._ticking(), self._calls.setdefault(name, deque())
            while made and (moment - made[0]).total_seconds() >= seconds:
                made.popleft()
            if len(made) < calls:
                made.append(moment)
                return 0
            return seconds - (moment - made[0]).total_seconds()

    def left(self, name: str, calls: int) -> int:
        """Return how many calls of ``rate`` are still allowed in the current time."""
        with self._lock:
            return max(0, calls - len(self._calls.get(name, ())))

    def day(self, name: str, calls: int, zone: dt.tzinfo) -> float:
        """Note a call of the day in this zone; return 0, or the seconds until the next day."""
        with self._lock:
            moment = self._clock().astimezone(zone)
            day, made = self._days.get(name, (moment.date(), 0))
            made = made if day == moment.date() else 0
            if made < calls:
                self._days[name] = (moment.date(), made + 1)
                return 0
            morning = (moment + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            return (morning - moment).total_seconds()

    def soon(self, name: str, seconds: float) -> bool:
        """Say whether this was asked for in the last ``seconds``, and note the question if not."""
        with self._lock:
            moment, before = self._clock(), self._asked.get(name)
            if before and (moment - before).total_seconds() < seconds:
                return True
            self._asked[name] = moment
            return False

    def reset(self):
        with self._lock:
            self._calls.clear()
            self._days.clear()
            self._asked.clear()
