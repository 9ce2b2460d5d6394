"""Pushes: who watches which parcel, what is still to be told, and telling it again until it is heard."""

import contextlib
import datetime as dt
import heapq
import http.client
import itertools
import logging
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from .journeys import BROKEN
from .parcels import Scan
from .wire import Message

if TYPE_CHECKING:
    from .depot import Depot

_logger = logging.getLogger(__name__)

TICK = 0.2
TIMEOUT = 10
MOST_COPIES = 10
# With shuffling, a push may be overtaken by those of the next three hours.
LONGEST_DELAY = 3 * 3600
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_loopback(url: str) -> bool:
    """Say whether an address is one of this machine; this server never calls another."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK and parts.port != 0
    except ValueError:
        return False


@dataclass
class Watch:
    """A parcel that a customer wants to hear of; ``sent`` counts the scans already told."""

    provider: str
    number: str
    carrier: str
    since: dt.datetime
    extra: dict[str, Any] = field(default_factory=dict)
    sent: int = 0
    over: bool = False
    status: int | None = None
    told_at: dt.datetime | None = None


class News(NamedTuple):
    """What is to be told of a parcel: all scans, and those not told yet; none when the watch ends."""

    watch: Watch
    scans: list[Scan]
    fresh: list[Scan]


class Letter(NamedTuple):
    """A push under way, and how often it was tried."""

    message: Message
    watches: list[Watch]
    tries: int = 0


class Outbox:
    """The pushes of all services: ``run_due`` does what is due, a thread of ``start`` keeps doing it."""

    def __init__(self, depot: "Depot"):
        self._depot = depot
        self._watches: dict[tuple[str, str], Watch] = {}
        self._of_number: dict[str, list[Watch]] = {}
        self._looks: list[tuple[dt.datetime, int, Watch]] = []
        self._letters: list[tuple[dt.datetime, int, Letter]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._running = threading.Lock()
        self._thread: threading.Thread | None = None
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))

    def start(self):
        """Do what is due from now on, until the depot closes."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="carrier-pushes", daemon=True)
            self._thread.start()

    def watch(self, provider: str, number: str, carrier: str = "", **extra: Any) -> Watch:
        """Watch a parcel for this service, or return the watch that there is."""
        with self._lock:
            found = self._watches.get((provider, number))
            if found and not extra:
                return found
            if found:
                found.over = True
                self._of_number[number].remove(found)
            created = Watch(provider, number, carrier, self._depot.clock(), extra)
            self._watches[provider, number] = created
            self._of_number.setdefault(number, []).append(created)
            self._look(created, created.since)
            return created

    def watched(self, provider: str, number: str) -> Watch | None:
        """Return the watch on a parcel, if any."""
        return self._watches.get((provider, number))

    def forget(self, provider: str, number: str):
        """End a watch without a word."""
        with self._lock:
            found = self._watches.pop((provider, number), None)
            if found:
                found.over = True
                self._of_number[number].remove(found)

    def moved(self, number: str):
        """Look at a parcel that was moved by hand."""
        with self._lock:
            for watch in self._of_number.get(number, ()):
                self._look(watch, self._depot.clock())

    def look_again(self, provider: str):
        """Look at all parcels of a service, whose webhook may be new."""
        with self._lock:
            for watch in self._watches.values():
                if watch.provider == provider and not watch.over:
                    self._look(watch, self._depot.clock())

    def run_due(self, everything: bool = False) -> int:
        """Write and send what is due, with ``everything`` also what is held back; return the number sent."""
        with self._running:
            self._write()
            letters = self._due_letters(everything)
            for letter in letters:
                self._send(letter)
            return len(letters)

    def pending(self) -> int:
        """Return how many pushes wait for their time or their next attempt."""
        return len(self._letters)

    def reset(self):
        """Forget all watches and pushes."""
        with self._lock:
            for each in (self._watches, self._of_number, self._looks, self._letters):
                each.clear()

    def _run(self):
        while not self._depot.closing.wait(TICK):
            try:
                self.run_due()
            except Exception:
                # One service's fault does not end the pushes of the others.
                _logger.exception("pushing failed")

    def _look(self, watch: Watch, at: dt.datetime):
        heapq.heappush(self._looks, (at, next(self._order), watch))

    def _write(self):
        """Write the pushes of all parcels that moved."""
        found: dict[str, list[News]] = {}
        for watch in self._due_watches():
            news = self._news(watch)
            if news:
                found.setdefault(watch.provider, []).append(news)
        for provider, news in found.items():
            protocol = self._depot.protocols[provider]
            for begin in range(0, len(news), protocol.batch):
                part = news[begin : begin + protocol.batch]
                with protocol.lock:
                    messages = protocol.compose(part)
                for message in messages:
                    self._post(provider, Letter(message, [each.watch for each in part]))

    def _due_watches(self) -> list[Watch]:
        moment, due = self._depot.clock(), {}
        with self._lock:
            while self._looks and self._looks[0][0] <= moment:
                watch = heapq.heappop(self._looks)[2]
                # Without an address there is nobody to tell; a webhook that is set later looks again.
                if not watch.over and self._depot.address(watch) and not watch.number.startswith(BROKEN):
                    due[watch.provider, watch.number] = watch
        return list(due.values())

    def _news(self, watch: Watch) -> News | None:
        protocol, moment = self._depot.protocols[watch.provider], self._depot.clock()
        scans = self._depot.parcels.scans(watch.number)
        fresh = scans[watch.sent :]
        ends = protocol.ends_at(watch, scans)
        watch.sent = len(scans)
        watch.over = protocol.ends_with(scans) if fresh else bool(ends and ends <= moment)
        if not watch.over:
            following = [at for at in (self._depot.parcels.next_at(watch.number), ends) if at and at > moment]
            if following:
                with self._lock:
                    self._look(watch, min(following))
        return News(watch, scans, fresh) if fresh or watch.over else None

    def _post(self, provider: str, letter: Letter):
        """Put a push into the box, as often and as late as the faults ask."""
        faults, protocol = self._depot.faults, self._depot.protocols[provider]
        rate = faults.value(provider, "duplicates", protocol.duplicates)
        copies = 1
        while copies < MOST_COPIES and faults.chance(provider, "copy") < rate:
            copies += 1
        for _ in range(copies):
            delay = 0.0
            if faults.value(provider, "shuffle"):
                delay = faults.chance(provider, "delay") * LONGEST_DELAY * self._depot.retry_scale
            self._put(letter, delay)

    def _put(self, letter: Letter, delay: float):
        due = self._depot.clock() + dt.timedelta(seconds=delay)
        with self._lock:
            heapq.heappush(self._letters, (due, next(self._order), letter))

    def _due_letters(self, everything: bool) -> list[Letter]:
        moment, due = self._depot.clock(), []
        with self._lock:
            while self._letters and (everything or self._letters[0][0] <= moment):
                due.append(heapq.heappop(self._letters)[2])
        return due

    def _send(self, letter: Letter):
        provider = letter.watches[0].provider
        protocol, count = self._depot.protocols[provider], self._depot.journal.count
        status, body = self._exchange(letter.message)
        heard = protocol.acknowledged(status, body)
        count(provider, "push")
        for watch in letter.watches:
            watch.status, watch.told_at = status, self._depot.clock()
        if heard:
            count(provider, "push_heard")
        elif letter.tries < len(protocol.retries):
            count(provider, "push_failed")
            delay = protocol.retries[letter.tries] * self._depot.retry_scale
            self._put(letter._replace(tries=letter.tries + 1), delay)
        else:
            count(provider, "push_dropped")
            self._depot.unheard(provider)

    def _exchange(self, message: Message) -> tuple[int, bytes]:
        """Return status and body of the answer to a push; status 0 when there is none."""
        request = urllib.request.Request(message.url, message.body, dict(message.headers), method="POST")
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            try:
                with self._opener.open(request, timeout=TIMEOUT) as reply:
                    return reply.status, reply.read(64 * 1024)
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.read(64 * 1024)
        return 0, b""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it could lead off this machine."""

    def redirect_request(self, *args, **kwargs):
        return None
