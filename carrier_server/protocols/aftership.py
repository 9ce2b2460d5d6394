"""AfterShip's Tracking API of 2024-07 and later, from the provider's side."""

import base64
import datetime as dt
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass
from typing import Any

from ..journeys import PLACES
from ..outbox import News
from ..parcels import Scan
from ..protocol import UTC, Protocol
from ..wire import JSON, Message, Reply, Request, reply, written

PATH = re.compile(r"/tracking/20\d\d-\d\d/(trackings|couriers)(?:/([\w-]+))?(?:/([\w-]+))?")
# Calls a second: to create, list, read one, change one, detect the courier.
RATES = {"create": 20, "list": 6, "get": 5, "change": 5, "detect": 3}
MOST_LISTED = 200
SUBTAGS = {
    "info": "InfoReceived_001",
    "picked_up": "InTransit_002",
    "transit": "InTransit_003",
    "arrived": "InTransit_003",
    "customs": "InTransit_001",
    "customs_held": "Exception_004",
    "customs_cleared": "InTransit_001",
    "out": "OutForDelivery_001",
    "not_home": "AttemptFail_001",
    "locker": "AvailableForPickup_001",
    "refused": "Exception_003",
    "damaged": "Exception_012",
    "returning": "Exception_010",
    "returned": "Exception_011",
    "signed": "Delivered_001",
    "collected": "Delivered_001",
    "lost": "Exception_013",
}
SLUGS = {"SF": "sf-express", "YT": "yto-express", "ZT": "zto-express", "JT": "jtexpress"}
ANY_SLUG = "china-ems"
MESSAGES = {
    4001: "Invalid JSON data.",
    4003: "Tracking already exists.",
    4004: "Tracking does not exist.",
    4005: "The value of `tracking_number` is invalid.",
    4012: "Cannot detect courier.",
    4016: "Retrack is not allowed. You can only retrack an inactive tracking.",
}


@dataclass
class Entry:
    """A tracking of the shop."""

    id: str
    number: str
    slug: str
    created: dt.datetime
    active: bool = True


class Refused(Exception):
    """A call that gets an error of AfterShip's: its code and the HTTP status."""


class AfterShip(Protocol):
    """Trackings are created once and then read; times carry an offset, their own ones are UTC."""

    code = "aftership"
    paths = ("/tracking/",)
    # Fourteen attempts, the last one 68 hours after the first.
    retries = tuple(30 * 2**turn for turn in range(13))

    def __init__(self, depot):
        super().__init__(depot)
        self._entries: dict[str, Entry] = {}
        self._of_number: dict[str, list[Entry]] = {}

    def answer(self, request: Request) -> Reply:
        if not hmac.compare_digest(request.headers.get("as-api-key", "").encode(), self.login.key.encode()):
            self.count("refused:401")
            return _meta(401, "Invalid API key.", 401)
        found = PATH.fullmatch(request.path)
        if not found:
            return _meta(404, "The URI requested is invalid.", 404)
        what, id, action = found.groups()
        name, call = self._call(request, what, id, action)
        if call is None:
            return _meta(405, "Method not allowed.", 405)
        wait = self.over_rate(name, RATES[name])
        headers = self._rate_headers(name)
        if wait:
            return _meta(429, "You have exceeded the API call rate limit.", 429, headers)
        try:
            status, data = call()
        except Refused as refused:
            code, status = refused.args
            self.count(f"refused:{code}")
            return _meta(code, MESSAGES[code], status, headers)
        return reply({"meta": {"code": status}, "data": data}, status, headers)

    def reset(self):
        self._entries.clear()
        self._of_number.clear()

    def too_many(self, seconds: float = 1) -> Reply:
        return _meta(429, "You have exceeded the API call rate limit.", 429, {"Retry-After": "1"})

    def _call(self, request: Request, what: str, id: str | None, action: str | None):
        """Return the name of the rate and the call for a request."""
        if what == "couriers":
            detect = (request.method, id) == ("POST", "detect")
            return "detect", (lambda: self._detect(request)) if detect else None
        calls = {
            ("POST", False): ("create", lambda: self._create(request)),
            ("GET", False): ("list", lambda: self._list(request)),
            ("GET", True): ("get", lambda: (200, self._tracking(self._entry(id)))),
            ("DELETE", True): ("change", lambda: self._delete(id)),
            ("POST", True): ("change", lambda: self._change(id, action)),
        }
        return calls.get((request.method, bool(id)), ("change", None))

    def _rate_headers(self, name: str) -> dict[str, str]:
        reset = int(self.depot.clock().timestamp()) + 1
        left = self.depot.limits.left(f"{self.code} {name}", RATES[name])
        return {
            "X-RateLimit-Limit": str(RATES[name]),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str(reset),
        }

    def _create(self, request: Request) -> tuple[int, Any]:
        body = request.json()
        if not isinstance(body, dict):
            raise Refused(4001, 400)
        # Versions before 2024-07 wrapped it.
        values = body["tracking"] if isinstance(body.get("tracking"), dict) else body
        number = str(values.get("tracking_number") or "")
        if not (4 <= len(number) <= 100 and number.isascii() and number.isalnum()):
            raise Refused(4005, 400)
        slug = str(values.get("slug") or "") or self._slug(number)
        if not slug:
            raise Refused(4012, 400)
        id = hashlib.sha256(f"{slug} {number}".encode()).hexdigest()[:32]
        if id in self._entries:
            raise Refused(4003, 400)
        entry = Entry(id, number, slug, self.depot.clock())
        self._entries[id] = entry
        self._of_number.setdefault(number, []).append(entry)
        self.depot.outbox.watch(self.code, number, slug, entry=entry)
        return 201, self._tracking(entry)

    def _slug(self, number: str) -> str:
        return "" if number.startswith("WRONG") else SLUGS.get(number[:2], ANY_SLUG)

    def _list(self, request: Request) -> tuple[int, Any]:
        numbers = dict.fromkeys(filter(None, request.one("tracking_numbers").split(",")))
        slugs = {each for each in request.one("slug").split(",") if each}
        limit = request.one("limit")
        size = min(int(limit), MOST_LISTED) if limit.isascii() and limit.isdigit() and limit != "0" else 100
        named = [entry for number in numbers for entry in self._of_number.get(number, ())]
        found = [
            entry
            for entry in (named if numbers else self._entries.values())
            if not slugs or entry.slug in slugs
        ]
        places = [place for place, entry in enumerate(found) if entry.id == request.one("cursor")]
        begin = places[0] if places else 0
        after = found[begin + size : begin + size + 1]
        pages = {
            "total": len(found),
            "next_cursor": after[0].id if after else None,
            "has_next_page": bool(after),
        }
        shown = [self._tracking(entry) for entry in found[begin : begin + size]]
        return 200, {"pagination": pages, "trackings": shown}

    def _entry(self, id: str | None) -> Entry:
        if id not in self._entries:
            raise Refused(4004, 404)
        return self._entries[id]

    def _delete(self, id: str | None) -> tuple[int, Any]:
        entry = self._entry(id)
        tracking = self._tracking(entry)
        del self._entries[entry.id]
        self._of_number[entry.number].remove(entry)
        self.depot.outbox.forget(self.code, entry.number)
        return 200, tracking

    def _change(self, id: str | None, action: str | None) -> tuple[int, Any]:
        entry = self._entry(id)
        if action == "retrack":
            if entry.active:
                raise Refused(4016, 400)
            entry.active = True
            self.depot.outbox.watch(self.code, entry.number, entry.slug, entry=entry)
        elif action == "mark-as-completed":
            entry.active = False
            self.depot.outbox.forget(self.code, entry.number)
        else:
            raise Refused(4004, 404)
        return 200, self._tracking(entry)

    def _detect(self, request: Request) -> tuple[int, Any]:
        body = request.json()
        slug = self._slug(str(body.get("tracking_number") or "")) if isinstance(body, dict) else ""
        couriers = [{"slug": slug, "name": slug}] if slug else []
        return 200, {"total": len(couriers), "couriers": couriers}

    def _tracking(self, entry: Entry) -> dict[str, Any]:
        scans = self.scans(entry.number)
        subtag = SUBTAGS[scans[-1].step.kind] if scans else "Pending_001"
        kinds = [scan.step.kind for scan in scans]
        signed = [scan for scan in scans if scan.step.kind in ("signed", "collected")]
        expected = self.depot.parcels.expected(entry.number)
        day = f"{self.local(expected):%Y-%m-%d}" if expected else None
        estimate = {"type": "specific", "source": "Carrier EDD", "datetime": day}
        return {
            "id": entry.id,
            "created_at": self._utc(entry.created),
            "updated_at": self._utc(self.depot.clock()),
            "tracking_number": entry.number,
            "slug": entry.slug,
            "active": entry.active,
            "expected_delivery": day,
            "latest_estimated_delivery": estimate if day else None,
            "shipment_delivery_date": self.local(signed[0].at).isoformat() if signed else None,
            "return_to_sender": "returning" in kinds,
            "failed_delivery_attempts": kinds.count("not_home"),
            "signed_by": None,
            "tag": subtag.partition("_")[0],
            "subtag": subtag,
            "subtag_message": scans[-1].step.english if scans else "Pending",
            "tracked_count": len(scans),
            "checkpoints": [self._checkpoint(entry, scan) for scan in scans],
        }

    def _checkpoint(self, entry: Entry, scan: Scan) -> dict[str, Any]:
        place, subtag = PLACES[scan.step.place], SUBTAGS[scan.step.kind]
        return {
            "slug": entry.slug,
            "created_at": self._utc(scan.at),
            "checkpoint_time": self.local(scan.at).isoformat(timespec="seconds"),
            "city": place,
            "location": f"{place}, China",
            "country_iso3": "CHN",
            "country_name": "CHN",
            "coordinates": [],
            "state": None,
            "zip": None,
            "message": scan.step.english,
            "tag": subtag.partition("_")[0],
            "subtag": subtag,
            "subtag_message": scan.step.english,
            "raw_tag": None,
        }

    def _utc(self, moment: dt.datetime) -> str:
        return self.local(moment).astimezone(UTC).isoformat(timespec="seconds")

    def compose(self, news: list[News]) -> list[Message]:
        return [self._push(each) for each in news if each.fresh]

    def _push(self, news: News) -> Message:
        watch = news.watch
        entry = watch.extra.get("entry") or Entry(watch.number, watch.number, ANY_SLUG, watch.since)
        tracking = self._tracking(entry)
        id = uuid.uuid5(uuid.NAMESPACE_URL, f"{entry.id} {len(news.scans)}")
        tags = [SUBTAGS[scan.step.kind].partition("_")[0] for scan in news.scans]
        value = {
            "ts": int(self.now().timestamp()),
            "event": "tracking_update",
            "event_id": str(id),
            "is_tracking_first_tag": tags.count(tags[-1]) == 1,
            "msg": tracking,
        }
        body, webhook = written(value).encode(), self.depot.webhook(self.code)
        sign = signature(body, self.depot.secret(self.code))
        headers = {"Content-Type": JSON, "aftership-hmac-sha256": sign, **webhook.headers}
        return Message(webhook.url, body, headers)


def signature(body: bytes, secret: str) -> str:
    """Return AfterShip's signature of a push."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _meta(code: int, message: str, status: int, headers: dict[str, str] | None = None) -> Reply:
    kinds = {401: "Unauthorized", 404: "NotFound", 429: "TooManyRequests"}
    meta = {"code": code, "type": kinds.get(status, "BadRequest"), "message": message}
    return reply({"meta": meta, "data": {}}, status, headers)
