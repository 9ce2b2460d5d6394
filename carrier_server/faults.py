"""Faults on request: by rate, with a seed, for one service or all."""

import math
import random
import threading
from collections.abc import Mapping
from typing import Any

# What may go wrong with an answer, in the order in which chance is dealt.
KINDS = ("timeout", "http500", "http429", "cut", "html", "slow")
RATES = frozenset({*KINDS, "duplicates"})
SECONDS = frozenset({"skew_seconds", "slow_seconds", "timeout_seconds"})
DEFAULTS = {"slow_seconds": 1.0, "timeout_seconds": 30.0}
ALL = "*"


class Faults:
    """What is asked for at the moment; a service's own settings come before those for all."""

    def __init__(self, seed: int = 0):
        self._seed = seed
        self._set: dict[str, dict[str, float]] = {}
        self._chance: dict[str, random.Random] = {}
        self._lock = threading.Lock()

    def ask(self, provider: str, values: Mapping[str, Any]):
        """Replace the settings of a service (``*``: of all); ValueError when they make no sense."""
        settings = {name: _number(name, value) for name, value in values.items()}
        if sum(settings.get(kind, 0) for kind in KINDS) > 1:
            raise ValueError("the rates of faults are together more than 1")
        with self._lock:
            self._set[provider] = settings
            self._chance.clear()

    def value(self, provider: str, name: str, default: float = 0) -> float:
        """Return a setting of a service."""
        for settings in (self._set.get(provider, {}), self._set.get(ALL, {})):
            if name in settings:
                return settings[name]
        return DEFAULTS.get(name, default)

    def draw(self, provider: str) -> str:
        """Return what goes wrong with the next answer, '' for nothing."""
        if not self._set:
            return ""
        left = self.chance(provider, "answer")
        for kind in KINDS:
            left -= self.value(provider, kind)
            if left < 0:
                return kind
        return ""

    def chance(self, provider: str, what: str) -> float:
        """Return the next random number of this service and purpose."""
        with self._lock:
            name = f"{self._seed} {provider} {what}"
            return self._chance.setdefault(name, random.Random(name)).random()

    def reset(self):
        with self._lock:
            self._set.clear()
            self._chance.clear()


def _number(name: str, value: Any) -> float:
    if name == "shuffle" and isinstance(value, bool):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"{name} is not a number")
    if name in RATES and 0 <= value <= 1 or name in SECONDS and (value >= 0 or name == "skew_seconds"):
        return float(value)
    raise ValueError(f"unknown or out of range: {name}")
