"""More owed than the customer may owe."""

from collections.abc import Iterator

from .. import wording
from ..check import Check, Found
from ..facts import OrderFacts
from ..split import dear_off

# Smaller differences come from adding floats.
CENTS = 2


class CreditLimit(Check):
    code = "credit"
    defaults = {"allowance_percent": 0.0}
    sentences = {
        "over_limit": wording._lt(
            "The customer owes %(owed)s. With this order of %(amount)s it is %(total)s, "
            "%(excess)s over the limit of %(limit)s."
        )
    }
    questions = {
        "over_limit": wording._lt(
            "With it your account comes to %(total)s, and we agreed on at most %(limit)s. Can you pay a part "
            "of it before we deliver?"
        )
    }
    shown = dict.fromkeys(("owed", "amount", "total", "limit", "excess"), "money")

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield the excess when the order takes the customer over the limit; no limit, no finding."""
        credit = order.credit
        if credit is None or credit.limit <= 0 or order.amount <= 0:
            return
        total = credit.owed + order.amount
        allowed = credit.limit * (1 + self.parameters["allowance_percent"] / 100)
        if round(total - allowed, CENTS) > 0:
            yield Found(
                "over_limit",
                "credit",
                {
                    "owed": round(credit.owed, CENTS),
                    "amount": round(order.amount, CENTS),
                    "total": round(total, CENTS),
                    "limit": round(credit.limit, CENTS),
                    "excess": round(total - credit.limit, CENTS),
                    "currency": credit.currency,
                },
                remedies=dear_off(order, allowed - credit.owed),
            )
