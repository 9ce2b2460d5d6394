"""A door into Odoo: its address, its database, its server's log, and a browser of its own."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from ..chromium import session
from .hands import Hands
from .jobs import Job, Ledger

# The end of a line about a request: how many queries it made, the seconds in them and the seconds elsewhere.
REQUEST = re.compile(r'"(?:GET|POST|PUT|DELETE) (\S+) HTTP/[\d.]+" \d+ - (\d+) [\d.]+ [\d.]+')
# What the server writes about a request comes shortly after its answer.
LOG_SECONDS = 0.4
# What is kept on a device, apart from the login.
KEPT = "cache_storage,file_systems,indexeddb,local_storage,service_workers,websql"
OPENING = """
(() => {
    if (location.protocol === "about:") { return; }
    const met = () => { try { return Boolean(%s); } catch { return false; } };
    const look = () => {
        if (!met()) { requestAnimationFrame(look); return; }
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => (window.fmcgOpened = performance.now());
        port2.postMessage(0);
    };
    requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Measured:
    """What an order took."""

    taps: int
    keys: int
    seconds: float
    requests: int
    queries: int


class ServerLog:
    """What a server writes about the requests that it answers."""

    def __init__(self, path: str):
        self.path = Path(path)
        self.place = 0

    def mark(self) -> None:
        """Count from here."""
        self.place = self.path.stat().st_size

    def queries(self) -> int:
        """Return the queries of the requests since the mark."""
        time.sleep(LOG_SECONDS)
        with self.path.open(encoding="utf-8") as lines:
            lines.seek(self.place)
            return count_queries(lines.read())


def count_queries(text: str) -> int:
    """Return the queries of the requests in a server's log; the notification bus is no part of a task."""
    return sum(int(count) for path, count in REQUEST.findall(text) if not path.startswith("/websocket"))


class Door:
    """A browser that is logged in at a server."""

    def __init__(self, hands: Hands, plan: dict):
        self.hands, self.url = hands, plan["url"]
        self.ledger, self.log = Ledger(plan["database"]), ServerLog(plan["log"])
        cookie = session(self.url, plan["database"], plan["login"])
        hands.send("Network.setCookie", name="session_id", value=cookie, url=self.url)

    def do(self, way: type, job: Job) -> Measured:
        """Enter an order in a way, from the opened screen; see that it is in the database."""
        hands, task = self.hands, way(self.hands)
        hands.go(self.url + task.path, task.ready)
        hands.rest()
        before = self.ledger.latest(job.customer)[0]
        hands.begin()
        self.log.mark()
        task.do(job)
        hands.rest()
        queries = self.log.queries()
        self.ledger.check(job, before)
        return Measured(hands.taps, hands.keys, hands.seconds, len(hands.sent), queries)

    def forget(self) -> None:
        """Empty all that is kept on the device."""
        self.hands.send("Page.navigate", url="about:blank")
        self.hands.send("Network.clearBrowserCache")
        self.hands.send("Storage.clearDataForOrigin", origin=self.url, storageTypes=KEPT)

    def opening(self, path: str, ready: str, cold: bool = False) -> float:
        """Return the seconds from calling an address until its page can be used."""
        hands = self.hands
        hands.go("about:blank", "location.href === 'about:blank'")
        if cold:
            self.forget()
        script = hands.send("Page.addScriptToEvaluateOnNewDocument", source=OPENING % ready)["identifier"]
        try:
            hands.go(self.url + path, "window.fmcgOpened")
            took = hands.value("window.fmcgOpened") / 1000
            hands.rest()
            return took
        finally:
            hands.send("Page.removeScriptToEvaluateOnNewDocument", identifier=script)
