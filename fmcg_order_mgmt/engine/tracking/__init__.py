"""Tracking of parcels: one adapter per provider, one canonical model, one fold of events."""

from . import budget
from .address import fault, is_local
from .canonical import HEALTHS, RANKS, REASONS, STATES, TERMINAL, Event, fingerprint, is_number, split_numbers
from .fold import Folded, fold
from .journey import name_of
from .merge import Known, merge
from .phone import phone_tail
from .provider import Provider
from .providers import PROVIDERS
from .schedule import URGENT, Watch, account_pause, next_poll
from .typed import entered_words, one_number
from .values import (
    Account,
    Answer,
    Call,
    Forged,
    HttpClient,
    HttpFailure,
    HttpReply,
    HttpRequest,
    Malformed,
    Pushed,
    PushReply,
    Waybill,
)


def provider(code: str) -> Provider:
    """Return the provider with this code; KeyError when there is none."""
    return PROVIDERS[code]
