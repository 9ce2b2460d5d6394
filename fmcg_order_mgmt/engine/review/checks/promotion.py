"""Promotions that do not hold for the order any more, or not yet."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found
from ..facts import OrderFacts


@dataclass(frozen=True)
class Given:
    """A promotion that the order takes: its key and name, its days, and whether it is used up or archived."""

    key: int
    name: str
    active: bool = True
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    used_up: bool = False


@dataclass(frozen=True)
class FreeClaim:
    """Words that ask for free goods which the order does not give; ``over`` once gave them."""

    key: int
    words: str
    product: int
    over: Given | None = None


@dataclass(frozen=True)
class Promotions:
    """What the order takes and what the customer counts on; ``day`` is the day of the order."""

    day: dt.date
    given: tuple[Given, ...] = ()
    claimed: tuple[FreeClaim, ...] = ()


class PromotionCheck(Check):
    code = "promotion"
    sentences = {
        "promotion_over": wording._lt("The promotion “%(promotion)s” ended on %(day)s."),
        "promotion_ahead": wording._lt("The promotion “%(promotion)s” only begins on %(day)s."),
        "promotion_used_up": wording._lt("The promotion “%(promotion)s” is used up."),
        "promotion_gone": wording._lt("The promotion “%(promotion)s” was withdrawn."),
        "free_not_given": wording._lt(
            "The customer wrote “%(words)s”. No promotion in force gives %(product)s free with this order."
        ),
    }
    questions = {
        "promotion_over": wording._lt(
            "The promotion “%(promotion)s” ended on %(day)s. Do you want the goods without it, too?"
        ),
        "promotion_ahead": wording._lt(
            "The promotion “%(promotion)s” only begins on %(day)s. Do you want the goods now without it?"
        ),
        "promotion_used_up": wording._lt(
            "The promotion “%(promotion)s” is used up. Do you want the goods without it, too?"
        ),
        "promotion_gone": wording._lt(
            "The promotion “%(promotion)s” has ended. Do you want the goods without it, too?"
        ),
        "free_not_given": wording._lt(
            "You wrote “%(words)s”, but %(product)s does not come free at present. Do you want the goods all "
            "the same?"
        ),
    }
    shown = {"day": "date"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield promotions on the order that are not in force, and free goods that none in force gives."""
        promotions = order.part(Promotions)
        if promotions is None:
            return
        for given in promotions.given:
            yield from _against(given, promotions.day, f"promotion {given.key}")
        for claim in promotions.claimed:
            subject = f"words {claim.key}"
            yield Found("free_not_given", subject, {"words": claim.words}, product=claim.product)
            if claim.over:
                yield from _against(claim.over, promotions.day, subject)


def _against(given: Given, day: dt.date, subject: str) -> Iterator[Found]:
    if given.date_to and given.date_to < day:
        code, when = "promotion_over", given.date_to
    elif given.date_from and given.date_from > day:
        code, when = "promotion_ahead", given.date_from
    elif given.used_up:
        code, when = "promotion_used_up", None
    elif not given.active:
        code, when = "promotion_gone", None
    else:
        return
    told = {"day": when.isoformat()} if when else {}
    yield Found(code, subject, {"promotion": given.name, **told})
