"""How far the next reward of a promotion is."""

from decimal import Decimal


def missing(have: float, least: float, step: float = 0, repeats: bool = False) -> float:
    """Return how much more earns the next reward, 0 where nothing more does or nothing was begun.

    ``have``, ``least`` and ``step`` are in one measure, units or money. The first reward needs ``least`` and
    ``step``, whichever is more. Where it ``repeats``, each whole ``step`` earns one, and the next one counts
    as begun with the first unit beyond those that were rewarded.
    """
    have, least, step = (Decimal(str(value)) for value in (have, least, step))
    first = max(least, step)
    if have < first:
        return float(first - have)
    begun = have % step if repeats and step > 0 else 0
    return float(step - begun) if begun else 0.0
