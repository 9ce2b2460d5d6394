"""Which existing order a text speaks of: by its number, by when it was placed, by the message it follows."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .landmarks import references
from .model import Message, OpenOrder
from .phrases import Piece
from .vocabulary import vocabulary

OPEN = ("draft", "confirmed", "review", "approved", "picking")
LEFT = ("shipped", "delivered", "done", "closed", "cancelled")


@dataclass(frozen=True)
class Target:
    """A place in a text that speaks of an order; ``order`` is None where several or none may be meant."""

    at: int
    order: OpenOrder | None


class Targets:
    """Finds what orders of one customer a text speaks of."""

    def __init__(self, message: Message, orders: Sequence[OpenOrder]):
        self.message, self.orders = message, orders
        self.followed = next((o for o in orders if o.key == message.follows), None)
        self.named = references(orders)
        zone = message.received_at.tzinfo
        self.today = message.received_at.date()
        self.day_of = {o.key: o.ordered_at.astimezone(zone).date() for o in orders}

    def find(self, text: str, pieces: Sequence[Piece]) -> list[Target]:
        """Return the orders that are spoken of, in the order of the text."""
        found = []
        for piece in pieces:
            if piece.value == "reference" and self.reference(piece) in self.named:
                found.append(Target(piece.start, self.named[self.reference(piece)]))
        for m in vocabulary().patterns["pointing"].finditer(text):
            if not any(self._same(text, t.at, m.start()) for t in found):
                found.append(Target(m.start(), self._placed(text[max(0, m.start() - 10) : m.end() + 4])))
        return sorted(found, key=lambda t: t.at)

    @staticmethod
    def _same(text: str, at: int, other: int) -> bool:
        """Whether two places speak of one order: they are near, and no sentence ends between them."""
        between = text[min(at, other) : max(at, other)]
        return len(between) < 16 and not re.search(r"[.;。；\n]\s", between)

    @staticmethod
    def reference(piece: Piece) -> str:
        """Return the order number of a reference piece."""
        return str(piece.tokens[0].value)

    def _placed(self, said: str) -> OpenOrder | None:
        """The one order placed when the words say; without a time the followed one, else the only open."""
        patterns = vocabulary().patterns
        if any(word in said for word in vocabulary().dates["day_before"]):
            return self._only(self._of_day(self.today - dt.timedelta(2)))
        if any(word in said for word in vocabulary().dates["yesterday"]):
            return self._only(self._of_day(self.today - dt.timedelta(1)))
        if patterns["placed_today"].search(said):
            return self._only(self._of_day(self.today))
        if self.followed:
            return self.followed
        newest = self.orders[0] if self.orders and patterns["placed_before"].search(said) else None
        if newest and (newest.stage not in LEFT or patterns["placed_last"].search(said)):
            return newest
        return self._only(self._open())

    def _of_day(self, day: dt.date) -> list[OpenOrder]:
        return [o for o in self.orders if self.day_of[o.key] == day]

    def _open(self) -> list[OpenOrder]:
        return [o for o in self.orders if o.stage in OPEN]

    def recent(self) -> OpenOrder | None:
        """Return the one open order of today or yesterday, which a change without further words is about."""
        return self._only(self._lately())

    def held(self, products: set[int | None]) -> bool:
        """Return whether an open order of today or yesterday holds some products."""
        return any(products & {x.product for x in o.lines} for o in self._lately())

    def _lately(self) -> list[OpenOrder]:
        since = self.today - dt.timedelta(1)
        return [o for o in self._open() if self.day_of[o.key] >= since]

    @staticmethod
    def _only(orders: list[OpenOrder]) -> OpenOrder | None:
        return orders[0] if len(orders) == 1 else None
