"""kdniao (快递鸟): https://www.kdniao.com/api-track (query), https://www.kdniao.com/api-subscribe (push)."""

import base64
import datetime as dt
import hashlib
import json
import re
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..canonical import Event, split_numbers
from ..carrier_forms import carrier_by_form
from ..journey import ordered, shown, unread
from ..options import checked, said
from ..phone import phone_tail
from ..provider import Provider, json_object
from ..reading import SHANGHAI, dumped, has_zone, moment, rows, text
from ..signing import check_signature
from ..values import Account, Answer, Call, HttpRequest, Malformed, Pushed, PushReply, Waybill
from .kdniao_codes import (
    CARRIERS,
    CODES,
    DAY_IS_USED_UP,
    FOLLOWED_ALREADY,
    HEALTH_OF_ERROR,
    HEALTH_OF_REASON,
    PUSHED_TRACKS,
)

BASE_URL = "https://api.kdniao.com"
PATH = "/Ebusiness/EbusinessOrderHandle.aspx"
SUBSCRIPTION_PATH = "/api/dist"
# The paid query and subscription tell each scan's code, the free ones only the last one's.
PAID, FREE = "8001", "1002"
SUBSCRIPTION_OF = {PAID: "8008", FREE: "1008"}
OPTIONS = {
    "request_type": (PAID, FREE),
    "subscription_type": tuple(SUBSCRIPTION_OF.values()),
    "phone_carriers": list,
}
# The only carrier that must be told the phone; the others must not be.
PHONE_CARRIERS = ("SF",)

_CODE = re.compile(r"(?<!\d)(10[1-5]|40[1-5])(?!\d)")


class Kdniao(Provider):
    """Query and subscription; the address for its calls to us is entered in kdniao's own console.

    ``options``: ``request_type`` 8001 (paid, the usual one) or 1002, ``subscription_type`` when it is not the
    one that goes with it, ``phone_carriers`` the codes of carriers that ask for the phone.
    """

    code = "kdniao"
    name = "快递鸟 (kdniao)"
    pushes = True
    max_registrations = 4
    daily = 30000
    zone = SHANGHAI
    # No parcel has it: an account that works answers that there is nothing.
    probe = Waybill("YT0000000000000", "YTO")
    needs = ("customer", "key")
    codes = CODES

    def carrier_of(self, number: str) -> str:
        """Return kdniao's code of the carrier that gives out numbers of this form, '' when not clear."""
        return carrier_by_form(number, CARRIERS)

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each."""
        return said(checked(options, OPTIONS))

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged unless RequestData was signed with the account's key, as our own calls are."""
        data, given = call.form.get("RequestData", ""), call.form.get("DataSign", "")
        if not data:
            raise Malformed("no RequestData")
        check_signature(given, sign(data, account.key), account.key)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says of its waybills: of each the whole journey so far."""
        raw = call.form.get("RequestData", "")
        payload = json_object(raw)
        if payload is None:
            raise Malformed("RequestData is no JSON object")
        if text(call.form.get("RequestType"), 16) not in PUSHED_TRACKS:
            return ()
        if not isinstance(payload.get("Data"), list):
            raise Malformed("no list of Data")
        found = [(_number(row.get("LogisticCode")), row) for row in rows(payload["Data"], None)]
        return tuple(
            Pushed(number, text(row.get("ShipperCode"), 64), _heard(read(row, number, dumped(row))))
            for number, row in found
            if number
        )

    def acknowledge(self, account: Account, taken: bool, now: dt.datetime) -> PushReply:
        """Return whether a call was taken, with the time in China."""
        body = {
            "EBusinessID": account.customer,
            "UpdateTime": now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
            "Success": taken,
            "Reason": "" if taken else "失败",
        }
        return PushReply(200 if taken else 500, _dump(body))

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        return _post(account, PATH, _request_type(account), _asked(account, waybills[0]))

    def _read(self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str) -> tuple[Answer, ...]:
        return (read(payload, waybills[0].number, raw),)

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        kind = text(account.options.get("subscription_type"), 16) or SUBSCRIPTION_OF[_request_type(account)]
        return _post(account, SUBSCRIPTION_PATH, kind, _asked(account, waybills[0]))

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        reason = text(payload.get("Reason"))
        if _succeeded(payload) or any(words in reason for words in FOLLOWED_ALREADY):
            eta = moment(payload.get("EstimatedDeliveryTime"), SHANGHAI)
            return (Answer(eta=eta, raw=raw, message=reason, full=False),)
        return (_failure(payload, raw),)


def sign(data: str, key: str) -> str:
    """Return kdniao's signature of a JSON string, which must be posted exactly as it was signed."""
    # Prescribed by the provider, down to encoding the hexadecimal text and not the digest.
    digest = hashlib.md5(f"{data}{key}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return base64.b64encode(digest.encode()).decode()


def read(payload: Mapping[str, Any], number: str = "", raw: str = "") -> Answer:
    """Return the answer in a query's reply, or in one waybill of a push, which has the same shape."""
    if not _succeeded(payload):
        return _failure(payload, raw)
    answered = _number(payload.get("LogisticCode"))
    if number and answered and answered != _number(number):
        return Answer(health="provider_down", raw=raw, message="the reply is for another number")
    top = text(payload.get("StateEx"), 16) or text(payload.get("State"), 16)
    events, odd = _events(payload.get("Traces"), top)
    due = payload.get("EstimatedDeliveryTime")
    eta = moment(due, SHANGHAI)
    if due and not eta:
        odd += (shown("EstimatedDeliveryTime", due),)
    state = CODES[top].state if top in CODES else "unknown"
    return Answer(
        events=events,
        eta=eta,
        health="ok" if events or eta or state not in ("pending", "unknown") else "not_found",
        raw=raw,
        state=state if top or events else "pending",
        message=text(payload.get("Reason")),
        # An empty journey withdraws nothing; a call about the promised delivery has none at all.
        full=bool(events),
        unread=odd,
    )


def _heard(answer: Answer) -> Answer:
    """Return a call's answer: whoever calls is not down, whatever it says of the waybill."""
    return replace(answer, health="not_found") if answer.health == "provider_down" else answer


def _failure(payload: Mapping[str, Any], raw: str) -> Answer:
    """Return the answer in a refusal: its code where it has one, else what its sentence speaks of."""
    reason = text(payload.get("Reason"))
    code = text(payload.get("ResultCode"), 16) or text(payload.get("Code"), 16)
    if code not in HEALTH_OF_ERROR:
        found = _CODE.search(reason)
        code = found[0] if found else ""
    spoken = next((health for words, health in HEALTH_OF_REASON if words in reason), "provider_down")
    health = HEALTH_OF_ERROR.get(code, spoken)
    return Answer(
        health=health,
        raw=raw,
        state="pending" if health == "not_found" else "unknown",
        message=reason or f"code {code}",
        daily=code == DAY_IS_USED_UP,
    )


def _events(traces: Any, top: str) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the scans and the times that cannot be read.

    The summary's code says what the newest scan means when it has no code of its own.
    """
    listed = rows(traces, None)
    times = [moment(row.get("AcceptTime"), SHANGHAI) for row in listed]
    read = [place for place, at in enumerate(times) if at]
    # Listed from the oldest on, unless the times say otherwise.
    newest = (read[0] if times[read[0]] > times[read[-1]] else read[-1]) if read else None
    found = [
        _event(row, at, top if place == newest else "") if at else None
        for place, (row, at) in enumerate(zip(listed, times, strict=True))
    ]
    return ordered(found), unread(listed, found, "AcceptTime")


def _event(row: Mapping[str, Any], at: dt.datetime, top: str) -> Event:
    raw, code = text(row.get("AcceptTime")), text(row.get("Action"), 16)
    # The summary's code is not kept: the same scan will not be the newest next time.
    meaning = CODES.get(code or top)
    return Event(
        occurred_at=at,
        occurred_raw=raw,
        state=meaning.state if meaning else "unknown",
        code=code,
        description=text(row.get("AcceptStation")) or text(row.get("Remark")),
        location=text(row.get("Location")),
        tz_source="explicit" if has_zone(raw) else "assumed",
        reason=meaning.reason if meaning else "",
    )


def _asked(account: Account, waybill: Waybill) -> dict[str, str]:
    carrier = waybill.carrier.strip().upper()
    values = {"OrderCode": "", "ShipperCode": carrier, "LogisticCode": _number(waybill.number)}
    tail = phone_tail(waybill.phone)
    if tail and carrier in _phone_carriers(account):
        values["CustomerName"] = tail
    return values


def _phone_carriers(account: Account) -> tuple[str, ...]:
    named = account.options.get("phone_carriers")
    return tuple(text(code).upper() for code in named) if isinstance(named, list) else PHONE_CARRIERS


def _request_type(account: Account) -> str:
    asked = text(account.options.get("request_type"), 16)
    return asked if asked in SUBSCRIPTION_OF else PAID


def _post(account: Account, path: str, kind: str, values: Mapping[str, str]) -> HttpRequest:
    data = _dump(values)
    form = {
        "RequestData": data,
        "EBusinessID": account.customer,
        "RequestType": kind,
        "DataSign": sign(data, account.key),
        "DataType": "2",
    }
    url = (account.base_url or BASE_URL).rstrip("/") + path
    headers = {
        "Content-Type": "application/x-www-form-urlencoded;charset=utf-8",
        "Accept": "application/json",
    }
    # The values are encoded once, here, after they were signed.
    return HttpRequest(url, urllib.parse.urlencode(form).encode(), headers)


def _succeeded(payload: Mapping[str, Any]) -> bool:
    if "Success" not in payload:
        # A call about the promised delivery may have none.
        return "LogisticCode" in payload
    return payload.get("Success") is True or text(payload.get("Success"), 8).lower() == "true"


def _number(value: Any) -> str:
    return "".join(split_numbers(text(value, 64))[:1])


def _dump(value: Any) -> str:
    whole = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a sign is neither sent nor stored.
    return whole.encode("utf-8", "replace").decode()
