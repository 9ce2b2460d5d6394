"""Whether the counts and the money of an EDIFACT order add up.

The codes are those of UN/EDIFACT D.96A as EANCOM uses them in ORDERS and ORDCHG. Counts: CNT (6069) 1 for
the quantities and 2 for the lines, UNT for the segments; others count what is not read here. Money (MOA with
its qualifier 5025): 203 for the amount of a line, 79 for all lines, 259 and 260 for all charges and all
allowances (131 for both), 124 and 176 for taxes, 86 for the whole message, 128 for a total amount; 8, 23 or
204 behind ALC for one allowance or charge.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from .. import numbers
from ..model import Question
from ..sums import (
    NOTHING,
    SHOWN,
    Money,
    added,
    comparable,
    conflict,
    lines_of,
    number,
    product,
    together,
    unreadable,
)
from .segments import Segment

Item = Sequence[Segment]
ORDERED = ("21", "1")
# the net and the gross price of calculation and that of the invoice; the others are for information
PRICES = ("AAA", "AAB", "INV")
LINE, LINES, CHARGES, ALLOWANCES, BOTH = "203", "79", "259", "260", "131"
TAX, TAXES, MESSAGE, TOTAL = "124", "176", "86", "128"
ONE_ALLOWANCE = ("8", "23", "204")
CHECKED = (LINE, LINES, CHARGES, ALLOWANCES, BOTH, TAX, TAXES, MESSAGE, TOTAL, *ONE_ALLOWANCE)
SIGNS = {"A": -1, "C": 1}


def ordered(item: Item) -> Segment | None:
    """Return the segment that says how much of a line is ordered."""
    return next((s for s in item if s.tag == "QTY" and s.get(1) in ORDERED), None)


def price_of(segment: Segment | None) -> Decimal | None:
    """Return the price of a PRI for one unit; it may be said for several (5284, the unit price basis)."""
    if segment is None:
        return None
    price, per = _number(segment.get(1, 1)), _number(segment.get(1, 4))
    return price / per if price is not None and per else price


def count_conflict(group: Item, items: Sequence[Item], comma: str) -> Question | None:
    """Return what a control count of a message contradicts; quantities may be all, or those ordered alone."""
    wanted, every = filter(None, map(ordered, items)), chain.from_iterable(items)
    found = {
        "1": (_quantities(wanted, comma), _quantities(every, comma)),
        "2": (len(items),),
    }
    checks = [(found[s.get(1)], s.get(1, 1)) for s in group if s.tag == "CNT" and s.get(1) in found]
    checks += [((i + 1,), s.get(1)) for i, s in enumerate(group) if s.tag == "UNT"]
    wrong = next(((n, said) for n, said in checks if numbers.decimal(said, comma) not in n), None)
    return Question("total_conflict", {"found": wrong[0][0], "claimed": wrong[1][:SHOWN]}) if wrong else None


def money_conflict(group: Item, items: Sequence[Item], whole: bool) -> Question | None:
    """Return what the amounts of a message contradict, None where they agree or say nothing.

    :param items: the lines that are ordered, without those that a change takes away
    :param whole: whether these are all lines of the message
    """
    sums = _Sums(group, items, whole)
    return (
        unreadable(_written(group))
        or together(map(sums.line_conflict, items))
        or next(filter(None, sums.conflicts()), None)
    )


def _number(text: str) -> Decimal | None:
    """A number of ISO 9735, whose decimal sign may be either; thousands are not separated."""
    return number(text.strip().replace(",", "."))


def _quantities(segments: Iterable[Segment], comma: str) -> Decimal:
    """The sum of the quantities among segments; what is no number is asked about on its line."""
    said = (numbers.decimal(s.get(1, 1), comma) for s in segments if s.tag == "QTY")
    return sum((n for n in said if n is not None), Decimal(0))


def _written(group: Item) -> Iterator[str]:
    """The texts of all amounts that are looked at."""
    for s in group:
        amount = s.tag == "MOA" and s.get(1) in CHECKED
        price = s.tag == "PRI" and s.get(1) in PRICES
        if amount or price:
            yield s.get(1, 1).strip().replace(",", ".")
        if price:
            yield s.get(1, 4).strip().replace(",", ".")


def _outside(group: Item) -> list[Segment]:
    """The segments of the head and of the summary of a message."""
    found, inside = [], False
    for s in group:
        inside = s.tag == "LIN" or (inside and s.tag not in ("UNS", "UNT"))
        if not inside:
            found.append(s)
    return found


class _Sums:
    """What the parts of a message come to."""

    def __init__(self, group: Item, items: Sequence[Item], whole: bool):
        self.currency = next((s.get(1, 1) for s in group if s.tag == "CUX"), "")
        self.items, self.outside, self.taxed = items, _outside(group), any(s.tag == "TAX" for s in group)
        self.said = {code: self._first(self.outside, code) for code in CHECKED}
        self.lines = lines_of(map(self._summed, items)) if whole else None
        self.allowances = self._allowances(self.outside)

    def _amounts(self, segments: Item, *codes: str) -> list[Money | None]:
        found = (s for s in segments if s.tag == "MOA" and s.get(1) in codes)
        return [self._money(s) for s in found]

    def _money(self, segment: Segment) -> Money | None:
        value = _number(segment.get(1, 1))
        return None if value is None else Money(value, segment.get(1, 2) or self.currency)

    def _first(self, segments: Item, code: str) -> Money | None:
        return next(iter(self._amounts(segments, code)), None)

    def _allowances(self, segments: Item) -> list[Money | None]:
        """The amounts of ALC groups, allowances below zero; None for one that is said in percent alone."""
        found: list[Money | None] = []
        sign = None
        for s in segments:
            if s.tag == "ALC":
                sign = SIGNS.get(s.get(1))
                found.append(None)
            elif found and found[-1] is None and sign and s.tag == "MOA" and s.get(1) in ONE_ALLOWANCE:
                amount = self._money(s)
                found[-1] = amount and amount.signed(sign)
        return found

    def _line_amounts(self, item: Item) -> list[Money | None]:
        """What a line may come to: quantity x price, its allowances and charges in the price or on top."""
        prices = {s.get(1): s for s in reversed(item) if s.tag == "PRI"}
        price = next((prices[code] for code in PRICES if code in prices), None)
        quantity = ordered(item)
        if price is None or quantity is None or not comparable(quantity.get(1, 2), price.get(1, 5)):
            return []
        value = _number(price.get(1, 1))
        priced = None if value is None else Money(value, self.currency)
        goods = product(_number(quantity.get(1, 1)), priced, _number(price.get(1, 4)))
        allowances = self._allowances(item)
        if None in allowances:
            return []
        return [goods, added([goods, *allowances])] if allowances else [goods]

    def _summed(self, item: Item) -> Money | None:
        """What a line adds to the sum of the lines."""
        possible = self._line_amounts(item)
        return self._first(item, LINE) or (possible[0] if len(possible) == 1 else None)

    def line_conflict(self, item: Item) -> Question | None:
        """What the amount of a line contradicts."""
        words = (
            next((s.get(3, 3) for s in item if s.tag == "IMD"), "") or item[0].get(3) or item[0].get(1) or "?"
        )
        return conflict("amount_conflict", self._first(item, LINE), *self._line_amounts(item), words=words)

    def conflicts(self) -> Iterator[Question | None]:
        """Yield what disagrees, from the lines to the whole message."""
        yield conflict("total_conflict", self.said[LINES], self.lines)
        for code, total, sign in (("charge_conflict", CHARGES, 1), ("discount_conflict", ALLOWANCES, -1)):
            if self.allowances:
                yield conflict(code, self.said[total], *self._totals_of_allowances(sign))
        goods = self.said[LINES] or self.lines
        net = added([goods, self._adjustment()])
        for code, more in ((MESSAGE, []), (TOTAL, [goods])):
            possible = self._payable(self.said[code], net)
            if any(possible):
                yield conflict("payable_conflict", self.said[code], *more, *possible)

    def _totals_of_allowances(self, sign: int) -> Iterator[Money | None]:
        """All charges (1) or allowances (-1), with those of the lines and without."""
        inside = [x for item in self.items for x in self._allowances(item)]
        for found in ([*self.allowances, *inside], self.allowances):
            total = added(x for x in found if x is None or x.value * sign > 0)
            yield total and total.signed(sign)

    def _adjustment(self) -> Money | None:
        """What charges and allowances of the whole message add to its lines."""
        charges, allowances = self.said[CHARGES], self.said[ALLOWANCES]
        if charges or allowances:
            return added([charges or NOTHING, (allowances or NOTHING).signed(-1)])
        return self.said[BOTH] or added(self.allowances)

    def _tax(self) -> Money | None:
        """The taxes of the message: their total, else those of its summary, else those of its lines."""
        single = self._amounts(self.outside, TAX)
        inside = [self._first(item, TAX) for item in self.items]
        return self.said[TAXES] or (added(single) if single else lines_of(inside) if inside else None)

    def _payable(self, claimed: Money | None, net: Money | None) -> list[Money | None]:
        """The whole with its taxes or without; nothing can be said of taxes named by their rates alone."""
        tax = self._tax()
        if tax is None and self.taxed and claimed and net and claimed.value > net.value:
            return []
        return [net, added([net, tax])]
