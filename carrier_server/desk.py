"""The desk that every call comes to: finds the service that it is for, and deals out the faults asked for."""

import urllib.parse
from collections.abc import Mapping
from email.message import Message as Headers
from typing import NamedTuple

from .control import PATH, Control
from .depot import Depot
from .protocol import BrokenServer, Protocol
from .wire import Reply, Request, reply

BAD_GATEWAY = Reply("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
SERVER_ERROR = Reply("<html><head><title>500 Internal Server Error</title></head></html>", 500)
CAPTIVE_PAGE = Reply("<html><head><title>Welcome</title></head><body>Please log in</body></html>")


class Served(NamedTuple):
    """A reply, and what is to happen to it on its way: cut, slow or timeout; '' for nothing."""

    reply: Reply
    fault: str = ""


class Desk:
    """Answers calls without a network between."""

    def __init__(self, depot: Depot):
        self._depot = depot
        self._control = Control(depot)

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Return the reply to a call within this program; for simulations, where sockets would take too long.

        Raises TimeoutError and ConnectionResetError at once for a reply that would come late or cut.
        """
        fields = Headers()
        for name, value in headers.items():
            fields[name] = value
        served = self.serve(method, url, fields, body or b"")
        if served.fault == "timeout":
            raise TimeoutError("the reply takes too long")
        if served.fault == "cut":
            raise ConnectionResetError("the reply was cut")
        return served.reply

    def serve(self, method: str, url: str, headers: Headers, body: bytes) -> Served:
        """Return the reply to a call; what is cut or late or never said has happened all the same."""
        try:
            address = urllib.parse.urlsplit(url)
        except ValueError:
            return Served(reply({"error": "Bad Request"}, 400))
        query = urllib.parse.parse_qs(address.query, keep_blank_values=True)
        request = Request(method, address.path, query, headers, body)
        if address.path.startswith(PATH):
            return Served(self._control.answer(request))
        protocol = self._depot.protocol(address.path)
        if protocol is None:
            return Served(reply({"error": "Not Found"}, 404))
        fault = self._depot.faults.draw(protocol.code)
        protocol.count("calls")
        if fault:
            protocol.count(f"fault:{fault}")
        instead = {"http500": SERVER_ERROR, "http429": protocol.too_many(), "html": CAPTIVE_PAGE}
        if fault in instead:
            return Served(instead[fault])
        return Served(self._answer(protocol, request), fault)

    def _answer(self, protocol: Protocol, request: Request) -> Reply:
        try:
            with protocol.lock:
                answer = protocol.answer(request)
        except BrokenServer:
            answer = BAD_GATEWAY
        if answer.status >= 400:
            protocol.count(f"http:{answer.status}")
        return answer
