"""AfterShip's tracking API: https://www.aftership.com/docs/tracking/quickstart/api-quick-start."""

import base64
import email.utils
import functools
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode

from ..canonical import Code, Event, split_numbers
from ..journey import (
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
from ..phone import phone_tail
from ..provider import Provider, retry_after
from ..reading import dumped, mapping, moment, rows, text
from ..signing import check_signature, json_body
from ..values import Account, Answer, Call, HttpClient, HttpReply, HttpRequest, Malformed, Pushed, Waybill
from ..zones import local_moment, wrong_zone, zone_of
from .aftership_codes import CHINA_EMS, CODES, EXISTS, HEALTH_OF_ERROR, POST_OF_COUNTRY, UNREGISTERED

BASE_URL = "https://api.aftership.com"
VERSION = "2025-01"
OPTIONS = {"version": str, "phone_field": str, "zone": str}
# The API before it had dates for versions; until 2023-10 new trackings came in an envelope.
_LEGACY, _ENVELOPED = "v4", "2024"
_PAGE = 200
_TROUBLE = frozenset({"auth_error", "quota", "rate_limited", "provider_down"})
_UNKNOWN = Code("", "unknown")
# Where an arrival is said, as a text or an object with such a name inside; the first one is believed.
_ARRIVALS = (
    ("expected_delivery", "estimated_delivery_date"),
    ("courier_estimated_delivery_date", "estimated_delivery_date"),
    ("aftership_estimated_delivery_date", "estimated_delivery_date"),
    ("latest_estimated_delivery", "datetime"),
    ("custom_estimated_delivery_date", "datetime"),
)


class AfterShip(Provider):
    """Registers numbers one by one, reads them together, and is pushed to.

    ``ref`` of a waybill is the id of AfterShip's tracking. ``options``: ``version`` of the API,
    ``phone_field`` that the phone's last digits go into for carriers that ask for them, ``zone`` of scans
    whose zone nobody knows.
    """

    code = "aftership"
    name = "AfterShip"
    registers = True
    pushes = True
    # A number that was forgotten or had the wrong carrier may be told again.
    max_registrations = 3
    batch = 50
    rate = 5.0
    abroad = True
    # Nobody follows it: an account that works answers with an empty list.
    probe = Waybill("RR000000005CN", POST_OF_COUNTRY["CN"])
    codes = CODES

    def told_at_once(self, account: Account) -> int:
        return 1

    def carrier_of(self, number: str) -> str:
        """Return AfterShip's name of the carrier where the number's form and check digit leave no doubt."""
        return carrier_by_form(number, "ups", "usps", CHINA_EMS, POST_OF_COUNTRY)

    def faults(self, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what is wrong with an account's options, a line each."""
        return said([*checked(options, OPTIONS), *wrong_zone(options)])

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Ask for at most 50 waybills in one call; return an answer for each, in their order."""
        read_all = functools.partial(_read_all, _usual_zone(account))
        return self._told(self._request(account, waybills), waybills, http, read_all)

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        if len(waybills) == 1 and waybills[0].ref:
            return _call(account, "GET", f"/trackings/{quote(waybills[0].ref, safe='')}")
        numbers = ",".join(dict.fromkeys(_number(waybill) for waybill in waybills))
        return _call(account, "GET", f"/trackings?{urlencode({'tracking_numbers': numbers, 'limit': _PAGE})}")

    def subscribe(
        self, account: Account, waybills: Sequence[Waybill], callback: str, http: HttpClient
    ) -> tuple[Answer, ...]:
        """Tell of waybills, each in a call of its own, for AfterShip takes no more at once.

        The address for pushes is set in AfterShip's console. A fault of the account ends it for all the rest.
        """
        answers: list[Answer] = []
        for waybill in waybills:
            if answers and answers[-1].health in _TROUBLE:
                answers.append(answers[-1])
            else:
                answers += super().subscribe(account, [waybill], callback, http)
        return tuple(answers)

    def _subscription(self, account: Account, waybills: Sequence[Waybill], callback: str) -> HttpRequest:
        return _call(account, "POST", "/trackings", _tracking(account, waybills[0]))

    def _read_subscription(
        self, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
    ) -> tuple[Answer, ...]:
        fault = _fault(payload, raw)
        if fault:
            return (fault,)
        answer = of_this_parcel(read(_one(payload), raw), waybills[0].shipped_on)
        # What AfterShip has just been told of it does not know yet, and still it was taken.
        return (replace(answer, full=False, health="ok", stopped=False),)

    def check(self, account: Account, call: Call) -> None:
        """Raise Forged unless the call is signed with the secret of AfterShip's webhooks."""
        given = call.headers.get("aftership-hmac-sha256", "")
        check_signature(given, sign(call.body, account.secret), account.secret)

    def pushed(self, account: Account, call: Call) -> tuple[Pushed, ...]:
        """Return what a call says of its one tracking; nothing where it is about none."""
        payload, body = json_body(call)
        tracking = mapping(payload.get("msg"))
        if "tracking_number" not in tracking:
            return ()
        number = text(tracking.get("tracking_number"))
        if not number:
            raise Malformed("no number")
        # Pushes are tried again for days and overtake each other: none withdraws what another one said.
        answer = replace(read(tracking, body, _usual_zone(account)), full=False)
        return (Pushed(number, text(tracking.get("slug")), answer),)

    def _refused(self, reply: HttpReply, payload: Mapping[str, Any] | None, text: str) -> Answer:
        answer = _fault(payload or {}, text) if mapping((payload or {}).get("meta")) else None
        answer = answer or super()._refused(reply, payload, text)
        return replace(answer, retry_after=retry_after(reply) or _until_reset(reply))


def sign(body: bytes, secret: str) -> str:
    """Return AfterShip's signature of a call: the HMAC-SHA256 of its raw body in base64."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def read(tracking: Mapping[str, Any], raw: str = "", usual_zone: str = "") -> Answer:
    """Return the answer in one tracking of a reply or push."""
    is_return = tracking.get("return_to_sender") is True
    checkpoints = rows(tracking.get("checkpoints"), None)
    found = [_event(row, usual_zone) for row in checkpoints]
    events = signed(turned_back(ordered(found), is_return), text(tracking.get("signed_by")))
    tag, subtag = text(tracking.get("tag")), text(tracking.get("subtag"))
    state = _meaning(tag, subtag).state
    eta, eta_to = _arrival(tracking)
    return Answer(
        events=events,
        eta=eta,
        eta_to=eta_to,
        health="ok"
        if events
        else {"Pending": "not_found", "": "not_found", "Expired": "expired"}.get(tag, "ok"),
        state=way_back(state) if is_return else state,
        message=text(tracking.get("subtag_message")),
        raw=raw or dumped(tracking),
        full=is_full(events),
        ref=text(tracking.get("id")),
        stopped=tracking.get("active") is False,
        unread=unread(checkpoints, found, "checkpoint_time") + unread_moments(tracking, "expected_delivery"),
    )


def _call(account: Account, method: str, path: str, body: Mapping[str, Any] | None = None) -> HttpRequest:
    version = _version(account)
    root = f"/{version}" if version == _LEGACY else f"/tracking/{version}"
    headers = {"as-api-key": account.key, "Content-Type": "application/json", "Accept": "application/json"}
    data = None if body is None else json.dumps(body, separators=(",", ":")).encode()
    return HttpRequest((account.base_url or BASE_URL).rstrip("/") + root + path, data, headers, method)


def _tracking(account: Account, waybill: Waybill) -> dict[str, Any]:
    values = {
        "tracking_number": _number(waybill),
        "slug": named_carrier(waybill.carrier),
        "tracking_postal_code": waybill.postcode,
        "tracking_ship_date": f"{waybill.shipped_on:%Y%m%d}" if waybill.shipped_on else "",
        text(account.options.get("phone_field")): phone_tail(waybill.phone),
    }
    body = {name: value for name, value in values.items() if name and value}
    version = _version(account)
    return {"tracking": body} if version == _LEGACY or version < _ENVELOPED else body


def _version(account: Account) -> str:
    return text(account.options.get("version")) or VERSION


def _usual_zone(account: Account) -> str:
    return text(account.options.get("zone"))


def _number(waybill: Waybill) -> str:
    return "".join(split_numbers(waybill.number)[:1])


def _fault(payload: Mapping[str, Any], raw: str) -> Answer | None:
    """Return the answer to a call that failed, or to one about a number that AfterShip follows already."""
    meta = mapping(payload.get("meta"))
    code = text(meta.get("code"))
    if code in ("200", "201", "202"):
        return None
    health = HEALTH_OF_ERROR.get(code, "provider_down")
    known = _one(payload) if code == EXISTS else {}
    return Answer(
        health=health,
        raw=raw,
        state="pending" if health in ("ok", "not_found") else "unknown",
        message=text(meta.get("message")) or f"code {code}",
        ref=text(known.get("id")),
        unregistered=code == UNREGISTERED,
        full=False,
    )


def _one(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the one tracking of a reply; newer versions have it without an envelope."""
    data = mapping(payload.get("data"))
    return mapping(data.get("tracking")) or data


def _read_all(
    usual_zone: str, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
) -> tuple[Answer, ...]:
    fault = _fault(payload, raw)
    if fault:
        return (fault,) * len(waybills)
    data = mapping(payload.get("data"))
    trackings = rows(data.get("trackings")) if "trackings" in data else [_one(payload)]
    return tuple(_answer(waybill, trackings, usual_zone) for waybill in waybills)


def _answer(waybill: Waybill, trackings: Sequence[Mapping[str, Any]], usual_zone: str) -> Answer:
    number, slug = _number(waybill), named_carrier(waybill.carrier)
    found = [each for each in trackings if text(each.get("tracking_number")).upper() == number]
    found = [each for each in found if waybill.ref and text(each.get("id")) == waybill.ref] or found
    found = [each for each in found if slug in ("", text(each.get("slug")))] or found
    slugs = {text(each.get("slug")) for each in found}
    if not found:
        message = "AfterShip does not follow this number yet"
        return Answer(health="not_found", state="pending", message=message, unregistered=True, full=False)
    if len(slugs) > 1 or (slug and slug not in slugs and not waybill.ref):
        message = f"AfterShip follows the number with {', '.join(sorted(slugs))}"
        carrier = slugs.pop() if len(slugs) == 1 else ""
        return Answer(health="wrong_carrier", message=message, carrier=carrier, full=False)
    answer = of_this_parcel(read(found[0], usual_zone=usual_zone), waybill.shipped_on)
    (carrier,) = slugs
    return replace(answer, carrier=carrier if carrier != slug else "")


def _event(row: Mapping[str, Any], usual_zone: str) -> Event | None:
    raw = text(row.get("checkpoint_time"))
    occurred_at, source = local_moment(raw, row.get("country_iso3"), usual_zone)
    if occurred_at is None:
        return None
    tag, subtag = text(row.get("tag")), text(row.get("subtag"))
    meaning = _meaning(tag, subtag)
    place = text(row.get("location")) or ", ".join(
        filter(None, (text(row.get(p)) for p in ("city", "state")))
    )
    return Event(
        occurred_at=occurred_at,
        occurred_raw=raw,
        state=meaning.state,
        code=tag,
        subcode=subtag,
        description=text(row.get("message")),
        location=place,
        reason=meaning.reason,
        tz_source=source,
    )


def _meaning(tag: str, subtag: str) -> Code:
    return CODES.get(subtag) or CODES.get(tag) or _UNKNOWN


def _arrival(tracking: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return when the parcel is expected and the window's end: the carrier's word first, then AfterShip's."""
    places = ("courier_destination_country_iso3", "destination_country_iso3")
    zone = next(filter(None, (zone_of(tracking.get(place)) for place in places)), timezone.utc)
    for name, part in _ARRIVALS:
        value = tracking.get(name)
        detail = mapping(value)
        one = moment(value if isinstance(value, str) else detail.get(part), zone)
        start, end = moment(detail.get(f"{part}_min"), zone), moment(detail.get(f"{part}_max"), zone)
        if one or start or end:
            return start or one or end, end if start else None
    return None, None


def _until_reset(reply: HttpReply) -> int | None:
    """Return the seconds until the limit is reset, by the clock of AfterShip, who says both times."""
    reset, date = reply.headers.get("x-ratelimit-reset", ""), reply.headers.get("date", "")
    try:
        now = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return None
    if not (reset.isascii() and reset.isdigit()) or len(reset) > 11 or now.tzinfo is None:
        return None
    wait = int(reset) - int(now.timestamp())
    return wait if 0 < wait < 86400 else None
