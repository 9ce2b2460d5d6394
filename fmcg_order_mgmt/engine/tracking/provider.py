"""What every tracking provider has in common: the values it takes and gives, and how a call may fail."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Protocol

from .canonical import Event

# Enough of an unreadable reply to see in the log what answered.
_SHOWN = 500


@dataclass(frozen=True)
class Account:
    """An account at a provider; ``detail`` is how much it answers, in the provider's own words."""

    customer: str
    key: str
    base_url: str = ""
    detail: str = ""

    def __repr__(self) -> str:
        return f"Account({self.customer!r}, base_url={self.base_url!r})"  # the key stays out of logs


@dataclass(frozen=True)
class Waybill:
    """A parcel to ask for: its number, the provider's code of the carrier, a phone of either end."""

    number: str
    carrier: str
    phone: str = ""
    origin: str = ""
    destination: str = ""


@dataclass(frozen=True)
class HttpReply:
    """An HTTP reply of any status; the names of the headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpFailure(Exception):
    """No usable reply; ``kind`` is timeout, connection or too_large."""

    def __init__(self, kind: str, detail: str = ""):
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


class HttpClient(Protocol):
    """Sends one request; the addon passes one in, so that this engine never opens a connection itself."""

    def post(self, url: str, data: bytes, headers: Mapping[str, str], timeout: float) -> HttpReply:
        """Return the reply of any status within ``timeout`` seconds, or raise HttpFailure."""


@dataclass(frozen=True)
class Answer:
    """What a provider said of one waybill.

    ``health`` is one of canonical.HEALTHS, ``eta`` aware in UTC, ``raw`` the reply's text. ``state`` is the
    provider's own summary, a check beside the fold; ``message`` its words or the failure's; ``retry_after``
    the seconds it asked to wait.
    """

    events: tuple[Event, ...] = ()
    eta: datetime | None = None
    health: str = "ok"
    raw: str = ""
    state: str = "unknown"
    message: str = ""
    retry_after: int | None = None


class Provider:
    """One tracking service; a subclass says how to ask and how to read the JSON object that comes back.

    ``code`` is what accounts store and ``name`` what people read; ``floor`` is how long one number must rest
    between two questions, ``zone`` where its parcels sleep at night. A provider that is not ``polled`` has
    nobody to ask. ``timeout`` is the seconds that an answer may take. ``probe`` is a waybill that shows
    whether an account works, whatever the answer.
    """

    code = ""
    name = ""
    polled = True
    timeout = 20.0
    floor = timedelta(0)
    zone: tzinfo = timezone.utc
    probe = Waybill("", "")

    def carrier_of(self, number: str) -> str:
        """Return this provider's code of the carrier, where the number's form leaves no doubt, else ''."""
        return ""

    def query(self, account: Account, waybill: Waybill, http: HttpClient) -> Answer:
        """Ask for one waybill; what goes wrong at the provider is the answer's health, never an exception."""
        url, data, headers = self._request(account, waybill)
        try:
            reply = http.post(url, data, headers, self.timeout)
        except HttpFailure as failure:
            return Answer(health="provider_down", message=str(failure))
        text = reply.body.decode("utf-8", "replace")
        if reply.status != 200:
            return _refused(reply, text)
        payload = _json_object(text)
        if payload is None:
            # An error page, often of a proxy on the way.
            return Answer(health="provider_down", raw=text[:_SHOWN], message="not a JSON object")
        return self._read(payload, waybill, text)

    def _request(self, account: Account, waybill: Waybill) -> tuple[str, bytes, dict[str, str]]:
        """Return address, body and headers of the call."""
        raise NotImplementedError

    def _read(self, payload: Mapping[str, Any], waybill: Waybill, raw: str) -> Answer:
        """Return the answer in a reply, of whose contents nothing is certain."""
        raise NotImplementedError


def _refused(reply: HttpReply, text: str) -> Answer:
    health = {401: "auth_error", 403: "auth_error", 429: "rate_limited"}.get(reply.status, "provider_down")
    wait = reply.headers.get("retry-after", "").strip()
    return Answer(
        health=health,
        raw=text[:_SHOWN],
        message=f"HTTP {reply.status}",
        # The other form of the header, a date, is not worth trusting two clocks for. Six digits: 11 days.
        retry_after=int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None,
    )


def _json_object(text: str) -> Mapping[str, Any] | None:
    try:
        payload = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None
