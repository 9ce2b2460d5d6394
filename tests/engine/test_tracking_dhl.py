"""DHL: what is sent, and every shape of what comes back."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from engine.tracking import HEALTHS, STATES, Account, HttpFailure, Waybill, fold, provider
from engine.tracking.providers.dhl import read
from engine.tracking.providers.dhl_codes import CODES, HEALTH_OF_STATUS, KINDS, SERVICES
from hypothesis import given, settings
from hypothesis import strategies as st
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated, recorded

DHL = provider("dhl")
ACCOUNT = Account("", "KEY")
WAYBILL = Waybill("7777777770", "express", country="NL")


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def place(country="", city=""):
    return {"address": {"countryCode": country, "addressLocality": city}}


def scan(code="transit", status="Processed", at="2026-06-01T10:00:00", country="NL", **values):
    return {
        "timestamp": at,
        "location": place(country, "AMS"),
        "statusCode": code,
        "status": status,
        **values,
    }


def shipment(*scans, service="express", **values):
    base = {"id": "7777777770", "service": service, "destination": place("NL"), "status": scan()}
    return {**base, "events": list(scans), **values}


def reply(*shipments, **values):
    return {"shipments": list(shipments), **values}


def query(body, waybill=WAYBILL, account=ACCOUNT, **kwargs):
    (answer,) = DHL.query(account, [waybill], Http(body, **kwargs))
    return answer


def sent(waybill=WAYBILL, account=ACCOUNT):
    http = Http(reply())
    DHL.query(account, [waybill], http)
    return http.request


def test_what_the_addon_needs_to_know():
    assert (DHL.batch, DHL.rate, DHL.daily, DHL.needs) == (1, 1.0, 250, ("key",))
    assert DHL.floor == timedelta(hours=2.4) and DHL.zone == timezone.utc
    assert not DHL.registers and not DHL.pushes
    assert DHL.carrier_of(DHL.probe.number) == DHL.probe.carrier


def test_request():
    request = sent(Waybill(" 77７7777770", "Express", postcode=" 1043 AG "))
    address = urlsplit(request.url)
    assert (request.method, request.data) == ("GET", None)
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://api-eu.dhl.com/track/shipments"
    assert request.headers == {"DHL-API-Key": "KEY", "Accept": "application/json"}
    assert parse_qs(address.query) == {
        "trackingNumber": ["7777777770"],
        "service": ["express"],
        "recipientPostalCode": ["1043 AG"],
        "language": ["en"],
    }


@pytest.mark.parametrize("carrier", ["dhl", "auto", ""])
def test_request_of_an_account_with_options(carrier):
    options = {"service": "parcel-de", "country": "CN", "language": "de"}
    request = sent(Waybill("A123456", carrier), Account("", "KEY", "http://127.0.0.1:9/", options=options))
    assert request.url == (
        "http://127.0.0.1:9/track/shipments?trackingNumber=A123456&service=parcel-de"
        "&requesterCountryCode=CN&language=de"
    )


def test_success_newest_first():
    scans = [
        scan("delivered", "Delivered", "2026-06-03T09:00:00", description="Delivered - signed"),
        scan("transit", "With delivery courier", "2026-06-03T08:00:00"),
        scan("transit", "Processed", "2026-06-02T08:00:00Z", country="CN"),
        scan("transit", "Left", "2026-06-01T08:00:00", country="CN"),
        scan("pre-transit", "Picked up soon", "2026-05-31T07:00:00", country="US"),
    ]
    proof = {"proofOfDelivery": {"signed": {"givenName": "Ada", "familyName": "B"}}}
    answer = query(reply(shipment(*scans, status=scans[0], details=proof)))
    assert (answer.health, answer.state, answer.full, answer.carrier) == ("ok", "delivered", True, "")
    assert [(e.occurred_at, e.state, e.code, e.sequence, e.tz_source) for e in answer.events] == [
        (utc(2026, 5, 31, 7), "info_received", "pre-transit", 0, "unknown"),
        (utc(2026, 6, 1, 0), "picked_up", "transit", 1, "assumed"),
        (utc(2026, 6, 2, 8), "in_transit", "transit", 2, "explicit"),
        (utc(2026, 6, 3, 6), "out_for_delivery", "transit", 3, "assumed"),
        (utc(2026, 6, 3, 7), "delivered", "delivered", 4, "assumed"),
    ]
    assert (answer.events[-1].signed_by, answer.events[-1].description) == ("Ada B", "Delivered - signed")
    assert answer.events[-1].location == "AMS, NL" and answer.events[-1].occurred_raw == "2026-06-03T09:00:00"
    assert json.loads(answer.raw)["shipments"]
    assert fold(answer.events).delivered_at == utc(2026, 6, 3, 7)


@pytest.mark.parametrize(
    ("country", "zone", "expected", "source"),
    [
        ("NL", "", utc(2026, 6, 1, 8), "assumed"),
        ("US", "America/Chicago", utc(2026, 6, 1, 15), "assumed"),
        ("US", "", utc(2026, 6, 1, 10), "unknown"),
        ("", "", utc(2026, 6, 1, 10), "unknown"),
    ],
)
def test_times_of_the_place(country, zone, expected, source):
    account = Account("", "KEY", options={"zone": zone})
    (event,) = query(reply(shipment(scan(country=country))), account=account).events
    assert (event.occurred_at, event.tz_source) == (expected, source)


def test_scans_without_country_within_one_country():
    (event,) = query(reply(shipment(scan(country=""), origin=place("NL")))).events
    assert (event.occurred_at, event.tz_source) == (utc(2026, 6, 1, 8), "assumed")
    (event,) = query(reply(shipment(scan(country=""), origin=place("DE")))).events
    assert event.tz_source == "unknown"


@pytest.mark.parametrize(
    ("values", "eta", "eta_to"),
    [
        (
            {
                "estimatedDeliveryTimeFrame": {
                    "estimatedFrom": "2018-08-03T08:00:00",
                    "estimatedThrough": "2018-08-03T22:00:00Z",
                }
            },
            utc(2018, 8, 3, 6),
            utc(2018, 8, 3, 22),
        ),
        (
            {"estimatedDeliveryTimeFrame": {"estimatedThrough": "2018-08-03T22:00:00Z"}},
            utc(2018, 8, 3, 22),
            None,
        ),
        ({"estimatedTimeOfDelivery": "2018-08-03T00:00:00Z"}, utc(2018, 8, 3, 21, 59, 59), None),
        ({"estimatedTimeOfDelivery": "2018-08-03T15:00:00Z"}, utc(2018, 8, 3, 15), None),
        ({"estimatedTimeOfDelivery": "soon", "estimatedDeliveryTimeFrame": []}, None, None),
    ],
)
def test_expected_arrival(values, eta, eta_to):
    answer = read(shipment(scan(), **values))
    assert (answer.eta, answer.eta_to) == (eta, eta_to)


EXPECTED = {
    "pre-transit": "info_received",
    "transit": "in_transit",
    "delivered": "delivered",
    "failure": "exception",
    "unknown": "unknown",
}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_read(code):
    assert {key: entry.state for key, entry in CODES.items()} == EXPECTED and set(KINDS) <= set(CODES)
    first = scan("transit", "Processed", "2026-05-01T00:00:00")
    event = read(shipment(scan(code, "?"), first)).events[-1]
    assert (event.state, event.code) == (EXPECTED[code], code) and event.state in STATES
    assert read(shipment(first, status=scan(code, "?"))).state == EXPECTED[code]
    assert DHL.codes is CODES


@pytest.mark.parametrize(
    ("code", "words", "state", "reason"),
    [
        ("transit", "Shipment is out with courier for delivery", "out_for_delivery", ""),
        ("transit", "Die Sendung liegt zur Abholung bereit", "ready_for_pickup", ""),
        ("transit", "快件正在清关", "customs", ""),
        ("unknown", "Clearance delay", "customs", "customs_delay"),
        ("transit", "Returned to shipper", "returning", ""),
        ("failure", "Recipient refused delivery", "exception", "consignee_refused"),
        ("failure", "Delivery attempted; recipient not home", "attempt_failed", "consignee_not_available"),
        ("failure", "Customs", "exception", "customs_delay"),
        ("delivered", "Delivered to sender", "returned", ""),
        ("delivered", "Parcel damaged", "delivered", ""),
        ("pre-transit", "Out for delivery", "info_received", ""),
        # Codes that DHL has announced but not named yet.
        ("out-for-delivery", "With delivery courier", "out_for_delivery", ""),
        ("teleported", "Beamed up", "unknown", ""),
    ],
)
def test_words_beside_the_codes(code, words, state, reason):
    first = scan("transit", "Processed", "2026-05-01T00:00:00")
    for row in (scan(code, words), scan(code, code.upper(), description=words)):
        event = read(shipment(row, first)).events[-1]
        assert (event.state, event.reason, event.code) == (state, reason, code)


def test_shipment_without_a_list_of_scans():
    answer = read(shipment(status=scan("delivered", "Delivered", "2026-06-03T09:00:00Z")))
    assert [(e.occurred_at, e.state, e.tz_source) for e in answer.events] == [
        (utc(2026, 6, 3, 9), "delivered", "unknown")
    ]
    answer = read(shipment(status={"statusCode": "unknown"}))
    assert (answer.health, answer.state, answer.full) == ("not_found", "pending", False)


def test_way_back_to_the_sender():
    scans = [scan("delivered", "Delivered", "2026-06-03T00:00:00"), scan()]
    answer = read(shipment(*scans, status=scans[0], returnFlag=True))
    assert [event.state for event in answer.events] == ["picked_up", "returned"]
    assert (answer.state, fold(answer.events).state) == ("returned", "returned")
    assert read(shipment(*scans, status=scans[0], returnFlag=False)).state == "delivered"


@pytest.mark.parametrize(
    "other",
    [
        {"service": "parcel-de"},
        {"destination": place("DE")},
        {"id": "1234567890"},
    ],
)
def test_another_shipment_with_this_number(other):
    answer = query(reply(shipment(scan(), **other)))
    assert (answer.health, answer.events, answer.full) == ("wrong_carrier", (), False)
    assert answer.carrier == other.get("service", "")
    good = shipment(scan())
    assert query(reply(shipment(scan(), **other), good)).health == "ok"


def test_several_shipments_that_would_fit():
    two = reply(shipment(scan()), shipment(scan(), service="parcel-de", destination=place("DE")))
    answer = query(two, Waybill("7777777770", "dhl"))
    assert (answer.health, answer.carrier) == ("wrong_carrier", "")
    assert answer.message == (
        "DHL has with this number: 7777777770 of express to NL, 7777777770 of parcel-de to DE. "
        "Name the service or the destination."
    )
    assert query(two, Waybill("7777777770", "dhl", country="DE")).carrier == "parcel-de"
    assert query(two, Waybill("7777777770", "parcel-de")).carrier == ""


def test_others_that_dhl_only_hints_at():
    more = reply(shipment(scan()), possibleAdditionalShipmentsUrl=["/shipments?service=parcel-de"])
    answer = query(more, Waybill("7777777770", "dhl"))
    assert answer.health == "wrong_carrier" and "perhaps others" in answer.message
    for sure in (WAYBILL, Waybill("7777777770", "dhl", country="nl"), Waybill("7777777770", "express")):
        assert query(more, sure).health == "ok"
    assert query(reply(shipment(scan())), Waybill("7777777770", "dhl")).health == "ok"


def test_numbers_of_pieces_and_with_zeros():
    whole = reply(shipment(scan(), id=7777777770, details={"pieceIds": ["JD014600006281230704"]}))
    assert query(whole).health == query(whole, replace(WAYBILL, number="007777777770")).health == "ok"
    assert query(whole, replace(WAYBILL, number="JD014600006281230704")).health == "ok"
    assert query(reply()).health == "not_found"


def test_scans_of_another_parcel_with_this_number():
    answer = query(reply(shipment(scan())), replace(WAYBILL, shipped_on=date(2026, 9, 1)))
    assert (answer.health, answer.events) == ("wrong_carrier", ())


@pytest.mark.parametrize("status", [*HEALTH_OF_STATUS, 500, 503])
def test_errors(status):
    health = HEALTH_OF_STATUS.get(status, "provider_down")
    answer = query({"title": "No", "detail": "way", "status": status}, status=status)
    assert (answer.health, answer.message) == (health, "No: way") and health in HEALTHS
    assert answer.state == ("pending" if status == 404 else "unknown")


@pytest.mark.parametrize(
    ("body", "headers", "daily", "wait"),
    [
        ({"detail": "Too many requests within defined time period"}, {}, False, 5),
        ({"detail": "Too many requests"}, {"retry-after": "60"}, False, 60),
        ({"title": "Quota exceeded"}, {}, True, None),
        ({"detail": "250 calls per day"}, {"retry-after": "60"}, True, 60),
        ("<html>", {}, False, 5),
    ],
)
def test_too_many_calls_in_a_second_or_a_day(body, headers, daily, wait):
    answer = query(body, status=429, headers=headers)
    assert (answer.health, answer.daily, answer.retry_after) == ("rate_limited", daily, wait)


def test_other_failures():
    assert query("<html>", status=404).health == "provider_down"
    assert query("<html>").health == "provider_down"
    assert query("", failure=HttpFailure("tls")).message == "tls"


@pytest.mark.parametrize(
    ("number", "service"),
    [
        ("JD014600006281230704", "express"),
        ("00340434161094042557", "parcel-de"),
        ("JJD000390007882823123", "parcel-de"),
        ("7777777770", ""),
        ("RR473124829DE", ""),
        ("JD0123456789012", ""),
        ("", ""),
    ],
)
def test_divisions_by_the_number(number, service):
    assert DHL.carrier_of(number) == service
    assert service in SERVICES or not service


def test_recorded_replies():
    error, found = recorded("dhl").values()
    answer = query(error, status=404)
    assert (answer.health, answer.state, answer.unregistered) == ("not_found", "pending", False)
    assert answer.message == "No result found: No shipment with given tracking number found."
    # DHL's own sample: code and words contradict each other, and the code is what counts.
    answer = query(found)
    assert (answer.health, answer.state, answer.full) == ("ok", "info_received", True)
    assert [(e.occurred_at, e.state, e.tz_source, e.description) for e in answer.events] == [
        (utc(2018, 3, 2, 6, 53, 47), "info_received", "assumed", "DELIVERED: JESSICA")
    ]
    assert fold(answer.events).state == "info_received"
    assert (answer.eta, answer.eta_to) == (utc(2018, 8, 3), utc(2018, 8, 3, 22))
    assert query(found, Waybill("JD014600006281230704", "express")).health == "ok"
    # DHL hints at others with this number, and here nothing tells them apart.
    assert query(found, Waybill("7777777770", "dhl")).health == "wrong_carrier"


@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=3))
def test_any_order_and_duplicates_fold_to_the_same(order, again):
    rows = [
        scan(code, words, f"2026-06-0{day + 1}T00:00:00Z")
        for day, (code, words) in enumerate(
            [
                ("pre-transit", "a"),
                ("transit", "b"),
                ("transit", "Out for delivery"),
                ("failure", "c"),
                ("delivered", "d"),
            ]
        )
    ]
    found = read(shipment(*[rows[place] for place in (*order, *again)])).events
    assert fold(found) == fold(read(shipment(*reversed(rows))).events) and fold(found).state == "delivered"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_json_is_read_without_a_fault(data):
    proof = {"proofOfDelivery": {"signed": {"name": "Ada"}}, "pieceIds": ["A123456"]}
    window = {"estimatedFrom": "2018-08-03T08:00:00", "estimatedThrough": "2018-08-03T22:00:00Z"}
    one = shipment(
        scan("delivered"), scan(), returnFlag=True, details=proof, estimatedDeliveryTimeFrame=window
    )
    body = data.draw(
        ANYTHING | mutated(reply(one, one, possibleAdditionalShipmentsUrl=["x"])) | mutated(reply(one))
    )
    status = data.draw(st.sampled_from([200, 200, 404, 429]))
    waybill = data.draw(
        st.sampled_from(
            [WAYBILL, Waybill("7777777770", "dhl"), replace(WAYBILL, shipped_on=date(2026, 6, 2))]
        )
    )
    assert_sound(query(json.dumps(body).encode(), waybill, status=status))
