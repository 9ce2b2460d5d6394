"""What goes into a tracking provider and comes out of it, whatever its protocol."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from .canonical import Event


@dataclass(frozen=True)
class Account:
    """An account at a provider, in the words of none.

    ``customer`` and ``key`` are what calls are signed with, ``secret`` what the provider's own calls to us
    are checked with; ``detail`` is how much it answers, ``options`` whatever one provider alone needs.
    """

    customer: str
    key: str
    base_url: str = ""
    detail: str = ""
    secret: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Account({self.customer!r}, base_url={self.base_url!r})"  # the secrets stay out of logs


@dataclass(frozen=True)
class Waybill:
    """A parcel to ask for.

    ``carrier`` is the provider's code of the carrier, ``phone`` one of either end, ``ref`` the provider's own
    id of this parcel, known after it was registered; ``country`` is where it goes, as ISO 3166 alpha-2.
    """

    number: str
    carrier: str
    phone: str = ""
    origin: str = ""
    destination: str = ""
    ref: str = ""
    shipped_on: date | None = None
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True)
class HttpRequest:
    """A request to send; ``data`` is None for one without a body."""

    url: str
    data: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True)
class HttpReply:
    """An HTTP reply of any status; the names of the headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpFailure(Exception):
    """No usable reply; ``kind`` is timeout, connection, tls or too_large."""

    def __init__(self, kind: str, detail: str = ""):
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


class HttpClient(Protocol):
    """Sends one request; the addon passes one in, so that this engine never opens a connection itself."""

    def send(self, request: HttpRequest, timeout: float) -> HttpReply:
        """Return the reply of any status within ``timeout`` seconds, or raise HttpFailure."""


@dataclass(frozen=True)
class Answer:
    """What a provider said of one waybill.

    ``health`` is one of canonical.HEALTHS, ``eta`` aware in UTC (with ``eta_to`` the end of the time window),
    ``raw`` the reply's text. ``state`` is the provider's own summary, a check beside the fold; ``message``
    its words or the failure's; ``retry_after`` the seconds it asked to wait, ``daily`` that the day's calls
    are used up. ``full`` says that ``events`` are the whole journey, so that what is missing was withdrawn.
    ``ref`` is the provider's id of the parcel, ``carrier`` its code of the carrier when it knows better,
    ``unregistered`` that it has to be told of the number first, ``stopped``
    that it no longer follows it, ``unread`` what could not be read, as it came.
    """

    events: tuple[Event, ...] = ()
    eta: datetime | None = None
    health: str = "ok"
    raw: str = ""
    state: str = "unknown"
    message: str = ""
    retry_after: int | None = None
    eta_to: datetime | None = None
    daily: bool = False
    full: bool = True
    ref: str = ""
    carrier: str = ""
    unregistered: bool = False
    stopped: bool = False
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """A provider's call to our address.

    ``form`` has the decoded fields of a form, ``body`` the raw bytes of anything else, ``headers`` their
    names in lower case.
    """

    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Forged(Exception):
    """A call whose signature is missing or wrong."""


class Malformed(Exception):
    """A signed call that cannot be read."""


@dataclass(frozen=True)
class Pushed:
    """What a call said of one waybill; ``carrier`` is the provider's code of it, '' where it says none."""

    number: str
    carrier: str
    answer: Answer


@dataclass(frozen=True)
class PushReply:
    """What to answer a call."""

    status: int
    body: str
    content_type: str = "application/json"
