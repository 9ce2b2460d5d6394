"""A small carrier with an interface of its own: JSON behind a bearer token, signed webhooks."""

import hashlib
import hmac
from typing import Any

from ..outbox import News
from ..parcels import Scan
from ..protocol import Protocol
from ..wire import JSON, Message, Reply, Request, reply, written

PATH = "/generic/parcels/"


class Generic(Protocol):
    """One parcel by its number; all times with their zone."""

    code = "generic"
    paths = ("/generic/",)
    retries = (60, 300, 900)
    watching = True
    codes = {
        "info": "ANNOUNCED",
        "picked_up": "PICKED_UP",
        "transit": "HUB",
        "arrived": "CITY",
        "customs": "CUSTOMS",
        "customs_held": "CUSTOMS_HOLD",
        "customs_cleared": "CUSTOMS_DONE",
        "out": "ON_VAN",
        "not_home": "NOT_HOME",
        "locker": "LOCKER",
        "refused": "REFUSED",
        "damaged": "DAMAGED",
        "returning": "RETURNING",
        "returned": "RETURNED",
        "signed": "DELIVERED",
        "collected": "COLLECTED",
        "lost": "LOST",
    }

    def answer(self, request: Request) -> Reply:
        expected = f"Bearer {self.login.key}".encode()
        if not hmac.compare_digest(expected, request.headers.get("Authorization", "").encode()):
            return reply({"error": "unauthorized"}, 401)
        number = request.path.removeprefix(PATH)
        if request.method != "GET" or not request.path.startswith(PATH) or not number:
            return reply({"error": "not found"}, 404)
        scans = self.scans(number)
        return reply({"parcel": self._parcel(number, scans)}) if scans else reply({"error": "no parcel"}, 404)

    def _parcel(self, number: str, scans: list[Scan]) -> dict[str, Any]:
        expected = self.depot.parcels.expected(number)
        history = [
            {
                "at": self.local(scan.at).isoformat(timespec="seconds"),
                "code": self.codes[scan.step.kind],
                "text": scan.step.text,
                "place": scan.step.place,
            }
            for scan in scans
        ]
        eta = self.local(expected).isoformat(timespec="seconds") if expected else None
        return {"id": number, "history": history, "eta": eta}

    def compose(self, news: list[News]) -> list[Message]:
        return [self._push(written({"parcel": self._parcel(each.watch.number, each.scans)})) for each in news]

    def _push(self, text: str) -> Message:
        body, webhook = text.encode(), self.depot.webhook(self.code)
        sign = hmac.new(self.depot.secret(self.code).encode(), body, hashlib.sha256).hexdigest()
        return Message(webhook.url, body, {"Content-Type": JSON, "X-Signature": sign, **webhook.headers})
