"""What ``./dev bench tracking`` makes of a simulated day: the rows of its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import measure


@dataclass(frozen=True)
class Used:
    """What the day took of one account: ``calls`` in all, ``day`` the most in a day of the provider's.

    ``broken`` counts by name what was over a limit; ``daily`` and ``rate`` are None where there is none.
    """

    provider: str
    pushed: bool
    parcels: int
    calls: int
    day: int
    daily: int | None
    busiest: int
    rate: float | None
    broken: Mapping[str, int]


def of_account(used: Used) -> list[measure.Row]:
    """Return the rows of an account."""
    name = f"{used.provider} {'pushed' if used.pushed else 'asked'}"
    rows = [measure.Row(f"{name}: calls per parcel", round(used.calls / max(used.parcels, 1), 2), "calls")]
    if used.daily:
        rows.append(_beside(f"{name}: calls of a day", used.day, "calls", "daily limit", used.daily))
    if used.rate:
        # A second holds whole calls; the first of the next one is in it where the pace leaves a rest.
        most = max(1, int(used.rate))
        rows.append(_beside(f"{name}: calls in a second", used.busiest, "calls", "limit", most))
    return rows


def of_limits(accounts: Sequence[Used], within: int = 0) -> list[measure.Row]:
    """Return the rows that should be zero: limits broken, numbers that kuaidi100 locked, and calls ``within``
    a transaction, which would hold up others while the network is slow.
    """
    locked = sum(used.broken.get("locked", 0) for used in accounts)
    broken = sum(sum(used.broken.values()) for used in accounts)
    return [
        measure.Row("limits broken", broken, "calls", "allowed", 0),
        measure.Row("numbers locked", locked, "parcels", "allowed", 0),
        measure.Row("calls within a transaction", within, "calls", "allowed", 0),
    ]


def of_late(late: Mapping[int, float | None], warned: int, wrongly: int) -> list[measure.Row]:
    """Return the rows of parcels that came too late or not at all.

    :param late: by parcel the hours before its promise since which that was known, None where it was not
    :param warned: parcels that were known as late before their promise
    :param wrongly: those of them that came in time all the same
    """
    hours = sorted(hours for hours in late.values() if hours is not None)
    rows = [
        measure.Row("parcels that missed their promise", len(late), "parcels"),
        _beside("of these known before it", len(hours), "parcels", "all of them", len(late)),
        _beside("warned of and yet in time", wrongly, "parcels", "all warnings", warned),
    ]
    if hours:
        rows.append(measure.Row("known before, median", round(hours[len(hours) // 2], 1), "h"))
    return rows


def of_work(segments: Sequence[tuple[float, int, float]]) -> measure.Row:
    """Return the row of the time an event takes, beside core's note on a delivery.

    :param segments: parts of the day, each with its own seconds, the events stored in them, and the seconds
        of one note at its end
    """
    times = [(seconds / events, note) for seconds, events, note in segments]
    return measure.compared("an event asked for or pushed, and stored", times, "ms", "core's note", 1000)


def _beside(case, value, unit, against, other):
    return measure.Row(case, value, unit, against, other, round(value / other, 3) if other else None)
