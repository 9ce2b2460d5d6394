"""kuaidi100: what is sent, and every shape of what comes back."""

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from engine.tracking import HEALTHS, STATES, Account, HttpFailure, Waybill, fold, provider
from engine.tracking.phone import phone_tail
from engine.tracking.providers.kuaidi100 import read, sign
from engine.tracking.providers.kuaidi100_codes import CODES
from tracking_http import Http

PAYLOADS = Path(__file__).resolve().parents[3] / "shared" / "data" / "tracking" / "kuaidi100"
ACCOUNT = Account("CUSTOMER", "KEY")
WAYBILL = Waybill("YT9693083639795", "yuantong")
OK = {"message": "ok", "nu": "YT9693083639795", "com": "yuantong", "status": "200", "state": "0", "data": []}


def query(*args, account=ACCOUNT, waybill=WAYBILL, **kwargs):
    return provider("kuaidi100").query(account, [waybill], Http(*args, **kwargs))[0]


def sent(account=ACCOUNT, waybill=WAYBILL):
    http = Http(json.dumps(OK))
    provider("kuaidi100").query(account, [waybill], http)
    return http, http.form


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def row(time="2026-03-17 09:00:00", **values):
    return {"time": time, "ftime": time, "context": "text", **values}


def test_signature_of_the_published_vector():
    param = '{"com":"yuantong","num":"YT9693083639795"}'
    assert sign(param, "KEY", "CUSTOMER") == "838CCFCBE96A6F37C2D16030ADF30732"


def test_request():
    http, form = sent()
    ((request, timeout),) = http.calls
    assert request.url == "https://poll.kuaidi100.com/poll/query.do"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert timeout == 20
    assert set(form) == {"customer", "sign", "param"}
    assert form["customer"] == "CUSTOMER"
    assert form["sign"] == sign(form["param"], "KEY", "CUSTOMER")
    assert json.loads(form["param"]) == {
        "com": "yuantong",
        "num": "YT9693083639795",
        "resultv2": "4",
        "show": "0",
        "order": "desc",
    }


def test_request_of_another_address_detail_and_parcel():
    account = Account("C", "K", "http://127.0.0.1:8071/", "1")
    waybill = Waybill(" sf１ ", "ShunFeng ", "138-0013-8000", "上海", "杭州")
    http, form = sent(account, waybill)
    assert http.request.url == "http://127.0.0.1:8071/poll/query.do"
    assert form["sign"] == sign(form["param"], "K", "C")
    assert json.loads(form["param"]) == {
        "com": "shunfeng",
        "num": "SF1",
        "phone": "8000",
        "from": "上海",
        "to": "杭州",
        "resultv2": "1",
        "show": "0",
        "order": "desc",
    }


@pytest.mark.parametrize(
    ("phone", "tail"),
    [
        ("", ""),
        ("123", ""),
        ("1234", "1234"),
        ("13800138000", "8000"),
        ("+86 138 0013 8000", "8000"),
        ("１３８００１３８００１", "8001"),
        ("13800138000-4567", "4567"),
        ("13800138000转4567", "4567"),
        ("0571-87654321", "4321"),
        ("0571-87654321-801", "4321"),
        ("0571-87654321转801", "4321"),
        ("(021) 6234 5678", "5678"),
    ],
)
def test_phone_tail(phone, tail):
    assert phone_tail(phone) == tail


def test_key_stays_out_of_logs():
    assert "SECRET" not in repr(Account("C", "SECRET"))


def test_success_newest_first():
    rows = [
        row("2026-03-17 18:30:00", context="签收", statusCode="301", areaName="杭州"),
        row("2026-03-17 00:10:00", context="派件", statusCode="5", location="滨江"),
        row("2026-03-16 09:00:00", context="干线", statusCode="1002"),
    ]
    answer = query(json.dumps({**OK, "state": "301", "data": rows, "arrivalTime": "2026-03-17 18"}))
    assert (answer.health, answer.state, answer.message) == ("ok", "delivered", "ok")
    assert answer.eta == utc(2026, 3, 17, 10)
    assert json.loads(answer.raw)["state"] == "301"
    assert [(e.occurred_at, e.state, e.code, e.subcode, e.location, e.sequence) for e in answer.events] == [
        (utc(2026, 3, 16, 1), "in_transit", "0", "1002", "", 0),
        (utc(2026, 3, 16, 16, 10), "out_for_delivery", "5", "", "滨江", 1),
        (utc(2026, 3, 17, 10, 30), "delivered", "3", "301", "杭州", 2),
    ]
    assert answer.events[2].occurred_raw == "2026-03-17 18:30:00"
    assert fold(answer.events).delivered_at == utc(2026, 3, 17, 10, 30)


def test_same_second_keeps_the_order_of_the_reply():
    rows = [row(context="later", statusCode="204"), row(context="earlier", statusCode="206")]
    assert [e.description for e in read({**OK, "data": rows}).events] == ["earlier", "later"]


def test_names_without_codes():
    rows = [row(status="拒收"), row(status="在途"), row(status="新状态")]
    found = [(e.state, e.code, e.subcode, e.reason) for e in read({**OK, "data": rows}).events]
    assert found == [
        ("unknown", "", "", ""),
        ("in_transit", "0", "", ""),
        ("exception", "2", "203", "consignee_refused"),
    ]


def test_summary_speaks_of_the_newest_event_only_and_leaves_its_code_empty():
    rows = [row("2026-03-17 10:00:00", statusCode=None), row()]
    found = [(e.state, e.code) for e in read({**OK, "state": 3, "data": rows}).events]
    assert found == [("unknown", ""), ("delivered", "")]


def test_unknown_code_is_kept():
    answer = read({**OK, "state": "99", "data": [row(statusCode="9901")]})
    assert answer.health == "ok" and answer.state == "unknown"
    assert [(e.state, e.code) for e in answer.events] == [("unknown", "9901")]


EXPECTED = {
    "picked_up": "1 103",
    "info_received": "101 102",
    "in_transit": "0 1001 1002 1003 7",
    "customs": "8 10 11 12 13",
    "out_for_delivery": "5",
    "ready_for_pickup": "501",
    "attempt_failed": "204 206",
    "exception": "2 201 202 203 205 207 208 209",
    "delivered": "3 301 302 303 304",
    "returning": "6 14",
    "returned": "4",
    "cancelled": "401 210",
}


def test_code_table():
    found = {code: entry.state for code, entry in CODES.items()}
    assert found == {code: state for state, codes in EXPECTED.items() for code in codes.split()}
    assert {entry.main for entry in CODES.values()} <= set(CODES)
    assert len({entry.name for entry in CODES.values()}) == len(CODES)


@pytest.mark.parametrize(
    ("code", "health"),
    [
        ("400", "auth_error"),
        ("408", "needs_phone"),
        ("500", "not_found"),
        ("501", "provider_down"),
        ("502", "rate_limited"),
        ("503", "auth_error"),
        ("600", "auth_error"),
        ("601", "quota"),
        ("999", "provider_down"),
    ],
)
def test_errors(code, health):
    answer = query(json.dumps({"result": False, "returnCode": code, "message": "为什么"}))
    assert (answer.health, answer.events, answer.message) == (health, (), "为什么")
    assert answer.state == ("pending" if code == "500" else "unknown")
    assert query(json.dumps({"status": int(code), "message": ""})).health == health


@pytest.mark.parametrize(
    ("status", "health"),
    [
        (429, "rate_limited"),
        (401, "auth_error"),
        (403, "auth_error"),
        (302, "provider_down"),
        (404, "provider_down"),
        (500, "provider_down"),
        (503, "provider_down"),
    ],
)
def test_http_statuses(status, health):
    answer = query("<html>", status)
    assert (answer.health, answer.message, answer.raw) == (health, f"HTTP {status}", "<html>")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("Wed, 18 Mar 2026 00:00:00 GMT", None), ("-5", None), ("9" * 9, None)],
)
def test_retry_after(header, seconds):
    assert query("", 429, {"retry-after": header}).retry_after == seconds


@pytest.mark.parametrize("kind", ["timeout", "connection", "too_large"])
def test_failures_of_the_connection(kind):
    answer = query(failure=HttpFailure(kind))
    assert (answer.health, answer.message) == ("provider_down", kind)


@pytest.mark.parametrize(
    "body",
    ["<html>" + "x" * 900, "", "null", "[]", '"text"', "3", "{", "[" * 100000, b"\xff\xfe", '{"a":NaN'],
)
def test_not_a_json_object(body):
    answer = query(body)
    assert answer.health == "provider_down" and answer.message == "not a JSON object"
    assert len(answer.raw) <= 500


def test_reply_for_another_number():
    answer = query(json.dumps({**OK, "nu": "YT000000", "data": [row(statusCode="3")]}))
    assert (answer.health, answer.events) == ("provider_down", ())
    assert query(json.dumps({**OK, "nu": "yt9693083639795"})).health == "ok"


@pytest.mark.parametrize(
    "data", [None, "", 3, {}, [None], ["x", 1], [[]], [{}], [{"time": "soon"}], [{"time": {}}]]
)
def test_data_that_is_none(data):
    answer = query(json.dumps({**OK, "data": data}))
    assert (answer.health, answer.events) == ("ok", ())


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-03-17 09:00:00", utc(2026, 3, 17, 1)),
        ("2026-03-17 09:00", utc(2026, 3, 17, 1)),
        ("2026/03/17 09:00:00", utc(2026, 3, 17, 1)),
        ("2026-03-17", utc(2026, 3, 17, 15, 59, 59)),
        ("2026-03-17T09:00:00Z", utc(2026, 3, 17, 9)),
        ("2026-03-17T09:00:00+01:00", utc(2026, 3, 17, 8)),
        ("2026-03-17 00:00:00", utc(2026, 3, 16, 16)),
    ],
)
def test_times(time, expected):
    assert [e.occurred_at for e in read({**OK, "data": [row(time)]}).events] == [expected]


@pytest.mark.parametrize("time", ["", "0001-01-01 00:00:00", "2026-02-30 00:00:00", "17.03.2026"])
def test_unreadable_times(time):
    assert read({**OK, "data": [row(time)]}).events == ()
    assert read({**OK, "arrivalTime": time}).eta is None


def test_carrier_time_when_the_formatted_one_is_missing():
    assert read({**OK, "data": [row(ftime=None)]}).events[0].occurred_at == utc(2026, 3, 17, 1)


def test_huge_replies_are_cut():
    rows = [
        row(f"2026-03-17 09:{n // 60 % 60:02}:{n % 60:02}", context="x" * 2000) for n in range(599, -1, -1)
    ]
    events = read({**OK, "data": rows}).events
    assert len(events) == 500 and len(events[0].description) == 1000
    assert events[-1].occurred_raw == "2026-03-17 09:09:59"


def test_recorded_payloads():
    paths = sorted(PAYLOADS.glob("*.json")) if PAYLOADS.is_dir() else []
    if not paths:
        pytest.skip(f"no recorded replies in {PAYLOADS.name}/")
    for path in paths:
        payload = json.loads(path.read_text(encoding="utf-8"))
        result = payload.get("lastResult", payload)
        answer = read(result, str(result.get("nu", "")))
        assert answer.health in HEALTHS and answer.state in STATES, path.name
        if answer.health == "ok":
            assert len(answer.events) == len(result["data"]), path.name
            assert fold(answer.events).state == answer.state != "unknown", path.name


def test_recorded_push():
    path = PAYLOADS / "tests_SubTest.php__0.json"
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    answer = read(json.loads(path.read_text(encoding="utf-8"))["lastResult"], "YT6074326614455")
    assert [(e.occurred_at, e.state, e.code) for e in answer.events] == [
        (utc(2023, 2, 2, 1, 57, 3), "picked_up", "")
    ]


def test_unknown_provider():
    with pytest.raises(KeyError):
        provider("nobody")
