"""Goods ordered in a unit that they are not sold in."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import OrderFacts

DIGITS = 6


@dataclass(frozen=True)
class Unit:
    """A unit, with as many base units in it as ``size`` says."""

    key: int
    name: str
    kind: str
    size: float


@dataclass(frozen=True)
class UsedUnit:
    """The unit of a line and those of its product, the base unit first; ``parts``: half a pack is fine."""

    line: int
    product: int
    quantity: float
    unit: Unit
    allowed: tuple[Unit, ...]
    parts: bool = False


@dataclass(frozen=True)
class UsedUnits:
    """The units of an order's lines."""

    lines: tuple[UsedUnit, ...] = ()


class UnitNotAllowed(Check):
    code = "unit_not_allowed"
    sentences = {
        "unit_not_sold": wording._lt("%(product)s is not sold by %(unit)s, only by %(units)s."),
        "part_pack": wording._lt(
            "%(product)s: %(quantity)s %(unit)s is no whole number; packs are not opened."
        ),
    }
    questions = {
        "unit_not_sold": wording._lt(
            "We sell %(product)s only by %(units)s, not by %(unit)s. How much of it do you want?"
        ),
        "part_pack": wording._lt(
            "You ordered %(quantity)s %(unit)s of %(product)s, and we deliver whole packs only. How many do "
            "you want?"
        ),
    }
    shown = {"quantity": "quantity"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield lines whose unit is not one of the product's, and parts of packs that are not opened."""
        used_units = order.part(UsedUnits) or UsedUnits()
        for used in used_units.lines:
            if used.unit.key not in {unit.key for unit in used.allowed}:
                names = ", ".join(unit.name for unit in used.allowed)
                yield _found("unit_not_sold", used, {"units": names}, _other_units(used))
            elif used.unit.size > 1 and not used.parts and round(used.quantity % 1, DIGITS):
                up = Remedy("unit", used.quantity // 1 + 1, unit=used.unit.key)
                yield _found("part_pack", used, {"quantity": used.quantity}, (up,))


def _other_units(used: UsedUnit) -> tuple[Remedy, ...]:
    """Return as many of the same kind of pack, and as many base units as were meant."""
    kind = used.unit.kind
    same = [unit for unit in used.allowed if kind and unit.kind == kind]
    remedies = [Remedy("unit", used.quantity, unit=unit.key) for unit in same]
    return *remedies, Remedy("quantity", round(used.quantity * used.unit.size, DIGITS))


def _found(code: str, used: UsedUnit, figures: dict, remedies: tuple[Remedy, ...]) -> Found:
    return Found(
        code,
        f"line {used.line}",
        {"unit": used.unit.name, **figures},
        line=used.line,
        product=used.product,
        remedies=remedies if used.quantity > 0 else (),
    )
