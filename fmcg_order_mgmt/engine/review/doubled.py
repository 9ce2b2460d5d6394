"""The same order once more: sent twice, or taken by two people."""

import datetime as dt
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from .history import Earlier, History

# So many repetitions of one order, at gaps like the present one, make it a standing order.
STANDING = 3
# A standing order that comes before this share of its usual gap is over is one too many.
TOO_EARLY = 0.5


@dataclass(frozen=True)
class Double:
    """The earlier order that an order repeats, and the share of both that is the same (0 to 1)."""

    earlier: Earlier
    share: float


def overlap(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Return how much of two orders is the same, from 0 to 1.

    A product of the same quantity counts one, of another quantity a half, over the number of products of the
    larger order.
    """
    larger = max(len(one), len(other))
    both = one.keys() & other.keys()
    same = sum(abs(one[product] - other[product]) < 1e-6 for product in both)
    return (same + len(both)) / 2 / larger if larger else 0.0


def double(history: History, wanted: Mapping[int, float], hours: float, least: float) -> Double | None:
    """Return the order of the last ``hours`` that this one most resembles, by at least a share ``least``.

    ``wanted`` is the sum of the order's lines by product in the product's own unit. An order that the
    customer places over and over is none too many as long as the usual time has passed since the last.
    """
    since = history.at - dt.timedelta(hours=hours)
    recent = [order for order in history.earlier if since <= order.at <= history.at]
    doubles = [Double(order, overlap(order.quantities, wanted)) for order in recent]
    # of two alike, the later one
    found = max(doubles, key=lambda each: (each.share, each.earlier.at), default=None)
    if found is None or found.share < least or _is_standing(history, wanted, found.earlier, least):
        return None
    return found


def _is_standing(history: History, wanted: Mapping[int, float], last: Earlier, least: float) -> bool:
    alike = [order.at for order in history.agreed if overlap(order.quantities, wanted) >= least]
    gaps = [(later - sooner).total_seconds() for sooner, later in zip(alike, alike[1:], strict=False)]
    gap = (history.at - last.at).total_seconds()
    return len(gaps) >= STANDING and gap >= TOO_EARLY * statistics.median(gaps)
