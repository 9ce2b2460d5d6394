"""kuaidi100 (快递100), real-time query: https://api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc.

Advanced codes and the result levels (``resultv2``): https://apifox.com/apidoc/project-514987/api-8562559.
"""

import datetime as dt
import hashlib
import json
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from ..canonical import Event, split_numbers
from ..phone import phone_tail
from ..provider import Provider
from ..reading import MAX_EVENTS, SHANGHAI, has_zone, moment, text
from ..values import Account, Answer, HttpRequest, Waybill
from .kuaidi100_codes import CARRIER_OF_FORM, CODE_OF_NAME, CODES, HEALTH_OF_ERROR

BASE_URL = "https://poll.kuaidi100.com"
PATH = "/poll/query.do"
# Level 4 adds the advanced codes to each event; 8 would need the destination of every parcel.
DETAIL = "4"


class Kuaidi100(Provider):
    """The real-time query; a number may be asked for once in half an hour, or kuaidi100 locks it."""

    code = "kuaidi100"
    name = "快递100 (kuaidi100)"
    floor = dt.timedelta(minutes=30)
    zone = SHANGHAI
    # No parcel has it: an account that works answers "no result".
    probe = Waybill("YT0000000000000", "yuantong")
    needs = ("customer", "key")
    codes = CODES

    def carrier_of(self, number: str) -> str:
        """Return kuaidi100's code of the carrier that gives out numbers of this form, '' when not clear."""
        return next((code for form, code in CARRIER_OF_FORM if form.fullmatch(number)), "")

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        param = json.dumps(_param(account, waybills[0]), separators=(",", ":"))
        form = {
            "customer": account.customer,
            "sign": sign(param, account.key, account.customer),
            "param": param,
        }
        url = (account.base_url or BASE_URL).rstrip("/") + PATH
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return HttpRequest(url, urllib.parse.urlencode(form).encode(), headers)

    def _read(self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str) -> tuple[Answer, ...]:
        return (read(payload, waybills[0].number, raw),)


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
    eta = moment(payload.get("arrivalTime"), SHANGHAI)
    state = CODES[top].state if top in CODES else "unknown"
    return Answer(_events(payload.get("data"), top), eta, "ok", raw, state, message)


def _param(account: Account, waybill: Waybill) -> dict[str, str]:
    values = {
        "com": waybill.carrier.strip().lower(),
        "num": "".join(split_numbers(waybill.number)[:1]),
        "phone": phone_tail(waybill.phone),
        "from": waybill.origin,
        "to": waybill.destination,
        "resultv2": account.detail or DETAIL,
        "show": "0",
        "order": "desc",
    }
    return {name: value for name, value in values.items() if value}


def _events(data: Any, top: str) -> tuple[Event, ...]:
    """Return the events of a list that is newest first, oldest first."""
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    found = [_event(row, len(rows) - 1 - place, top if place == 0 else "") for place, row in enumerate(rows)]
    return tuple(event for event in reversed(found[:MAX_EVENTS]) if event)


def _event(row: Mapping[str, Any], sequence: int, top: str) -> Event | None:
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
        sequence=sequence,
        tz_source="explicit" if has_zone(raw) else "assumed",
        reason=meaning.reason if meaning else "",
    )


def _code(value: Any) -> str:
    return text(value, 16)
