"""kuaidi100 (快递100), real-time query: https://api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc.

Advanced codes and the result levels (``resultv2``): https://apifox.com/apidoc/project-514987/api-8562559;
subscription: https://apifox.com/apidoc/project-514987/api-8567477.
"""

import datetime as dt
import hashlib
import json
import re
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from ..canonical import Event, split_numbers
from ..carrier_forms import carrier_by_form
from ..journey import ordered, shown, unread
from ..options import checked, said
from ..phone import phone_tail
from ..provider import Provider
from ..reading import SHANGHAI, has_zone, moment, rows, text
from ..values import Account, Answer, Call, HttpClient, HttpRequest, Pushed, PushReply, Waybill
from . import kuaidi100_push as push
from .kuaidi100_codes import CARRIERS, CODE_OF_NAME, CODES, HEALTH_OF_ERROR, HEALTH_OF_REFUSAL

BASE_URL = "https://poll.kuaidi100.com"
PATH = "/poll/query.do"
SUBSCRIPTION_PATH = "/poll"
# Level 4 adds the advanced codes to each event, 8 the expected arrival, for which it needs a destination.
DETAIL, DETAIL_WITH_ARRIVAL = "4", "8"
DETAILS = ("1", DETAIL, "6", DETAIL_WITH_ARRIVAL)

_CHINESE_TIME = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?\s*(\d{1,2})?(?:[时点:：](\d{1,2})?)?.*")


class Kuaidi100(Provider):
    """The real-time query; a number may be asked for once in half an hour, or kuaidi100 locks it.

    Of a number it takes four subscriptions in a month, and answers the others as if it had taken them.
    ``options``: ``detail``, the result level, where an account has no right to the usual one.
    """

    code = "kuaidi100"
    name = "快递100 (kuaidi100)"
    pushes = True
    max_registrations = 4
    floor = dt.timedelta(minutes=30)
    zone = SHANGHAI
    # No parcel has it: an account that works answers "no result".
    probe = Waybill("YT0000000000000", "yuantong")
    needs = ("customer", "key")
    codes = CODES

    def carrier_of(self, number: str) -> str:
        """Return kuaidi100's code of the carrier that gives out numbers of this form, '' when not clear."""
        return carrier_by_form(number, CARRIERS)

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each."""
        return said(checked(options, {"detail": DETAILS}))

    def subscribe(
        self, account: Account, waybills: Sequence[Waybill], callback: str, http: HttpClient
    ) -> tuple[Answer, ...]:
        """Tell of a waybill; without a secret, whose calls could not be checked, nobody is told."""
        if not account.secret:
            missing = Answer(health="auth_error", message="The account has no secret to check calls with.")
            return (missing,) * len(waybills)
        return super().subscribe(account, waybills, callback, http)

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged unless the call's ``param`` was signed with the salt of the waybill inside it."""
        push.check(account, call)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says of its one waybill: the whole journey so far."""
        return push.pushed(call, read)

    def acknowledge(self, account: Account, taken: bool, now: dt.datetime) -> PushReply:
        """Return the only body that kuaidi100 takes for success, or one after which it tries again."""
        return PushReply(200, push.TAKEN) if taken else PushReply(500, push.NOT_TAKEN)

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        param = json.dumps(_param(account, waybills[0]), separators=(",", ":"))
        form = {
            "customer": account.customer,
            "sign": sign(param, account.key, account.customer),
            "param": param,
        }
        return _post(account, PATH, form)

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        param = json.dumps(_following(account, waybills[0], callback), separators=(",", ":"))
        return _post(account, SUBSCRIPTION_PATH, {"schema": "json", "param": param})

    def _read(self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str) -> tuple[Answer, ...]:
        return (read(payload, waybills[0].number, raw),)

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        code = text(payload.get("returnCode"), 16)
        health = HEALTH_OF_REFUSAL.get(code, "provider_down")
        message = text(payload.get("message")) or f"code {code}"
        return (Answer(health=health, raw=raw, message=message, full=False, stopped=health == "stopped"),)


def sign(param: str, key: str, customer: str) -> str:
    """Return kuaidi100's signature of the JSON string, which must be posted exactly as it was signed."""
    # The provider prescribes MD5; it is a checksum with a secret here, not a protection of ours.
    return hashlib.md5(f"{param}{key}{customer}".encode(), usedforsecurity=False).hexdigest().upper()


def read(payload: Mapping[str, Any], number: str = "", raw: str = "") -> Answer:
    """Return the answer in a query's reply, or in the ``lastResult`` of a push, which has the same shape.

    With ``number``, a reply for another waybill gives no events.
    """
    message = text(payload.get("message"))
    # A failure has a shape of its own, with returnCode; older services put the code into status.
    error = text(payload.get("returnCode")) or text(payload.get("status"))
    if error != "200":
        health = HEALTH_OF_ERROR.get(error, "provider_down")
        state = "pending" if health == "not_found" else "unknown"
        return Answer(health=health, raw=raw, state=state, message=message or f"code {error}")
    answered = split_numbers(text(payload.get("nu")))
    if number and answered and answered != split_numbers(number):
        return Answer(health="provider_down", raw=raw, message="the reply is for another number")
    top = _code(payload.get("state"))
    eta = _arrival(payload.get("arrivalTime"))
    state = CODES[top].state if top in CODES else "unknown"
    events, odd = _events(payload.get("data"), top)
    if payload.get("arrivalTime") and not eta:
        odd += (shown("arrivalTime", payload["arrivalTime"]),)
    # An empty journey withdraws nothing.
    return Answer(events, eta, "ok", raw, state, message, full=bool(events), unread=odd)


def _post(account: Account, path: str, form: Mapping[str, str]) -> HttpRequest:
    url = (account.base_url or BASE_URL).rstrip("/") + path
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return HttpRequest(url, urllib.parse.urlencode(form).encode(), headers)


def _param(account: Account, waybill: Waybill) -> dict[str, str]:
    values = {
        "com": waybill.carrier.strip().lower(),
        "num": _number(waybill),
        "phone": phone_tail(waybill.phone),
        "from": waybill.origin,
        "to": waybill.destination,
        "resultv2": _detail(account, waybill),
        "show": "0",
        "order": "desc",
    }
    return {name: value for name, value in values.items() if value}


def _following(account: Account, waybill: Waybill, callback: str) -> dict[str, Any]:
    carrier, number = waybill.carrier.strip().lower(), _number(waybill)
    parameters = {
        "callbackurl": callback,
        "salt": push.salt(account.secret, number),
        "resultv2": _detail(account, waybill),
        "autoCom": "" if carrier else "1",  # they find the carrier themselves
        "phone": phone_tail(waybill.phone),
    }
    values = {
        "company": carrier,
        "number": number,
        "from": waybill.origin,
        "to": waybill.destination,
        "key": account.key,
        "parameters": {name: value for name, value in parameters.items() if value},
    }
    return {name: value for name, value in values.items() if value}


def _number(waybill: Waybill) -> str:
    return "".join(split_numbers(waybill.number)[:1])


def _detail(account: Account, waybill: Waybill) -> str:
    asked = account.detail or text(account.options.get("detail"), 16)
    if asked and (asked != DETAIL_WITH_ARRIVAL or waybill.destination):
        return asked
    return DETAIL_WITH_ARRIVAL if waybill.destination else DETAIL


def _arrival(value: Any) -> dt.datetime | None:
    """Return the expected arrival, of which only examples are known: with hours or not, in Chinese or not."""
    chinese = _CHINESE_TIME.fullmatch(text(value, 64))
    if not chinese:
        return moment(value, SHANGHAI)
    year, month, day, hour, minute = chinese.groups()
    clock = f" {hour:0>2}:{minute or 0:0>2}" if hour else ""
    return moment(f"{year}-{month:0>2}-{day:0>2}{clock}", SHANGHAI)


def _events(data: Any, top: str) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the events of a list that is newest first, oldest first, and the times that cannot be read."""
    listed = rows(data, None)
    found = [_event(row, "" if place else top) for place, row in enumerate(listed)]
    return ordered(found, newest_first=True), unread(listed, found, "time")


def _event(row: Mapping[str, Any], top: str) -> Event | None:
    """Return one event, or nothing when it has no readable time and so no place among the others."""
    raw = text(row.get("ftime")) or text(row.get("time"))
    occurred_at = moment(raw, SHANGHAI) or moment(row.get("time"), SHANGHAI)
    if occurred_at is None:
        return None
    code = _code(row.get("statusCode")) or CODE_OF_NAME.get(text(row.get("status")), "")
    # Without codes of their own, the newest event is what the summary speaks of. Its code is left empty,
    # since the same event will not be the newest next time and must keep its fingerprint.
    meaning = CODES.get(code or top)
    return Event(
        occurred_at=occurred_at,
        occurred_raw=raw,
        state=meaning.state if meaning else "unknown",
        code=CODES[code].main if code in CODES else code,
        subcode=code if code in CODES and CODES[code].main != code else "",
        description=text(row.get("context")),
        location=text(row.get("location")) or text(row.get("areaName")),
        tz_source="explicit" if has_zone(raw) else "assumed",
        reason=meaning.reason if meaning else "",
    )


def _code(value: Any) -> str:
    return text(value, 16)
