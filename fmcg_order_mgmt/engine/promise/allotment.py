"""Who gets how much of goods that are not there for all.

The higher priority comes first, then the earlier day. Among equals each gets the same part of what it wants,
in whole packs, and nobody takes more than a cap of what is there while another one wants it. The same wants
give the same answer, in whatever order they are told.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

# Smaller amounts come from adding floats.
DIGITS = 6


@dataclass(frozen=True)
class Want:
    """What an order line wants of the goods.

    ``quantity`` and ``step``, the pack that is not to be broken, are in the product's own unit. ``day``: when
    the customer was told to get it; None comes last. A want for less than a step is a step of its own.
    """

    key: Hashable
    quantity: float
    day: dt.date | None = None
    priority: int = 0
    step: float = 1.0


def allot(wants: Iterable[Want], free: float, cap: float = 1.0) -> dict[Hashable, float]:
    """Return what each want gets, by its key, in the product's own unit.

    :param free: what is there to give; less than nothing counts as nothing
    :param cap: above 0 and up to 1, the part of what a group of equals finds that one of them may take while
        another of them still wants goods
    :raises ValueError: a cap that is none
    """
    if not 0 < cap <= 1:
        raise ValueError(f"A cap is above 0 and up to 1, not {cap}")
    groups = defaultdict(list)
    for want in wants:
        groups[_rank(want)].append(want)
    left, found = max(free, 0.0), {}
    for rank in sorted(groups):
        given = _share(sorted(groups[rank], key=lambda want: str(want.key)), left, cap)
        left = round(left - sum(given.values()), DIGITS)
        found |= given
    return found


def _rank(want):
    return -want.priority, want.day is None, want.day or dt.date.min


def _share(wants, free, cap):
    """Give equals their parts: with the cap first, then what is left of it without one."""
    if sum(want.quantity for want in wants) <= free:
        return {want.key: want.quantity for want in wants}
    capped = cap * free if len(wants) > 1 else free
    given = {want.key: 0.0 for want in wants}
    for most in (capped, free):
        limits = {want.key: min(want.quantity, most) for want in wants}
        _pour(wants, limits, given, free)
    return given


def _pour(wants, limits, given, free):
    """Give to all in proportion to what they want until their limits or the end of the goods are reached.

    The rounds end because each gives a whole step to somebody or ends the loop.
    """
    while True:
        left = round(free - sum(given.values()), DIGITS)
        open_ = [want for want in wants if _fits(want, limits, given, left)]
        if not open_:
            return
        total = sum(want.quantity - given[want.key] for want in open_)
        parts = {want.key: left * (want.quantity - given[want.key]) / total for want in open_}
        poured = False
        for want in open_:
            most = min(parts[want.key], limits[want.key] - given[want.key])
            poured |= _give(want, most, given)
        if not poured:
            # Too little for a step each: the greatest part that is missing goes first.
            first = max(open_, key=lambda want: (parts[want.key] / _step(want), want.quantity))
            given[first.key] = round(given[first.key] + _step(first, given), DIGITS)


def _give(want, most, given):
    """Give whole steps, and what is less than a step at the end of a want; tell whether any was given."""
    rest = round(want.quantity - given[want.key], DIGITS)
    whole = round(math.floor(round(most / want.step, DIGITS)) * want.step, DIGITS)
    amount = rest if rest <= most else min(whole, rest)
    given[want.key] = round(given[want.key] + amount, DIGITS)
    return amount > 0


def _step(want, given=None):
    """Return the least that can be given to a want: a pack, or what is wanted beyond whole packs."""
    rest = want.quantity - (given[want.key] if given else 0.0)
    return min(want.step, round(rest, DIGITS)) or want.step


def _fits(want, limits, given, left):
    step = _step(want, given)
    return want.quantity > given[want.key] and step <= round(
        min(left, limits[want.key] - given[want.key]), DIGITS
    )
