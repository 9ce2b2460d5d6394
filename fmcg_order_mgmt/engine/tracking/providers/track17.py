"""17TRACK's API, v2.2 or later: https://api.17track.net/en/doc?version=v2.2.

A registration is paid for once per number and carrier; asking and pushes are free.
"""

import datetime as dt
import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..canonical import Code, Event, split_numbers
from ..journey import is_full, of_this_parcel, ordered, unread, unread_moments
from ..numbers import carrier_by_form, named_carrier
from ..options import checked, said
from ..phone import phone_tail
from ..provider import Provider
from ..reading import dumped, has_zone, mapping, moment, rows, text
from ..signing import check_signature, json_body
from ..values import Account, Answer, Call, HttpClient, HttpRequest, Malformed, Pushed, Waybill
from ..zones import wrong_zone, zone_named, zone_of
from .track17_codes import (
    CHINA_EMS,
    CODES,
    DAILY,
    HEALTH_OF_ERROR,
    KNOWN_ALREADY,
    POST_OF_COUNTRY,
    UNREGISTERED,
    UPS,
    USPS,
)

BASE_URL = "https://api.17track.net"
VERSION = "v2.2"
OPTIONS = {"version": str, "param": ("", "phone", "postcode"), "zone": str}
_UPDATED, _STOPPED = "TRACKING_UPDATED", "TRACKING_STOPPED"
_UNKNOWN = Code("", "unknown")
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)


class Track17(Provider):
    """Registers numbers by forties, reads them by forties, and is pushed to.

    ``options``: ``version`` of the API, ``param`` (phone or postcode) to be sent to carriers that ask for one
    in that old field, ``zone`` of scans whose zone nobody knows.
    """

    code = "track17"
    name = "17TRACK"
    registers = True
    pushes = True
    # Each is paid for, so there is one more for a carrier that was wrong, and no third.
    max_registrations = 2
    batch = 40
    rate = 3.0
    abroad = True
    # Nobody registers it: an account that works answers that it is not registered.
    probe = Waybill("RR000000005CN", POST_OF_COUNTRY["CN"])
    codes = CODES

    def carrier_of(self, number: str) -> str:
        """Return 17TRACK's key of the carrier where the number's form and check digit leave no doubt."""
        return carrier_by_form(number, UPS, USPS, CHINA_EMS, POST_OF_COUNTRY)

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each."""
        return said([*checked(options, OPTIONS), *wrong_zone(options)])

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Ask for at most 40 waybills in one call; return an answer for each, in their order."""
        request = _post(account, "gettrackinfo", [_item(waybill) for waybill in waybills])
        one = functools.partial(_answer, _usual_zone(account))
        return self._told(request, waybills, http, functools.partial(_each, one))

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        # The address for pushes is set in 17TRACK's console, one for the account.
        return _post(account, "register", [_registration(account, waybill) for waybill in waybills])

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        return _each(_registered, payload, waybills, raw)

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged unless the call is signed with the account's key: 17TRACK knows no other secret."""
        check_signature(call.headers.get("sign", ""), sign(call.body, account.key), account.key)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says of its one number; nothing for a kind of call that is not known."""
        payload, body = json_body(call)
        if payload.get("event") not in (_UPDATED, _STOPPED):
            return ()
        data = mapping(payload.get("data"))
        number = text(data.get("number"))
        if not number:
            raise Malformed("no number")
        answer = _pushed(data, payload["event"] == _STOPPED, body, _usual_zone(account))
        return (Pushed(number, text(data.get("carrier")), answer),)


def sign(body: bytes, key: str) -> str:
    """Return 17TRACK's signature of a call: plain SHA-256, as lower-case hex."""
    return hashlib.sha256(body + b"/" + key.encode()).hexdigest()


def read(item: Mapping[str, Any], raw: str = "", usual_zone: str = "") -> Answer:
    """Return the answer in one number's item of a reply or push."""
    info = mapping(item.get("track_info"))
    latest = mapping(info.get("latest_status"))
    events, odd = _events(info, usual_zone)
    meaning = CODES.get(text(latest.get("sub_status"))) or CODES.get(text(latest.get("status"))) or _UNKNOWN
    found = bool(events) or meaning.state not in ("pending", "unknown")
    window = mapping(mapping(info.get("time_metrics")).get("estimated_delivery_date"))
    start, end = moment(window.get("from")), moment(window.get("to"))
    return Answer(
        events=events,
        eta=start or end,
        eta_to=end if start else None,
        health="ok" if found else "not_found",
        state=meaning.state if found else "pending",
        message=text(latest.get("sub_status_descr")),
        raw=raw or dumped(item),
        full=is_full(events),
        unread=(*odd, *unread_moments(window, "from", "to")),
    )


def _post(account: Account, verb: str, items: list[dict[str, Any]]) -> HttpRequest:
    version = text(account.options.get("version")) or VERSION
    url = f"{(account.base_url or BASE_URL).rstrip('/')}/track/{version}/{verb}"
    headers = {"17token": account.key, "Content-Type": "application/json", "Accept": "application/json"}
    return HttpRequest(url, json.dumps(items, separators=(",", ":")).encode(), headers)


def _item(waybill: Waybill) -> dict[str, Any]:
    carrier = named_carrier(waybill.carrier)
    item: dict[str, Any] = {"number": _number(waybill)}
    # Without a carrier 17TRACK finds it; one that is no number of theirs would be refused.
    return item | ({"carrier": int(carrier)} if _is_key(carrier) else {})


def _registration(account: Account, waybill: Waybill) -> dict[str, Any]:
    tail = phone_tail(waybill.phone)
    more = {
        "phone_number_last_4": tail,
        "destination_postal_code": waybill.postcode,
        "destination_country": waybill.country,
        "ship_date": waybill.shipped_on.isoformat() if waybill.shipped_on else "",
        "param": {"phone": tail, "postcode": waybill.postcode}.get(text(account.options.get("param")), ""),
    }
    return _item(waybill) | {name: value for name, value in more.items() if value}


def _number(waybill: Waybill) -> str:
    return "".join(split_numbers(waybill.number)[:1])


def _is_key(carrier: str) -> bool:
    return carrier.isascii() and carrier.isdigit() and carrier.strip("0") != "" and len(carrier) < 10


def _fault(payload: Mapping[str, Any], raw: str) -> Answer | None:
    """Return the answer to a call that failed as a whole: by its code, or by errors beside a good code."""
    code, data = text(payload.get("code")), mapping(payload.get("data"))
    errors = rows(data.get("errors"))
    if code == "0" and not errors:
        return None
    answer = _refusal(errors[0] if errors else payload, raw)
    if answer.health in ("wrong_carrier", "needs_phone", "not_found"):
        # What is wrong with a whole call is no one parcel's fault.
        return replace(answer, health="provider_down", state="unknown", unregistered=False)
    return answer


def _refusal(error: Mapping[str, Any], raw: str) -> Answer:
    code = text(error.get("code"))
    health = HEALTH_OF_ERROR.get(code, "provider_down")
    return Answer(
        health=health,
        raw=raw,
        state="pending" if health == "not_found" else "unknown",
        message=text(error.get("message")) or f"code {code}",
        daily=code == DAILY,
        unregistered=code == UNREGISTERED,
        full=False,
    )


def _each(
    one: Callable[..., Answer], payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
) -> tuple[Answer, ...]:
    """Return what ``one`` makes of each waybill, the accepted items by number, and the rejected ones."""
    fault = _fault(payload, raw)
    if fault:
        return (fault,) * len(waybills)
    data = mapping(payload.get("data"))
    accepted, rejected = _by_number(data.get("accepted")), _by_number(data.get("rejected"))
    return tuple(one(waybill, accepted, rejected) for waybill in waybills)


def _by_number(items: Any) -> dict[str, list]:
    found: dict[str, list] = {}
    for item in rows(items):
        found.setdefault(text(item.get("number")).upper(), []).append(item)
    return found


def _pick(waybill: Waybill, items: Mapping[str, list]) -> Mapping[str, Any] | None:
    """Return the item for a waybill; a number may be registered with several carriers."""
    found = items.get(_number(waybill), [])
    carrier = named_carrier(waybill.carrier)
    same = [item for item in found if text(item.get("carrier")) == carrier]
    return next(iter(same or found), None)


def _answer(
    usual_zone: str, waybill: Waybill, accepted: Mapping[str, list], rejected: Mapping[str, list]
) -> Answer:
    item = _pick(waybill, accepted)
    if item is None:
        return _rejection(waybill, rejected)
    carrier, known = text(item.get("carrier")), named_carrier(waybill.carrier)
    if _is_key(known) and carrier not in (known, "", "0"):
        message = f"17TRACK knows the number as one of its carrier {carrier}"
        return Answer(health="wrong_carrier", carrier=carrier, raw=dumped(item), message=message, full=False)
    answer = of_this_parcel(read(item, usual_zone=usual_zone), waybill.shipped_on)
    return replace(answer, carrier=_better(carrier, waybill))


def _registered(waybill: Waybill, accepted: Mapping[str, list], rejected: Mapping[str, list]) -> Answer:
    item = _pick(waybill, accepted)
    refused = _pick(waybill, rejected)
    if item is None and _error_code(refused) != KNOWN_ALREADY:
        return _rejection(waybill, rejected)
    item = item or mapping(refused)
    carrier = _better(text(item.get("carrier")), waybill)
    return Answer(raw=dumped(item), state="pending", full=False, carrier=carrier)


def _rejection(waybill: Waybill, rejected: Mapping[str, list]) -> Answer:
    refused = _pick(waybill, rejected)
    if refused is None:
        return Answer(health="provider_down", message="17TRACK said nothing about this number", full=False)
    return _refusal(mapping(refused.get("error")), dumped(refused))


def _error_code(item: Any) -> str:
    return text(mapping(mapping(item).get("error")).get("code"))


def _better(carrier: str, waybill: Waybill) -> str:
    """Return the carrier that 17TRACK found, '' where it is the one that was asked for."""
    return carrier if _is_key(carrier) and carrier != named_carrier(waybill.carrier) else ""


def _pushed(data: Mapping[str, Any], stopped: bool, raw: str, usual_zone: str) -> Answer:
    # Pushes are retried and may overtake each other, so none of them withdraws what another one said.
    answer = replace(read(data, raw, usual_zone), full=False, stopped=stopped)
    return replace(answer, health="stopped") if stopped and not answer.events else answer


def _usual_zone(account: Account) -> str:
    return text(account.options.get("zone"))


def _events(info: Mapping[str, Any], usual_zone: str) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the events of all carriers on the way, oldest first, and times that cannot be read.

    Each carrier's list is newest first.
    """
    providers = rows(mapping(info.get("tracking")).get("providers"))
    listed = [row for provider in providers for row in reversed(rows(provider.get("events")))]
    clock = _Clock(listed, usual_zone)
    found = [_event(row, clock) for row in listed]
    by_time = sorted(filter(None, found), key=lambda event: event.occurred_at)
    return ordered(by_time), unread(listed, found, "time_raw")


def _event(row: Mapping[str, Any], clock: "_Clock") -> Event | None:
    raw, occurred_at, source = clock.time(row)
    if occurred_at is None:
        return None
    code = text(row.get("sub_status")) or text(row.get("stage"))
    meaning = CODES.get(code, _UNKNOWN)
    return Event(
        occurred_at=occurred_at,
        occurred_raw=raw,
        state=meaning.state,
        code=code,
        description=text(row.get("description")),
        location=text(row.get("location")),
        reason=meaning.reason,
        tz_source=source,
    )


class _Clock:
    """Reads the times of one parcel's events, of which some may have no zone: deliveries often lack it.

    Such a time is its country's where that has one, else that of the nearest scan in the same country before
    it, else of any there.
    """

    def __init__(self, newest_last: Sequence[Mapping[str, Any]], usual_zone: str):
        self._usual = zone_named(usual_zone)
        self._offsets: dict[str, dt.tzinfo] = {}
        for row in reversed(newest_last):
            self._learn(row)

    def time(self, row: Mapping[str, Any]) -> tuple[str, dt.datetime | None, str]:
        """Return a time as 17TRACK wrote it, in UTC, and how its zone is known."""
        self._learn(row)
        written = text(row.get("time_iso")) or text(row.get("time_utc"))
        if written and has_zone(written):
            return written, moment(written), "explicit"
        parts = mapping(row.get("time_raw"))
        written = written or " ".join(text(parts.get(part)) for part in ("date", "time")).strip()
        offset = text(parts.get("timezone"))
        if _OFFSET.fullmatch(offset):
            return written + offset, moment(written, _offset(offset)), "explicit"
        country = _country(row)
        zone = zone_of(country) or self._offsets.get(country) or self._usual
        return written, moment(written, zone or dt.timezone.utc), "assumed" if zone else "unknown"

    def _learn(self, row: Mapping[str, Any]) -> None:
        offset = text(row.get("time_iso"))[-6:]
        if _OFFSET.fullmatch(offset):
            self._offsets[_country(row)] = _offset(offset)


def _offset(words: str) -> dt.tzinfo:
    found = dt.datetime.strptime(words, "%z").tzinfo
    return found or dt.timezone.utc


def _country(row: Mapping[str, Any]) -> str:
    return text(mapping(row.get("address")).get("country")).upper()
