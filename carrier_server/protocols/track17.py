"""17TRACK, versions 2.2 and 2.4, from the provider's side."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from ..outbox import News, Watch
from ..parcels import Scan
from ..protocol import Protocol
from ..wire import JSON, Message, Reply, Request, reply, written
from .track17_info import ANY_CARRIER, CARRIERS, main_status, track_info

PREFIXES = ("/track/v2.2/", "/track/v2.4/")
MOST_NUMBERS = 40
MOST_FILTERED = 200
PER_SECOND = 3
QUOTA = 100_000
MOST_CHANGES = 5
AFTER_DELIVERY = dt.timedelta(days=15)
NO_CHANGE = dt.timedelta(days=30)
SF = 100003
MESSAGES = {
    -18010002: "Access token is invalid.",
    -18010012: "The format of '{number}' is invalid.",
    -18010013: "Submitted data is invalid.",
    -18010014: "Submitted data exceeds 40 tracking numbers.",
    -18010020: "The last 4 digits of the phone number are required.",
    -18019901: "The tracking number '{number}' has been registered, don't need to repeat registration.",
    -18019902: "The tracking number '{number}' does not register, please register first.",
    -18019903: "Carrier cannot be detected.",
    -18019904: "Only stopped tracking numbers can be tracked again.",
    -18019905: "Each tracking number can be tracked again once only.",
    -18019906: "Only tracking numbers that are tracked can be stopped.",
    -18019908: "Quota limit has been reached.",
    -18019909: "No tracking information at this time.",
    -18019910: "Carrier code is incorrect.",
    -18019911: "The carrier cannot be changed any more.",
}


@dataclass
class Entry:
    """A registered number with its carrier."""

    number: str
    carrier: int
    tag: str | None
    order_no: str | None
    registered: dt.datetime
    stopped: dt.datetime | None = None
    reason: str | None = None
    retracked: bool = False
    changes: int = 0


class Rejected(Exception):
    """An item, or a whole call, that is rejected; its argument is the code."""


class Track17(Protocol):
    """Registration first, then reads without charge, up to 40 numbers a call."""

    code = "track17"
    paths = PREFIXES
    # Not documented in what was read; three attempts are.
    retries = (600, 1800, 3600)

    def __init__(self, depot):
        super().__init__(depot)
        self._entries: dict[str, dict[int, Entry]] = {}
        self._used = 0
        self._items = {
            "register": self._register,
            "gettrackinfo": self._info,
            "getRealTimeTrackInfo": self._real_time,
            "stoptrack": self._stop,
            "retrack": self._retrack,
            "deletetrack": self._delete,
            "changecarrier": self._change,
            "changeinfo": self._change_info,
            "push": self._push_again,
        }

    def answer(self, request: Request) -> Reply:
        if not hmac.compare_digest(request.headers.get("17token", "").encode(), self.login.key.encode()):
            self.count("refused:-18010002")
            return _errors(-18010002, 401)
        wait = self.over_rate("rate", PER_SECOND)
        if wait:
            return self.too_many(wait)
        verb = request.path.split("/")[-1]
        if request.method != "POST":
            return reply({"code": -18010013}, 404)
        if verb == "getquota":
            return reply({"code": 0, "data": self._quota()})
        body = request.json()
        if verb == "gettracklist":
            return self._list(body if isinstance(body, dict) else {})
        return self._batch(verb, body) if verb in self._items else reply({"code": -18010013}, 404)

    def reset(self):
        self._entries.clear()
        self._used = 0

    def too_many(self, seconds: float = 1) -> Reply:
        return reply({"code": 429, "message": "Too Many Requests"}, 429, {"Retry-After": "1"})

    def _batch(self, verb: str, items: Any) -> Reply:
        """Handle each number on its own; partial success is the normal case."""
        if not isinstance(items, list) or not items or not all(isinstance(each, dict) for each in items):
            return _errors(-18010013)
        if len(items) > MOST_NUMBERS:
            self.count("refused:-18010014")
            return _errors(-18010014)
        accepted, rejected = [], []
        for item in items:
            number, carrier = str(item.get("number") or ""), item.get("carrier")
            try:
                accepted.append(self._items[verb](number, item))
            except Rejected as refusal:
                code = refusal.args[0]
                self.count(f"rejected:{code}")
                error = {"code": code, "message": MESSAGES[code].format(number=number)}
                rejected.append({"number": number, "carrier": carrier or 0, "error": error})
        return reply({"code": 0, "data": {"accepted": accepted, "rejected": rejected}})

    def _register(self, number: str, item: dict[str, Any]) -> Any:
        if not (5 <= len(number) <= 50 and number.isascii() and number.isalnum()):
            raise Rejected(-18010012)
        carrier = self._carrier(number, item)
        if carrier in self._entries.get(number, ()):
            raise Rejected(-18019901)
        phone = item.get("phone_number_last_4") or item.get("phone_number") or item.get("param")
        if carrier == SF and not phone:
            raise Rejected(-18010020)
        if self._used >= QUOTA:
            raise Rejected(-18019908)
        self._used += 1
        entry = Entry(number, carrier, item.get("tag"), item.get("order_no"), self.depot.clock())
        self._entries.setdefault(number, {})[carrier] = entry
        self.depot.outbox.watch(self.code, number, str(carrier), entry=entry)
        origin = 1 if item.get("carrier") else 2
        return {
            "origin": origin,
            "number": number,
            "carrier": carrier,
            "email": None,
            "lang": None,
            "tag": entry.tag,
        }

    def _carrier(self, number: str, item: dict[str, Any]) -> int:
        carrier = item.get("carrier")
        if carrier is None:
            if number.startswith("WRONG"):
                raise Rejected(-18019903)
            return CARRIERS.get(number[:2], ANY_CARRIER)
        if isinstance(carrier, bool) or not isinstance(carrier, int) or carrier <= 0:
            raise Rejected(-18019910)
        return carrier

    def _entry(self, number: str, item: dict[str, Any]) -> Entry:
        carrier = item.get("carrier_old", item.get("carrier"))
        known = self._entries.get(number, {})
        found = [entry for entry in known.values() if carrier in (None, 0, entry.carrier)]
        if not found:
            raise Rejected(-18019902)
        return found[0]

    def _info(self, number: str, item: dict[str, Any]) -> Any:
        entry = self._entry(number, item)
        scans = self.scans(number)
        if not scans:
            raise Rejected(-18019909)
        return self._data(entry, scans)

    def _real_time(self, number: str, item: dict[str, Any]) -> Any:
        if self._used >= QUOTA:
            raise Rejected(-18019908)
        self._used += 10 if item.get("cacheLevel") in (1, "1") else 1
        scans = self.scans(number)
        if not scans:
            raise Rejected(-18019909)
        carrier = self._carrier(number, item)
        return self._data(Entry(number, carrier, None, None, self.depot.clock()), scans)

    def _data(self, entry: Entry, scans: list[Scan]) -> dict[str, Any]:
        local = [scan._replace(at=self.local(scan.at)) for scan in scans]
        expected = self.depot.parcels.expected(entry.number)
        return {
            "number": entry.number,
            "carrier": entry.carrier,
            "param": None,
            "tag": entry.tag,
            "lang": None,
            "track_info": track_info(local, entry.carrier, expected and self.local(expected), self.now()),
        }

    def _stop(self, number: str, item: dict[str, Any]) -> Any:
        entry = self._entry(number, item)
        if entry.stopped:
            raise Rejected(-18019906)
        self._ended(entry, "ByRequest")
        self.depot.outbox.forget(self.code, number)
        return _named(entry)

    def _ended(self, entry: Entry, reason: str):
        entry.stopped, entry.reason = self.depot.clock(), reason

    def _retrack(self, number: str, item: dict[str, Any]) -> Any:
        entry = self._entry(number, item)
        if not entry.stopped:
            raise Rejected(-18019904)
        if entry.retracked:
            raise Rejected(-18019905)
        entry.stopped, entry.reason, entry.retracked = None, None, True
        self.depot.outbox.watch(self.code, number, str(entry.carrier), entry=entry)
        return _named(entry)

    def _delete(self, number: str, item: dict[str, Any]) -> Any:
        entry = self._entry(number, item)
        del self._entries[number][entry.carrier]
        self.depot.outbox.forget(self.code, number)
        return _named(entry)

    def _change(self, number: str, item: dict[str, Any]) -> Any:
        entry, carrier = self._entry(number, item), item.get("carrier_new")
        if isinstance(carrier, bool) or not isinstance(carrier, int) or carrier <= 0:
            raise Rejected(-18019910)
        if entry.changes >= MOST_CHANGES:
            raise Rejected(-18019911)
        del self._entries[number][entry.carrier]
        entry.carrier, entry.changes = carrier, entry.changes + 1
        self._entries[number][carrier] = entry
        return _named(entry)

    def _change_info(self, number: str, item: dict[str, Any]) -> Any:
        entry = self._entry(number, item)
        items = item.get("items") if isinstance(item.get("items"), dict) else item
        entry.tag = items.get("tag", entry.tag)
        return _named(entry)

    def _push_again(self, number: str, item: dict[str, Any]) -> Any:
        entry = self._entry(number, item)
        if not entry.stopped:
            self.depot.outbox.watch(self.code, number, str(entry.carrier), entry=entry)
        return _named(entry)

    def _quota(self) -> dict[str, int]:
        return {
            "quota_total": QUOTA,
            "quota_used": self._used,
            "quota_remain": max(0, QUOTA - self._used),
            "today_used": 0,
            "max_track_daily": 10_000_000,
            "free_email_quota": 300,
            "free_email_quotaused": 0,
        }

    def _list(self, body: dict[str, Any]) -> Reply:
        wanted = list(dict.fromkeys(filter(None, str(body.get("number") or "").split(","))))
        if len(wanted) > MOST_FILTERED:
            return _errors(-18010014)
        found = [
            entry
            for number in (wanted or self._entries)
            for entry in self._entries.get(number, {}).values()
            if body.get("tracking_status") in (None, "", tracking_status(entry))
            and body.get("package_status") in (None, "", main_status(self.scans(number)))
        ]
        page = body.get("page_no") if isinstance(body.get("page_no"), int) else 1
        begin = (max(page, 1) - 1) * MOST_NUMBERS
        pages = {
            "data_total": len(found),
            "page_total": -(-len(found) // MOST_NUMBERS),
            "page_no": page,
            "page_size": MOST_NUMBERS,
        }
        part = [self._row(entry) for entry in found[begin : begin + MOST_NUMBERS]]
        return reply({"page": pages, "code": 0, "data": {"accepted": part, "rejected": []}})

    def _row(self, entry: Entry) -> dict[str, Any]:
        scans, watch = self.scans(entry.number), self.depot.outbox.watched(self.code, entry.number)
        told = watch.status if watch else None
        return {
            "number": entry.number,
            "param": None,
            "carrier": entry.carrier,
            "register_time": self._utc(entry.registered),
            "tracking_status": tracking_status(entry),
            "package_status": main_status(scans),
            "track_time": self._utc(self.depot.clock()),
            "sync_status": True,
            "push_time": self._utc(watch.told_at if watch else None),
            "push_status": "NotPushed" if told is None else "Success" if told == 200 else "Failure",
            "push_status_code": told,
            "stop_track_time": self._utc(entry.stopped),
            "stop_track_reason": entry.reason,
            "is_retracked": entry.retracked,
            "carrier_change_count": entry.changes,
            "tag": entry.tag,
            "order_no": entry.order_no,
            "latest_event_time": self.local(scans[-1].at).isoformat(timespec="seconds") if scans else None,
            "latest_event_info": scans[-1].step.english if scans else None,
        }

    def _utc(self, moment: dt.datetime | None) -> str | None:
        return f"{self.local(moment).astimezone(dt.timezone.utc):%Y-%m-%dT%H:%M:%SZ}" if moment else None

    def ends_at(self, watch: Watch, scans: list[Scan]) -> dt.datetime | None:
        if not scans:
            return watch.since + NO_CHANGE
        delivered = scans[-1].step.kind in ("signed", "collected")
        return scans[-1].at + (AFTER_DELIVERY if delivered else NO_CHANGE)

    def compose(self, news: list[News]) -> list[Message]:
        return [self._push(each) for each in news]

    def _push(self, news: News) -> Message:
        watch = news.watch
        entry = watch.extra.get("entry") or Entry(watch.number, ANY_CARRIER, None, None, watch.since)
        if news.fresh:
            value = {"event": "TRACKING_UPDATED", "data": self._data(entry, news.scans)}
        else:
            self._ended(entry, "Expired")
            data = {"number": entry.number, "carrier": entry.carrier, "param": None, "tag": entry.tag or ""}
            value = {"event": "TRACKING_STOPPED", "data": data}
        body, webhook = written(value).encode(), self.depot.webhook(self.code)
        headers = {"Content-Type": JSON, "sign": signature(body, self.login.key), **webhook.headers}
        return Message(webhook.url, body, headers)

    def acknowledged(self, status: int, body: bytes) -> bool:
        return status == 200


def signature(body: bytes, key: str) -> str:
    """Return 17TRACK's signature of a push: a plain hash with the key at the end."""
    return hashlib.sha256(body + b"/" + key.encode()).hexdigest()


def tracking_status(entry: Entry) -> str:
    """Return whether a number is still followed."""
    return "Stopped" if entry.stopped else "Tracking"


def _named(entry: Entry) -> dict[str, Any]:
    return {"number": entry.number, "carrier": entry.carrier}


def _errors(code: int, status: int = 200) -> Reply:
    """Return a refusal of the whole call, which has code 0 all the same."""
    return reply({"code": 0, "data": {"errors": [{"code": code, "message": MESSAGES[code]}]}}, status)
