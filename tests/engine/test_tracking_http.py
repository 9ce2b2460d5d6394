"""The HTTP client against a server that misbehaves in every way."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from engine.tracking import Account, HttpFailure, HttpRequest, Waybill, provider
from engine.tracking.http import UrllibClient


class Handler(BaseHTTPRequestHandler):
    timeout = 5  # a test that goes wrong ends, instead of waiting for the other side for ever

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, sent, self.headers.get("X-Test")))
        getattr(self, "reply_" + self.path.strip("/").split("/")[0])(sent)

    def do_GET(self):
        self.server.seen.append((self.path, b"", None))
        self._send(200, b"followed")

    def reply_echo(self, sent):
        self._send(200, sent)

    def reply_busy(self, sent):
        self._send(429, b"later", {"Retry-After": "7"})

    def reply_moved(self, sent):
        self._send(302, b"", {"Location": self.server.elsewhere})

    def reply_kept(self, sent):
        self._send(307, b"", {"Location": self.server.elsewhere})

    def reply_big(self, sent):
        self._send(200, b"x" * 2000)

    def reply_silent(self, sent):
        self.server.released.wait(2)

    def reply_drip(self, sent):
        self.send_response(200)
        self.end_headers()
        while not self.server.released.wait(0.03):
            self.wfile.write(b"x")
            self.wfile.flush()

    def reply_headers(self, sent):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.released.wait(0.03):
            self.wfile.write(b"X: y\r\n")
            self.wfile.flush()

    def reply_cut(self, sent):
        self.wfile.write(b"not HTTP at all\r\n\r\n")

    def _send(self, status, body, headers=None):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle(self):
        try:
            super().handle()
        except ConnectionError:  # the client gave up, as it should
            return

    def log_message(self, format, *args):
        return


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen, server.released = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    server.elsewhere = f"http://localhost:{server.server_port}/echo"
    # Checks every 10 ms whether to stop, so that the tests do not wait for it.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def post(server, path, timeout=2, client=None):
    server.seen.clear()
    return (client or UrllibClient()).send(HttpRequest(server.url + path, b"a=1", {"X-Test": "yes"}), timeout)


def test_reply(server):
    reply = post(server, "/echo")
    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"a=1", "3")
    assert server.seen == [("/echo", b"a=1", "yes")]


def test_other_statuses_are_replies(server):
    reply = post(server, "/busy")
    assert (reply.status, reply.body, reply.headers["retry-after"]) == (429, b"later", "7")


@pytest.mark.parametrize(("path", "status"), [("/moved", 302), ("/kept", 307)])
def test_redirects_are_not_followed(server, path, status):
    assert post(server, path).status == status
    assert [path for path, *_ in server.seen] == [path]


def test_size_limit(server):
    assert len(post(server, "/big", client=UrllibClient(2000)).body) == 2000
    with pytest.raises(HttpFailure) as caught:
        post(server, "/big", client=UrllibClient(1999))
    assert caught.value.kind == "too_large"


def test_default_limit():
    assert UrllibClient().max_body == 5 * 1024 * 1024


def test_get(server):
    server.seen.clear()
    reply = UrllibClient().send(HttpRequest(server.url + "/page?a=1", method="GET"), 2)
    assert (reply.status, reply.body, server.seen) == (200, b"followed", [("/page?a=1", b"", None)])


@pytest.mark.parametrize("path", ["/silent", "/headers", "/drip"])
def test_timeout_covers_the_whole_reply(server, path):
    begin = time.monotonic()
    with pytest.raises(HttpFailure) as caught:
        post(server, path, timeout=0.15)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - begin < 1


def test_not_http(server):
    with pytest.raises(HttpFailure) as caught:
        post(server, "/cut")
    assert caught.value.kind == "connection"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "file:///etc/hostname",
        "ftp://127.0.0.1/",
        "nonsense",
        "http://127.0.0.1:x/",
        "",
    ],
)
def test_nothing_to_connect_to(url):
    with pytest.raises(HttpFailure) as caught:
        UrllibClient().send(HttpRequest(url, b""), 1)
    assert caught.value.kind == "connection"


def test_no_encryption_where_it_was_asked_for(server):
    with pytest.raises(HttpFailure) as caught:
        UrllibClient().send(HttpRequest(server.url.replace("http:", "https:") + "/echo", b""), 2)
    assert caught.value.kind == "tls"


def test_loopback_ignores_the_proxy(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    assert post(server, "/echo").status == 200


def test_provider_reports_a_dead_address_as_health():
    account = Account("C", "K", "http://127.0.0.1:1")
    (answer,) = provider("kuaidi100").query(account, [Waybill("YT123456", "yuantong")], UrllibClient())
    assert (answer.health, answer.events) == ("provider_down", ())
