"""What one outlet may and should carry, decided from the listings that hold for it."""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

# How far a listing is that belongs to no customer but to a class or a channel.
GENERAL = 1_000_000


@dataclass(frozen=True)
class Listing:
    """One listing that holds for the outlet.

    ``goods`` maps each of its products to 0 where the product itself is listed, else to the steps up to the
    category that is. ``scope`` tells listings of different classes and channels apart. ``distance`` counts
    the steps from the outlet up to the customer that the listing belongs to, 0 being the outlet itself;
    GENERAL where it belongs to none. An open ``date_from`` or ``date_to`` is None, both days are included.
    """

    goods: Mapping[int, int]
    scope: Hashable = None
    distance: int = GENERAL
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    must_stock: bool = False

    def has_begun(self, day: dt.date) -> bool:
        """Tell whether its first day has come."""
        return not (self.date_from and self.date_from > day)

    def has_ended(self, day: dt.date) -> bool:
        """Tell whether its last day is over."""
        return bool(self.date_to and self.date_to < day)

    def is_in_force(self, day: dt.date) -> bool:
        """Tell whether its products are listed on that day."""
        return self.has_begun(day) and not self.has_ended(day)


@dataclass
class Assortment:
    """The outcome for one outlet; ``listed`` is None where anything may be sold."""

    listed: set[int] | None = None
    must_stock: list[int] = field(default_factory=list)
    ended: set[int] = field(default_factory=set)


def assortment(listings: Collection[Listing], day: dt.date) -> Assortment:
    """Return what the listings of one outlet, given in their order, amount to on a day.

    As long as none of them has begun there is no assortment.
    """
    if not any(listing.has_begun(day) for listing in listings):
        return Assortment()
    found = Assortment(listed=set())
    deciding = _deciding(listings)
    for place, listing in enumerate(listings):
        mine = [product for product in listing.goods if place in deciding[product]]
        if listing.is_in_force(day):
            found.listed.update(mine)
            found.must_stock += mine if listing.must_stock else ()
        elif listing.has_ended(day):
            found.ended.update(mine)
    found.must_stock = list(dict.fromkeys(found.must_stock))
    found.ended -= found.listed
    return found


def _deciding(listings: Iterable[Listing]) -> dict[int, set[int]]:
    """Return for each product the places of the listings that decide about it.

    Those nearest to the outlet decide alone: its own before its parent's, and these before the general ones.
    Of one scope the listing of the product decides before that of its category, and this before a wider one.
    """
    near: dict[int, dict[Hashable, list[tuple[int, int]]]] = {}
    nearest: dict[int, int] = {}
    for place, listing in enumerate(listings):
        for product, depth in listing.goods.items():
            if listing.distance < nearest.get(product, GENERAL + 1):
                nearest[product], near[product] = listing.distance, {}
            if listing.distance == nearest[product]:
                near[product].setdefault(listing.scope, []).append((depth, place))
    return {
        product: {place for places in scopes.values() for place in _closest(places)}
        for product, scopes in near.items()
    }


def _closest(places: list[tuple[int, int]]) -> list[int]:
    least = min(depth for depth, _place in places)
    return [place for depth, place in places if depth == least]
