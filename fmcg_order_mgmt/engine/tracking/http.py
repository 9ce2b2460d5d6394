"""The tracking engine's way out over HTTP(S), with the standard library alone."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from urllib.parse import urlsplit

from .provider import HttpFailure, HttpReply

MAX_BODY = 1024 * 1024
_PIECE = 64 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect at all: the body holds a signature that is meant for one host only."""

    def redirect_request(self, *args, **kwargs):
        return None


class UrllibClient:
    """HttpClient over urllib: certificates verified, no redirects, replies of at most ``max_body`` bytes."""

    def __init__(self, max_body: int = MAX_BODY):
        self.max_body = max_body
        self._outside = urllib.request.build_opener(_NoRedirect)
        # A proxy of the environment cannot reach this machine's own ports.
        self._local = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))

    def post(self, url: str, data: bytes, headers: Mapping[str, str], timeout: float) -> HttpReply:
        """Return the reply of any status; ``timeout`` seconds are for all of it. Raises HttpFailure."""
        deadline = time.monotonic() + timeout
        try:
            request = urllib.request.Request(url, data, dict(headers), method="POST")
            with self._open(request, timeout) as reply:
                body = self._body(reply, deadline)
                names = {name.lower(): value for name, value in reply.headers.items()}
                return HttpReply(reply.status, names, body)
        except TimeoutError as error:
            raise HttpFailure("timeout") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            slow = isinstance(getattr(error, "reason", None), TimeoutError)
            raise HttpFailure("timeout" if slow else "connection", type(error).__name__) from error

    def _open(self, request: urllib.request.Request, timeout: float):
        address = urlsplit(request.full_url)
        if address.scheme not in ("http", "https"):
            # urllib would open local files just as well.
            raise HttpFailure("connection", "not an HTTP address")
        opener = self._local if address.hostname in _LOOPBACK else self._outside
        try:
            return opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            return error

    def _body(self, reply, deadline: float) -> bytes:
        pieces, size = [], 0
        # Piece by piece: a socket's own timeout starts again with every byte of a slow reply.
        while piece := reply.read1(_PIECE):
            size += len(piece)
            if size > self.max_body:
                raise HttpFailure("too_large", f"more than {self.max_body} bytes")
            if time.monotonic() > deadline:
                raise HttpFailure("timeout", "the reply takes too long")
            pieces.append(piece)
        return b"".join(pieces)
