"""What the tests of the carrier server share: a clock that they set, a server, an endpoint for pushes."""

import contextlib
import http.client
import json
import sys
import threading
import urllib.parse
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from carrier_server.parcels import SHANGHAI, Parcels  # noqa: E402
from carrier_server.protocol import Shop  # noqa: E402
from carrier_server.server import CarrierServer, running  # noqa: E402

START = datetime(2026, 3, 17, 9, tzinfo=SHANGHAI)
STEP = 3600
FORM = "application/x-www-form-urlencoded"


class Clock:
    """A time that tests set."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


class Answer(NamedTuple):
    """An HTTP answer, whose body is JSON wherever it can be."""

    status: int
    body: object
    headers: object


class Carrier:
    """A server that runs, its clock, and calls to it."""

    def __init__(self, server, clock):
        self.server = server
        self.clock = clock
        self.parcels = server.parcels

    def call(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=5)
        try:
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            text = reply.read().decode()
            with contextlib.suppress(ValueError):
                return Answer(reply.status, json.loads(text), reply.headers)
            return Answer(reply.status, text, reply.headers)
        finally:
            connection.close()

    def form(self, path, fields):
        return self.call("POST", path, urllib.parse.urlencode(fields), {"Content-Type": FORM})

    def json(self, path, value, headers=None, method="POST"):
        kind = {"Content-Type": "application/json"}
        return self.call(method, path, json.dumps(value), {**kind, **(headers or {})})

    def control(self, name, **values):
        answer = self.json(f"/control/{name}", values)
        assert answer.status == 200, answer.body
        return answer.body

    def counts(self, provider):
        return self.call("GET", "/control/log").body["providers"].get(provider, {})

    def deliver(self):
        """Send the pushes that are due; return how many."""
        return self.server.outbox.run_due()

    def deliver_until(self, seconds, step=600):
        """Let time go by and send what becomes due."""
        sent = 0
        for _ in range(0, seconds, step):
            self.clock.wait(step)
            sent += self.deliver()
        return sent


@contextlib.contextmanager
def carrier(shop=None, step=STEP, **options):
    """Run a server with a clock of its own; nothing is pushed unless a test says so."""
    clock = Clock()
    names = {name: options.pop(name) for name in ("seed", "mix", "spread") if name in options}
    parcels = Parcels(step, clock, **names)
    server = CarrierServer(0, shop or Shop(), parcels, pushing=False, **options)
    with running(server, 0.002):
        yield Carrier(server, clock)


class Push(NamedTuple):
    """A push as it came in."""

    path: str
    headers: object
    body: bytes

    def form(self):
        return dict(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True))

    def json(self):
        return json.loads(self.body)


class Endpoint:
    """A customer's system: keeps the pushes, and answers as told, then with ``usual`` or by ``hear``."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}/push"
        self.pushes = []
        self.answers = []
        self.usual = (200, b"{}")
        self.hear = lambda push: self.usual


@contextlib.contextmanager
def endpoint():
    """Run an endpoint for pushes."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            push, found = Push(self.path, self.headers, body), server.found
            found.pushes.append(push)
            status, data = found.answers.pop(0) if found.answers else found.hear(push)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.found = Endpoint(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.002,), daemon=True)
    thread.start()
    try:
        yield server.found
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
