"""A service that nobody knows, and how the tests ask it for a parcel."""

from dataclasses import replace
from datetime import datetime, timezone

from engine.tracking import Account, Waybill, provider
from tracking_http import Http

OPTIONS = {
    "path": "/generic/parcels/{number}",
    "headers": {"Authorization": "Bearer {key}"},
    "events": "parcel.history",
    "number": "parcel.id",
    "eta": "parcel.eta",
    "time": "at",
    "code": "code",
    "text": "text",
    "place": "place",
    "zone": "Asia/Shanghai",
    "states": {
        "PICKED": "picked_up",
        "MOVING": "in_transit",
        "DONE": "delivered",
        "BROKEN": ["exception", "carrier_damaged_parcel"],
    },
    "carriers": [[r"GX\d{8,12}", "gx"], [r"[0-9A-F]{10}", "hex"]],
    "push": {"header": "X-Signature", "prefix": "sha256="},
}
ACCOUNT = Account("shop", "KEY", "https://api.example.com", secret="SECRET", options=OPTIONS)
NUMBER = "GX12345678"
WAYBILL = Waybill(NUMBER, "gx", "13800138000", postcode="200 000", country="CN", ref="r/1")
HISTORY = [
    {"at": "2026-03-16 09:00:00", "code": "PICKED", "text": "collected", "place": "Shanghai"},
    {"at": "2026-03-17T09:00:00+01:00", "code": "DONE", "text": "signed", "place": "Hangzhou"},
]
OK = {"parcel": {"id": NUMBER, "history": HISTORY, "eta": "2026-03-17 18:00"}}
GENERIC = provider("generic")


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def account(**changes):
    options = {**OPTIONS, **changes}
    return replace(ACCOUNT, options={key: value for key, value in options.items() if value is not None})


def ask(*args, account=ACCOUNT, waybill=WAYBILL, **kwargs):
    http = Http(*args, **kwargs)
    (answer,) = GENERIC.query(account, [waybill], http)
    return answer, http
