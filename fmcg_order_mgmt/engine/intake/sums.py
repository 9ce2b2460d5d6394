"""What an electronic document states about its own money, and whether it adds up.

Everything is a ``Decimal``. What a sender rounded on its own may be off by half a minor unit of its currency,
and so may what it is compared with; anything more is a question for a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from . import units
from .model import Question

# xs:decimal, to which the numbers of ISO 9735 are brought; no honest amount is longer
WRITTEN = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,12})?|\.\d{1,12})", re.ASCII)
# ISO 4217: the currencies whose minor unit is not a hundredth
DECIMALS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}
HUNDREDTHS = 2
# how much of a text that is no number is repeated in a question, and how many lines are named in one
SHOWN, MOST_NAMED = 40, 5


@dataclass(frozen=True)
class Money:
    """An amount; ``rounded`` counts the amounts in it that the sender may have rounded one by one."""

    value: Decimal
    currency: str = ""
    rounded: int = 0

    def signed(self, sign: int) -> "Money":
        """Return the amount as something that is added (1) or taken off (-1)."""
        return replace(self, value=self.value * sign)


NOTHING = Money(Decimal(0))


def number(text: str) -> Decimal | None:
    """Return a number as it is written in an electronic document, None where the text is none."""
    return Decimal(text) if WRITTEN.fullmatch(text) else None


def money(text: str, currency: str = "") -> Money | None:
    """Return a written amount, None where there is none."""
    value = number(text)
    return None if value is None else Money(value, currency)


def unreadable(texts: Iterable[str]) -> Question | None:
    """Ask about the first text that should be a number and is none: no sum of it can be checked."""
    wrong = next((text for text in texts if text and number(text) is None), None)
    return None if wrong is None else Question("bad_amount", {"claimed": wrong[:SHOWN]})


def added(terms: Iterable[Money | None]) -> Money | None:
    """Return the sum, None where a term is not known or the currencies differ."""
    known = list(terms)
    if None in known:
        return None
    currencies = {term.currency for term in known} - {""}
    if len(currencies) > 1:
        return None
    value = sum((term.value for term in known), Decimal(0))
    return Money(value, "".join(currencies), sum(term.rounded for term in known))


def lines_of(amounts: Iterable[Money | None]) -> Money | None:
    """Return the sum of the amounts of lines, each of which the sender may have rounded."""
    return added(amount and replace(amount, rounded=1) for amount in amounts)


def product(quantity: Decimal | None, price: Money | None, per: Decimal | None = None) -> Money | None:
    """Return quantity x price; ``per`` is the quantity that the price is for, one where it is not said."""
    if quantity is None or price is None:
        return None
    return Money(quantity * price.value / (per or 1), price.currency, 1)


def comparable(unit: str, other: str) -> bool:
    """Return whether a price per one unit can be taken for the other, by their codes."""
    kinds = units.of_code(unit), units.of_code(other)
    return not unit or not other or unit == other or (kinds[0] is not None and kinds[0] == kinds[1])


def conflict(code: str, claimed: Money | None, *found: Money | None, **said: str) -> Question | None:
    """Ask where a stated amount is none of those it may come to; what cannot be computed is not asked about.

    :param found: the readings of the rest of the document, the likeliest last
    """
    possible = [] if claimed is None else [x for x in found if x is not None and _alike(x, claimed)]
    if not possible or any(_agree(x, claimed) for x in possible):
        return None
    places = max(_decimals(claimed, possible[-1]), -claimed.value.as_tuple().exponent)
    shown = {"found": f"{possible[-1].value:.{places}f}", "claimed": f"{claimed.value:f}"}
    return Question(code, {**said, **shown})


def together(questions: Iterable[Question | None]) -> Question | None:
    """Join questions of one kind, so that answering the first does not hide the others."""
    wrong = list(filter(None, questions))
    if len(wrong) < 2:
        return next(iter(wrong), None)
    rest = ["…"] if len(wrong) > MOST_NAMED else []
    named = wrong[:MOST_NAMED]
    values = {name: " / ".join([str(q.values[name]) for q in named] + rest) for name in named[0].values}
    return Question(named[0].code, values)


def _alike(one: Money, other: Money) -> bool:
    return not one.currency or not other.currency or one.currency == other.currency


def _agree(found: Money, claimed: Money) -> bool:
    half = Decimal(5).scaleb(-1 - _decimals(found, claimed))
    return abs(found.value - claimed.value) <= half * (found.rounded + 1)


def _decimals(one: Money, other: Money) -> int:
    return DECIMALS.get(one.currency or other.currency, HUNDREDTHS)
