"""Invoices that the customer should have paid."""

from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found
from ..facts import OrderFacts


@dataclass(frozen=True)
class Due:
    """What was due so many days ago, from so many invoices."""

    days: int
    amount: float
    invoices: int = 1


@dataclass(frozen=True)
class Overdue:
    """What the customer's company owes the order's company, and ``paid`` to it without saying for what."""

    currency: int
    due: tuple[Due, ...] = ()
    paid: float = 0.0


class OverdueInvoices(Check):
    code = "overdue"
    defaults = {"days": 0.0, "amount": 0.0}
    sentences = {
        "overdue": wording._lt(
            "%(amount)s of %(invoices)s invoices are overdue, the oldest for %(days)s days."
        )
    }
    questions = {
        "overdue": wording._lt(
            "%(amount)s of earlier invoices is overdue, the oldest for %(days)s days. When can you pay it?"
        )
    }
    shown = {"amount": "money", "invoices": "quantity", "days": "quantity"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield what is overdue for more than ``days`` days, if it is more than ``amount``."""
        overdue = order.part(Overdue)
        if overdue is None:
            return
        late = [due for due in overdue.due if due.days > self.parameters["days"]]
        amount = round(sum(due.amount for due in late) - overdue.paid, 2)
        if late and amount > self.parameters["amount"]:
            figures = {
                "amount": amount,
                "invoices": sum(due.invoices for due in late),
                "days": max(due.days for due in late),
                "currency": overdue.currency,
            }
            yield Found("overdue", "invoices", figures)
