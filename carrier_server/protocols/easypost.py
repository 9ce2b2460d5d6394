"""EasyPost's trackers, from the provider's side."""

import base64
import datetime as dt
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..journeys import PLACES
from ..outbox import News
from ..parcels import Scan
from ..protocol import UTC, Protocol
from ..wire import JSON, Message, Reply, Request, reply, written

PATH = "/v2/trackers"
MOST_LISTED = 100
HOUR = 3600


class Code(NamedTuple):
    """Status and its detail."""

    status: str
    detail: str


@dataclass
class Entry:
    """A tracker of the shop."""

    id: str
    number: str
    carrier: str
    created: dt.datetime


class EasyPost(Protocol):
    """Trackers, oldest scan first and all times in UTC; a webhook that never answers is switched off."""

    code = "easypost"
    paths = (PATH,)
    # More and more slowly for less than a day; the exact times are not documented.
    retries = (60, 300, 900, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)
    disables = True
    codes = {
        "info": Code("pre_transit", "label_created"),
        "picked_up": Code("in_transit", "departed_origin_facility"),
        "transit": Code("in_transit", "arrived_at_facility"),
        "arrived": Code("in_transit", "arrived_at_destination"),
        "customs": Code("in_transit", "in_transit"),
        "customs_held": Code("in_transit", "held"),
        "customs_cleared": Code("in_transit", "in_transit"),
        "out": Code("out_for_delivery", "out_for_delivery"),
        "not_home": Code("failure", "delivery_exception"),
        "locker": Code("available_for_pickup", "arrived_at_pickup_location"),
        "refused": Code("failure", "failure"),
        "damaged": Code("failure", "damaged"),
        "returning": Code("return_to_sender", "return"),
        "returned": Code("delivered", "arrived_at_destination"),
        "signed": Code("delivered", "arrived_at_destination"),
        "collected": Code("delivered", "arrived_at_destination"),
        "lost": Code("failure", "lost"),
    }

    def __init__(self, depot):
        super().__init__(depot)
        self._entries: dict[str, Entry] = {}
        self._of_number: dict[str, list[Entry]] = {}

    def answer(self, request: Request) -> Reply:
        # The key is the user's name, the password stays empty.
        token = base64.b64encode(f"{self.login.key}:".encode())
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(b"Basic " + token, given):
            self.count("refused:401")
            return _error(401, "APIKEY.INVALID", "Authentication failed.")
        rest = request.path.removeprefix(PATH).strip("/")
        if request.method == "POST" and rest == "":
            return self._create(request.json())
        if request.method == "POST" and rest == "batch":
            return self._batch(request.json())
        if request.method == "GET":
            return self._get(rest) if rest else self._list(request)
        return _error(404, "NOT_FOUND", "The requested resource could not be found.")

    def reset(self):
        self._entries.clear()
        self._of_number.clear()

    def too_many(self, seconds: float = 1) -> Reply:
        reason = "The request was rate-limited."
        return _error(429, "RATE_LIMITED", reason, {"Retry-After": str(max(1, round(seconds)))})

    def _create(self, body: Any) -> Reply:
        values = body.get("tracker") if isinstance(body, dict) else None
        number = str(values.get("tracking_code") or "") if isinstance(values, dict) else ""
        if not number:
            return _error(422, "PARAMETER.REQUIRED", "Missing required parameter: tracking_code")
        return reply(self._tracker(self._added(number, str(values.get("carrier") or ""))))

    def _added(self, number: str, carrier: str) -> Entry:
        """Return the tracker of this number, which is made when there is none yet."""
        carrier = carrier or "SFExpress"
        id = "trk_" + hashlib.sha256(f"{carrier} {number}".encode()).hexdigest()[:32]
        if id not in self._entries:
            self._entries[id] = Entry(id, number, carrier, self.depot.clock())
            self._of_number.setdefault(number, []).append(self._entries[id])
            self.depot.outbox.watch(self.code, number, carrier, entry=self._entries[id])
        return self._entries[id]

    def _batch(self, body: Any) -> Reply:
        numbers = body.get("tracking_codes") if isinstance(body, dict) else None
        if not isinstance(numbers, list) or not numbers or len(numbers) > MOST_LISTED:
            return _error(422, "PARAMETER.INVALID", "Invalid parameter: tracking_codes")
        return reply({"trackers": [self._tracker(self._added(str(each), "")) for each in numbers]})

    def _get(self, id: str) -> Reply:
        entry = self._entries.get(id)
        if not entry:
            return _error(404, "TRACKER.NOT_FOUND", "The requested resource could not be found.")
        return reply(self._tracker(entry))

    def _list(self, request: Request) -> Reply:
        """Return the newest trackers first, a page at a time."""
        names = ("tracking_codes[]", "tracking_codes", "tracking_code")
        numbers = dict.fromkeys(each for name in names for each in request.query.get(name, ()) if each)
        carrier, before, size = request.one("carrier"), request.one("before_id"), request.one("page_size")
        most = min(int(size), MOST_LISTED) if size.isascii() and size.isdigit() and size != "0" else 20
        named = [entry for number in numbers for entry in self._of_number.get(number, ())]
        listed = named if numbers else list(self._entries.values())
        found = [entry for entry in reversed(listed) if carrier in ("", entry.carrier)]
        places = [place for place, entry in enumerate(found) if entry.id == before]
        begin = places[0] + 1 if places else 0
        shown = [self._tracker(entry) for entry in found[begin : begin + most]]
        return reply({"trackers": shown, "has_more": len(found) > begin + most})

    def _tracker(self, entry: Entry) -> dict[str, Any]:
        scans = self.scans(entry.number)
        code = self.codes[scans[-1].step.kind] if scans else Code("unknown", "unknown")
        expected = self.depot.parcels.expected(entry.number)
        return {
            "id": entry.id,
            "object": "Tracker",
            "mode": "test",
            "tracking_code": entry.number,
            "status": code.status,
            "status_detail": code.detail,
            "created_at": self._utc(entry.created),
            "updated_at": self._utc(scans[-1].at if scans else entry.created),
            "signed_by": None,
            "weight": None,
            "est_delivery_date": self._utc(expected) if expected else None,
            "shipment_id": None,
            "carrier": entry.carrier,
            "tracking_details": [self._detail(entry, scan) for scan in scans],
            "carrier_detail": None,
            "finalized": bool(scans) and scans[-1].step.kind in ("signed", "collected", "returned", "lost"),
            "is_return": any(scan.step.kind == "returned" for scan in scans),
            "public_url": f"https://track.easypost.com/{entry.id}",
            "fees": [],
        }

    def _detail(self, entry: Entry, scan: Scan) -> dict[str, Any]:
        code = self.codes[scan.step.kind]
        place = {
            "object": "TrackingLocation",
            "city": PLACES[scan.step.place].upper(),
            "state": None,
            "country": "CN",
            "zip": None,
        }
        return {
            "object": "TrackingDetail",
            "message": scan.step.english,
            "description": None,
            "status": code.status,
            "status_detail": code.detail,
            "datetime": self._utc(scan.at),
            "source": entry.carrier,
            "carrier_code": None,
            "tracking_location": place,
            "est_delivery_date": None,
        }

    def _utc(self, moment: dt.datetime) -> str:
        return f"{self.local(moment).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def compose(self, news: list[News]) -> list[Message]:
        return [self._push(each) for each in news if each.fresh]

    def _push(self, news: News) -> Message:
        watch = news.watch
        entry = watch.extra.get("entry") or Entry(f"trk_{watch.number}", watch.number, "", watch.since)
        before = news.scans[: len(news.scans) - len(news.fresh)]
        status = self.codes[before[-1].step.kind].status if before else "unknown"
        id = hashlib.sha256(f"{entry.id} {len(news.scans)}".encode()).hexdigest()[:32]
        value = {
            "id": f"evt_{id}",
            "object": "Event",
            "mode": "test",
            "description": "tracker.updated",
            "created_at": self._utc(self.depot.clock()),
            "updated_at": self._utc(self.depot.clock()),
            "status": "pending",
            "user_id": "user_demo",
            "previous_attributes": {"status": status},
            "pending_urls": [],
            "completed_urls": [],
            "result": self._tracker(entry),
        }
        body, webhook = written(value).encode(), self.depot.webhook(self.code)
        sign = signature(body, self.depot.secret(self.code))
        return Message(webhook.url, body, {"Content-Type": JSON, "X-Hmac-Signature": sign, **webhook.headers})


def signature(body: bytes, secret: str) -> str:
    """Return EasyPost's signature of a push, whose key is the secret in Unicode form NFKD."""
    key = unicodedata.normalize("NFKD", secret).encode()
    return f"hmac-sha256-hex={hmac.new(key, body, hashlib.sha256).hexdigest()}"


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Reply:
    return reply({"error": {"code": code, "message": message, "errors": []}}, status, headers)
