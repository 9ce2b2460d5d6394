"""The one model of a parcel's journey that all providers are translated into."""

import datetime as dt
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

# How far each state is on the way; ``unknown`` has no place on it and stands before all others.
RANKS = {
    "unknown": -1,
    "pending": 0,
    "info_received": 10,
    "picked_up": 20,
    "in_transit": 30,
    "customs": 35,
    "exception": 45,
    "out_for_delivery": 50,
    "attempt_failed": 55,
    "ready_for_pickup": 60,
    "returning": 70,
    "delivered": 90,
    "returned": 95,
    "lost": 95,
    "cancelled": 95,
}
STATES = (
    "pending",
    "info_received",
    "picked_up",
    "in_transit",
    "customs",
    "out_for_delivery",
    "attempt_failed",
    "ready_for_pickup",
    "exception",
    "delivered",
    "returning",
    "returned",
    "lost",
    "cancelled",
    "unknown",
)
# Nothing but a later delivery leads out of these; "delivered" itself is corrected more easily.
HARD = frozenset({"returned", "lost", "cancelled"})
TERMINAL = HARD | {"delivered"}

# How well watching works, apart from how the parcel does.
HEALTHS = (
    "ok",
    "not_found",
    "needs_phone",
    "wrong_carrier",
    "auth_error",
    "quota",
    "rate_limited",
    "provider_down",
    "stopped",
    "expired",
)

# Why a parcel is in trouble, where a provider says so.
REASONS = (
    "consignee_refused",
    "consignee_not_available",
    "consignee_incorrect_address",
    "consignee_moved",
    "not_picked_up",
    "carrier_damaged_parcel",
    "carrier_sorting_error",
    "carrier_parcel_lost",
    "carrier_delay",
    "out_of_area",
    "payment_due",
    "customs_delay",
    "customs_documentation",
    "weather_delay",
    "retailer_cancelled",
)

_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z-]{6,40}")
_BETWEEN_NUMBERS = re.compile(r"[\s,;、]+")


@dataclass(frozen=True)
class Event:
    """One scan of a parcel.

    ``occurred_at`` is aware and in UTC, ``occurred_raw`` as the provider wrote it; ``code`` and ``subcode``
    are the provider's; ``sequence`` counts from the oldest of a reply; ``reason`` tells exceptions apart;
    ``tz_source`` is "explicit" when the provider named the zone, "assumed" when it is the provider's usual
    one, "unknown" when even that is not sure.
    """

    occurred_at: dt.datetime
    occurred_raw: str
    state: str
    code: str = ""
    subcode: str = ""
    description: str = ""
    location: str = ""
    sequence: int = 0
    reason: str = ""
    tz_source: str = "assumed"
    signed_by: str = ""


class Meaning(Protocol):
    """What a provider's code stands for: its name there, the canonical state, the reason or ''."""

    name: str
    state: str
    reason: str


class Code(NamedTuple):
    """A provider's code as data."""

    name: str
    state: str
    reason: str = ""


def code_of(value: Any, name: str = "") -> Code | None:
    """Return what somebody wrote down for a code: a state, or [state, reason]; None for anything else."""
    state, reason = value if isinstance(value, (list, tuple)) and len(value) == 2 else (value, "")
    known = isinstance(state, str) and isinstance(reason, str) and state in STATES
    return Code(name, state, reason) if known and (not reason or reason in REASONS) else None


def fingerprint(provider: str, carrier: str, number: str, event: Event) -> str:
    """Return the hex SHA-256 that is the same whenever the provider reports this event again.

    Only what a provider never adds later goes in: its code, the time to the second, the collapsed text.
    """
    moment = event.occurred_at.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    parts = (provider, carrier, number, moment, collapse(event.description), event.code)
    # The unit separator counts as white space, so no collapsed text can hold it and shift the parts.
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def collapse(text: str) -> str:
    """Return the text in Unicode form NFKC with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def split_numbers(text: str) -> tuple[str, ...]:
    """Return the waybill numbers typed into one field ("A, B"): upper case, each once, in their order."""
    words = _BETWEEN_NUMBERS.split(unicodedata.normalize("NFKC", text).upper())
    return tuple(dict.fromkeys(word for word in words if word))


def is_number(word: str) -> bool:
    """Say whether a word of ``split_numbers`` can be a waybill number at all: 6 to 40 signs, one a digit."""
    return bool(_NUMBER.fullmatch(word))
