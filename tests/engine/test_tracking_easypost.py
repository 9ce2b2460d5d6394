"""EasyPost: what is sent, and every shape of what comes back."""

import base64
import json
from dataclasses import replace
from datetime import date, datetime, timezone

import pytest
from engine.tracking import HEALTHS, REASONS, STATES, Account, HttpFailure, Waybill, fold, provider
from engine.tracking.providers.easypost import read
from engine.tracking.providers.easypost_codes import CODES, DETAILS, HEALTH_OF_STATUS, PAIRS, STATUSES, VAGUE
from tracking_http import Http
from tracking_json import recorded

EASYPOST = provider("easypost")
ACCOUNT = Account("", "KEY", secret="SECRET")
WAYBILL = Waybill("397280491672", "FedEx")
KNOWN = replace(WAYBILL, ref="trk_1")
PLACE = {"city": "OCEANSIDE", "state": "CA", "country": "US", "zip": "92056"}


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def scan(status="in_transit", detail="arrived_at_facility", at="2026-06-01T10:00:00Z", place=PLACE, **values):
    row = {"message": "Arrived", "status": status, "status_detail": detail, "datetime": at}
    return {**row, "tracking_location": place, **values}


def tracker(*scans, status="in_transit", **values):
    base = {"id": "trk_1", "tracking_code": WAYBILL.number, "carrier": "FedEx", "status": status}
    return {**base, "tracking_details": list(scans), **values}


def query(body, waybill=KNOWN, **kwargs):
    (answer,) = EASYPOST.query(ACCOUNT, [waybill], Http(body, **kwargs))
    return answer


def sent(waybill, account=ACCOUNT, subscribe=False):
    http = Http(tracker())
    if subscribe:
        EASYPOST.subscribe(account, [waybill], "https://shop.example/hook", http)
    else:
        EASYPOST.query(account, [waybill], http)
    return http.request


def test_what_the_addon_needs_to_know():
    assert (EASYPOST.batch, EASYPOST.rate, EASYPOST.daily) == (1, 2.0, None)
    assert EASYPOST.registers and EASYPOST.pushes and EASYPOST.signed and EASYPOST.needs == ("key",)
    # The question about the account itself must not create, and so not cost, a tracker.
    assert sent(EASYPOST.probe).method == "GET"


@pytest.mark.parametrize("subscribe", [True, False])
def test_create(subscribe):
    request = sent(Waybill(" 39728049１672 ", "FedEx"), subscribe=subscribe)
    assert (request.method, request.url) == ("POST", "https://api.easypost.com/v2/trackers")
    scheme, _, key = request.headers["Authorization"].partition(" ")
    assert (scheme, base64.b64decode(key)) == ("Basic", b"KEY:")
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.data) == {"tracker": {"tracking_code": "397280491672", "carrier": "FedEx"}}
    request = sent(replace(WAYBILL, carrier="auto"), subscribe=subscribe)
    assert json.loads(request.data) == {"tracker": {"tracking_code": "397280491672"}}


def test_retrieve():
    request = sent(replace(WAYBILL, ref="trk/1"), Account("", "KEY", "http://127.0.0.1:9/"))
    assert (request.method, request.data) == ("GET", None)
    assert request.url == "http://127.0.0.1:9/v2/trackers/trk%2F1"


@pytest.mark.parametrize("status", [200, 201])
def test_created(status):
    http = Http(tracker(status="unknown", finalized=True), status)
    (answer,) = EASYPOST.subscribe(ACCOUNT, [WAYBILL], "", http)
    assert (answer.health, answer.ref, answer.full, answer.stopped) == ("ok", "trk_1", False, False)
    (answer,) = EASYPOST.subscribe(ACCOUNT, [WAYBILL], "", Http(tracker(scan()), status))
    assert (answer.health, len(answer.events), answer.full) == ("ok", 1, False)


def test_success():
    scans = [
        scan("pre_transit", "label_created", "2026-06-01T09:00:00Z"),
        scan(at="2026-06-01T10:00:00Z"),
        scan(at="2026-06-01T10:00:00Z", message="", description="Departed"),
        scan("delivered", "arrived_at_destination", "2026-06-02T09:00:00-07:00"),
    ]
    answer = query(tracker(*scans, status="delivered", signed_by="RBOLTON", finalized=True))
    assert (answer.health, answer.state, answer.ref, answer.full) == ("ok", "delivered", "trk_1", True)
    assert (answer.stopped, answer.carrier) == (True, "")
    # The first scan on the way is where the carrier took it.
    assert [(e.occurred_at, e.state, e.code, e.subcode, e.sequence) for e in answer.events] == [
        (utc(2026, 6, 1, 9), "info_received", "pre_transit", "pre_transit/label_created", 0),
        (utc(2026, 6, 1, 10), "picked_up", "in_transit", "in_transit/arrived_at_facility", 1),
        (utc(2026, 6, 1, 10), "in_transit", "in_transit", "in_transit/arrived_at_facility", 2),
        (utc(2026, 6, 2, 16), "delivered", "delivered", "delivered/arrived_at_destination", 3),
    ]
    assert [e.description for e in answer.events] == ["Arrived", "Arrived", "Departed", "Arrived"]
    assert answer.events[3].signed_by == "RBOLTON" and answer.events[3].location == "OCEANSIDE, CA, US"
    assert fold(answer.events).delivered_at == utc(2026, 6, 2, 16)
    assert query(tracker(*reversed(scans), status="delivered")).events[0].state == "info_received"


@pytest.mark.parametrize(
    ("at", "place", "expected", "source"),
    [
        ("2026-06-01T10:00:00Z", PLACE, utc(2026, 6, 1, 10), "explicit"),
        ("2026-06-01T10:00:00Z", {"zip": "92056"}, utc(2026, 6, 1, 10), "explicit"),
        # Local time that is only called UTC.
        (
            "2026-06-01T10:00:00Z",
            {"city": None, "zip": None, "country": "US"},
            utc(2026, 6, 1, 10),
            "unknown",
        ),
        ("2026-06-01T10:00:00Z", None, utc(2026, 6, 1, 10), "unknown"),
        ("2026-06-01T10:00:00-07:00", None, utc(2026, 6, 1, 17), "explicit"),
        ("2026-06-01T10:00:00", {"country": "DE"}, utc(2026, 6, 1, 8), "assumed"),
        ("2026-06-01T10:00:00", PLACE, utc(2026, 6, 1, 10), "unknown"),
    ],
)
def test_times(at, place, expected, source):
    (event,) = read(tracker(scan(at=at, place=place))).events
    assert (event.occurred_at, event.tz_source, event.occurred_raw) == (expected, source, at)


def destination(country, **values):
    return {"carrier_detail": {"destination_tracking_location": {"country": country}, **values}}


@pytest.mark.parametrize(
    ("values", "eta"),
    [
        ({"est_delivery_date": "2026-06-05T19:48:26Z"}, utc(2026, 6, 5, 19, 48, 26)),
        ({"est_delivery_date": "2026-06-05T00:00:00Z"}, utc(2026, 6, 5, 23, 59, 59)),
        (
            destination("DE", est_delivery_date_local="2026-06-05", est_delivery_time_local="20:00:00"),
            utc(2026, 6, 5, 18),
        ),
        (
            destination("DE", est_delivery_date_local="2026-06-05", est_delivery_time_local="evening"),
            utc(2026, 6, 5, 21, 59, 59),
        ),
        (destination("US", est_delivery_date_local="2026-06-05"), utc(2026, 6, 5, 23, 59, 59)),
        (
            {
                "est_delivery_date": "2026-06-05T12:00:00Z",
                **destination("US", est_delivery_date_local="2026-06-06"),
            },
            utc(2026, 6, 5, 12),
        ),
        (destination("US", guaranteed_delivery_date="2026-06-07T12:00:00Z"), utc(2026, 6, 7, 12)),
        ({"est_delivery_date": "soon", "carrier_detail": []}, None),
    ],
)
def test_expected_arrival(values, eta):
    assert read(tracker(scan(), **values)).eta == eta


EXPECTED = {
    "unknown": "unknown",
    "info_received": "pre_transit",
    "in_transit": "in_transit in_transit/delayed in_transit/missorted in_transit/weather_delay",
    "out_for_delivery": "out_for_delivery in_transit/out_for_delivery",
    "ready_for_pickup": "available_for_pickup in_transit/arrived_at_pickup_location",
    "attempt_failed": "failure/delivery_exception",
    "exception": "failure error in_transit/damaged in_transit/delivery_exception in_transit/held"
    " in_transit/refused in_transit/transit_exception failure/address_correction"
    " failure/awaiting_information failure/damaged failure/delayed failure/expired failure/held"
    " failure/missorted failure/refused failure/weather_delay",
    "delivered": "delivered",
    "returning": "return_to_sender return_to_sender/refused in_transit/return failure/return",
    "lost": "in_transit/lost failure/lost",
    "cancelled": "cancelled pre_transit/cancelled failure/cancelled",
}


def test_code_table():
    assert {code: entry.state for code, entry in CODES.items()} == {
        code: state for state, codes in EXPECTED.items() for code in codes.split()
    }
    assert len(STATUSES) == 10 and {pair.partition("/")[0] for pair in PAIRS} <= set(STATUSES)
    assert VAGUE <= set(CODES) and EASYPOST.codes is CODES


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_read(code):
    entry = CODES[code]
    assert entry.state in STATES and (not entry.reason or entry.reason in REASONS) and entry.name
    status, _, detail = code.partition("/")
    first = scan(at="2026-05-01T00:00:00Z")
    event = read(tracker(first, scan(status, detail, message="?"))).events[-1]
    assert (event.state, event.reason, event.code) == (entry.state, entry.reason, status)
    assert event.subcode == (code if detail else "")
    expected = "pending" if entry.state == "unknown" or status == "error" else entry.state
    assert read(tracker(status=status, status_detail=detail)).state == expected


# https://docs.whop.com mirrors EasyPost's list of details; each is read with each status.
@pytest.mark.parametrize("status", STATUSES)
def test_every_detail_is_read_with_every_status(status):
    assert len(DETAILS) == 28 and {pair.partition("/")[2] for pair in PAIRS} <= set(DETAILS)
    for detail in DETAILS:
        answer = read(tracker(scan(at="2026-05-01T00:00:00Z"), scan(status, detail, message="?")))
        expected = CODES.get(f"{status}/{detail}", CODES[status]).state
        assert answer.events[-1].state == expected


@pytest.mark.parametrize(
    ("detail", "message", "state", "reason"),
    [
        (
            "delayed",
            "Delivery exception (Customer not available or business closed)",
            "attempt_failed",
            "consignee_not_available",
        ),
        (
            "delivery_exception",
            "Delivery exception (Incorrect address)",
            "exception",
            "consignee_incorrect_address",
        ),
        ("delayed", "Delivery exception (Damaged)", "exception", "carrier_damaged_parcel"),
        ("delayed", "Delivery exception", "exception", "carrier_delay"),
        ("lost", "Customer not available", "lost", "carrier_parcel_lost"),
        ("surprise", "Refused by recipient", "exception", "consignee_refused"),
    ],
)
def test_words_of_the_carrier_beside_a_vague_code(detail, message, state, reason):
    (event,) = read(tracker(scan("failure", detail, message=message))).events
    assert (event.state, event.reason) == (state, reason)


def test_only_details_that_are_not_documented_are_new():
    assert not any(EASYPOST.is_new(f"{status}/{detail}") for status in STATUSES for detail in DETAILS)
    assert EASYPOST.is_new("delivered/teleported")


def test_unknown_status_is_kept():
    (event,) = read(tracker(scan("teleported", "x"), status="teleported")).events
    assert (event.state, event.code, event.subcode) == ("unknown", "teleported", "teleported/x")


def test_remark_between_two_scans_changes_nothing():
    remark = scan("unknown", "status_update", "2026-06-01T11:00:00Z", message="Shipment arriving early")
    assert fold(read(tracker(scan(), remark)).events).state == "picked_up"


@pytest.mark.parametrize(
    ("status", "health"), [("unknown", "not_found"), ("error", "not_found"), (None, "not_found")]
)
def test_without_scans(status, health):
    answer = query(tracker(status=status))
    assert (answer.health, answer.state, answer.full, answer.unregistered) == (
        health,
        "pending",
        False,
        False,
    )
    assert query(tracker(status="pre_transit")).health == "ok"


def test_way_back_to_the_sender():
    turned = scan("return_to_sender", "return", "2026-06-02T00:00:00Z")
    back = scan(at="2026-06-03T00:00:00Z")
    home = scan("delivered", "arrived_at_destination", "2026-06-04T00:00:00Z")
    signed = scan("delivered", "arrived_at_destination", "2026-06-01T12:00:00Z")
    answer = read(tracker(scan(), turned, back, home, status="delivered", is_return=True))
    assert [event.state for event in answer.events] == ["picked_up", "returning", "returning", "returned"]
    assert (answer.state, fold(answer.events).state) == ("returned", "returned")
    answer = read(tracker(scan(), signed, turned, back, status="return_to_sender"))
    assert [event.state for event in answer.events] == ["picked_up", "delivered", "returning", "returning"]
    assert (answer.state, fold(answer.events).state) == ("returning", "returning")
    answer = read(tracker(scan(), home, status="delivered", is_return=True))
    assert [event.state for event in answer.events] == ["picked_up", "returned"]
    answer = read(tracker(scan(), home, status="delivered", is_return=False))
    assert fold(answer.events).state == "delivered"


def test_scans_of_another_parcel_with_this_number():
    old, new = scan("delivered", "", "2025-01-01T00:00:00Z"), scan()
    shipped = replace(KNOWN, shipped_on=date(2026, 6, 1))
    assert [e.occurred_at for e in query(tracker(old, new), shipped).events] == [utc(2026, 6, 1, 10)]
    answer = query(tracker(old, status="delivered"), shipped)
    assert (answer.health, answer.state, answer.events) == ("wrong_carrier", "pending", ())


def test_carrier_that_easypost_found_and_another_number():
    assert query(tracker(scan()), replace(KNOWN, carrier="auto")).carrier == "FedEx"
    assert query(tracker(scan()), replace(KNOWN, carrier="fedex")).carrier == ""
    answer = query(tracker(scan(), tracking_code="OTHER"))
    assert (answer.health, answer.message, answer.full) == (
        "provider_down",
        "the reply is for another number",
        False,
    )


@pytest.mark.parametrize("status", [*HEALTH_OF_STATUS, 400, 500, 503])
def test_errors(status):
    health = HEALTH_OF_STATUS.get(status, "provider_down")
    answer = query({"error": {"code": "SOME.THING", "message": "why", "errors": []}}, status=status)
    assert (answer.health, answer.message) == (health, "why") and health in HEALTHS
    assert answer.unregistered is (status == 404)
    answer = query({"error": {"message": ["one", "two", 3]}}, status=status, headers={"retry-after": "9"})
    assert (answer.message, answer.retry_after) == ("one; two; 3", 9)
    (answer,) = EASYPOST.subscribe(ACCOUNT, [WAYBILL], "", Http({"error": {"message": "why"}}, status))
    assert answer.health == health


def test_other_failures():
    assert query("<html>", status=404).health == "provider_down"
    assert query("<html>").health == "provider_down"
    assert query({"error": {"message": "why"}}).message == "why"
    assert query("", failure=HttpFailure("timeout")).message == "timeout"


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("RR473124829US", "USPS"),
        ("EE123456785CN", "ChinaEMS"),
        ("RR123456785CN", ""),
        ("RR473124829GB", "RoyalMail"),
        ("1Z999AA10123456784", "UPS"),
        ("9400100208303109500782", "USPS"),
        ("397280491672", ""),
        ("7777777770", ""),
    ],
)
def test_carriers_by_the_number(number, carrier):
    assert EASYPOST.carrier_of(number) == carrier


def test_recorded_trackers():
    files = recorded("easypost", "test_tracker_*")
    found = [entry for payload in files.values() for entry in payload.get("trackers", [payload])]
    trackers = [entry for entry in found if "tracking_code" in entry]
    assert len(trackers) > 20 and found[len(trackers) :] != []
    for entry in trackers:
        answer = query(entry, Waybill(entry["tracking_code"], "USPS", ref=entry["id"]))
        assert (answer.health, answer.state, answer.ref) == ("ok", "info_received", entry["id"])
        assert [event.state for event in answer.events] == ["info_received"] * 2
        assert fold(answer.events).state == "info_received"
        assert [event.tz_source for event in answer.events] == ["unknown", "explicit"]
        assert answer.eta and f"{answer.eta:%Y-%m-%dT%H:%M:%SZ}" == entry["est_delivery_date"]
    created = read(files["test_tracker_create__0.json"])
    assert [event.occurred_at for event in created.events] == [
        utc(2025, 2, 6, 19, 48, 26),
        utc(2025, 2, 7, 8, 25, 26),
    ]
    assert created.events[1].location == "HOUSTON, TX" and created.stopped
