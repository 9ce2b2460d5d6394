"""The HTTP side: finds the service that a call is for, and serves the faults asked for."""

import contextlib
import logging
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .depot import Depot
from .desk import Desk
from .parcels import Parcels
from .protocol import Shop
from .wire import Reply, written

HOST = "127.0.0.1"
QUERY = "/poll/query.do"
MAX_BODY = 64 * 1024
MAX_DIGITS = 9

_logger = logging.getLogger(__name__)


class CarrierServer(ThreadingHTTPServer):
    """Listens on this machine only; port 0 takes any free one, see ``server_port``.

    ``options`` are those of Depot. Unless ``pushing`` is off, pushes go out by themselves while it serves;
    else ``outbox.run_due()`` sends them.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, shop: Shop, parcels: Parcels, *, pushing: bool = True, **options):
        super().__init__((HOST, port), _Handler)
        self.depot = Depot(shop, parcels, **options)
        self.desk = Desk(self.depot)
        self.outbox = self.depot.outbox
        self._pushing = pushing

    @property
    def parcels(self) -> Parcels:
        return self.depot.parcels

    @parcels.setter
    def parcels(self, parcels: Parcels):
        self.depot.parcels = parcels

    @property
    def url(self) -> str:
        """The address that all services' paths follow."""
        return f"http://{HOST}:{self.server_port}"

    def serve_forever(self, poll_interval: float = 0.5):
        if self._pushing:
            self.outbox.start()
        super().serve_forever(poll_interval)

    def shutdown(self):
        self.depot.closing.set()
        super().shutdown()


@contextlib.contextmanager
def running(server: CarrierServer, poll_interval: float = 0.05) -> Iterator[CarrierServer]:
    """Serve in a thread while the block runs; the interval is how long the end may take."""
    thread = threading.Thread(target=server.serve_forever, args=(poll_interval,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    server: CarrierServer

    def do_GET(self):
        self._serve(b"")

    def do_DELETE(self):
        self._serve(b"")

    def do_POST(self):
        body = self._body()
        if body is not None:
            self._serve(body)

    do_PUT = do_POST

    def _serve(self, body: bytes):
        server = self.server
        reply, fault = server.desk.serve(self.command, self.path, self.headers, body)
        if fault in ("timeout", "slow"):
            protocol = server.depot.protocol(urllib.parse.urlsplit(self.path).path)
            server.depot.closing.wait(server.depot.faults.value(protocol.code, f"{fault}_seconds"))
        if fault != "timeout":
            self._reply(reply, cut=fault == "cut")

    def _body(self) -> bytes | None:
        """Return the request's body; when its length is missing or too much, answer that instead."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(411)
        elif len(length) > MAX_DIGITS or int(length) > MAX_BODY:
            self._refuse(413)
        else:
            return self.rfile.read(int(length))
        return None

    def _refuse(self, status: int):
        self._reply(Reply(written({"error": self.responses[status][0]}), status))

    def _reply(self, reply: Reply, cut: bool = False):
        data = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", f"{reply.kind};charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        # Who asked may have given up waiting.
        with contextlib.suppress(ConnectionError):
            self.wfile.write(data[: len(data) // 2] if cut else data)

    def log_message(self, format, *args):
        _logger.info("%s " + format, self.address_string(), *args)
