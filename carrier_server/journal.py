"""What happened, counted by service."""

import threading
from collections import Counter


class Journal:
    """Counters by service: calls, refusals, limits broken, faults served, pushes and their answers."""

    def __init__(self):
        self._counts: dict[str, Counter[str]] = {}
        self._lock = threading.Lock()

    def count(self, provider: str, what: str):
        with self._lock:
            self._counts.setdefault(provider, Counter())[what] += 1

    def counts(self) -> dict[str, dict[str, int]]:
        """Return all counters, by service and then by name in their order."""
        with self._lock:
            return {provider: dict(sorted(each.items())) for provider, each in sorted(self._counts.items())}

    def reset(self):
        with self._lock:
            self._counts.clear()
