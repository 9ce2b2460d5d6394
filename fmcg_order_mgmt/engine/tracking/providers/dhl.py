"""DHL Shipment Tracking - Unified: https://developer.dhl.com/api-reference/shipment-tracking."""

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from ..canonical import Code, Event, split_numbers
from ..journeys import first_is_pickup, is_full, numbered, of_this_parcel, signed, turned_back, way_back
from ..numbers import named_carrier
from ..provider import Provider, json_object
from ..reading import mapping, moment, rows, text
from ..values import Account, Answer, HttpClient, HttpReply, HttpRequest, Waybill
from ..wording import read_wording
from ..zones import local_moment, zone_of
from .dhl_codes import CODES, DAY_WORDS, HEALTH_OF_STATUS, KINDS, SERVICE_OF_FORM, SERVICES

BASE_URL = "https://api-eu.dhl.com"
PATH = "/track/shipments"
_UNKNOWN = Code("", "unknown")
# After too many calls in a second; the slowest pace that DHL has named is a call in five.
_BREATH = 5


class Dhl(Provider):
    """All of DHL's divisions, by query alone.

    The carrier of a waybill is one of ``SERVICES``, or "dhl" where it is not known; then the account's option
    ``service`` counts. More ``options``: ``country`` of whoever asks, ``language`` of the texts, ``zone`` of
    scans whose zone nobody knows.
    """

    code = "dhl"
    name = "DHL"
    rate = 1.0
    daily = 250
    # Ten times for a parcel and day, spread evenly.
    floor = dt.timedelta(hours=2, minutes=24)
    abroad = True
    # No parcel has it: an account that works answers that it is not found.
    probe = Waybill("00340434000000000000", "parcel-de")
    codes = CODES

    def carrier_of(self, number: str) -> str:
        """Return the division of DHL that alone gives out numbers of this form, '' when not clear."""
        return next((service for form, service in SERVICE_OF_FORM if form.fullmatch(number)), "")

    def query(self, account: Account, waybills: Sequence[Waybill], http: HttpClient) -> tuple[Answer, ...]:
        """Ask for one waybill."""
        read_one = functools.partial(_read_one, account)
        return self._told(self._request(account, waybills), waybills, http, read_one)

    def _request(self, account: Account, waybills: Sequence[Waybill]) -> HttpRequest:
        (waybill,) = waybills
        values = {
            "trackingNumber": _number(waybill),
            "service": _service(account, waybill),
            "requesterCountryCode": text(account.options.get("country")),
            "recipientPostalCode": waybill.postcode.strip(),
            "language": text(account.options.get("language")) or "en",
        }
        query = urlencode({name: value for name, value in values.items() if value})
        headers = {"DHL-API-Key": account.key, "Accept": "application/json"}
        return HttpRequest(
            f"{(account.base_url or BASE_URL).rstrip('/')}{PATH}?{query}", None, headers, "GET"
        )

    def _refused(self, reply: HttpReply, payload: Mapping[str, Any] | None, text: str) -> Answer:
        answer = super()._refused(reply, payload, text)
        if payload is None:
            return answer if reply.status != 429 else _slower(answer, text)
        health = HEALTH_OF_STATUS.get(reply.status, "provider_down")
        state = "pending" if health == "not_found" else "unknown"
        answer = replace(
            answer, health=health, state=state, message=_why(payload) or answer.message, full=False
        )
        return _slower(answer, text) if health == "rate_limited" else answer


def read(shipment: Mapping[str, Any], raw: str = "", usual_zone: str = "") -> Answer:
    """Return the answer in one shipment of a reply."""
    found = [_event(row, shipment, usual_zone) for row in rows(shipment.get("events"))]
    events = numbered([event for event in found if event], newest_first=True)
    status = mapping(shipment.get("status"))
    if not events:
        events = _only_event(status, shipment, usual_zone)
    is_return = shipment.get("returnFlag") is True
    events = signed(turned_back(first_is_pickup(events, "transit"), is_return), _signature(shipment))
    state = _meaning(status).state
    known = bool(events) or state not in ("unknown", "pending")
    eta, eta_to = _arrival(shipment)
    return Answer(
        events=events,
        eta=eta,
        eta_to=eta_to,
        health="ok" if known else "not_found",
        state=(way_back(state) if is_return else state) if known else "pending",
        message=_words(status),
        raw=raw,
        full=is_full(events),
    )


def _number(waybill: Waybill) -> str:
    return "".join(split_numbers(waybill.number)[:1])


def _service(account: Account, waybill: Waybill) -> str:
    carrier = named_carrier(waybill.carrier).lower()
    return carrier if carrier in SERVICES else text(account.options.get("service"))


def _why(payload: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (text(payload.get("title")), text(payload.get("detail")))))


def _slower(answer: Answer, said: str) -> Answer:
    daily = bool(DAY_WORDS.search(_why(json_object(said) or {})))
    return replace(answer, daily=daily, retry_after=answer.retry_after or (None if daily else _BREATH))


def _read_one(
    account: Account, payload: Mapping[str, Any], waybills: Sequence[Waybill], raw: str
) -> tuple[Answer, ...]:
    (waybill,) = waybills
    asked = _service(account, waybill)
    shipments = rows(payload.get("shipments"))
    fitting = [each for each in shipments if _fits(each, waybill, asked)]
    if not shipments:
        return (Answer(health="not_found", state="pending", raw=raw, message=_why(payload), full=False),)
    if len(fitting) != 1 or not _is_sure(fitting[0], payload, waybill, asked):
        message = _doubt(fitting or shipments, payload)
        services = {_said(each, "service") for each in shipments}
        carrier = services.pop() if len(services) == 1 and not fitting else ""
        answer = Answer(health="wrong_carrier", raw=raw, message=message, full=False)
        return (replace(answer, carrier=carrier if carrier != asked else ""),)
    answer = of_this_parcel(read(fitting[0], raw, text(account.options.get("zone"))), waybill.shipped_on)
    service = _said(fitting[0], "service")
    known = service == named_carrier(waybill.carrier).lower()
    return (replace(answer, carrier="" if known else service),)


def _fits(shipment: Mapping[str, Any], waybill: Waybill, service: str) -> bool:
    """Say whether a shipment can be the waybill's: by its number, DHL's division, and where it goes."""
    number = _number(waybill).lstrip("0")
    pieces = mapping(shipment.get("details")).get("pieceIds")
    numbers = [shipment.get("id"), *(pieces if isinstance(pieces, list) else ())]
    country, goes_to = waybill.country.upper(), _country(mapping(shipment.get("destination")))
    return (
        number in (text(each).upper().lstrip("0") for each in numbers)
        and (not service or _said(shipment, "service") in ("", service))
        and (not country or not goes_to or country == goes_to)
    )


def _is_sure(shipment: Mapping[str, Any], payload: Mapping[str, Any], waybill: Waybill, service: str) -> bool:
    """Say whether the only fitting shipment is ours: not if DHL has others and nothing was compared."""
    compared = service or (waybill.country and _country(mapping(shipment.get("destination"))))
    return bool(compared) or not payload.get("possibleAdditionalShipmentsUrl")


def _doubt(shipments: Sequence[Mapping[str, Any]], payload: Mapping[str, Any]) -> str:
    found = [
        f"{_said(each, 'id')} of {_said(each, 'service') or '?'} to "
        f"{_country(mapping(each.get('destination'))) or '?'}"
        for each in shipments
    ]
    more = " and perhaps others" if payload.get("possibleAdditionalShipmentsUrl") else ""
    return f"DHL has with this number: {', '.join(found[:5])}{more}. Name the service or the destination."


def _said(shipment: Mapping[str, Any], name: str) -> str:
    return text(shipment.get(name), 64)


def _country(place: Mapping[str, Any]) -> str:
    return text(mapping(place.get("address")).get("countryCode")).upper()


def _event(row: Mapping[str, Any], shipment: Mapping[str, Any], usual_zone: str) -> Event | None:
    raw, place = text(row.get("timestamp")), mapping(row.get("location"))
    origin, goal = (_country(mapping(shipment.get(end))) for end in ("origin", "destination"))
    country = _country(place) or (goal if origin == goal else "")
    occurred_at, source = local_moment(raw, country, usual_zone)
    if occurred_at is None:
        return None
    meaning = _meaning(row)
    city = text(mapping(place.get("address")).get("addressLocality"))
    return Event(
        occurred_at=occurred_at,
        occurred_raw=raw,
        state=meaning.state,
        code=text(row.get("statusCode")),
        description=_words(row),
        location=", ".join(filter(None, (city, _country(place)))),
        reason=meaning.reason,
        tz_source=source,
    )


def _only_event(status: Mapping[str, Any], shipment: Mapping[str, Any], zone: str) -> tuple[Event, ...]:
    """Return the summary as the one event of a shipment that has no list of them."""
    event = _event(status, shipment, zone)
    # A summary's time is called UTC also where it is the place's own.
    return (replace(event, tz_source="unknown"),) if event else ()


def _words(row: Mapping[str, Any]) -> str:
    status, description = text(row.get("status")), text(row.get("description"))
    if status in description or description in status:
        return max(status, description, key=len)
    return f"{status}: {description}"


def _meaning(row: Mapping[str, Any]) -> Code:
    """Return what a code means, refined by the words beside it: the codes know no van, counter or return."""
    code = text(row.get("statusCode"))
    known = CODES.get(code, _UNKNOWN)
    kind = KINDS.get(code) if code in CODES else KINDS["unknown"]
    rule = read_wording(_words(row), kind) if kind else None
    return Code(rule.name, rule.state, rule.reason) if rule else known


def _signature(shipment: Mapping[str, Any]) -> str:
    proof = mapping(mapping(shipment.get("details")).get("proofOfDelivery"))
    person = mapping(proof.get("signed"))
    names = (text(person.get("givenName")), text(person.get("familyName")))
    return text(person.get("name")) or " ".join(filter(None, names))


def _arrival(shipment: Mapping[str, Any]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when the parcel is expected, or from when until when."""
    zone = zone_of(_country(mapping(shipment.get("destination")))) or dt.timezone.utc
    window = mapping(shipment.get("estimatedDeliveryTimeFrame"))
    start = moment(window.get("estimatedFrom"), zone)
    end = moment(window.get("estimatedThrough"), zone)
    if start or end:
        return start or end, end if start else None
    words = text(shipment.get("estimatedTimeOfDelivery"))
    # Midnight stands for a day without an hour.
    day = words[:10] if words[10:].startswith("T00:00:00") else words
    return moment(day, zone), None
