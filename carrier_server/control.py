"""The calls that no carrier has: moving parcels, faults, webhooks, the log."""

from collections.abc import Callable
from typing import Any

from .depot import Depot, Webhook
from .faults import ALL
from .outbox import is_loopback
from .wire import JSON, Reply, Request, reply

PATH = "/control/"
HOSTS = ("127.0.0.1", "localhost")


class Refused(Exception):
    """A call that makes no sense; status and text of the answer."""


class Control:
    """One method for each call under ``/control/``."""

    def __init__(self, depot: Depot):
        self._depot = depot
        self._posts: dict[str, Callable[[dict[str, Any]], Any]] = {
            "advance": self._advance,
            "faults": self._faults,
            "flush": self._flush,
            "reset": self._reset,
            "watch": self._watch,
            "webhook": self._webhook,
        }

    def answer(self, request: Request) -> Reply:
        """Return the reply to a call."""
        name = request.path.removeprefix(PATH)
        # A page of another site whose name was made to lead here says that name.
        if request.headers.get("Host", HOSTS[0]).partition(":")[0] not in HOSTS:
            return reply({"error": "this is for programs on this machine"}, 403)
        if request.method == "GET" and name == "log":
            return reply(self._log())
        if request.method != "POST" or name not in self._posts:
            return reply({"error": f"no such call: {request.method} {request.path}"}, 404)
        # A page of another site can post a form here from the user's browser, but not this type.
        values = request.json() if request.headers.get_content_type() == JSON else None
        try:
            if not isinstance(values, dict):
                raise Refused(400, f"send an object as {JSON}")
            return reply(self._posts[name](values))
        except Refused as refused:
            status, text = refused.args
            return reply({"error": text}, status)

    def _advance(self, values: dict[str, Any]) -> Any:
        """Move a parcel: {"number"} one step, {"number", "to": "delivered"} all the way."""
        number, to = _text(values, "number"), values.get("to")
        if to not in (None, "delivered"):
            raise Refused(400, 'the only place to go "to" is "delivered"')
        journey = self._depot.parcels.journey(number)
        if to and journey.state != "delivered":
            raise Refused(409, f"{number} never arrives, its journey is {journey.name}")
        scans = self._depot.parcels.advance(number, bool(to))
        code = self._depot.protocols["kuaidi100"].codes[scans[-1].step.kind] if scans else None
        return {
            "number": number,
            "state": code.main if code else "",
            "status": code.main_name if code else "",
        }

    def _faults(self, values: dict[str, Any]) -> Any:
        """Ask for faults: {"provider": "*", "http500": 0.1, ...}; only the provider ends them."""
        provider = values.pop("provider", ALL)
        if provider != ALL:
            self._known(provider)
        try:
            self._depot.faults.ask(provider, values)
        except ValueError as error:
            raise Refused(400, str(error)) from None
        return {"provider": provider, **values}

    def _flush(self, _values: dict[str, Any]) -> Any:
        """Send all pushes now, also those that wait."""
        sent = self._depot.outbox.run_due(everything=True)
        return {"sent": sent, "waiting": self._depot.outbox.pending()}

    def _reset(self, _values: dict[str, Any]) -> Any:
        """Forget parcels, watches, webhooks, faults and counts."""
        self._depot.reset()
        return {}

    def _watch(self, values: dict[str, Any]) -> Any:
        """Push this parcel's scans from now on: {"provider", "number", "carrier"}."""
        provider, number = self._known(values.get("provider")), _text(values, "number")
        self._depot.outbox.watch(provider, number, str(values.get("carrier") or ""))
        return {"provider": provider, "number": number}

    def _webhook(self, values: dict[str, Any]) -> Any:
        """Say where pushes go: {"provider", "url", "secret", "headers", "format"}; an empty url ends them."""
        provider, url = self._known(values.get("provider")), values.get("url")
        if not isinstance(url, str) or (url and not is_loopback(url)):
            raise Refused(400, "the url has to be one of this machine")
        headers = values.get("headers", {})
        if not isinstance(headers, dict) or not all(isinstance(each, str) for each in headers.values()):
            raise Refused(400, "headers are names and texts")
        secret, format = values.get("secret") or "", values.get("format", "json")
        if not isinstance(secret, str) or format not in ("json", "xml"):
            raise Refused(400, "the secret is a text, the format json or xml")
        self._depot.set_webhook(provider, Webhook(url, secret, headers, format))
        return {"provider": provider, "url": url}

    def _log(self) -> Any:
        return {"providers": self._depot.journal.counts(), "waiting": self._depot.outbox.pending()}

    def _known(self, provider: Any) -> str:
        if provider not in self._depot.protocols:
            raise Refused(400, f"no such provider; there are {', '.join(self._depot.protocols)}")
        return provider


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(400, f"{name} is missing or no text")
    return value
