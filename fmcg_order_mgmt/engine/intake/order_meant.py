"""Items that are meant of an order which exists, although no word speaks of it."""

from collections.abc import Sequence
from dataclasses import replace

from .item import Item
from .lines import Desk
from .targets import Target, Targets


class OrderMeant:
    """Tells by goods and numbers which order of a customer a flat text changes."""

    def __init__(self, targets: Targets, desk: Desk, flat: str):
        self.targets, self.desk, self.flat = targets, desk, flat

    def corrected(self, items: Sequence[Item]) -> list[Item]:
        """Return items of which those are set whose wrong number is that of the order that is followed."""
        held = self.targets.followed.lines if self.targets.followed else ()
        ordered = {(x.product, x.quantity) for x in held}
        wrong = [ordered and x.was is not None and (self._product(x), x.was) in ordered for x in items]
        return [
            replace(x, action="set", verb=True) if there else x for x, there in zip(items, wrong, strict=True)
        ]

    def taken_from(self, items: Sequence[Item]) -> list[Target]:
        """Return an order to be asked for where its goods are taken off and nothing more is said: 雪碧不要.

        No word speaks of an order, so a person says which: a complaint may sound like it.
        """
        alone = items and all(x.action == "remove" and not x.amount for x in items)
        if self.targets.followed or not alone or not self.targets.held(set(map(self._product, items))):
            return []
        return [Target(items[0].start, None)]

    def _product(self, item: Item) -> int | None:
        return self.desk.match(self.flat[item.goods[0].start : item.goods[0].end]).product
