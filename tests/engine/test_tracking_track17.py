"""17TRACK: what is sent, and every shape of what comes back."""

import json
from dataclasses import replace
from datetime import date, datetime, timezone

import pytest
from engine.tracking import HEALTHS, REASONS, STATES, Account, HttpFailure, Waybill, fold, provider
from engine.tracking.providers.track17 import read
from engine.tracking.providers.track17_codes import CODES, HEALTH_OF_ERROR
from track17_replies import EVENT, item, rejected, reply
from tracking_http import Http
from tracking_json import recorded

TRACK17 = provider("track17")
ACCOUNT = Account("", "KEY")
WAYBILL = Waybill("RR123456785CN", "3011")


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def query(body, *waybills, account=ACCOUNT, **kwargs):
    answers = TRACK17.query(account, waybills or (WAYBILL,), Http(body, **kwargs))
    return answers if waybills else answers[0]


def subscribe(body, *waybills, account=ACCOUNT):
    http = Http(body)
    answers = TRACK17.subscribe(account, waybills or (WAYBILL,), "https://shop.example/hook", http)
    return answers if waybills else answers[0], http


def test_what_the_addon_needs_to_know():
    assert (TRACK17.batch, TRACK17.rate, TRACK17.daily) == (40, 3.0, None)
    assert TRACK17.registers and TRACK17.pushes and TRACK17.signed and TRACK17.needs == ("key",)
    assert TRACK17.carrier_of(TRACK17.probe.number) == TRACK17.probe.carrier


def test_request():
    http = Http(reply())
    TRACK17.query(ACCOUNT, [WAYBILL, Waybill(" rr473124829ｄe ", "auto"), Waybill("AB12345", "0")], http)
    request = http.request
    assert (request.method, request.url) == ("POST", "https://api.17track.net/track/v2.2/gettrackinfo")
    assert request.headers == {
        "17token": "KEY",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    assert json.loads(request.data) == [
        {"number": "RR123456785CN", "carrier": 3011},
        {"number": "RR473124829DE"},
        {"number": "AB12345"},
    ]


def test_registration():
    waybill = replace(
        WAYBILL, phone="+49 30 1234567", postcode="10115", country="DE", shipped_on=date(2026, 6, 1)
    )
    account = Account("", "KEY", "http://127.0.0.1:9/", options={"version": "v2.4", "param": "postcode"})
    _answer, http = subscribe(reply(), waybill, account=account)
    assert http.request.url == "http://127.0.0.1:9/track/v2.4/register"
    assert json.loads(http.request.data) == [
        {
            "number": "RR123456785CN",
            "carrier": 3011,
            "phone_number_last_4": "4567",
            "destination_postal_code": "10115",
            "destination_country": "DE",
            "ship_date": "2026-06-01",
            "param": "10115",
        }
    ]
    _answer, http = subscribe(reply(), Waybill("RR123456785CN", ""), account=account)
    assert json.loads(http.request.data) == [{"number": "RR123456785CN"}]


def test_registered_refused_and_forgotten():
    known = rejected(-18019901, "B2222222", "100002")
    waybills = [WAYBILL, Waybill("B2222222", "auto"), Waybill("C3333333", "1"), Waybill("D4444444", "1")]
    body = reply([{"number": "RR123456785CN", "carrier": 3011}], [known, rejected("-18019903", "C3333333")])
    answers, _http = subscribe(body, *waybills)
    assert [answer.health for answer in answers] == ["ok", "ok", "wrong_carrier", "provider_down"]
    assert [answer.carrier for answer in answers] == ["", "100002", "", ""]
    assert not any(answer.full or answer.events for answer in answers)


def test_success_newest_first_of_two_carriers():
    first = {
        "events": [{**EVENT, "time_iso": "2026-06-29T21:05:00+08:00"}, {**EVENT, "description": "Earlier"}]
    }
    last_mile = {"events": [{**EVENT, "time_utc": "2026-07-01T10:00:00Z", "time_iso": None}]}
    window = {"source": "17TRACK", "from": "2026-07-08T00:00:00-07:00", "to": "2026-07-12T00:00:00-07:00"}
    answer = query(
        reply(
            [
                item(
                    tracking={"providers": [first, last_mile]},
                    time_metrics={"estimated_delivery_date": window},
                )
            ]
        )
    )
    assert (answer.health, answer.state, answer.full, answer.carrier) == ("ok", "in_transit", True, "")
    assert (answer.eta, answer.eta_to) == (utc(2026, 7, 8, 7), utc(2026, 7, 12, 7))
    assert [(e.occurred_at, e.description, e.sequence, e.tz_source) for e in answer.events] == [
        (utc(2026, 6, 29, 13, 5), "Earlier", 0, "explicit"),
        (utc(2026, 6, 29, 13, 5), "Arrived", 1, "explicit"),
        (utc(2026, 7, 1, 10), "Arrived", 2, "explicit"),
    ]


def test_end_of_the_window_alone():
    window = {"estimated_delivery_date": {"to": "2026-07-12T00:00:00Z"}}
    answer = read(item(EVENT, time_metrics=window))
    assert (answer.eta, answer.eta_to) == (utc(2026, 7, 12), None)


@pytest.mark.parametrize(
    ("event", "expected", "source"),
    [
        ({"time_iso": None, "time_utc": "2026-06-30T06:23:00Z"}, utc(2026, 6, 30, 6, 23), "explicit"),
        (
            {"time_raw": {"date": "2026-06-30", "time": "14:23:00", "timezone": "+08:00"}},
            utc(2026, 6, 30, 6, 23),
            "explicit",
        ),
        # A country with one time tells the zone, one with several only by another scan there.
        (
            {"time_raw": {"date": "2026-06-30", "time": "14:23:00"}, "address": {"country": "nl"}},
            utc(2026, 6, 30, 12, 23),
            "assumed",
        ),
        ({"time_raw": {"date": "2026-06-30", "time": "14:23:00"}}, utc(2026, 6, 30, 14, 23), "unknown"),
        ({"time_raw": {"date": "2026-06-30"}}, utc(2026, 6, 30, 23, 59, 59), "unknown"),
        ({"time_raw": {"date": "2026-06-30", "timezone": "+99:99"}}, utc(2026, 6, 30, 23, 59, 59), "unknown"),
        ({"time_raw": {"time": "14:23:00"}}, None, ""),
        ({}, None, ""),
    ],
)
def test_times_without_zone(event, expected, source):
    found = read(item({"sub_status": "Delivered_Other", **event})).events
    assert [(e.occurred_at, e.tz_source) for e in found] == ([(expected, source)] if expected else [])


def test_zone_of_the_account_where_nobody_knows():
    account = Account("", "KEY", options={"zone": "America/Sao_Paulo"})
    event = {"time_raw": {"date": "2026-06-30", "time": "14:23:00"}, "sub_status": "Delivered_Other"}
    (found,) = query(reply([item(event)]), account=account).events
    assert (found.occurred_at, found.tz_source) == (utc(2026, 6, 30, 17, 23), "assumed")
    (found,) = query(reply([item(event)]), account=Account("", "K", options={"zone": "Nowhere"})).events
    assert found.tz_source == "unknown"


EXPECTED = {
    "pending": "NotFound NotFound_Other NotFound_InvalidCode",
    "info_received": "InfoReceived",
    "picked_up": "InTransit_PickedUp PickedUp",
    "in_transit": "InTransit InTransit_Other InTransit_Departure InTransit_Arrival Departure Arrival",
    "customs": "InTransit_CustomsProcessing InTransit_CustomsReleased InTransit_CustomsRequiringInformation",
    "ready_for_pickup": "AvailableForPickup AvailableForPickup_Other",
    "out_for_delivery": "OutForDelivery OutForDelivery_Other",
    "attempt_failed": "DeliveryFailure DeliveryFailure_Other DeliveryFailure_NoBody",
    "exception": "Exception Exception_Other Exception_NoBody Exception_Security Exception_Damage"
    " Exception_Delayed Expired Expired_Other DeliveryFailure_Security DeliveryFailure_Rejected"
    " DeliveryFailure_InvalidAddress",
    "delivered": "Delivered Delivered_Other",
    "returning": "Exception_Returning Exception_Rejected Returning",
    "returned": "Exception_Returned Returned",
    "lost": "Exception_Lost Exception_Destroyed",
    "cancelled": "Exception_Cancel",
}


def test_code_table():
    assert {code: entry.state for code, entry in CODES.items()} == {
        code: state for state, codes in EXPECTED.items() for code in codes.split()
    }
    # 9 main statuses and 30 others, of which InfoReceived has the name of its main one; 5 more milestones.
    assert len(CODES) == 9 + 30 - 1 + 5
    assert TRACK17.codes is CODES


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_read(code):
    entry = CODES[code]
    assert entry.state in STATES and (not entry.reason or entry.reason in REASONS) and entry.name
    (event,) = read(item({**EVENT, "sub_status": code})).events
    assert (event.state, event.reason, event.code) == (entry.state, entry.reason, code)
    assert read(item(EVENT, latest_status={"sub_status": code})).state == entry.state


def test_stage_of_an_event_without_status():
    (event,) = read(item({**EVENT, "sub_status": None, "stage": "Departure"})).events
    assert (event.state, event.code) == ("in_transit", "Departure")


def test_unknown_code_is_kept():
    answer = read(item({**EVENT, "sub_status": "Delivered_Sideways"}, status="Teleported"))
    assert [(e.state, e.code) for e in answer.events] == [("unknown", "Delivered_Sideways")]
    assert (answer.health, answer.state) == ("ok", "unknown")


@pytest.mark.parametrize(
    "latest", [{}, None, {"status": "NotFound", "sub_status": "NotFound_Other"}, {"status": 3}]
)
def test_nothing_known_yet(latest):
    answer = read(item(latest_status=latest))
    assert (answer.health, answer.state, answer.events, answer.full) == ("not_found", "pending", (), False)


def test_status_without_events():
    answer = read(item(status="InfoReceived"))
    assert (answer.health, answer.state, answer.full) == ("ok", "info_received", False)


@pytest.mark.parametrize("code", HEALTH_OF_ERROR)
def test_errors_of_one_number(code):
    answer = query(reply((), [rejected(int(code))]))
    assert (answer.health, answer.message) == (HEALTH_OF_ERROR[code], "why")
    assert answer.health in HEALTHS
    assert answer.unregistered is (code == "-18019902") and answer.daily is (code == "-18019907")


@pytest.mark.parametrize(
    ("code", "health"),
    [
        (-18010001, "auth_error"),
        (-18010002, "auth_error"),
        (-18010003, "provider_down"),
        (-18010004, "auth_error"),
        (-18010013, "provider_down"),
        (-18010014, "provider_down"),
        (-18019902, "provider_down"),
        (-18019907, "rate_limited"),
        (-18019908, "quota"),
        (-1, "provider_down"),
        (None, "provider_down"),
    ],
)
def test_errors_of_a_whole_call(code, health):
    shapes = [
        {"code": code, "message": "why"},
        {"code": 0, "data": {"errors": [{"code": code, "message": "why"}]}},
    ]
    for body in shapes:
        answers = query(body, WAYBILL, Waybill("B2222222", "1"))
        assert [(a.health, a.message, a.unregistered) for a in answers] == [(health, "why", False)] * 2
        found, _http = subscribe(body)
        assert found.health == health


def test_daily_limit_lasts_the_day():
    assert query({"code": -18019907}).daily and not query({"code": -18019908}).daily
    assert query({"code": -18019907}).message == "code -18019907"


def test_http_statuses_and_broken_lines():
    assert query("<html>", status=429, headers={"retry-after": "7"}).retry_after == 7
    assert query({"code": -18010002}, status=401).health == "auth_error"
    assert query("<html>").health == "provider_down"
    assert query("", failure=HttpFailure("timeout")).message == "timeout"


def test_answers_are_by_number_and_carrier():
    two = [item({**EVENT, "description": "A"}), item({**EVENT, "description": "B"}, carrier=21051)]
    missing = Waybill("XX99999999", "3011")
    answers = query(reply(two), Waybill("rr123456785cn", "21051"), WAYBILL, missing)
    assert [[e.description for e in answer.events] for answer in answers] == [["B"], ["A"], []]
    assert answers[2].health == "provider_down"


def test_carrier_that_17track_found():
    answer, *_ = query(reply([item(EVENT)]), Waybill("RR123456785CN", "auto"))
    assert (answer.health, answer.carrier, len(answer.events)) == ("ok", "3011", 1)
    answer = query(reply([item(EVENT, carrier="100002")]))
    assert (answer.health, answer.carrier, answer.events) == ("wrong_carrier", "100002", ())


def test_scans_of_another_parcel_with_this_number():
    old = {**EVENT, "time_iso": "2025-01-03T00:00:00Z", "sub_status": "Delivered_Other"}
    shipped = replace(WAYBILL, shipped_on=date(2026, 6, 29))
    (answer,) = query(reply([item(EVENT, old)]), shipped)
    assert [e.description for e in answer.events] == ["Arrived"]
    (answer,) = query(reply([item(old)]), shipped)
    assert (answer.health, answer.events, answer.state) == ("wrong_carrier", (), "pending")
    recent = {**old, "time_iso": "2026-06-20T00:00:00Z"}
    (answer,) = query(reply([item(recent)]), shipped)
    assert (answer.health, answer.events) == ("not_found", ())


def test_huge_replies_are_cut():
    answer = read(item(*[{**EVENT, "description": "x" * 2000}] * 600))
    assert len(answer.events) == 500 and len(answer.events[0].description) == 1000 and not answer.full


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("RR123456785CN", "3011"),
        ("RR123456784CN", ""),
        ("EE123456785CN", "3013"),
        ("RR473124829DE", "7041"),
        ("RR473124829US", "21051"),
        ("RR473124829BR", "2151"),
        ("RR473124829ZZ", ""),
        ("1Z999AA10123456784", "100002"),
        ("1Z999AA10123456785", ""),
        ("9400100208303109500782", "21051"),
        ("420770639400100208303109500782", "21051"),
        ("9400100208303109500783", ""),
        ("7777777770", ""),
        ("397280491672", ""),
        ("YT2616912345678901", ""),
        ("", ""),
    ],
)
def test_carriers_by_the_number(number, carrier):
    assert TRACK17.carrier_of(number) == carrier


def test_recorded_replies():
    files = recorded("track17", "*gettrackinfo*")
    correios, returning, yanwen = (files[name] for name in sorted(files))
    (answer,) = query(correios, Waybill("AA123456789BR", "2151"))
    assert (answer.health, answer.state, answer.full) == ("ok", "delivered", True)
    # The delivery has no zone; the scan before it in the same country tells it.
    assert [(e.occurred_at, e.state, e.tz_source) for e in answer.events] == [
        (utc(2026, 6, 25, 13, 12), "picked_up", "explicit"),
        (utc(2026, 6, 28, 11, 40), "out_for_delivery", "explicit"),
        (utc(2026, 6, 30, 17, 23), "delivered", "assumed"),
    ]
    assert fold(answer.events).delivered_at == utc(2026, 6, 30, 17, 23)
    (answer,) = query(returning, Waybill("AA555666777BR", "2151"))
    assert (answer.state, fold(answer.events).state) == ("returning", "returning")
    assert answer.message == "Package is being returned to the sender."
    assert answer.events[0].occurred_at == utc(2026, 6, 27, 14, 15)
    found = query(yanwen, Waybill("YT2616912345678901", "190012"), Waybill("21213123123230", "3011"))
    assert (found[0].state, fold(found[0].events).state) == ("in_transit", "in_transit")
    assert (found[0].eta, found[0].eta_to) == (utc(2026, 7, 8, 7), utc(2026, 7, 12, 7))
    assert [(e.occurred_at, e.state) for e in found[0].events] == [
        (utc(2026, 6, 24, 1), "picked_up"),
        (utc(2026, 6, 26, 8, 30), "unknown"),
        (utc(2026, 6, 29, 13, 5), "in_transit"),
    ]
    assert (found[1].health, found[1].unregistered, found[1].state) == ("not_found", True, "pending")


def test_recorded_list_has_no_journeys():
    (page,) = recorded("track17", "*gettracklist*").values()
    for entry in page["data"]["accepted"]:
        (answer,) = query(page, Waybill(entry["number"], str(entry["carrier"])))
        assert (answer.health, answer.events, answer.full) == ("not_found", (), False)
