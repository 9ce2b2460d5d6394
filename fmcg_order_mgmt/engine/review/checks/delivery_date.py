"""Days on which the order cannot be delivered."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from .. import wording
from ..check import Check, Found, Remedy
from ..facts import OrderFacts


@dataclass(frozen=True)
class Delivery:
    """The day that was agreed and what is possible, by the clock of the place that delivers.

    ``first`` is the first day that the order reaches by the moment it came in, None where no route says so;
    ``weekdays`` are those of the route (Monday is 0), None for any; ``closed`` are holidays; ``reachable``
    are days that an order of this moment reaches, in order.
    """

    day: dt.date
    today: dt.date
    first: dt.date | None = None
    weekdays: frozenset[int] | None = None
    closed: frozenset[dt.date] = frozenset()
    reachable: tuple[dt.date, ...] = ()


class DeliveryDate(Check):
    code = "delivery_date"
    sentences = {
        "day_past": wording._lt("The delivery date %(day)s is past."),
        "day_closed": wording._lt("There is no delivery on %(day)s."),
        "day_too_early": wording._lt("The order came in too late for a delivery on %(day)s."),
    }
    questions = {
        "day_past": wording._lt(
            "It asks for delivery on %(day)s, which is past. On which day do you need it?"
        ),
        "day_closed": wording._lt("We do not deliver on %(day)s. Which other day suits you?"),
        "day_too_early": wording._lt("It came in too late for %(day)s. Is the next delivery day all right?"),
    }
    shown = {"day": "date"}

    def find(self, order: OrderFacts) -> Iterator[Found]:
        """Yield what is wrong with the day, with the next one that is possible."""
        delivery = order.part(Delivery)
        code = _against(delivery) if delivery else ""
        if code:
            days = (day for day in delivery.reachable if day not in delivery.closed)
            remedies = tuple(Remedy("date", date=day.isoformat()) for day in list(days)[:1])
            yield Found(code, "date", {"day": delivery.day.isoformat()}, remedies=remedies)


def _against(delivery: Delivery) -> str:
    day, weekdays = delivery.day, delivery.weekdays
    if day < delivery.today:
        return "day_past"
    if day in delivery.closed or weekdays is not None and day.weekday() not in weekdays:
        return "day_closed"
    return "day_too_early" if delivery.first and day < delivery.first else ""
