"""SF Express (顺丰, 丰桥): EXP_RECE_SEARCH_ROUTES and RoutePushService, https://open.sf-express.com."""

import base64
import datetime as dt
import hashlib
import json
import urllib.parse
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..canonical import Event, code_of
from ..carrier_forms import carrier_by_form
from ..journey import is_full, ordered, unread
from ..options import Fault, checked, said
from ..phone import phone_tail
from ..provider import Provider, json_object
from ..reading import SHANGHAI, first_number, has_zone, mapping, moment, rows, text
from ..templates import filled, places
from ..values import Account, Answer, Call, HttpClient, HttpRequest, Pushed, PushReply, Waybill
from . import sf_push as push
from .sf_codes import (
    ANY_NUMBER,
    BUSINESS_OK,
    BY_REMARK,
    CARRIERS,
    CODES,
    DAY_WORDS,
    HEALTH_OF_BUSINESS,
    HEALTH_OF_PLATFORM,
    LOOKUPS,
    PHONE_WORDS,
    PLATFORM_OK,
    RETURN_REASON,
    RETURN_WORDS,
)

BASE_URL = "https://bspgw.sf-express.com"
PATH = "/std/service"
ROUTES, REGISTER = "EXP_RECE_SEARCH_ROUTES", "EXP_RECE_REGISTER_ROUTE"
OPTIONS = {
    "language": str,
    "method": ("1", "2"),
    "codes": dict,
    "push_format": ("json", "xml"),
    "pushed": bool,
    "register": dict,
}
# SF forgets a parcel's scans after three months.
WINDOW = dt.timedelta(days=92)


class Sf(Provider):
    """Ten numbers in one question; calls to us have no signature at all, only an address nobody knows.

    ``options``: ``language``, ``method`` (methodType), ``codes`` as in sf_codes.py with the state or [state,
    reason] of each, ``push_format`` json (the usual one) or xml as set in SF's console, ``pushed`` true when
    all parcels are ordered through 丰桥 and so pushed without being told of, or ``register``, the msgData
    of the service that tells of others, with {number} and {phone} in it.
    """

    code = "sf"
    name = "顺丰 (SF Express)"
    pushes = True
    signed = False
    batch = 10
    rate = 30.0
    daily = 3000
    zone = SHANGHAI
    probe = Waybill("SF0000000000000", "SF")
    max_registrations = 4
    needs = ("customer", "key")
    codes = CODES

    def __init__(
        self,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.timezone.utc),
        serial: Callable[[], str] = lambda: str(uuid.uuid4()),
    ):
        self.clock = clock
        self.serial = serial

    def told_at_once(self, account: Account) -> int:
        return 1 if isinstance(account.options.get("register"), dict) else self.batch

    def carrier_of(self, number: str) -> str:
        """Return SF for a number with its letters, '' for all others."""
        return carrier_by_form(number, CARRIERS)

    def is_new(self, subcode: str) -> bool:
        """Say no: all of a scan's codes as one are seldom in a table, and are read from exact to vague."""
        return False

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each."""
        return said([*checked(options, OPTIONS), *_option_faults(options)])

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Ask for at most ten waybills in one call; return an answer for each, in their order."""

        def read(payload, asked, raw):
            return self._routes(account, payload, asked, raw)

        return self._told(self._request(account, waybills), waybills, http, read)

    def subscribe(
        self, account: Account, waybills: Sequence[Waybill], callback: str, http: HttpClient
    ) -> tuple[Answer, ...]:
        """Tell of waybills one by one, if the account says how; the address is entered in SF's console."""
        if isinstance(account.options.get("register"), dict):
            return tuple(
                answer
                for waybill in waybills
                for answer in super(Sf, self).subscribe(account, [waybill], callback, http)
            )
        if account.options.get("pushed") is True:
            return (Answer(full=False),) * len(waybills)
        message = "SF pushes only what was ordered through it; options say neither pushed nor register."
        return (Answer(stopped=True, full=False, message=message),) * len(waybills)

    def check(self, account: Account, call: Call) -> None:
        """Raise Malformed for a call without contents; there is no signature to check."""
        push.words(call)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return the new scans of each waybill in a call."""
        found = push.by_waybill(push.routes(push.words(call)))
        answers = [(number, listed, *_events(account, listed)) for number, listed in found.items()]
        return tuple(
            Pushed(number, "SF", Answer(events, raw=push.shown(listed), full=False, unread=odd))
            for number, listed, events, odd in answers
        )

    def acknowledge(self, account: Account, taken: bool, now: dt.datetime) -> PushReply:
        """Return success or failure in the form that the account's calls have; the body alone counts."""
        if account.options.get("push_format") == "xml":
            return PushReply(200, push.XML_TAKEN if taken else push.XML_NOT_TAKEN, "text/xml")
        return PushReply(200, push.JSON_TAKEN if taken else push.JSON_NOT_TAKEN)

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        tails = dict.fromkeys(tail for waybill in waybills if (tail := phone_tail(waybill.phone)))
        values = {
            "language": text(account.options.get("language"), 16) or "zh-CN",
            "trackingType": "1",
            "trackingNumber": [first_number(waybill.number) for waybill in waybills],
            "methodType": text(account.options.get("method"), 16) or "1",
        }
        if tails:
            values["checkPhoneNo"] = ",".join(tails)
        return self._call(account, ROUTES, values)

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        (waybill,) = waybills
        values = {"number": first_number(waybill.number), "phone": phone_tail(waybill.phone)}
        return self._call(account, REGISTER, filled(account.options["register"], values))

    def _call(self, account: Account, service: str, values: Any) -> HttpRequest:
        # Without spaces, whose encoding is the one thing that platforms disagree on when signing.
        data = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
        timestamp = str(int(self.clock().timestamp() * 1000))
        form = {
            "partnerID": account.customer,
            "requestID": self.serial(),
            "serviceCode": service,
            "timestamp": timestamp,
            "msgDigest": digest(data, timestamp, account.key),
            "msgData": data,
        }
        url = (account.base_url or BASE_URL).rstrip("/").removesuffix(PATH) + PATH
        headers = {
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
            "Accept": "application/json",
        }
        return HttpRequest(url, urllib.parse.urlencode(form).encode(), headers)

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        _found, failure = _opened(payload, raw)
        return (failure or Answer(raw=raw, full=False),) * len(waybills)

    def _routes(self, account, payload, waybills, raw) -> tuple[Answer, ...]:
        found, failure = _opened(payload, raw)
        if failure:
            return tuple(_blamed(failure, waybill, len(waybills)) for waybill in waybills)
        listed: dict[str, Mapping[str, Any]] = {}
        for row in rows(found.get("routeResps"), None):
            listed.setdefault(first_number(row.get("mailNo")), row)
        return tuple(self._answer(account, listed.get(first_number(w.number)), w, raw) for w in waybills)

    def _answer(self, account: Account, row: Any, waybill: Waybill, raw: str) -> Answer:
        """Return what a reply says of one waybill, or that it says nothing."""
        if row is None:
            return Answer(health="not_found", raw=raw, full=False, message="not in the reply")
        events, odd = _events(account, rows(row.get("routes"), None))
        if events:
            return Answer(events, raw=raw, state=events[-1].state, full=is_full(events), unread=odd)
        message = text(row.get("reasonRemark")) or text(row.get("reasonCode"))
        health = "not_found"
        if any(word in message.lower() for word in PHONE_WORDS):
            health = "needs_phone"
        elif waybill.shipped_on and self.clock().date() - waybill.shipped_on > WINDOW:
            health = "expired"
        state = "pending" if health == "not_found" else "unknown"
        return Answer(health=health, raw=raw, state=state, message=message, full=False, unread=odd)


def digest(data: str, timestamp: str, checkword: str) -> str:
    """Return SF's msgDigest, over the text as Java's URLEncoder writes it."""
    encoded = urllib.parse.quote_plus(f"{data}{timestamp}{checkword}", safe="*", errors="replace")
    # Prescribed by the provider.
    found = hashlib.md5(encoded.replace("~", "%7E").encode(), usedforsecurity=False).digest()
    return base64.b64encode(found).decode()


def _option_faults(options: Mapping[str, Any]) -> Iterator[Fault]:
    for code, value in mapping(options.get("codes")).items():
        if code_of(value) is None:
            yield f"codes.{code}", "choice"
    register = options.get("register")
    if isinstance(register, dict) and "number" not in places(register):
        yield "register", "number"


def _opened(payload: Mapping[str, Any], raw: str) -> tuple[dict[str, Any], Answer | None]:
    """Return the msgData of a reply, which is JSON inside JSON, or the answer that a failure is."""
    code, message = text(payload.get("apiResultCode"), 16), text(payload.get("apiErrorMsg"))
    if code != PLATFORM_OK:
        health = HEALTH_OF_PLATFORM.get(code, "provider_down")
        daily = health == "rate_limited" and any(word in message.lower() for word in DAY_WORDS)
        return {}, Answer(health=health, raw=raw, message=message or f"code {code}", daily=daily, full=False)
    inner = payload.get("apiResultData")
    result = (json_object(inner) if isinstance(inner, str) else inner) or {}
    if not isinstance(result, dict) or not result:
        return {}, Answer(health="provider_down", raw=raw, message="no apiResultData", full=False)
    code, message = text(result.get("errorCode"), 16), text(result.get("errorMsg"))
    if code in BUSINESS_OK or (not code and result.get("success") is True):
        data = result.get("msgData")
        return mapping(json_object(data) if isinstance(data, str) else data), None
    health = HEALTH_OF_BUSINESS.get(code, "provider_down")
    state = "pending" if health == "not_found" else "unknown"
    return {}, Answer(health=health, raw=raw, state=state, message=message or f"code {code}", full=False)


def _blamed(failure: Answer, waybill: Waybill, asked: int) -> Answer:
    """Return a failure of all as one waybill's: one wrong number spoils the others, whose fault it is not."""
    sound = ANY_NUMBER.fullmatch(first_number(waybill.number))
    shared = failure.health == "wrong_carrier" and asked > 1 and sound
    return replace(failure, health="provider_down") if shared else failure


def _events(
    account: Account, routes: Sequence[Mapping[str, Any]]
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return scans oldest first, a signature after a return as the sender's, and unreadable times."""
    own = mapping(account.options.get("codes"))
    read, found, returning = [_event(row, own) for row in routes], [], False
    for event in ordered(read):
        if event.state == "delivered" and returning:
            event = replace(event, state="returned")
        found.append(event)
        returning = returning or _returns(event)
    return tuple(found), unread(routes, read, "acceptTime")


def _returns(event: Event) -> bool:
    """Say whether a scan surely sends a parcel back; the same code also sends it on to another address."""
    sure = event.subcode.endswith(f"+{RETURN_REASON}") or any(
        word in event.description for word in RETURN_WORDS
    )
    return event.state == "returning" and sure


def _event(row: Mapping[str, Any], own: Mapping[str, Any]) -> Event | None:
    raw = text(row.get("acceptTime"), 64)
    at = moment(raw, SHANGHAI)
    if at is None:
        return None
    op, reason = _code(row, "opCode", "opcode"), _code(row, "reasonCode")
    first, second = _code(row, "firstStatusCode"), _code(row, "secondaryStatusCode", "secondStatusCode")
    remark = text(row.get("remark"))
    state, why = _meaning({"op": op, "reason": reason, "first": first, "second": second}, remark, own)
    return Event(
        occurred_at=at,
        occurred_raw=raw,
        state=state,
        code=op,
        subcode=_exact(op, reason, first, second),
        description=remark,
        location=text(row.get("acceptAddress")),
        tz_source="explicit" if has_zone(raw) else "assumed",
        reason=why,
    )


def _exact(op: str, reason: str, first: str, second: str) -> str:
    """Return all of a scan's codes as one, written as in the tables; '' when there is one only."""
    return f"{op}+{reason}" if reason else f"{op}/{first}/{second}" if first or second else ""


def _meaning(codes: Mapping[str, str], remark: str, own: Mapping[str, Any]) -> tuple[str, str]:
    """Return the state and reason of a scan, by the most exact description that is known."""
    for lookup in LOOKUPS:
        key = filled(lookup, codes)
        chosen = code_of(own.get(key))
        if chosen:
            return chosen.state, chosen.reason
        for named, terms, state in BY_REMARK:
            if named == key and any(term in remark for term in terms):
                return state, ""
        if key in CODES:
            return CODES[key].state, CODES[key].reason
    return "unknown", ""


def _code(row: Mapping[str, Any], *names: str) -> str:
    # SF writes a dash where it has none.
    return next((found for name in names if (found := text(row.get(name), 16)) not in ("", "-")), "")
