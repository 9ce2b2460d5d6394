"""What every protocol has in common: who may ask, how often, and how a push is written."""

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .journeys import BROKEN
from .parcels import SHANGHAI, Scan
from .wire import Message, Reply, Request, reply

if TYPE_CHECKING:
    from .depot import Depot
    from .outbox import News, Watch

UTC = dt.timezone.utc


class Login(NamedTuple):
    """An account: who, its secret, and what pushes are signed with where that is another secret."""

    customer: str
    key: str
    secret: str


@dataclass(frozen=True)
class Shop:
    """The one customer of all services.

    ``logins`` holds the accounts of services that differ from this one. ``lock_seconds`` is how long
    kuaidi100 locks a number after a query; zero locks nothing.
    """

    customer: str = "DEMO"
    key: str = "demo-key"
    lock_seconds: float = 0
    secret: str = "demo-secret"
    logins: Mapping[str, Login] = field(default_factory=dict)

    def login(self, provider: str) -> Login:
        """Return the account at this service."""
        return self.logins.get(provider) or Login(self.customer, self.key, self.secret)


class BrokenServer(Exception):
    """The service's front server answers with a page instead of data."""


class Protocol:
    """One tracking service; a subclass says how it answers and how it writes its pushes.

    ``code`` is the name that the addon's provider has too, ``paths`` how its addresses begin. ``retries`` are
    the seconds between the attempts of a push, ``batch`` the parcels in one, ``duplicates`` the share sent
    again. ``watching`` says whether each number that is asked for is watched, where nobody has to subscribe;
    ``disables`` whether a webhook that hears nothing to the end is given up.
    """

    code = ""
    paths: tuple[str, ...] = ()
    zone: dt.tzinfo = SHANGHAI
    retries: tuple[float, ...] = ()
    batch = 1
    duplicates = 0.0
    watching = False
    disables = False

    def __init__(self, depot: "Depot"):
        self.depot = depot
        # What was registered is read and changed by calls and pushes at the same time.
        self.lock = threading.RLock()

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request under one of ``paths``."""
        raise NotImplementedError

    def compose(self, news: list["News"]) -> list[Message]:
        """Return the pushes that tell this; a service without pushes writes none."""
        return []

    def acknowledged(self, status: int, body: bytes) -> bool:
        """Say whether an answer to a push means that it arrived."""
        return 200 <= status < 300

    def ends_at(self, watch: "Watch", scans: list[Scan]) -> dt.datetime | None:
        """Return when a watch is given up if nothing more happens."""
        return None

    def ends_with(self, scans: list[Scan]) -> bool:
        """Say whether nothing is pushed after these scans."""
        return False

    def reset(self):
        """Forget what was registered."""

    def too_many(self, seconds: float = 1) -> Reply:
        """Return the reply to a call too many."""
        wait = {"Retry-After": str(max(1, round(seconds)))}
        return reply({"error": "too many requests"}, 429, wait)

    @property
    def login(self) -> Login:
        return self.depot.shop.login(self.code)

    def now(self) -> dt.datetime:
        """Return this service's own time, which may be wrong."""
        return self.local(self.depot.clock())

    def local(self, moment: dt.datetime) -> dt.datetime:
        """Return a moment as this service's clock shows it, in its zone."""
        skew = dt.timedelta(seconds=self.depot.faults.value(self.code, "skew_seconds"))
        return (moment + skew).astimezone(self.zone)

    def count(self, what: str):
        """Count this in the log."""
        self.depot.journal.count(self.code, what)

    def scans(self, number: str) -> list[Scan]:
        """Return a parcel's scans, oldest first; raises for a number that breaks servers."""
        if number.startswith(BROKEN):
            raise BrokenServer
        if self.watching:
            self.depot.outbox.watch(self.code, number)
        return self.depot.parcels.scans(number)

    def over_rate(self, name: str, calls: int, seconds: float = 1) -> float:
        """Note a call and return the seconds to wait when it is more than ``calls`` in that time, else 0."""
        return self._broken(name, self.depot.limits.rate(f"{self.code} {name}", calls, seconds))

    def over_day(self, name: str, calls: int, zone: dt.tzinfo = SHANGHAI) -> float:
        """Note a call and return the seconds to the next day when it is more than ``calls``, else 0."""
        return self._broken(name, self.depot.limits.day(f"{self.code} {name}", calls, zone))

    def too_soon(self, name: str, number: str, seconds: float) -> bool:
        """Note a question for a number, and say whether it comes sooner than allowed; is only counted."""
        soon = self.depot.limits.soon(f"{self.code} {name} {number}", seconds)
        if soon:
            self.count(f"limit:{name}")
        return soon

    def _broken(self, name: str, wait: float) -> float:
        if wait:
            self.count(f"limit:{name}")
        return wait if self.depot.enforce else 0
