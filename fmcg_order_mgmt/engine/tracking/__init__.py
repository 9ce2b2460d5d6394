"""Tracking of parcels: one adapter per provider, one canonical model, one fold of events."""

from .canonical import HEALTHS, RANKS, STATES, TERMINAL, Event, fingerprint, split_numbers
from .fold import Folded, fold
from .kuaidi100 import Kuaidi100
from .provider import Account, Answer, HttpClient, HttpFailure, HttpReply, Provider, Waybill

PROVIDERS: dict[str, Provider] = {adapter.code: adapter for adapter in (Kuaidi100(),)}


def provider(code: str) -> Provider:
    """Return the provider with this code; KeyError when there is none."""
    return PROVIDERS[code]
