"""What a change said by a customer makes of the lines of an order: the difference, and how to get there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """A line of the order as it stands; ``size`` is how many base units its unit holds, ``own`` that unit."""

    key: int
    product: int
    unit: int
    size: Decimal
    base: Decimal
    own: int


@dataclass(frozen=True)
class Change:
    """A line of an amendment; ``base`` 0 on ``remove`` drops the product, a figure reduces it by that."""

    action: str
    product: int
    unit: int | None
    size: Decimal
    base: Decimal


@dataclass(frozen=True)
class Row:
    """One product of the difference, in base units; ``unit`` and ``size`` are those that were said last."""

    product: int
    was: Decimal
    will: Decimal
    unit: int | None
    size: Decimal


@dataclass(frozen=True)
class Step:
    """One line to write: an existing one by ``key``, or a new one; ``quantity`` is in ``unit``."""

    key: int | None
    product: int
    unit: int
    quantity: Decimal


class Unreachable(ValueError):
    """A product cannot be brought to its quantity without changing the unit of a line that must keep it."""

    def __init__(self, product: int):
        super().__init__(f"product {product} cannot be changed in the unit of its line")
        self.product = product


def rows(standing: Iterable[Standing], changes: Iterable[Change]) -> tuple[Row, ...]:
    """Return the difference, a row for each product that the changes name, in their order.

    Several changes of one product follow each other; nothing falls below zero.
    """
    was: dict[int, Decimal] = {}
    for line in standing:
        was[line.product] = was.get(line.product, ZERO) + line.base
    found: dict[int, Row] = {}
    for change in changes:
        before = was.get(change.product, ZERO)
        now = found[change.product].will if change.product in found else before
        found[change.product] = Row(change.product, before, _after(now, change), change.unit, change.size)
    return tuple(found.values())


def strangers(standing: Iterable[Standing], changes: Iterable[Change]) -> tuple[int, ...]:
    """Return the places of the changes that take away more of a product than the order holds."""
    held: dict[int, Decimal] = {}
    for line in standing:
        held[line.product] = held.get(line.product, ZERO) + line.base
    found = []
    for place, change in enumerate(changes):
        now = held.get(change.product, ZERO)
        if change.action == "remove" and (not now or change.base > now):
            found.append(place)
        held[change.product] = _after(now, change)
    return tuple(found)


def _after(now: Decimal, change: Change) -> Decimal:
    if change.action == "set":
        return change.base
    if change.action == "remove":
        return max(now - change.base, ZERO) if change.base else ZERO
    return now + change.base


def steps(row: Row, standing: Sequence[Standing], keeps_units: bool) -> tuple[Step, ...]:
    """Return the lines to write so that the order holds what the row says.

    :param standing: all lines of the order
    :param keeps_units: whether an existing line must keep its unit, as on a confirmed order
    :raises Unreachable: where such a line would need a part of its unit
    """
    mine = [line for line in standing if line.product == row.product]
    delta = row.will - row.was
    if not delta:
        return ()
    if row.will == 0:
        return tuple(Step(line.key, line.product, line.unit, ZERO) for line in mine)
    return _more(row, mine, delta) if delta > 0 else _less(row, mine, -delta, keeps_units)


def exact(
    product: int, parts: Sequence[tuple[int, Decimal]], standing: Sequence[Standing]
) -> tuple[Step, ...]:
    """Return the lines to write so that the order holds a product in just these units and quantities.

    :param parts: (unit, quantity), none twice
    :param standing: all lines of the order
    """
    left, found = dict(parts), []
    for line in (x for x in standing if x.product == product):
        quantity = left.pop(line.unit, ZERO)
        if line.base != quantity * line.size:
            found.append(Step(line.key, product, line.unit, quantity))
    return (*found, *(Step(None, product, unit, quantity) for unit, quantity in left.items() if quantity))


def _more(row: Row, mine: Sequence[Standing], delta: Decimal) -> tuple[Step, ...]:
    """Raise the line that counts in the unit said, else any that comes out whole, else add one."""
    fit = sorted(mine, key=lambda line: line.unit != row.unit)
    line = next((x for x in fit if (x.base + delta) % x.size == 0), None)
    if line:
        return (Step(line.key, line.product, line.unit, (line.base + delta) / line.size),)
    return (Step(None, row.product, row.unit, delta / row.size),)


def _less(row: Row, mine: Sequence[Standing], delta: Decimal, keeps_units: bool) -> tuple[Step, ...]:
    """Lower one line that stays whole, the one in the unit said first; else put what is left on one line."""
    fit = sorted(mine, key=lambda line: (line.unit != row.unit, -line.base))
    line = next((x for x in fit if x.base >= delta and (x.base - delta) % x.size == 0), None)
    if line:
        return (Step(line.key, line.product, line.unit, (line.base - delta) / line.size),)
    line = next((x for x in fit if row.will % x.size == 0), None)
    if line is None and keeps_units:
        raise Unreachable(row.product)
    kept = line or fit[0]
    # An open line may count in the unit that was said, else in the product's own.
    said = (row.unit, row.size) if row.will % row.size == 0 else (kept.own, Decimal(1))
    unit, size = (line.unit, line.size) if line else said
    dropped = tuple(Step(x.key, x.product, x.unit, ZERO) for x in mine if x is not kept)
    return (Step(kept.key, kept.product, unit, row.will / size), *dropped)
