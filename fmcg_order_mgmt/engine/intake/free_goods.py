"""Free goods that a customer claims: granted only where a promotion in force says so."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .lines import Desk
from .model import Line, Promotion, Question


def granted(lines: Sequence[Line], desk: Desk, today: dt.date) -> list[Line]:
    """Return the lines with a question at each claim of free goods that no promotion covers.

    Goods that come instead of returned ones are no claim: the same product goes back in the same message.
    """
    paid, returned = _totals(lines, ("add", "set")), _totals(lines, ("return",))
    return [
        _granted(x, paid, returned, desk, today) if x.action == "free" and x.verdict == "ok" else x
        for x in lines
    ]


def _totals(lines: Sequence[Line], actions: Sequence[str]) -> dict[int, Decimal]:
    """Base units by product of the clear lines that do one of these things."""
    found: dict[int, Decimal] = {}
    for line in lines:
        if line.action in actions and line.verdict == "ok":
            found[line.product] = found.get(line.product, Decimal(0)) + line.base
    return found


def _granted(line: Line, paid: dict, returned: dict, desk: Desk, today: dt.date) -> Line:
    if line.base <= returned.get(line.product, 0):
        return line
    entitled = max(
        (
            _free(p, paid, desk)
            for p in desk.knowledge.promotions
            if p.product == line.product and _in_force(p, today)
        ),
        default=0,
    )
    if entitled >= line.base:
        return line
    return replace(line, verdict="ask", question=Question("free_claim", {"words": line.source}))


def _in_force(promotion: Promotion, today: dt.date) -> bool:
    return (promotion.date_from or today) <= today <= (promotion.date_to or today)


def _free(promotion: Promotion, paid: dict, desk: Desk) -> Decimal:
    """Base units that a promotion gives for what is paid."""
    units = desk.index.products[promotion.product].units
    if promotion.unit not in units or promotion.product not in paid:
        return Decimal(0)
    size = units[promotion.unit][1]
    free = (paid[promotion.product] // (promotion.buy * size)) * promotion.free * size
    return free if promotion.most is None else min(free, promotion.most * size)
