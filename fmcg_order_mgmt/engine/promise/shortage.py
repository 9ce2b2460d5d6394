"""What may be offered where not all that a line asks for can be there on its first delivery day.

Each kind of offer is one class here; it names the goods that the customer would get instead, when and from
where. Everything is weighed in one score of 0 to 100, the best first:

    half of it is how much of what was ordered is covered,
    a fifth how soon it comes: nothing is left of that after two weeks, and half where the whole order waits,
    the rest, in equal parts, is what the company earns by it and how often this customer took such an offer.

Quantities are in the products' own units.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

# Smaller amounts come from adding floats.
DIGITS = 6

FILL, SOON, MARGIN, TAKEN = 50, 20, 15, 15
# After so many days nobody calls it soon any more.
SOON_DAYS = 14
# More to choose from only slows down whoever has to.
MOST_SUBSTITUTES = 2


@dataclass(frozen=True)
class Goods:
    """Goods that can be had from one warehouse: ``steps`` says how much of them from which day on.

    ``ratio``: so many of them stand for one of what was ordered. ``price`` and ``cost`` are of one of them.
    """

    product: int
    warehouse: int
    steps: tuple[tuple[dt.date, float], ...] = ()
    price: float = 0.0
    cost: float = 0.0
    ratio: float = 1.0

    def free(self, day: dt.date) -> float:
        """Return what can be there on a day."""
        return max((free for when, free in self.steps if when <= day), default=0.0)

    def day_of(self, quantity: float) -> dt.date | None:
        """Return the first day on which so much can be there, None where that is never."""
        return min((when for when, free in self.steps if round(free - quantity, DIGITS) >= 0), default=None)


@dataclass(frozen=True)
class Part:
    """Goods that come on a day; they stand for ``covers`` of what was ordered."""

    goods: Goods
    quantity: float
    day: dt.date
    covers: float


@dataclass(frozen=True)
class Short:
    """A line of which not all can be there on its first delivery day.

    ``unit``: how many are in the unit in which it is ordered; ``packs``: the same for the product's other
    units, by their keys. ``elsewhere``: the same goods in other warehouses; ``instead``: what may be taken
    for them, the best first. ``alone``: nothing else is on the order. ``taken``: of how many offers of a kind
    this customer took how many.
    """

    key: int
    quantity: float
    day: dt.date
    own: Goods
    unit: float = 1.0
    packs: Mapping[int, float] = field(default_factory=dict)
    elsewhere: tuple[Goods, ...] = ()
    instead: tuple[Goods, ...] = ()
    alone: bool = False
    taken: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def whole(self, quantity: float, unit: float | None = None) -> float:
        """Return as much of a quantity as comes in whole units, those of the line if no others are given."""
        unit = self.unit if unit is None else unit
        return round(math.floor(round(quantity / unit, DIGITS)) * unit, DIGITS) if unit > 0 else 0.0

    @property
    def now(self) -> float:
        """Return what of it can be there on the first day, in whole units."""
        return self.whole(min(self.own.free(self.day), self.quantity))

    def at_once(self) -> tuple[Part, ...]:
        """Return what comes on the first day as the first part of an offer."""
        return (Part(self.own, self.now, self.day, self.now),) if self.now > 0 else ()


@dataclass(frozen=True)
class Option:
    """One way out: the ``parts`` that come, none of them where all of it is left out.

    ``unit``: another unit to order in. ``waits``: the whole order waits for it. ``fill`` says how much of
    what was ordered is covered (0 to 1), ``margin`` what is earned more than by the line as it stands.
    """

    kind: str
    parts: tuple[Part, ...] = ()
    unit: int | None = None
    waits: bool = False
    fill: float = 0.0
    margin: float = 0.0
    score: float = 0.0

    @property
    def day(self) -> dt.date | None:
        """Return when the last of it comes."""
        return max((part.day for part in self.parts), default=None)

    def place(self) -> tuple:
        """Return what sorts options: the better first, and always in the same order."""
        rest = [(part.goods.product, part.goods.warehouse, part.day, part.quantity) for part in self.parts]
        return -self.score, list(KINDS).index(self.kind), rest


KINDS: dict[str, type["Kind"]] = {}


class Kind:
    """A kind of offer; a subclass is known by its ``code`` from its definition on."""

    code = ""

    def __init_subclass__(cls):
        KINDS[cls.code] = cls

    def options(self, short: Short) -> Iterator[Option]:
        """Yield what a short line may be offered of this kind."""
        raise NotImplementedError


class Substitute(Kind):
    """What is there, and other goods for the rest; they are there on the first day, or are no help."""

    code = "substitute"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield an option for each of the best substitutes that are there."""
        found = 0
        for goods in short.instead:
            part = self._part(short, goods)
            if part and found < MOST_SUBSTITUTES:
                found += 1
                yield Option(self.code, (*short.at_once(), part))

    def _part(self, short: Short, goods: Goods) -> Part | None:
        if goods.ratio <= 0 or goods.product == short.own.product:
            return None
        missing = short.quantity - short.now
        # Packs of the own unit are not opened, and nobody gets less than was ordered.
        wanted = float(math.ceil(round(missing * goods.ratio, DIGITS)))
        quantity = float(math.floor(min(wanted, goods.free(short.day))))
        covers = missing if quantity == wanted else round(quantity / goods.ratio, DIGITS)
        return Part(goods, quantity, short.day, covers) if quantity > 0 else None


class Later(Kind):
    """What is there now, and the rest on a second order as soon as it comes."""

    code = "later"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield the option, where more comes."""
        most = min(short.whole(max((free for _day, free in short.own.steps), default=0.0)), short.quantity)
        # The last pack that was ordered may be an open one.
        most = short.quantity if short.own.day_of(short.quantity) else most
        rest, day = round(most - short.now, DIGITS), short.own.day_of(most)
        if rest > 0 and day and day > short.day and not (short.alone and not short.now):
            yield Option(self.code, (*short.at_once(), Part(short.own, rest, day, rest)))


class Date(Kind):
    """All of it on a later day, and the whole order with it."""

    code = "date"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield the option, where all of it comes."""
        day = short.own.day_of(short.quantity)
        if day and day > short.day:
            yield Option(self.code, (Part(short.own, short.quantity, day, short.quantity),), waits=True)


class Elsewhere(Kind):
    """What is there, and the rest from another warehouse where that is sooner."""

    code = "warehouse"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield the option of the warehouse that has it first."""
        missing = round(short.quantity - short.now, DIGITS)
        own = short.own.day_of(short.quantity)
        found = [(goods.day_of(missing), goods.warehouse, goods) for goods in short.elsewhere]
        sooner = [each for each in found if each[0] and (own is None or each[0] < own)]
        for day, _warehouse, goods in sorted(sooner, key=lambda each: each[:2])[:1]:
            yield Option(self.code, (*short.at_once(), Part(goods, missing, day, missing)))


class Pack(Kind):
    """As much as is there in another unit: loose pieces of an open case, or whole cases."""

    code = "pack"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield the option of the unit in which most is there, the bigger one of two."""
        there = min(short.own.free(short.day), short.quantity)
        found = [(short.whole(there, size), size, -unit) for unit, size in short.packs.items()]
        quantity, _size, unit = max(found, default=(0.0, 0.0, 0))
        if quantity > 0 and quantity != short.now:
            yield Option(self.code, (Part(short.own, quantity, short.day, quantity),), unit=-unit)


class Less(Kind):
    """What is there, and the rest not at all."""

    code = "less"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield the option, where something is there."""
        if short.now > 0:
            yield Option(self.code, short.at_once())


class Without(Kind):
    """None of it: always there to be chosen."""

    code = "none"

    def options(self, short: Short) -> Iterator[Option]:
        """Yield the option."""
        yield Option(self.code)


def options(short: Short) -> list[Option]:
    """Return what may be offered for a short line, the best first."""
    found = (option for kind in KINDS.values() for option in kind().options(short))
    return sorted((_weighed(short, option) for option in found), key=Option.place)


def _weighed(short: Short, option: Option) -> Option:
    fill = min(sum(part.covers for part in option.parts) / short.quantity, 1.0) if short.quantity else 0.0
    margin = _earned(option.parts) - _earned([Part(short.own, short.quantity, short.day, short.quantity)])
    worth = short.own.price * short.quantity
    score = (
        FILL * fill
        + SOON * _soon(short, option)
        + MARGIN * (_within(1 + margin / worth) if worth > 0 else 1.0)
        + TAKEN * _taken(short, option)
    )
    return replace(option, fill=round(fill, DIGITS), margin=round(margin, DIGITS), score=round(score, 2))


def _earned(parts) -> float:
    return sum((part.goods.price - part.goods.cost) * part.quantity for part in parts)


def _soon(short: Short, option: Option) -> float:
    covered = sum(part.covers for part in option.parts)
    if covered <= 0:
        return 0.0
    late = sum(part.covers * (part.day - short.day).days for part in option.parts) / covered
    return _within(1 - late / SOON_DAYS) * (0.5 if option.waits else 1.0)


def _taken(short: Short, option: Option) -> float:
    """Return how likely this customer takes it: even odds before the first offer of the kind."""
    taken, offered = short.taken.get(option.kind, (0, 0))
    return (taken + 1) / (offered + 2)


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
