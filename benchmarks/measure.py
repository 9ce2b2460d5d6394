"""How the benchmarks measure: pairs of runs in turn, and the median of the pairs' ratios."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

PAIRS = 9


@dataclass(frozen=True)
class Row:
    """One figure: ``ratio`` is ``value`` divided by ``other``, None without another."""

    case: str
    value: float
    unit: str
    against: str = ""
    other: float | None = None
    ratio: float | None = None

    def as_json(self) -> dict:
        return asdict(self)


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def fresh(env, act: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds and queries of something, as a request of its own would find Odoo's database."""
    env.flush_all()
    env.invalidate_all()
    before = env.cr.sql_log_count
    took = seconds(lambda: (act(), env.flush_all()))
    return took, env.cr.sql_log_count - before


def pairs(one: Callable[[int], object], other: Callable[[int], object], count: int) -> list[tuple]:
    """Time two things in turn, ``count`` times, the one first and then the other first; return both times."""
    if count < PAIRS:
        raise ValueError(f"{count} pairs are too few: take {PAIRS} or more")
    found = []
    for number in range(count):
        if number % 2:
            second, first = seconds(lambda n=number: other(n)), seconds(lambda n=number: one(n))
        else:
            first, second = seconds(lambda n=number: one(n)), seconds(lambda n=number: other(n))
        found.append((first, second))
    return found


def compared(case: str, times: Sequence[tuple], unit: str, against: str, scale: float = 1) -> Row:
    """Return the row of paired times: their medians, and the median of the pairs' ratios."""
    first, second = (statistics.median(column) * scale for column in zip(*times, strict=True))
    ratio = statistics.median(one / other for one, other in times)
    return Row(case, round(first, 3), unit, against, round(second, 3), round(ratio, 3))
