"""Goods that go to a second order, so that the rest can go now."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from .check import Remedy
from .facts import Line, OrderFacts

DIGITS = 6


def split(order: OrderFacts, moves: Mapping[int, float]) -> tuple[Remedy, ...]:
    """Return the remedy that moves so many base units of each product; none where nothing moves or stays."""
    moving = {product: quantity for product, quantity in moves.items() if round(quantity, DIGITS) > 0}
    stays = any(round(wanted - moving.get(key, 0.0), DIGITS) > 0 for key, wanted in order.wanted.items())
    return (Remedy("split", moves=tuple(moving.items())),) if moving and stays else ()


def lines_off(order: OrderFacts, lines: Iterable[Line]) -> tuple[Remedy, ...]:
    """Return the remedy that moves whole lines; promotions and delivery stay with what they are for."""
    moves: Counter[int] = Counter()
    for line in lines:
        if not line.extra and line.base_quantity > 0:
            moves[line.product] += line.base_quantity
    return split(order, moves)


def short_off(
    order: OrderFacts, short: Iterable[tuple[Line, float]], packs: Mapping[int, float]
) -> tuple[Remedy, ...]:
    """Return the remedy that moves what lines are short of.

    :param packs: the base units in the pack of each line (its key) whose packs are not opened
    """
    moves: Counter[int] = Counter()
    for line, missing in short:
        if not line.extra:
            pack = packs.get(line.key, 0.0)
            whole = math.ceil(round(missing / pack, DIGITS)) * pack if pack > 0 else missing
            moves[line.product] += min(whole, line.base_quantity)
    return split(order, moves)


def dear_off(order: OrderFacts, room: float) -> tuple[Remedy, ...]:
    """Return the remedy that leaves as many products as ``room`` has money for, the cheapest first.

    Rebates are left out of account: they may shrink with what moves.
    """
    amounts: Counter[int] = Counter()
    for line in order.goods:
        amounts[line.product] += line.amount
    room -= sum(line.amount for line in order.lines if line.extra and line.amount > 0)
    moves = dict(order.wanted)
    for product in sorted(order.wanted, key=lambda key: (amounts[key], key)):
        room = round(room - amounts[product], DIGITS)
        if room < 0:
            break
        del moves[product]
    return split(order, moves)
