"""kdniao: what is sent, every code that comes back, and its calls to us, real and forged."""

import json

import pytest
from engine.tracking import HEALTHS, REASONS, STATES, Account, HttpFailure, Waybill, fold
from engine.tracking.providers.kdniao import read, sign
from engine.tracking.providers.kdniao_codes import CODES, HEALTH_OF_ERROR, HEALTH_OF_REASON
from hypothesis import given
from kdniao_samples import ACCOUNT, KDNIAO, NONE, OK, TRACES, ask, tell, utc
from tracking_json import ANYTHING, assert_sound, mutated


def test_signature_of_the_published_vector():
    data = '{"OrderCode":"","ShipperCode":"YTO","LogisticCode":"12345678"}'
    assert sign(data, "APIKEY") == "ZWQwZDBjMTNiODM1YzA4MjAxYTA5MDZjOGY1OWYxZmU="


def test_question_is_the_published_one():
    _answer, http = ask(OK)
    ((request, timeout),) = http.calls
    assert request.url == "https://api.kdniao.com/Ebusiness/EbusinessOrderHandle.aspx"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8"
    assert timeout == 20
    # Encoded once, after it was signed.
    assert request.data == (
        b"RequestData=%7B%22OrderCode%22%3A%22%22%2C%22ShipperCode%22%3A%22YTO%22%2C"
        b"%22LogisticCode%22%3A%2212345678%22%7D&EBusinessID=1237100&RequestType=8001"
        b"&DataSign=ZWQwZDBjMTNiODM1YzA4MjAxYTA5MDZjOGY1OWYxZmU%3D&DataType=2"
    )


@pytest.mark.parametrize(
    ("options", "kind", "subscription"),
    [
        ({}, "8001", "8008"),
        ({"request_type": "1002"}, "1002", "1008"),
        ({"request_type": 1002}, "1002", "1008"),
        ({"request_type": "rm -rf"}, "8001", "8008"),
        ({"request_type": []}, "8001", "8008"),
        ({"subscription_type": "1008"}, "8001", "1008"),
    ],
)
def test_kinds_of_question(options, kind, subscription):
    account = Account("1237100", "APIKEY", "http://127.0.0.1:8071/", options=options)
    asked, told = ask(OK, account=account)[1], tell({"Success": True}, account=account)[1]
    assert asked.form["RequestType"] == kind and told.form["RequestType"] == subscription
    assert asked.request.url == "http://127.0.0.1:8071/Ebusiness/EbusinessOrderHandle.aspx"
    assert told.request.url == "http://127.0.0.1:8071/api/dist"
    assert told.form["DataSign"] == sign(told.form["RequestData"], "APIKEY")


@pytest.mark.parametrize(
    ("carrier", "options", "named"),
    [
        ("SF", {}, "8000"),
        (" sf ", {}, "8000"),
        ("YTO", {}, None),
        ("ZTO", {"phone_carriers": ["SF", "zto"]}, "8000"),
        ("SF", {"phone_carriers": []}, None),
        ("SF", {"phone_carriers": "SF"}, "8000"),
    ],
)
def test_phone_is_only_for_the_carrier_that_asks_for_it(carrier, options, named):
    account = Account("1237100", "APIKEY", options=options)
    waybill = Waybill("SF1234567890123", carrier, "13800138000")
    for http in (ask(OK, account=account, waybill=waybill)[1], tell({}, account=account, waybill=waybill)[1]):
        data = json.loads(http.form["RequestData"])
        assert data.get("CustomerName") == named
        assert data["ShipperCode"] == carrier.strip().upper()


def test_success():
    answer, _http = ask(OK)
    assert (answer.health, answer.state, answer.full, answer.daily) == ("ok", "delivered", True, False)
    assert answer.eta == utc(2026, 3, 17, 15, 59, 59)
    found = [(e.occurred_at, e.state, e.code, e.location, e.sequence) for e in answer.events]
    assert found == [
        (utc(2026, 3, 16, 1), "picked_up", "1", "上海市", 0),
        (utc(2026, 3, 16, 16, 10), "out_for_delivery", "202", "杭州市", 1),
        (utc(2026, 3, 17, 10, 30), "delivered", "301", "", 2),
    ]
    assert [e.description for e in answer.events] == ["已揽收", "派件中", "已签收"]
    assert {e.tz_source for e in answer.events} == {"assumed"}


def test_order_of_the_reply_does_not_matter():
    assert read({**OK, "Traces": TRACES[::-1]}).events == read(OK).events


@pytest.mark.parametrize("newest_first", [False, True])
def test_free_service_tells_the_last_scan_s_state_only(newest_first):
    traces = [{name: row[name] for name in ("AcceptTime", "AcceptStation")} for row in TRACES]
    payload = {**OK, "StateEx": None, "Traces": traces[::-1] if newest_first else traces}
    found = [(e.state, e.code) for e in read(payload).events]
    assert found == [("unknown", ""), ("unknown", ""), ("delivered", "")]
    assert fold(read(payload).events).state == "delivered"


EXPECTED = {
    "pending": "0",
    "info_received": "10 401",
    "picked_up": "1",
    "in_transit": "2 201 204 205 206 5",
    "customs": "6 601 602 603 604",
    "out_for_delivery": "202 419",
    "ready_for_pickup": "211",
    "attempt_failed": "405 416",
    "exception": "4 402 403 412 414 417 418 420 421 422 423",
    "delivered": "3 301 302 304 311",
    "returning": "404 407",
    "returned": "406",
    "cancelled": "413 415",
}


def test_code_table():
    found = {code: entry.state for code, entry in CODES.items()}
    assert found == {code: state for state, codes in EXPECTED.items() for code in codes.split()}
    assert len({entry.name for entry in CODES.values()}) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_means_something(code):
    entry = CODES[code]
    assert entry.state in STATES and (not entry.reason or entry.reason in REASONS)
    row = {"AcceptTime": "2026-03-17 09:00:00", "AcceptStation": "x", "Action": code}
    answer = read({**OK, "StateEx": code, "Traces": [row]})
    assert (answer.state, answer.events[0].state, answer.events[0].reason) == (
        entry.state,
        entry.state,
        entry.reason,
    )


def test_unknown_code_is_kept():
    answer = read({**OK, "StateEx": "999", "Traces": [{**TRACES[0], "Action": "999"}]})
    assert (answer.health, answer.state) == ("ok", "unknown")
    assert [(e.state, e.code) for e in answer.events] == [("unknown", "999")]


@pytest.mark.parametrize(
    "payload",
    [
        NONE,
        {**NONE, "Success": "false", "Reason": "业务错误[暂无轨迹信息]"},
        {**NONE, "Success": True},
        {**NONE, "Success": True, "StateEx": "", "State": None, "Traces": None},
        {**NONE, "Reason": "三天无轨迹"},
        {**NONE, "Reason": "此单无物流信息"},
    ],
)
def test_no_news_is_no_failure(payload):
    answer, _http = ask(payload)
    assert (answer.health, answer.state, answer.events) == ("not_found", "pending", ())


@pytest.mark.parametrize(("code", "health"), HEALTH_OF_ERROR.items())
def test_error_codes(code, health):
    for payload in (
        {"Success": False, "ResultCode": code, "Reason": "为什么"},
        {"Success": False, "ResultCode": int(code), "Reason": ""},
        {"Success": False, "Code": code, "Reason": "为什么"},
        {"Success": False, "Reason": f"错误[{code}]"},
    ):
        answer, _http = ask(payload)
        assert (answer.health, answer.daily) == (health, code == "405"), payload
        assert answer.message and answer.health in HEALTHS


@pytest.mark.parametrize(("words", "health"), HEALTH_OF_REASON)
def test_reasons_without_a_code(words, health):
    assert ask({"Success": False, "Reason": f"失败：{words}"})[0].health == health in HEALTHS


def test_unknown_failure():
    answer, _http = ask({"Success": False, "Reason": "系统异常"})
    assert (answer.health, answer.message) == ("provider_down", "系统异常")
    assert ask({})[0].health == "provider_down"


def test_numbers_are_no_error_codes():
    assert ask({"Success": False, "Reason": "请求指令[1002]未开通"})[0].health == "auth_error"
    assert ask({"Success": False, "Reason": "单号40512345异常"})[0].daily is False


@pytest.mark.parametrize(
    ("status", "health"), [(401, "auth_error"), (429, "rate_limited"), (500, "provider_down")]
)
def test_http_statuses(status, health):
    assert ask("<html>", status)[0].health == health
    assert tell("<html>", status)[0].health == health


def test_failures_of_the_connection():
    assert ask(failure=HttpFailure("timeout"))[0].health == "provider_down"
    assert ask("<html>")[0].health == "provider_down"


def test_reply_for_another_number():
    answer, _http = ask({**OK, "LogisticCode": "87654321"})
    assert (answer.health, answer.events) == ("provider_down", ())


def test_huge_replies_keep_the_newest():
    rows = [{**TRACES[0], "AcceptTime": f"2026-03-17 09:{n // 60:02}:{n % 60:02}"} for n in range(600)]
    events = read({**OK, "Traces": rows}).events
    assert len(events) == 500 and events[-1].occurred_raw == "2026-03-17 09:09:59"


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("SF1234567890123", "SF"),
        ("YT1234567890123", "YTO"),
        ("JT5012345678901", "JTSD"),
        ("JDX012345678901", "JD"),
        ("DPK123456789012", "DBL"),
        ("EA123456789CN", "EMS"),
        ("1Z999AA10123456784", "UPS"),
        ("773012345678901", ""),
    ],
)
def test_carriers_by_the_letters(number, carrier):
    assert KDNIAO.carrier_of(number) == carrier == KDNIAO.carrier_at(ACCOUNT, number)


def test_what_cannot_be_read():
    traces = [{**TRACES[0], "AcceptTime": f"soon {n}"} for n in range(9)]
    answer = read({**OK, "EstimatedDeliveryTime": "tomorrow", "Traces": [*traces, *TRACES]})
    assert answer.events == read(OK).events
    assert answer.unread[0] == "AcceptTime='soon 0'" and len(answer.unread) == 6
    assert answer.unread[-1] == "EstimatedDeliveryTime='tomorrow'" and read(OK).unread == ()


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        ({}, 0),
        ({"request_type": 1002, "subscription_type": "1008", "phone_carriers": ["SF"]}, 0),
        ({"request_type": "7"}, 1),
        ({"subscription_type": "8001"}, 1),
        ({"phone_carriers": "SF"}, 1),
        ({"x": 1, "y": 2}, 2),
    ],
)
def test_options(options, faults):
    assert len(KDNIAO.faults(options)) == faults


def test_what_the_addon_needs_to_know():
    assert (KDNIAO.batch, KDNIAO.daily, KDNIAO.pushes, KDNIAO.signed) == (1, 30000, True, True)
    assert KDNIAO.needs == ("customer", "key") and KDNIAO.codes is CODES
    assert KDNIAO.carrier_of(KDNIAO.probe.number) == KDNIAO.probe.carrier


@given(payload=mutated(OK) | ANYTHING)
def test_any_reply_is_read(payload):
    for answer, _http in (ask(json.dumps(payload)), tell(json.dumps(payload))):
        assert_sound(answer)
        assert fold(answer.events) == fold(answer.events[::-1] * 2)
