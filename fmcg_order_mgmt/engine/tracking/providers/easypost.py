"""EasyPost's trackers: https://docs.easypost.com/docs/trackers."""

import base64
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

from ..canonical import Code, Event, split_numbers
from ..journey import (
    first_is_pickup,
    is_full,
    of_this_parcel,
    ordered,
    signed,
    turned_back,
    unread,
    unread_moments,
    way_back,
)
from ..numbers import carrier_by_form, named_carrier
from ..options import checked, said
from ..provider import Provider
from ..reading import dumped, has_zone, mapping, moment, rows, text
from ..signing import check_signature, json_body
from ..values import Account, Answer, Call, HttpReply, HttpRequest, Malformed, Pushed, Waybill
from ..wording import FAILED, read_wording
from ..zones import local_moment, zone_of
from .easypost_codes import CHINA_EMS, CODES, DETAILS, HEALTH_OF_STATUS, POST_OF_COUNTRY, UPS, USPS, VAGUE

BASE_URL = "https://api.easypost.com"
_TRACKERS = "/v2/trackers"
_ABOUT_TRACKERS = frozenset({"tracker.created", "tracker.updated"})
_UNKNOWN = Code("", "unknown")
_CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00(\.0+)?Z", re.ASCII)


class EasyPost(Provider):
    """Creates a tracker for each number, asks for it by its id, and is pushed to.

    ``ref`` of a waybill is the tracker's id; without it the tracker is created, which gives back one that is
    there already.
    """

    code = "easypost"
    name = "EasyPost"
    registers = True
    pushes = True
    # A number that was forgotten or had the wrong carrier may be told again.
    max_registrations = 3
    # EasyPost publishes no number; this is slow enough for every plan.
    rate = 2.0
    abroad = True
    # No tracker has this id: an account that works answers so, and nothing is created or paid.
    probe = Waybill("EZ1000000001", "USPS", ref="trk_00000000000000000000000000000000")
    codes = CODES

    def carrier_of(self, number: str) -> str:
        """Return EasyPost's name of the carrier where the number's form and check digit leave no doubt."""
        return carrier_by_form(number, UPS, USPS, CHINA_EMS, POST_OF_COUNTRY)

    def is_new(self, subcode: str) -> bool:
        """Say whether a status came with a detail that EasyPost does not document."""
        return subcode.partition("/")[2] not in DETAILS

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each: it has none."""
        return said(checked(options, {}))

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        (waybill,) = waybills
        if waybill.ref:
            return _call(account, "GET", f"{_TRACKERS}/{quote(waybill.ref, safe='')}")
        return self._subscription(account, waybills, "")

    def _read(self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str) -> tuple[Answer, ...]:
        (waybill,) = waybills
        number = text(payload.get("tracking_code")).upper()
        if number != _number(waybill):
            message = _message(payload) or "the reply is for another number"
            return (Answer(health="provider_down", raw=raw, message=message, full=False),)
        answer = of_this_parcel(read(payload, raw), waybill.shipped_on)
        carrier = text(payload.get("carrier"))
        known = carrier.lower() == named_carrier(waybill.carrier).lower()
        return (replace(answer, carrier="" if known else carrier),)

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        # The address for pushes is set in EasyPost's dashboard, one for the account.
        (waybill,) = waybills
        values = {"tracking_code": _number(waybill), "carrier": named_carrier(waybill.carrier)}
        tracker = {name: value for name, value in values.items() if value}
        return _call(account, "POST", _TRACKERS, {"tracker": tracker})

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        (answer,) = self._read(payload, waybills, raw)
        # A tracker without scans was taken all the same.
        return (replace(answer, health="ok", full=False, stopped=False) if answer.ref else answer,)

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged unless the call is signed with the webhook's secret; without one nothing is signed."""
        given = call.headers.get("x-hmac-signature", "")
        check_signature(given, sign(call.body, account.secret), account.secret)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says of its tracker; nothing where it is about something else."""
        payload, body = json_body(call)
        if text(payload.get("description")) not in _ABOUT_TRACKERS or "result" not in payload:
            return ()
        tracker = mapping(payload["result"])
        number = text(tracker.get("tracking_code"))
        if not number:
            raise Malformed("no tracking code")
        # Calls that come late are not to be relied on, so they withdraw nothing.
        answer = replace(read(tracker, body), full=False)
        return (Pushed(number, text(tracker.get("carrier")), answer),)

    def _refused(self, reply: HttpReply, payload: Mapping[str, Any] | None, text: str) -> Answer:
        answer = super()._refused(reply, payload, text)
        if not mapping((payload or {}).get("error")):
            return answer
        health = HEALTH_OF_STATUS.get(reply.status, "provider_down")
        return replace(
            answer,
            health=health,
            message=_message(payload or {}) or answer.message,
            state="pending" if health == "not_found" else "unknown",
            unregistered=health == "not_found",
            full=False,
        )


def sign(body: bytes, secret: str) -> str:
    """Return EasyPost's signature of a call; the secret counts in Unicode form NFKD."""
    key = unicodedata.normalize("NFKD", secret).encode()
    return "hmac-sha256-hex=" + hmac.new(key, body, hashlib.sha256).hexdigest()


def read(tracker: Mapping[str, Any], raw: str = "") -> Answer:
    """Return the answer in a tracker."""
    status, detail = text(tracker.get("status")), text(tracker.get("status_detail"))
    is_return = tracker.get("is_return") is True or status == "return_to_sender"
    details = rows(tracker.get("tracking_details"), None)
    found = [_event(row) for row in details]
    events = first_is_pickup(ordered(found), "in_transit")
    events = signed(turned_back(events, is_return), text(tracker.get("signed_by")))
    state = _meaning(status, detail, "").state
    known = bool(events) or status not in ("", "unknown", "error")
    if not known:
        state = "pending"
    return Answer(
        events=events,
        eta=_arrival(tracker),
        health="ok" if known else "not_found",
        state=way_back(state) if is_return else state,
        message=detail,
        raw=raw or dumped(tracker),
        full=is_full(events),
        ref=text(tracker.get("id")),
        stopped=tracker.get("finalized") is True,
        unread=unread(details, found, "datetime") + unread_moments(tracker, "est_delivery_date"),
    )


def _call(account: Account, method: str, path: str, body: Mapping[str, Any] | None = None) -> HttpRequest:
    key = base64.b64encode(f"{account.key}:".encode()).decode()
    headers = {
        "Authorization": f"Basic {key}",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    data = None if body is None else json.dumps(body, separators=(",", ":")).encode()
    return HttpRequest((account.base_url or BASE_URL).rstrip("/") + path, data, headers, method)


def _number(waybill: Waybill) -> str:
    return "".join(split_numbers(waybill.number)[:1])


def _message(payload: Mapping[str, Any]) -> str:
    message = mapping(payload.get("error")).get("message")
    return "; ".join(filter(None, map(text, message))) if isinstance(message, list) else text(message)


def _event(row: Mapping[str, Any]) -> Event | None:
    raw, place = text(row.get("datetime")), mapping(row.get("tracking_location"))
    city, state, country, code = (text(place.get(part)) for part in ("city", "state", "country", "zip"))
    occurred_at, source = local_moment(raw, country)
    if occurred_at is None:
        return None
    if raw.endswith("Z") and not (city or code):
        # Where EasyPost does not know the place, it calls the local time UTC.
        source = "unknown"
    status, detail = text(row.get("status")), text(row.get("status_detail"))
    words = text(row.get("message")) or text(row.get("description"))
    meaning = _meaning(status, detail, words)
    return Event(
        occurred_at=occurred_at,
        occurred_raw=raw,
        state=meaning.state,
        code=status,
        # A detail says nothing without its status, and people are asked about it by itself.
        subcode=f"{status}/{detail}" if detail else "",
        description=words,
        location=", ".join(filter(None, (city, state, country))),
        reason=meaning.reason,
        tz_source=source,
    )


def _meaning(status: str, detail: str, words: str) -> Code:
    pair = f"{status}/{detail}"
    code = pair if pair in CODES else status
    rule = read_wording(words, FAILED) if code in VAGUE else None
    return Code(rule.name, rule.state, rule.reason) if rule else CODES.get(code, _UNKNOWN)


def _arrival(tracker: Mapping[str, Any]) -> datetime | None:
    """Return when the parcel is expected: by the time at its destination where that is known."""
    detail = mapping(tracker.get("carrier_detail"))
    day, clock = text(detail.get("est_delivery_date_local")), text(detail.get("est_delivery_time_local"))
    local = f"{day} {clock}" if day and _CLOCK.fullmatch(clock) else day
    zone = zone_of(mapping(detail.get("destination_tracking_location")).get("country"))
    expected = text(tracker.get("est_delivery_date"))
    # Midnight stands for a day without an hour.
    expected = expected[:10] if _MIDNIGHT.fullmatch(expected) else expected
    guaranteed = detail.get("guaranteed_delivery_date")
    there = moment(local, zone) if zone and not has_zone(local) else None
    return there or moment(expected) or moment(local, timezone.utc) or moment(guaranteed)
