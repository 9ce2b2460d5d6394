"""DHL Shipment Tracking - Unified, from the carrier's side; it has no pushes."""

import datetime as dt
import hmac
from typing import Any, NamedTuple

from ..journeys import PLACES
from ..parcels import Scan
from ..protocol import UTC, Protocol
from ..wire import Reply, Request, reply

PER_DAY = 250
PER_PARCEL = 10
PURGED = dt.timedelta(days=90)


class Code(NamedTuple):
    """The status code, and the short text that tells more."""

    code: str
    status: str


class Dhl(Protocol):
    """One number a call; events carry the local time and no zone."""

    code = "dhl"
    paths = ("/track/shipments",)
    codes = {
        "info": Code("pre-transit", "SHIPMENT INFORMATION RECEIVED"),
        "picked_up": Code("transit", "PICKED UP"),
        "transit": Code("transit", "ARRIVED AT SORT FACILITY"),
        "arrived": Code("transit", "ARRIVED AT DELIVERY FACILITY"),
        "customs": Code("transit", "CUSTOMS CLEARANCE"),
        "customs_held": Code("transit", "CUSTOMS CLEARANCE STATUS UPDATED - ON HOLD"),
        "customs_cleared": Code("transit", "CLEARANCE PROCESSING COMPLETE"),
        "out": Code("transit", "OUT FOR DELIVERY"),
        "not_home": Code("failure", "DELIVERY ATTEMPTED - NOBODY HOME"),
        "locker": Code("transit", "AVAILABLE FOR PICKUP"),
        "refused": Code("failure", "DELIVERY REFUSED BY CONSIGNEE"),
        "damaged": Code("failure", "SHIPMENT DAMAGED"),
        "returning": Code("failure", "RETURNING TO SHIPPER"),
        "returned": Code("delivered", "DELIVERED TO SHIPPER"),
        "signed": Code("delivered", "DELIVERED"),
        "collected": Code("delivered", "DELIVERED - COLLECTED"),
        "lost": Code("failure", "SHIPMENT LOST"),
    }

    def answer(self, request: Request) -> Reply:
        key = request.headers.get("DHL-API-Key", "")
        if not hmac.compare_digest(key.encode(), self.login.key.encode()):
            return _problem(401, "Unauthorized", "Unauthorized for given resource.")
        if request.method != "GET" or request.path != self.paths[0]:
            return _problem(404, "Not Found", "No such resource.")
        number = request.one("trackingNumber")
        if not number:
            return _problem(400, "Bad request", "The parameter trackingNumber is missing.")
        wait = self.over_rate("rate", 1)
        if wait:
            return self.too_many(wait)
        wait = self.over_day("day", PER_DAY, UTC)
        if wait:
            return self.too_many(wait, "You have exceeded the daily quota.")
        # Ten fetches a parcel and day are asked for, more are not refused.
        if self.depot.limits.day(f"{self.code} {number}", PER_PARCEL, UTC):
            self.count("limit:fetches")
        scans = [scan for scan in self.scans(number) if scan.at > self.depot.clock() - PURGED]
        if not scans:
            detail = "No shipment with given tracking number found."
            return _problem(404, "No result found", detail, f"/shipment/{number}")
        result = self._result(number, request.one("service") or "express", scans)
        # Made up: a parcel goes to where it is asked from, so that shops anywhere can try it.
        if country := request.one("requesterCountryCode"):
            result["shipments"][0]["destination"]["address"]["countryCode"] = country
        return reply(result)

    def too_many(self, seconds: float = 1, detail: str = "You have exceeded the rate limit.") -> Reply:
        wait = {"Retry-After": str(max(1, round(seconds)))}
        return reply({"title": "Too many requests", "detail": detail, "status": 429}, 429, wait)

    def _result(self, number: str, service: str, scans: list[Scan]) -> dict[str, Any]:
        events = [self._event(scan) for scan in reversed(scans)]
        expected = self.depot.parcels.expected(number)
        shipment: dict[str, Any] = {
            "id": number,
            "service": service,
            "origin": _place(scans[0].step.place),
            "destination": _place("杭州市"),
            # The same time as the event's, with a Z that does not belong there.
            "status": {**events[0], "timestamp": f"{events[0]['timestamp']}Z"},
            "details": {"totalNumberOfPieces": 1, "pieceIds": [f"JD{number}"]},
            "events": events,
        }
        if expected:
            day = f"{self.local(expected):%Y-%m-%d}"
            shipment["estimatedTimeOfDelivery"] = f"{day}T00:00:00Z"
            shipment["estimatedDeliveryTimeFrame"] = {
                "estimatedFrom": f"{day}T00:00:00Z",
                "estimatedThrough": f"{day}T22:00:00Z",
            }
            shipment["estimatedTimeOfDeliveryRemark"] = "By End of Day"
        return {"shipments": [shipment], "possibleAdditionalShipmentsUrl": []}

    def _event(self, scan: Scan) -> dict[str, Any]:
        code = self.codes[scan.step.kind]
        return {
            "timestamp": f"{self.local(scan.at):%Y-%m-%dT%H:%M:%S}",
            "location": _place(scan.step.place),
            "statusCode": code.code,
            "status": code.status,
            "description": scan.step.english,
        }


def _place(place: str) -> dict[str, Any]:
    return {"address": {"countryCode": "CN", "addressLocality": PLACES[place].upper()}}


def _problem(status: int, title: str, detail: str, instance: str = "") -> Reply:
    more = {"instance": instance} if instance else {}
    return reply({"title": title, "detail": detail, "status": status, **more}, status)
