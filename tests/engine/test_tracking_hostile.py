"""Providers abroad and what nobody should send: recorded replies gone wrong, cut, nested and endless."""

import contextlib
import importlib
import json
from datetime import date

import pytest
from engine.tracking import STATES, Account, Call, Malformed, Waybill, fold, provider
from engine.tracking.provider import json_object
from hypothesis import given, settings
from hypothesis import strategies as st
from tracking_http import Http
from tracking_json import assert_sound, mutated, recorded

ABROAD = ("aftership", "dhl", "easypost", "track17")
ACCOUNT = Account("", "KEY", secret="SECRET", options={"zone": "Asia/Shanghai"})
SHIPPED = date(2018, 1, 1)
# The numbers of the recorded replies, as their providers know them.
WAYBILLS = {
    "aftership": Waybill("9434936105536968782556", "usps", shipped_on=SHIPPED),
    "dhl": Waybill("7777777770", "express", shipped_on=SHIPPED),
    "easypost": Waybill("EZ1000000001", "USPS", ref="trk_1", shipped_on=SHIPPED),
    "track17": Waybill("AA123456789BR", "2151", shipped_on=SHIPPED),
}
# Where the list of scans is in each provider's reply, around one scan.
SCANS = {
    "aftership": lambda scans: {
        "meta": {"code": 200},
        "data": {
            "trackings": [{"tracking_number": "9434936105536968782556", "slug": "usps", "checkpoints": scans}]
        },
    },
    "dhl": lambda scans: {"shipments": [{"id": 7777777770, "service": "express", "events": scans}]},
    "easypost": lambda scans: {"tracking_code": "EZ1000000001", "carrier": "USPS", "tracking_details": scans},
    "track17": lambda scans: {
        "code": 0,
        "data": {
            "accepted": [
                {
                    "number": "AA123456789BR",
                    "carrier": 2151,
                    "track_info": {"tracking": {"providers": [{"events": scans[::-1]}]}},
                }
            ]
        },
    },
}


def scan(place):
    at = f"2026-06-{place // 1440 + 1:02}T{place // 60 % 24:02}:{place % 60:02}:00Z"
    times = dict.fromkeys(("checkpoint_time", "datetime", "time_iso", "timestamp"), at)
    words = dict.fromkeys(("message", "description"), f"scan {place}")
    codes = {
        "tag": "InTransit",
        "status": "in_transit",
        "sub_status": "InTransit_Other",
        "statusCode": "transit",
    }
    return {**times, **words, **codes}


def pushed(code, body):
    with contextlib.suppress(Malformed):
        return provider(code).pushed(ACCOUNT, Call(body=body))
    return ()


def assert_taken(code, body, status=200):
    adapter, waybill = provider(code), WAYBILLS[code]
    answers = list(adapter.query(ACCOUNT, [waybill], Http(body, status)))
    if adapter.registers:
        answers += adapter.subscribe(ACCOUNT, [waybill], "", Http(body, status))
    if adapter.pushes:
        answers += [said.answer for said in pushed(code, body)]
    for answer in answers:
        assert_sound(answer)
    return answers[0]


@pytest.mark.parametrize("code", ABROAD)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_recorded_replies_with_something_wrong(code, data):
    payload = data.draw(st.sampled_from(list(recorded(code).values())).flatmap(mutated))
    assert_taken(code, json.dumps(payload).encode(), data.draw(st.sampled_from([200, 201, 404])))


@pytest.mark.parametrize("code", ABROAD)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_recorded_replies_cut_or_with_wrong_bytes(code, data):
    body = bytearray(json.dumps(data.draw(st.sampled_from(list(recorded(code).values())))).encode())
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=3)):
        body[place] = data.draw(st.integers(0, 255))
    assert_taken(code, bytes(body[: data.draw(st.integers(0, len(body)))]))


@pytest.mark.parametrize("code", [code for code in ABROAD if provider(code).pushes])
def test_recorded_replies_in_place_of_what_is_pushed(code):
    for payload in recorded(code).values():
        assert_taken(
            code, json.dumps({"event": "TRACKING_UPDATED", "msg": payload, "data": payload}).encode()
        )


@pytest.mark.parametrize("code", ABROAD)
def test_replies_nested_to_the_edge_of_what_can_be_read(code):
    read = 0
    for depth in range(500, 1100, 7):
        inner = json.dumps(SCANS[code]([{**scan(1), "deep": None}]))
        body = inner.replace('"deep": null', '"deep": ' + "[" * depth + "]" * depth).encode()
        assert_taken(code, body)
        read += json_object(body.decode()) is not None
    assert read


@pytest.mark.parametrize("code", ABROAD)
@pytest.mark.parametrize("newest_first", [False, True])
def test_the_newest_scans_of_an_endless_list_are_kept(code, newest_first):
    scans = [scan(place) for place in range(700)]
    if newest_first and code != "track17":
        scans.reverse()
    answer = assert_taken(code, json.dumps(SCANS[code](scans)).encode())
    assert len(answer.events) == 500 and not answer.full
    assert [event.description.split()[-1] for event in answer.events[:: len(answer.events) - 1]] == [
        "200",
        "699",
    ]


@pytest.mark.parametrize("code", ABROAD)
def test_duplicates_and_any_order_fold_to_the_same(code):
    scans = [scan(place) for place in range(20)]
    orders = (scans, scans[::-1], scans[10:] + scans[:10], scans * 4)
    found = {
        fold(assert_taken(code, json.dumps(SCANS[code](order)).encode()).events).last_event_at
        for order in orders
    }
    assert len(found) == 1


@pytest.mark.parametrize("code", ABROAD)
def test_times_that_cannot_be_read_are_kept_as_they_came(code):
    bad = {**scan(1), **dict.fromkeys(("checkpoint_time", "datetime", "time_iso", "timestamp"), "yesterday")}
    answer = assert_taken(
        code, json.dumps(SCANS[code]([scan(0), {**bad, "time_raw": {"date": "soon"}}])).encode()
    )
    assert len(answer.events) == 1
    (shown,) = answer.unread
    assert ("soon" in shown) if code == "track17" else shown.endswith("='yesterday'")


@pytest.mark.parametrize(
    ("code", "payload", "shown"),
    [
        ("aftership", {"expected_delivery": "soon"}, "expected_delivery='soon'"),
        ("easypost", {"est_delivery_date": "soon"}, "est_delivery_date='soon'"),
        ("dhl", {"estimatedTimeOfDelivery": "soon"}, "estimatedTimeOfDelivery='soon'"),
        ("track17", {"track_info": {"time_metrics": {"estimated_delivery_date": {"to": 3}}}}, "to=3"),
    ],
)
def test_arrivals_that_cannot_be_read_are_kept_as_they_came(code, payload, shown):
    module = importlib.import_module(f"engine.tracking.providers.{code}")
    assert module.read(payload).unread == (shown,)


@pytest.mark.parametrize(
    ("code", "options", "faults"),
    [
        ("aftership", {"version": "v4", "phone_field": "tracking_key", "zone": "Asia/Shanghai"}, ()),
        (
            "aftership",
            {"version": 4, "key": "x"},
            ("version: has a value of another kind", "key: is not known"),
        ),
        ("dhl", {"service": "express", "country": "CN", "language": "de"}, ()),
        (
            "dhl",
            {"service": "pigeon", "zone": "Mars"},
            ("service: is none of the possible values", "zone: is none of the possible values"),
        ),
        ("easypost", {"version": "v2"}, ("version: is not known",)),
        ("track17", {"version": "v2.4", "param": "phone"}, ()),
        ("track17", {"param": "name"}, ("param: is none of the possible values",)),
        (
            "track17",
            {"zone": ["Europe/Berlin"]},
            ("zone: has a value of another kind", "zone: is none of the possible values"),
        ),
    ],
)
def test_options(code, options, faults):
    assert provider(code).faults({}) == () and provider(code).faults(options) == faults


@pytest.mark.parametrize("code", ABROAD)
def test_what_the_addon_needs_of_each(code):
    adapter = provider(code)
    assert adapter.abroad and adapter.polled and adapter.batch >= 1 and adapter.rate > 0 and adapter.name
    assert all(entry.state in STATES for entry in adapter.codes.values())
    body = b"{}"
    assert len(adapter.query(ACCOUNT, [adapter.probe], Http(body))) == 1
    assert adapter.carrier_of("") == adapter.carrier_of("1" * 4000) == ""
