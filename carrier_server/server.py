"""The HTTP side: the provider's address, and one to move parcels by hand."""

import json
import logging
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .parcels import Parcels, journey
from .protocol import Shop, answer, error

HOST = "127.0.0.1"
QUERY = "/poll/query.do"
ADVANCE = "/control/advance"
MAX_BODY = 64 * 1024
MAX_DIGITS = 9
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

_logger = logging.getLogger(__name__)


class CarrierServer(ThreadingHTTPServer):
    """Listens on this machine only; port 0 takes any free one, see ``server_port``."""

    daemon_threads = True

    def __init__(self, port: int, shop: Shop, parcels: Parcels):
        super().__init__((HOST, port), _Handler)
        self.shop = shop
        self.parcels = parcels


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    server: CarrierServer

    def do_GET(self):
        # What the provider says to anything but a POST.
        self._reply(200 if self._path() == QUERY else 404, error("500"))

    def do_POST(self):
        actions = {QUERY: self._query, ADVANCE: self._advance}
        action = actions.get(self._path())
        body = self._body()
        if body is None:
            return
        if action is None:
            self._reply(404, error("400"))
        else:
            action(body)

    def _query(self, body: bytes):
        # kuaidi100 does not see the fields of a body that is not a form.
        fields = urllib.parse.parse_qsl(body.decode("utf-8", "replace")) if self._type() == FORM else ()
        self._reply(200, answer(dict(fields), self.server.shop, self.server.parcels))

    def _advance(self, body: bytes):
        """Move a parcel: {"number"} one step, {"number", "to": "delivered"} all the way."""
        try:
            # A page of another site can post a form here from the user's browser, but not this type.
            values = json.loads(body) if self._type() == JSON else None
            number, to = values["number"], values.get("to")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            number, to = None, None
        if not isinstance(number, str) or not number or to not in (None, "delivered"):
            self._control(400, {"error": f'send {JSON}: {{"number": "...", "to": "delivered" or nothing}}'})
        elif to and journey(number)[-1].main != "3":
            self._control(409, {"error": f"{number} is late for good"})
        else:
            step = self.server.parcels.advance(number, bool(to))[-1].step
            self._control(200, {"number": number, "state": step.main, "status": step.main_name})

    def _body(self) -> bytes | None:
        """Return the request's body; when its length is missing or too much, answer that instead."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._reply(411, error("400"))
        elif len(length) > MAX_DIGITS or int(length) > MAX_BODY:
            self._reply(413, error("400"))
        else:
            return self.rfile.read(int(length))
        return None

    def _path(self) -> str:
        return urllib.parse.urlsplit(self.path).path

    def _type(self) -> str:
        return self.headers.get_content_type()

    def _control(self, status: int, values: dict[str, str]):
        self._reply(status, json.dumps(values, ensure_ascii=False))

    def _reply(self, status: int, body: str):
        data = body.encode()
        kind = "text/html" if body.startswith("<") else JSON
        self.send_response(status)
        self.send_header("Content-Type", f"{kind};charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format, *args):
        _logger.info("%s " + format, self.address_string(), *args)
