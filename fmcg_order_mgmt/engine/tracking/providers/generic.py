"""Any other tracking service with JSON over HTTP, described by its account's options: generic_options.py."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..canonical import Event, code_of, is_number, split_numbers
from ..journey import ordered, shown, unread
from ..options import said
from ..phone import phone_tail
from ..provider import Provider
from ..reading import has_zone, mapping, moment, rows, text
from ..signing import check_signature, json_body
from ..templates import filled
from ..values import Account, Answer, Call, Forged, HttpClient, HttpRequest, Malformed, Pushed, Waybill
from .generic_options import faults, form_of, zone_of

UTC = dt.timezone.utc
_LAST_MOMENT = 253402300799  # of the year 9999


class Generic(Provider):
    """A service of which only its options say how it is asked, read and listened to."""

    code = "generic"
    name = "Other service (by its options)"
    pushes = True
    probe = Waybill("0000000000", "")
    max_registrations = 4
    needs = ("key", "base_url", "options")

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each; none when they can be used."""
        return said(faults(options))

    def carrier_at(self, account: Account, number: str) -> str:
        """Return the code of the first carrier whose form of number in the options fits, else ''."""
        carriers = account.options.get("carriers")
        for pair in carriers if isinstance(carriers, list) else ():
            form = form_of(pair[0]) if isinstance(pair, list) and len(pair) == 2 else None
            if form and len(number) <= 64 and form.fullmatch(number):
                return text(pair[1], 64)
        return ""

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Ask for a waybill; an account whose options are wrong asks nobody."""

        def read(payload, asked, raw):
            return (_read(account.options, account.options, payload, _number(asked[0]), raw),)

        trouble = self._trouble(account, waybills)
        return trouble or self._told(self._request(account, waybills), waybills, http, read)

    def subscribe(
        self, account: Account, waybills: Sequence[Waybill], callback: str, http: HttpClient
    ) -> tuple[Answer, ...]:
        """Tell of a waybill where the service has to be told; others push what they know by themselves."""
        trouble = self._trouble(account, waybills)
        if trouble:
            return trouble
        if "push" not in account.options or not account.secret:
            message = "The options tell nothing of calls to us, or there is no secret to check them with."
            return (Answer(stopped=True, full=False, message=message),) * len(waybills)
        if "subscribe" not in account.options:
            return (Answer(full=False),) * len(waybills)
        return super().subscribe(account, waybills, callback, http)

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged unless the header that the options name has the right HMAC-SHA256 of the body."""
        push = mapping(account.options.get("push"))
        given = call.headers.get(text(push.get("header")).lower(), "").strip()
        if not push or not given:
            raise Forged("nothing about calls in the options, or no signature")
        made = hmac.new(account.secret.encode(), call.body, hashlib.sha256)
        # As it stands, since it may end in a space.
        prefix = str(push.get("prefix", "")).encode("utf-8", "replace").decode()
        expected = made.hexdigest()
        if push.get("encoding") == "base64":
            expected = base64.b64encode(made.digest()).decode()
        else:
            prefix, given = prefix.lower(), given.lower()
        check_signature(given, prefix + expected, account.secret)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says of its waybill."""
        payload, raw = json_body(call)
        push = {**account.options, **mapping(account.options.get("push"))}
        number = _read_number(dig(payload, text(push.get("number"))))
        if not number:
            raise Malformed("no number")
        if faults(account.options):
            raise Malformed("the account's options are wrong")
        answer = _read(account.options, push, payload, number, raw)
        if answer.health == "provider_down":
            raise Malformed(answer.message)
        full = answer.full and push.get("full") is True
        return (Pushed(number, "", replace(answer, full=full)),)

    def _trouble(self, account: Account, waybills: Sequence[Waybill]) -> tuple[Answer, ...]:
        """Return the answers that need no question: of wrong options, or of what cannot be a number."""
        wrong = [*self.faults(account.options), *([] if account.base_url else ["base_url: is missing"])]
        if wrong:
            return (Answer(health="auth_error", full=False, message="; ".join(wrong)),) * len(waybills)
        odd = [waybill for waybill in waybills if not is_number(_number(waybill))]
        refused = Answer(health="wrong_carrier", full=False, message="this cannot be a waybill number")
        return (refused,) * len(waybills) if odd else ()

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        return _request(account, account.options, waybills[0], {})

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        return _request(account, account.options["subscribe"], waybills[0], {"callback": callback})

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        return (Answer(raw=raw, full=False),) * len(waybills)

    def _refused(self, reply, payload, body) -> Answer:
        answer = super()._refused(reply, payload, body)
        if reply.status in (404, 410):
            return replace(answer, health="not_found", state="pending", full=False)
        return answer


def dig(value: Any, path: str) -> Any:
    """Return what is at a path of names, or places in a list, with dots between them; None for nothing."""
    for name in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isascii() and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def _request(
    account: Account, call: Mapping[str, Any], waybill: Waybill, more: Mapping[str, str]
) -> HttpRequest:
    values = _values(account, waybill) | more
    headers = {"Accept": "application/json"}
    body, data = call.get("body"), None
    if body is not None:
        content = filled(body, values)
        if call.get("form"):
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urllib.parse.urlencode(content).encode()
        else:
            headers["Content-Type"] = "application/json"
            data = json.dumps(content, separators=(",", ":")).encode()
    own = filled(call.get("headers", {}), values, _printable)
    headers = {name: value for name, value in headers.items() if name.lower() not in map(str.lower, own)}
    # Quoted to the last sign, so that no value reaches into another part of the address.
    path = filled(call["path"], values, _quoted)
    method = call.get("method", "GET" if data is None else "POST")
    return HttpRequest(account.base_url.rstrip("/") + path, data, headers | own, method)


def _values(account: Account, waybill: Waybill) -> dict[str, str]:
    login = f"{account.customer}:{account.key}".encode("utf-8", "replace")
    return {
        "number": _number(waybill),
        "carrier": waybill.carrier,
        "phone": phone_tail(waybill.phone),
        "ref": waybill.ref,
        "postcode": waybill.postcode,
        "country": waybill.country,
        "customer": account.customer,
        "key": account.key,
        "basic": base64.b64encode(login).decode(),
    }


def _quoted(value: str) -> str:
    # Dots alone would be a step up in the path.
    return "" if not value.strip(".") else urllib.parse.quote(value, safe="", errors="replace")


def _printable(value: str) -> str:
    return "".join(sign for sign in value if sign.isascii() and sign.isprintable())


def _number(waybill: Waybill) -> str:
    return _read_number(waybill.number)


def _read_number(value: Any) -> str:
    return "".join(split_numbers(text(value, 64))[:1])


def _read(
    options: Mapping[str, Any], where: Mapping[str, Any], payload: Mapping[str, Any], number: str, raw: str
) -> Answer:
    """Return the answer in a reply; ``where`` names the paths, which calls to us may have of their own."""
    answered = _read_number(dig(payload, text(where.get("number")))) if where.get("number") else ""
    if answered and answered != number:
        return Answer(health="provider_down", raw=raw, full=False, message="the reply is for another number")
    path = text(where.get("events"))
    listed = dig(payload, path)
    if not isinstance(listed, (list, dict)):
        return Answer(health="provider_down", raw=raw, full=False, message=f"no list at {path}")
    scans = rows(listed if isinstance(listed, list) else [listed], None)
    found = [_event(options, row) for row in scans]
    events, odd = ordered(found), unread(scans, found, options["time"])
    due = dig(payload, text(where["eta"])) if where.get("eta") else None
    eta = _time(options, due)[0]
    if due and not eta:
        odd += (shown(where["eta"], due),)
    state = events[-1].state if events else "pending"
    return Answer(events, eta, "ok", raw, state, full=bool(events), unread=odd)


def _event(options: Mapping[str, Any], row: Mapping[str, Any]) -> Event | None:
    value = dig(row, options["time"])
    at, source = _time(options, value)
    if at is None:
        return None
    code = _named(options, row, "code")[:64]
    meaning = code_of(mapping(options.get("states")).get(code))
    return Event(
        occurred_at=at,
        occurred_raw=text(value, 64) or str(value)[:64],
        state=meaning.state if meaning else "unknown",
        code=code,
        description=_named(options, row, "text"),
        location=_named(options, row, "place"),
        tz_source=source,
        reason=meaning.reason if meaning else "",
    )


def _named(options: Mapping[str, Any], row: Mapping[str, Any], key: str) -> str:
    return text(dig(row, options[key])) if options.get(key) else ""


def _time(options: Mapping[str, Any], value: Any) -> tuple[dt.datetime | None, str]:
    """Return a time in UTC, None when it cannot be read, and how its zone is known."""
    kind, zone = text(options.get("time_format")), zone_of(text(options.get("zone")) or "UTC")
    assumed = "assumed" if options.get("zone") else "unknown"
    if kind in ("epoch", "epoch_ms"):
        return _since_1970(value, 1000 if kind == "epoch_ms" else 1), "explicit"
    if "%" not in kind:
        return moment(value, zone or UTC), "explicit" if has_zone(value) else assumed
    try:
        at = dt.datetime.strptime(text(value, 64), kind)
        source = "explicit" if at.tzinfo else assumed
        return (at if at.tzinfo else at.replace(tzinfo=zone or UTC)).astimezone(UTC), source
    except (ValueError, OverflowError):
        return None, assumed


def _since_1970(value: Any, parts: int) -> dt.datetime | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value) / parts
        return dt.datetime.fromtimestamp(seconds, UTC) if 0 <= seconds <= _LAST_MOMENT else None
    except (ValueError, OverflowError, OSError):
        return None
