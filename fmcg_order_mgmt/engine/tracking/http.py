"""The tracking engine's way out over HTTP(S), with the standard library alone."""

import functools
import http.client
import io
import ssl
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from .values import HttpFailure, HttpReply, HttpRequest

MAX_BODY = 5 * 1024 * 1024
_PIECE = 64 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class _TimedSocket(io.RawIOBase):
    """Reads from a socket until a moment: a socket's own timeout starts again with every byte."""

    def __init__(self, sock, deadline: float):
        self._sock = sock
        self._deadline = deadline
        # It also keeps the socket open until this is closed, whatever the connection does.
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the reply takes too long")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self):
        self._raw.close()
        return super().close()


class _Reply(http.client.HTTPResponse):
    """A reply whose head and body both have to arrive in time."""

    def __init__(self, sock, *args, deadline: float, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedSocket(sock, deadline))


def _connection(kind, deadline: float, *args, **kwargs) -> http.client.HTTPConnection:
    connection = kind(*args, **kwargs)
    connection.response_class = functools.partial(_Reply, deadline=deadline)
    return connection


class _Http(urllib.request.HTTPHandler):
    """Opens connections that keep the request's deadline."""

    def http_open(self, req):
        return self.do_open(functools.partial(_connection, http.client.HTTPConnection, req.deadline), req)


class _Https(urllib.request.HTTPSHandler):
    """The same with TLS; certificates are checked, since that is the connection's default."""

    def https_open(self, req):
        return self.do_open(functools.partial(_connection, http.client.HTTPSConnection, req.deadline), req)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect at all: the body holds a signature that is meant for one host only."""

    def redirect_request(self, *args, **kwargs):
        return None


class UrllibClient:
    """HttpClient over urllib: certificates verified, no redirects, replies of at most ``max_body`` bytes."""

    def __init__(self, max_body: int = MAX_BODY):
        self.max_body = max_body
        self._outside = urllib.request.build_opener(_Http, _Https, _NoRedirect)
        # A proxy of the environment cannot reach this machine's own ports.
        self._local = urllib.request.build_opener(_Http, _Https, _NoRedirect, urllib.request.ProxyHandler({}))

    def send(self, request: HttpRequest, timeout: float) -> HttpReply:
        """Return the reply of any status; ``timeout`` seconds are for all of it. Raises HttpFailure."""
        deadline = time.monotonic() + timeout
        try:
            call = urllib.request.Request(
                request.url, request.data, dict(request.headers), method=request.method
            )
            call.deadline = deadline
            with self._open(call, timeout) as reply:
                body = self._body(reply)
                names = {name.lower(): value for name, value in reply.headers.items()}
                return HttpReply(reply.status, names, body)
        except TimeoutError as error:
            raise HttpFailure("timeout") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise HttpFailure(_kind(error), type(error).__name__) from error

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

    def _body(self, reply) -> bytes:
        pieces, size = [], 0
        while piece := reply.read1(_PIECE):
            size += len(piece)
            if size > self.max_body:
                raise HttpFailure("too_large", f"more than {self.max_body} bytes")
            pieces.append(piece)
        return b"".join(pieces)


def _kind(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return "timeout"
    return "tls" if isinstance(cause, ssl.SSLError) else "connection"
