"""The services of a distributor in China: who carries how much, asked or by themselves, and their servers.

A service has two accounts where some of its parcels are pushed: one is asked, the other one is told. Each
belongs to a carrier server of its own, since the limits are an account's. The servers run in this process and
are called without sockets; how long they take is taken down.
"""

import collections
import datetime as dt
import time
import urllib.parse
from pathlib import Path
from typing import NamedTuple

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo.addons.fmcg_order_mgmt.engine.tracking.values import HttpReply

from carrier_server.depot import Depot, Webhook
from carrier_server.desk import Desk
from carrier_server.journeys import MIX
from carrier_server.parcels import Parcels
from carrier_server.protocol import Shop

OPTIONS = Path(__file__).parents[1] / "carrier_server" / "generic_options.json"
SECRET = "demo-secret"
# A step of a journey takes about this long, half of it more or less: a plain one arrives after a day.
STEP, SPREAD = dt.timedelta(hours=8), 0.5
# So long kuaidi100 locks a number that was asked for.
LOCKED = 1800
# What a call takes on the way, by the simulated clock. The faster, the closer calls are to the limits.
LATENCY = 0.02
# Ports that nobody listens on: they tell the two servers apart.
PORTS = {False: 7001, True: 7002}


class Service(NamedTuple):
    """An account, how many of a thousand parcels it has, and its numbers."""

    provider: str
    pushed: bool
    share: int
    carrier: str
    number: str

    @property
    def key(self) -> str:
        return f"{self.provider}, {'pushed' if self.pushed else 'asked'}"

    @property
    def options(self) -> str:
        """The options of its account; SF pushes what was ordered with it."""
        if self.provider == "generic":
            return OPTIONS.read_text()
        return '{"pushed": true}' if self.provider == "sf" and self.pushed else ""


SERVICES = (
    Service("kuaidi100", True, 300, "yuantong", "YT1{:012d}"),
    Service("kuaidi100", False, 150, "yuantong", "YT2{:012d}"),
    Service("kdniao", True, 100, "YTO", "YT3{:012d}"),
    Service("kdniao", False, 100, "YTO", "YT4{:012d}"),
    Service("sf", True, 100, "SF", "SF1{:012d}"),
    Service("sf", False, 100, "SF", "SF2{:012d}"),
    Service("track17", True, 30, "3011", "RR{}CN"),
    Service("track17", False, 20, "3011", "RS{}CN"),
    Service("aftership", True, 20, "china-post", "RT{}CN"),
    Service("aftership", False, 10, "china-post", "RU{}CN"),
    Service("easypost", True, 14, "USPS", "EZ1{:09d}"),
    Service("easypost", False, 6, "USPS", "EZ2{:09d}"),
    Service("dhl", False, 10, "parcel-de", "0034043416109{:07d}"),
    Service("generic", True, 20, "", "GEN1{:08d}"),
    Service("generic", False, 20, "", "GEN2{:08d}"),
)


def number(service: Service, count: int) -> str:
    """Return a waybill of the service."""
    return service.number.format(_postal(count) if "{}" in service.number else count)


def _postal(count: int) -> str:
    """Return eight digits with the ninth that checks them, as S10 has it."""
    digits = f"{count:08d}"
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    check = 11 - weighed % 11
    return digits + str({10: 0, 11: 5}.get(check, check))


class Carriers:
    """The two servers; as an ``HttpClient`` it calls them, and sends what they push through ``post``.

    ``spent`` is the time of the servers themselves in seconds, ``busiest`` the most calls in a second of each
    account, ``within`` the calls while which the ``cursor`` of the job that asks was in a transaction.
    """

    cursor = None

    def __init__(self, clock, post):
        self._clock, self._post = clock, post
        self.spent = 0.0
        self.pushes = self.within = 0
        self.depots = {pushed: self._depot() for pushed in PORTS}
        self._desks = {PORTS[pushed]: Desk(depot) for pushed, depot in self.depots.items()}
        self._seconds = collections.Counter()

    def _depot(self):
        clock = self._clock.now
        parcels = Parcels(STEP.total_seconds(), clock, seed=19, mix=MIX, spread=SPREAD)
        depot = Depot(Shop(lock_seconds=LOCKED), parcels, enforce=False, ticking=clock)
        depot.outbox._exchange = self._pushed
        return depot

    def call_at(self, service: Service, address: str):
        """Have a service's pushes sent to this address."""
        self.depots[service.pushed].set_webhook(service.provider, Webhook(address, SECRET))

    def send(self, request, timeout) -> HttpReply:
        """Return a server's reply."""
        self.within += self.cursor.connection.get_transaction_status() != TRANSACTION_STATUS_IDLE
        address = urllib.parse.urlsplit(request.url)
        depot = self.depots[address.port == PORTS[True]]
        protocol = depot.protocol(address.path).code
        self._seconds[address.port, protocol, int(self._clock.monotonic())] += 1
        began = time.perf_counter()
        path = request.url.partition(address.netloc)[2]
        reply = self._desks[address.port].exchange(request.method, path, request.headers, request.data)
        self.spent += time.perf_counter() - began
        self._clock.sleep(LATENCY)
        headers = {name.lower(): value for name, value in reply.headers.items()}
        return HttpReply(reply.status, headers, reply.body.encode())

    def push(self):
        """Send all pushes that are due by the clock."""
        for depot in self.depots.values():
            began, own = time.perf_counter(), self.spent
            self._posting = 0.0
            depot.outbox.run_due()
            self.spent = own + time.perf_counter() - began - self._posting

    def _pushed(self, message):
        began = time.perf_counter()
        answer = self._post(message)
        self._posting += time.perf_counter() - began
        self.pushes += 1
        return answer

    def counts(self, service: Service) -> dict[str, int]:
        """Return the journal of a service's server."""
        return self.depots[service.pushed].journal.counts().get(service.provider, {})

    def busiest(self, service: Service) -> int:
        """Return the most calls that an account made in one second."""
        mine = (PORTS[service.pushed], service.provider)
        return max((count for key, count in self._seconds.items() if key[:2] == mine), default=0)
