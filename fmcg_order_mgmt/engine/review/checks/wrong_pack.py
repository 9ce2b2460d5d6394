"""Goods of another size or in another pack than the customer wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...intake.language import flat
from ...intake.names import sizes_of
from .. import wording
from ..check import Check, Found, Remedy
from ..facts import OrderFacts

# 330ml*24: what follows a size is how many are in a pack.
PACK = re.compile(r"[a-z升克斤]\s?[*×x]\s?(\d{1,4})(?![\d.])")


@dataclass(frozen=True)
class Said:
    """Words of the customer beside what was ordered for them.

    ``known`` are the product's names and specification; ``amount`` is in the unit that the words became,
    ``size`` base units are in that one. ``packs`` are the base units in each unit of the kind that was
    written, none where no kind was, ``all_packs`` those of every unit. ``ordered`` is all that the order
    holds of the product, in base units.
    """

    key: int
    product: int
    words: str
    known: str
    amount: float
    size: float
    packs: frozenset[float]
    all_packs: frozenset[float]
    ordered: float
    unit: str = ""


@dataclass(frozen=True)
class SaidLines:
    """What the customer said of the order's goods."""

    lines: tuple[Said, ...] = ()


class WrongPack(Check):
    code = "wrong_pack"
    sentences = {
        "other_size": wording._lt(
            "The customer wrote “%(words)s”. %(product)s, which is on the order, has another size."
        ),
        "other_pack": wording._lt("The customer wrote “%(words)s”. %(product)s comes in no such pack."),
        "part_of_pack": wording._lt(
            "The customer wrote “%(words)s”. The order has %(ordered)s %(unit)s of %(product)s, which is no "
            "whole number of packs of %(pack)s."
        ),
    }
    questions = {
        "other_size": wording._lt(
            "You wrote “%(words)s”. We have put down %(product)s. Is this the right size?"
        ),
        "other_pack": wording._lt(
            "You wrote “%(words)s”. We have put down %(product)s. Is this the right pack?"
        ),
        "part_of_pack": wording._lt(
            "You wrote “%(words)s”. We have put down %(ordered)s %(unit)s of %(product)s, of which %(pack)s "
            "are in a pack. How many packs do you want?"
        ),
    }
    shown = {"ordered": "quantity", "pack": "quantity"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield words that name another size or pack than the product has, and packs that became loose."""
        said_lines = order.part(SaidLines) or SaidLines()
        for said in said_lines.lines:
            words, known = flat(said.words), flat(said.known)
            if _other_size(said, words, known):
                yield _found("other_size", said)
            elif _other_pack(said, words, known):
                yield _found("other_pack", said)
            elif said.packs and not any(_whole(said.ordered, pack) for pack in said.packs):
                yield _loose(said, min(said.packs))


def _other_size(said: Said, words: str, known: str) -> bool:
    # 25kg of a product by the kilogram, or of bags of 5 kg, is the amount.
    amounts = {said.amount, said.amount * said.size}
    known_sizes = {float(size) for size in sizes_of(known)}
    amounts |= {size * amount for size in known_sizes for amount in amounts}
    sizes = {float(size) for size in sizes_of(words)}
    return bool(sizes and known_sizes) and not sizes & (known_sizes | amounts)


def _other_pack(said: Said, words: str, known: str) -> bool:
    # 330ml x 5 is five of them.
    claimed = {float(number) for number in PACK.findall(words)} - {said.amount, said.amount * said.size}
    packs = said.all_packs | {float(number) for number in PACK.findall(known)}
    return bool(claimed) and not claimed & packs


def _whole(quantity: float, pack: float) -> bool:
    return abs(quantity / pack - round(quantity / pack)) < 1e-6


def _loose(said: Said, pack: float) -> Found:
    below = said.ordered // pack
    whole = [count * pack for count in (below + 1, below) if count]
    figures = {"words": said.words, "ordered": said.ordered, "unit": said.unit, "pack": pack}
    remedies = tuple(Remedy("quantity", quantity) for quantity in whole)
    return Found("part_of_pack", f"words {said.key}", figures, product=said.product, remedies=remedies)


def _found(code: str, said: Said) -> Found:
    return Found(code, f"words {said.key}", {"words": said.words}, product=said.product)
