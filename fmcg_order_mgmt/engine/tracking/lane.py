"""How long parcels take on each lane, from one's own history, and when one under way is expected.

A lane is a carrier and a region. From the parcels that arrived on it come the hours from the first scan to
the delivery that half, three quarters and nine tenths of them stayed under (``hours``, linear between two
parcels), and the hours that nine tenths of them never went without news (``pause``). From the last scan in
each state to the delivery come the hours that a parcel in that state still needs (``rests``): one in transit
has not been out for delivery yet, so from now on it needs at least as long as those that are. A lane that
fewer than ``MINIMUM`` parcels went says nothing; then the carrier in all regions speaks, then all carriers.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MINIMUM = 8
# Half of the parcels need longer than the first; half of those longer than the second; and so on.
SHARES = (0.5, 0.75, 0.9)
PAUSE_SHARE = 0.9
# Longer journeys are waybills that nobody cleaned up, not experience.
LONGEST = 60 * 24
# Before these a parcel has still to be picked up; before those it has still to go out for delivery.
_UNTOUCHED = frozenset({"pending", "info_received"})
_ON_THE_WAY = frozenset({"picked_up", "in_transit", "customs"})
_ZIP_SIGNS = 2

Key = tuple[str, str]


@dataclass(frozen=True)
class Trip:
    """One parcel that arrived: how many hours after its first scan, the longest pause between news, and the
    hours from its last scan in each state.
    """

    carrier: str
    region: str
    hours: float
    pause: float
    rests: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Lane:
    """What the parcels of a lane have in common; ``hours``, and ``rests`` by state, belong to ``SHARES``."""

    parcels: int
    hours: tuple[float, ...]
    pause: float
    rests: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def region(country: str, state: str, zip_code: str) -> str:
    """Return the key of a region: the state or province, else the first two signs of the zip code."""
    zip_code = re.sub(r"\W", "", zip_code).upper()[:_ZIP_SIGNS]
    return "/".join(part for part in (country, state or zip_code) if part)


def keys(carrier: str, where: str) -> tuple[Key, ...]:
    """Return the lanes that speak for a parcel, the closest first."""
    return tuple(dict.fromkeys([(carrier, where), (carrier, ""), ("", "")]))


def lanes(trips: Iterable[Trip]) -> dict[Key, Lane]:
    """Return each lane that at least one of the trips went, also those of a carrier and of all."""
    grouped: dict[Key, list[Trip]] = {}
    for trip in trips:
        if 0 <= trip.hours <= LONGEST:
            for key in keys(trip.carrier, trip.region):
                grouped.setdefault(key, []).append(trip)
    return {key: _lane(some) for key, some in grouped.items()}


def chosen(known: Mapping[Key, Lane], carrier: str, where: str, minimum: int = MINIMUM) -> Lane | None:
    """Return the closest lane that enough parcels went, None when there is none."""
    found = (known.get(key) for key in keys(carrier, where))
    return next((lane for lane in found if lane and lane.parcels >= minimum), None)


def expected(hours: Sequence[float], since: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """Return when a parcel is expected that needs so many ``hours`` from a moment, None beyond all of them.

    That is when half of the parcels had arrived. One that is still under way then belongs to the slower half,
    of which half has arrived at the next share, so that is expected from then on.
    """
    moments = (since + dt.timedelta(hours=each) for each in hours)
    return next((moment for moment in moments if moment > now), None)


def arrival(
    lane: Lane, state: str, picked_up: dt.datetime | None, news: dt.datetime, now: dt.datetime
) -> dt.datetime | None:
    """Return when a parcel is expected whose last scan, of this state, was ``news``; None for no experience.

    On the way that is the later of what its first and what its last scan let expect; near the door its last
    scan alone tells.
    """
    return max(_ahead(lane, state, picked_up, news, now), default=None)


def next_step(
    lane: Lane, state: str, picked_up: dt.datetime | None, news: dt.datetime, now: dt.datetime
) -> dt.datetime | None:
    """Return after which moment ``arrival`` may say something else by itself, None for never."""
    return min(_ahead(lane, state, picked_up, news, now), default=None)


def still_needed(lane: Lane, state: str) -> dt.timedelta | None:
    """Return what a parcel in this state needs from now on even if its next scan came at once.

    That is what half of the parcels needed from being picked up, or from going out for delivery. None where
    the next scan may be the delivery, or where that is not known.
    """
    hours = lane.hours if state in _UNTOUCHED else lane.rests.get("out_for_delivery", ())
    known = state in _UNTOUCHED | _ON_THE_WAY and hours
    return dt.timedelta(hours=hours[0]) if known else None


def _ahead(
    lane: Lane, state: str, picked_up: dt.datetime | None, news: dt.datetime, now: dt.datetime
) -> list[dt.datetime]:
    by_state = expected(lane.rests.get(state, ()), news, now)
    near = state in lane.rests and state not in _UNTOUCHED | _ON_THE_WAY
    whole = expected(lane.hours, picked_up, now) if picked_up and not near else None
    return [moment for moment in (by_state, whole) if moment]


def quantile(values: list[float], share: float) -> float:
    """Return the value below which that share of the sorted values lies, linear between two of them."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def _lane(trips: list[Trip]) -> Lane:
    pauses = sorted(trip.pause for trip in trips)
    states = {state for trip in trips for state in trip.rests}
    rests = {state: [trip.rests[state] for trip in trips if state in trip.rests] for state in sorted(states)}
    return Lane(
        len(trips),
        _shares([trip.hours for trip in trips]),
        quantile(pauses, PAUSE_SHARE),
        {state: _shares(hours) for state, hours in rests.items() if len(hours) >= MINIMUM},
    )


def _shares(values: list[float]) -> tuple[float, ...]:
    values = sorted(values)
    return tuple(quantile(values, share) for share in SHARES)
