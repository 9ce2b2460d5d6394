"""One clock for all processes, and a carrier in a process of its own that goes by it."""

import datetime as dt
import json
import mmap
import struct
import sys
import time
import urllib.request
from pathlib import Path

from freezegun import freeze_time
from processes import end, serve

UTC = dt.timezone.utc
SERVER = Path(__file__).resolve().parents[2] / "carrier_server"
# What waits, or gives up waiting, goes by the real clock.
REAL = [
    "carrier_clock",
    "odoo.addons.fmcg_order_mgmt",
    "odoo.sql_db",
    "odoo.http",
    "werkzeug",
    "http",
    "socket",
]
# So much faster than the real one is the clock of the rates per second.
HASTE = 5
SLOTS = struct.Struct("4d")


class Clock:
    """The time of Odoo and the carriers, which moves only when it is told to, for all processes."""

    def __init__(self):
        self._shared = mmap.mmap(-1, SLOTS.size)
        self._frozen = freeze_time(dt.datetime.now(), ignore=REAL).start()
        self.move_to(dt.datetime.now(UTC).replace(microsecond=0))

    def now(self):
        return dt.datetime.fromtimestamp(self.get(0), UTC)

    def move_to(self, moment):
        self.put(0, moment.timestamp())
        self.follow()

    def follow(self):
        """Show this process the time that another one has set."""
        self._frozen.move_to(self.now().replace(tzinfo=None))

    def get(self, slot):
        return SLOTS.unpack(self._shared[:])[slot]

    def put(self, slot, value):
        values = list(SLOTS.unpack(self._shared[:]))
        values[slot] = value
        self._shared[:] = SLOTS.pack(*values)


class Carrier:
    """The local carrier as a program of its own: its address, and calls that control it."""

    PORT, TOLD = 1, 2

    def __init__(self, clock, begun=None, **parcels):
        self.clock, self._begun = clock, begun
        clock.put(self.PORT, 0)
        self._parcels = parcels
        self._pid = serve(self._serve)
        until(lambda: clock.get(self.PORT))
        self.url = f"http://127.0.0.1:{int(clock.get(self.PORT))}"

    def end(self):
        end(self._pid)

    def control(self, name, **values):
        """Make a control call, or read the log."""
        data = json.dumps(values).encode() if name != "log" else None
        request = urllib.request.Request(
            f"{self.url}/control/{name}", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def tell(self):
        """Let what is due by the clock be pushed, and wait for it."""
        self.clock.put(self.TOLD, 0)
        until(lambda: self.clock.get(self.TOLD))

    def _serve(self):
        sys.path.insert(0, str(SERVER.parent))
        from carrier_server.parcels import Parcels
        from carrier_server.protocol import Shop
        from carrier_server.server import CarrierServer, running

        def ticking():
            return dt.datetime.fromtimestamp(time.monotonic() * HASTE, UTC)

        class Punctual(Parcels):
            """Parcels that are picked up at a moment instead of at the first look, if there is one."""

            def _scans(parcels, number):
                parcels._reached.setdefault(number, [self._begun or self.clock.now()])
                return super()._scans(number)

        parcels = Punctual(clock=self.clock.now, **self._parcels)
        server = CarrierServer(0, Shop(), parcels, pushing=False, seed=7, ticking=ticking)
        with running(server):
            self.clock.put(self.TOLD, 1)
            self.clock.put(self.PORT, server.server_port)
            while True:
                if not self.clock.get(self.TOLD):
                    server.outbox.run_due()
                    self.clock.put(self.TOLD, 1)
                time.sleep(0.002)


def real():
    """Return seconds of the real clock."""
    return time.monotonic()


def until(true, seconds=60):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError("another process does not do what it should")
        time.sleep(0.002)
