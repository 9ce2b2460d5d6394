"""The network of the tracking tests: one reply or failure for every call."""

import json
from urllib.parse import parse_qsl

from engine.tracking import HttpFailure, HttpReply, HttpRequest


class Http:
    """Answers every call with one reply or failure, and remembers the calls."""

    def __init__(self, body="", status=200, headers=None, failure: HttpFailure | None = None):
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        self.reply = HttpReply(status, headers or {}, text.encode() if isinstance(text, str) else text)
        self.failure = failure
        self.calls: list[tuple[HttpRequest, float]] = []

    def send(self, request, timeout):
        self.calls.append((request, timeout))
        if self.failure:
            raise self.failure
        return self.reply

    @property
    def request(self) -> HttpRequest:
        """The only call."""
        ((request, _timeout),) = self.calls
        return request

    @property
    def form(self) -> dict[str, str]:
        """The fields of the only call's form."""
        return dict(parse_qsl(self.request.data.decode(), strict_parsing=True))
