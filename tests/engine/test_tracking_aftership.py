"""AfterShip: what is sent, and every shape of what comes back."""

import json
from dataclasses import replace
from datetime import date, datetime, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from engine.tracking import HEALTHS, REASONS, STATES, Account, HttpFailure, Waybill, fold, provider
from engine.tracking.providers.aftership import read
from engine.tracking.providers.aftership_codes import CODES, HEALTH_OF_ERROR, SUBTAGS, TAGS
from tracking_http import Http
from tracking_json import recorded

AFTERSHIP = provider("aftership")
ACCOUNT = Account("", "KEY", secret="SECRET")
WAYBILL = Waybill("9400100208303109500782", "usps")
CHECKPOINT = {
    "checkpoint_time": "2026-06-01T10:00:00-05:00",
    "message": "Arrived",
    "tag": "InTransit",
    "subtag": "InTransit_003",
}


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def tracking(*checkpoints, **values):
    base = {
        "id": "abc",
        "tracking_number": WAYBILL.number,
        "slug": "usps",
        "tag": "InTransit",
        "active": True,
    }
    return {**base, "checkpoints": list(checkpoints), **values}


def listed(*trackings):
    return {"meta": {"code": 200}, "data": {"trackings": list(trackings)}}


def query(body, *waybills, account=ACCOUNT, **kwargs):
    answers = AFTERSHIP.query(account, waybills or (WAYBILL,), Http(body, **kwargs))
    return answers if waybills else answers[0]


def sent(*waybills, account=ACCOUNT, subscribe=False):
    http = Http(listed())
    if subscribe:
        AFTERSHIP.subscribe(account, waybills, "https://shop.example/hook", http)
    else:
        AFTERSHIP.query(account, waybills, http)
    return http.request


def test_what_the_addon_needs_to_know():
    assert (AFTERSHIP.batch, AFTERSHIP.rate, AFTERSHIP.daily) == (50, 5.0, None)
    assert AFTERSHIP.registers and AFTERSHIP.pushes and AFTERSHIP.signed and AFTERSHIP.needs == ("key",)
    assert AFTERSHIP.carrier_of(AFTERSHIP.probe.number) == AFTERSHIP.probe.carrier


def test_request_for_a_list():
    request = sent(WAYBILL, Waybill("rr123456785cn", "china-post", ref="x"), replace(WAYBILL, carrier="ups"))
    address = urlsplit(request.url)
    assert (request.method, request.data) == ("GET", None)
    assert (address.netloc, address.path) == ("api.aftership.com", "/tracking/2025-01/trackings")
    assert parse_qs(address.query) == {
        "tracking_numbers": ["9400100208303109500782,RR123456785CN"],
        "limit": ["200"],
    }
    assert request.headers["as-api-key"] == "KEY"


def test_request_for_one_that_is_known():
    account = Account("", "KEY", "http://127.0.0.1:9/", options={"version": "v4"})
    assert (
        sent(replace(WAYBILL, ref="a/b c"), account=account).url
        == "http://127.0.0.1:9/v4/trackings/a%2Fb%20c"
    )


@pytest.mark.parametrize(
    ("version", "wrapped"), [("", False), ("2024-07", False), ("2023-10", True), ("v4", True)]
)
def test_registration(version, wrapped):
    account = Account("", "KEY", options={"version": version, "phone_field": "tracking_key"})
    waybill = replace(WAYBILL, phone="138 0013 8000", postcode="78940", shipped_on=date(2026, 6, 1))
    request = sent(waybill, account=account, subscribe=True)
    assert (request.method, request.url.endswith("/trackings")) == ("POST", True)
    assert request.headers["Content-Type"] == "application/json"
    body = {
        "tracking_number": "9400100208303109500782",
        "slug": "usps",
        "tracking_postal_code": "78940",
        "tracking_ship_date": "20260601",
        "tracking_key": "8000",
    }
    assert json.loads(request.data) == ({"tracking": body} if wrapped else body)
    request = sent(Waybill("A123456", "Auto", phone="138 0013 8000"), subscribe=True)
    assert json.loads(request.data) == {"tracking_number": "A123456"}


@pytest.mark.parametrize("envelope", [lambda it: {"tracking": it}, lambda it: it])
def test_registered(envelope):
    body = {"meta": {"code": 201}, "data": envelope(tracking(tag="Pending"))}
    (answer,) = AFTERSHIP.subscribe(ACCOUNT, [WAYBILL], "", Http(body, 201))
    assert (answer.health, answer.ref, answer.full, answer.events) == ("ok", "abc", False, ())


def test_known_already_is_as_good():
    body = {
        "meta": {"code": 4003, "message": "Tracking already exists."},
        "data": {"tracking": {"id": "abc"}},
    }
    (answer,) = AFTERSHIP.subscribe(ACCOUNT, [WAYBILL], "", Http(body, 400))
    assert (answer.health, answer.ref, answer.full, answer.state) == ("ok", "abc", False, "pending")


def test_each_number_is_told_by_itself_until_the_account_is_in_trouble():
    waybills = [WAYBILL, Waybill("B222222", "ups"), Waybill("C333333", "ups")]
    http = Http({"meta": {"code": 200}, "data": tracking()})
    assert len(AFTERSHIP.subscribe(ACCOUNT, waybills, "", http)) == len(http.calls) == 3
    http = Http({"meta": {"code": 4012, "message": "no"}}, 400)
    assert len(AFTERSHIP.subscribe(ACCOUNT, waybills, "", http)) == len(http.calls) == 3
    http = Http({"meta": {"code": 429}}, 429, {"retry-after": "3"})
    answers = AFTERSHIP.subscribe(ACCOUNT, waybills, "", http)
    assert [(answer.health, answer.retry_after) for answer in answers] == [("rate_limited", 3)] * 3
    assert len(http.calls) == 1


def test_success():
    later = {**CHECKPOINT, "checkpoint_time": "2026-06-02T09:00:00+02:00", "tag": "Delivered", "city": "ULM"}
    later |= {"subtag": "Delivered_003", "state": "BW", "location": None}
    body = listed(
        tracking(CHECKPOINT, later, tag="Delivered", subtag="Delivered_003", signed_by="EVE", active=False)
    )
    answer = query(body)
    assert (answer.health, answer.state, answer.ref, answer.full) == ("ok", "delivered", "abc", True)
    assert (answer.stopped, answer.carrier) == (True, "")
    assert [(e.occurred_at, e.state, e.code, e.subcode, e.sequence) for e in answer.events] == [
        (utc(2026, 6, 1, 15), "in_transit", "InTransit", "InTransit_003", 0),
        (utc(2026, 6, 2, 7), "delivered", "Delivered", "Delivered_003", 1),
    ]
    assert (answer.events[1].location, answer.events[1].signed_by) == ("ULM, BW", "EVE")
    assert {event.tz_source for event in answer.events} == {"explicit"}
    assert json.loads(answer.raw)["id"] == "abc"


def test_whichever_way_round_the_list_is():
    later = {**CHECKPOINT, "checkpoint_time": "2026-06-02T10:00:00-05:00", "message": "Later"}
    same = {**CHECKPOINT, "message": "Next"}
    for checkpoints, words in (
        ([CHECKPOINT, same, later], ["Arrived", "Next", "Later"]),
        ([later, same, CHECKPOINT], ["Arrived", "Next", "Later"]),
        ([CHECKPOINT, same], ["Arrived", "Next"]),
    ):
        assert [event.description for event in read(tracking(*checkpoints)).events] == words


@pytest.mark.parametrize(
    ("country", "zone", "expected", "source"),
    [
        ("DEU", "", utc(2026, 6, 1, 8), "assumed"),
        ("USA", "America/Chicago", utc(2026, 6, 1, 15), "assumed"),
        ("USA", "", utc(2026, 6, 1, 10), "unknown"),
        (None, "", utc(2026, 6, 1, 10), "unknown"),
    ],
)
def test_times_without_zone(country, zone, expected, source):
    naive = {**CHECKPOINT, "checkpoint_time": "2026-06-01T10:00:00", "country_iso3": country}
    account = replace(ACCOUNT, options={"zone": zone})
    (event,) = query(listed(tracking(naive)), account=account).events
    assert (event.occurred_at, event.tz_source) == (expected, source)


@pytest.mark.parametrize(
    ("values", "eta", "eta_to"),
    [
        ({"expected_delivery": "2026-06-05T18:00:00+02:00"}, utc(2026, 6, 5, 16), None),
        ({"expected_delivery": "2026-06-05"}, utc(2026, 6, 5, 23, 59, 59), None),
        (
            {"expected_delivery": "2026-06-05", "destination_country_iso3": "DEU"},
            utc(2026, 6, 5, 21, 59, 59),
            None,
        ),
        (
            {
                "expected_delivery": None,
                "aftership_estimated_delivery_date": {
                    "estimated_delivery_date": "2026-06-06T00:00:00Z",
                    "estimated_delivery_date_min": "2026-06-05T00:00:00Z",
                    "estimated_delivery_date_max": "2026-06-07T00:00:00Z",
                },
            },
            utc(2026, 6, 5),
            utc(2026, 6, 7),
        ),
        ({"latest_estimated_delivery": {"datetime": "2026-06-06T00:00:00Z"}}, utc(2026, 6, 6), None),
        ({"latest_estimated_delivery": {"datetime_max": "2026-06-06T00:00:00Z"}}, utc(2026, 6, 6), None),
        ({"custom_estimated_delivery_date": {"datetime": "2026-06-06T00:00:00Z"}}, utc(2026, 6, 6), None),
        ({"expected_delivery": "soon", "latest_estimated_delivery": [3]}, None, None),
    ],
)
def test_expected_arrival(values, eta, eta_to):
    answer = read(tracking(CHECKPOINT, **values))
    assert (answer.eta, answer.eta_to) == (eta, eta_to)


EXPECTED = {
    "pending": "Pending Pending_001 Pending_002 Pending_003 Pending_004 Pending_005 Pending_006",
    "info_received": "InfoReceived InfoReceived_001",
    "picked_up": "InTransit_002",
    "in_transit": "InTransit InTransit_001 InTransit_003 InTransit_004 InTransit_007 InTransit_008"
    " InTransit_009",
    "customs": "InTransit_005 InTransit_006 Exception_004",
    "out_for_delivery": "OutForDelivery OutForDelivery_001 OutForDelivery_003 OutForDelivery_004",
    "attempt_failed": "AttemptFail AttemptFail_001 AttemptFail_002 AttemptFail_003",
    "ready_for_pickup": "AvailableForPickup AvailableForPickup_001",
    "exception": "Exception Exception_001 Exception_002 Exception_003 Exception_005 Exception_006"
    " Exception_007 Exception_008 Exception_009 Exception_012 Exception_016 Exception_017"
    " Exception_018 Exception_019",
    "delivered": "Delivered Delivered_001 Delivered_002 Delivered_003 Delivered_004 Delivered_005",
    "returning": "Exception_010",
    "returned": "Exception_011",
    "lost": "Exception_013 Exception_021",
    "cancelled": "Exception_020",
    "unknown": "Expired Expired_001",
}


def test_code_table():
    assert {code: entry.state for code, entry in CODES.items()} == {
        code: state for state, codes in EXPECTED.items() for code in codes.split()
    }
    assert len(TAGS) == 9 and {subtag.partition("_")[0] for subtag in SUBTAGS} == set(TAGS)
    assert AFTERSHIP.codes is CODES


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_read(code):
    entry = CODES[code]
    assert entry.state in STATES and (not entry.reason or entry.reason in REASONS) and entry.name
    tag = code.partition("_")[0]
    (event,) = read(tracking({**CHECKPOINT, "tag": tag, "subtag": code})).events
    assert (event.state, event.reason, event.code, event.subcode) == (entry.state, entry.reason, tag, code)
    assert read(tracking(tag=tag, subtag=code)).state == entry.state


def test_new_subtag_counts_as_its_tag_and_a_new_tag_as_unknown():
    row = {**CHECKPOINT, "tag": "Delivered", "subtag": "Delivered_099"}
    (event,) = read(tracking(row)).events
    assert (event.state, event.subcode) == ("delivered", "Delivered_099")
    assert AFTERSHIP.is_new("Delivered_099") and not AFTERSHIP.is_new("Delivered_001")
    (event,) = read(tracking({**row, "tag": "Teleported"}, tag="Teleported")).events
    assert (event.state, event.code) == ("unknown", "Teleported")


@pytest.mark.parametrize(
    ("tag", "health"),
    [("Pending", "not_found"), (None, "not_found"), ("Expired", "expired"), ("InfoReceived", "ok")],
)
def test_without_checkpoints(tag, health):
    answer = read(tracking(tag=tag, subtag_message="Wrong carrier"))
    assert (answer.health, answer.full, answer.message) == (health, False, "Wrong carrier")


def test_way_back_to_the_sender():
    back = {**CHECKPOINT, "tag": "Exception", "subtag": "Exception_010"}
    row = {"checkpoint_time": "2026-06-09T00:00:00Z", "message": "Handed over", "tag": "Delivered"}
    ways = {
        True: (["in_transit", "returning", "returning", "returned"], "returned"),
        False: (["in_transit", "returning", "in_transit", "delivered"], "delivered"),
    }
    for flag, (states, top) in ways.items():
        late = {**CHECKPOINT, "checkpoint_time": "2026-06-08T00:00:00Z"}
        answer = read(tracking(CHECKPOINT, back, late, row, tag="Delivered", return_to_sender=flag))
        assert [event.state for event in answer.events] == states
        assert (answer.state, fold(answer.events).state) == (top, top)
    assert read(tracking(tag="InTransit", return_to_sender=True)).state == "returning"


def test_number_that_is_not_followed_yet():
    answer = query(listed(tracking(tracking_number="OTHER123")))
    assert (answer.health, answer.unregistered, answer.state) == ("not_found", True, "pending")
    (answer,) = query({"meta": {"code": 4004}}, replace(WAYBILL, ref="gone"), status=404)
    assert (answer.health, answer.unregistered) == ("not_found", True)


def test_same_number_of_several_carriers():
    two = listed(tracking(CHECKPOINT), tracking(CHECKPOINT, slug="ups", id="def"))
    assert [query(two).ref, *(a.ref for a in query(two, replace(WAYBILL, carrier="ups")))] == ["abc", "def"]
    (answer,) = query(two, replace(WAYBILL, carrier="auto"))
    assert (answer.health, answer.message) == ("wrong_carrier", "AfterShip follows the number with ups, usps")
    (answer,) = query(two, replace(WAYBILL, carrier="", ref="def"), Waybill("Z999999", ""))[:1]
    assert (answer.health, answer.carrier) == ("ok", "ups")
    (answer,) = query(listed(tracking(CHECKPOINT)), replace(WAYBILL, carrier="dhl"))
    assert (answer.health, answer.carrier, answer.events) == ("wrong_carrier", "usps", ())
    (answer,) = query({"meta": {"code": 200}, "data": tracking(CHECKPOINT)}, replace(WAYBILL, ref="abc"))
    assert (answer.health, answer.carrier, len(answer.events)) == ("ok", "", 1)


def test_scans_of_another_parcel_with_this_number():
    shipped = replace(WAYBILL, shipped_on=date(2027, 1, 1))
    (answer,) = query(listed(tracking(CHECKPOINT)), shipped)
    assert (answer.health, answer.events, answer.ref) == ("wrong_carrier", (), "abc")
    body = {"meta": {"code": 201}, "data": tracking(CHECKPOINT)}
    (answer,) = AFTERSHIP.subscribe(ACCOUNT, [shipped], "", Http(body, 201))
    assert (answer.health, answer.events, answer.ref) == ("ok", (), "abc")


@pytest.mark.parametrize("code", HEALTH_OF_ERROR)
@pytest.mark.parametrize("status", [200, 400])
def test_errors(code, status):
    body = {"meta": {"code": int(code), "message": "why", "type": "BadRequest"}, "data": {}}
    answer = query(body, status=status)
    assert (answer.health, answer.message) == (HEALTH_OF_ERROR[code], "why")
    assert answer.health in HEALTHS and not answer.full
    assert answer.unregistered is (code == "4004")
    assert AFTERSHIP.subscribe(ACCOUNT, [WAYBILL], "", Http(body, status))[0].health == answer.health


@pytest.mark.parametrize(
    ("status", "health"),
    [
        (401, "auth_error"),
        (403, "auth_error"),
        (404, "provider_down"),
        (429, "rate_limited"),
        (503, "provider_down"),
    ],
)
def test_http_statuses(status, health):
    assert query("<html>", status=status).health == health
    assert query({"meta": {"code": status}}, status=status).health == health
    assert query("<html>").health == "provider_down"
    assert query({"meta": {"code": 599}}).message == "code 599"
    assert query("", failure=HttpFailure("timeout")).message == "timeout"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7", "x-ratelimit-reset": "1"}, 7),
        ({"x-ratelimit-reset": "1780315210", "date": "Mon, 01 Jun 2026 12:00:00 GMT"}, 10),
        ({"x-ratelimit-reset": "1780315210", "date": "Mon, 01 Jun 2026 13:00:00 GMT"}, None),
        ({"x-ratelimit-reset": "1780315210", "date": "yesterday"}, None),
        ({"x-ratelimit-reset": "1780315210"}, None),
        ({"x-ratelimit-reset": "²", "date": "Mon, 01 Jun 2026 12:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_when_the_limit_is_reset(headers, seconds):
    for body in ({"meta": {"code": 429}}, "busy"):
        assert query(body, status=429, headers=headers).retry_after == seconds


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("RR123456785CN", "china-post"),
        ("RR123456784CN", ""),
        ("EE123456785CN", "china-ems"),
        ("RR473124829GB", "royal-mail"),
        ("RR473124829FR", ""),
        ("1Z999AA10123456784", "ups"),
        ("9400100208303109500782", "usps"),
        ("7777777770", ""),
        ("397280491672", ""),
    ],
)
def test_carriers_by_the_number(number, carrier):
    assert AFTERSHIP.carrier_of(number) == carrier


def test_recorded_replies():
    several, one = recorded("aftership").values()
    (answer,) = query(several, Waybill("9434936105536968782556", "usps"))
    assert (answer.health, answer.state, answer.ref) == ("ok", "info_received", "q82bqhzdrcxbjlqdnzng5024")
    assert [(e.occurred_at, e.state, e.tz_source) for e in answer.events] == [
        (utc(2023, 12, 20, 8, 12), "info_received", "explicit")
    ]
    assert fold(answer.events).state == "info_received" and not answer.stopped
    # A recording cut short: delivered, says the summary, beside the first checkpoint only.
    (answer,) = query(one, Waybill("1234567890", "ups", ref="5b74f4958776db0e00b6f5ed"))
    assert (answer.health, answer.state, answer.stopped) == ("ok", "delivered", True)
    assert [(e.occurred_at, e.state) for e in answer.events] == [(utc(2018, 7, 31, 14, 33), "info_received")]
    assert (fold(answer.events).state, answer.eta) == ("info_received", utc(2022, 7, 6, 23, 59, 59))
