"""How long parcels take on each lane, from one's own history, and when one under way is expected.

A lane is a carrier and a region. From the parcels that arrived on it come the hours from the first scan to
the delivery that half, three quarters and nine tenths of them stayed under (``hours``, linear between two
parcels), and the hours that nine tenths of them never went without news (``pause``). A lane that fewer than
``MINIMUM`` parcels went says nothing; then the carrier in all regions speaks, then all carriers.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MINIMUM = 8
# Half of the parcels need longer than the first; half of those longer than the second; and so on.
SHARES = (0.5, 0.75, 0.9)
PAUSE_SHARE = 0.9
# Longer journeys are waybills that nobody cleaned up, not experience.
LONGEST = 60 * 24
_ZIP_SIGNS = 2

Key = tuple[str, str]


@dataclass(frozen=True)
class Trip:
    """One parcel that arrived: how many hours after its first scan, and the longest pause between news."""

    carrier: str
    region: str
    hours: float
    pause: float


@dataclass(frozen=True)
class Lane:
    """What the parcels of one lane have in common; ``hours`` belong to ``SHARES``."""

    parcels: int
    hours: tuple[float, ...]
    pause: float


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


def expected(lane: Lane, since: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """Return when a parcel whose first scan was at ``since`` is expected, None when it is beyond experience.

    That is when half of the parcels had arrived. One that is still under way then belongs to the slower half,
    of which half has arrived at the next share, so that is expected from then on.
    """
    moments = (since + dt.timedelta(hours=hours) for hours in lane.hours)
    return next((moment for moment in moments if moment > now), None)


def quantile(values: list[float], share: float) -> float:
    """Return the value below which that share of the sorted values lies, linear between two of them."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def _lane(trips: list[Trip]) -> Lane:
    hours = sorted(trip.hours for trip in trips)
    pauses = sorted(trip.pause for trip in trips)
    return Lane(len(trips), tuple(quantile(hours, share) for share in SHARES), quantile(pauses, PAUSE_SHARE))
