"""kuaidi100's subscription: what we tell it, and its calls to us, real and forged."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from engine.tracking import (
    REASONS,
    STATES,
    Account,
    Call,
    Forged,
    HttpFailure,
    Malformed,
    Waybill,
    fingerprint,
    fold,
    provider,
)
from engine.tracking.providers.kuaidi100 import read
from engine.tracking.providers.kuaidi100_codes import CODES
from engine.tracking.providers.kuaidi100_push import salt, sign
from hypothesis import given
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated

PAYLOADS = Path(__file__).resolve().parents[3] / "shared" / "data" / "tracking" / "kuaidi100"
ACCOUNT = Account("CUSTOMER", "KEY", secret="SECRET")
NUMBER = "YT9693083639795"
WAYBILL = Waybill(NUMBER, "YuanTong", "13800138000")
CALLBACK = "https://shop.example.com/fmcg/track/kuaidi100/token"
NOW = datetime(2026, 3, 17, 1, tzinfo=timezone.utc)
ROWS = [
    {"time": "2026-03-17 18:30:00", "ftime": "2026-03-17 18:30:00", "context": "签收", "statusCode": "301"},
    {"time": "2026-03-16 09:00:00", "ftime": "2026-03-16 09:00:00", "context": "揽收", "statusCode": "103"},
]
RESULT = {"message": "ok", "nu": NUMBER, "com": "yuantong", "status": "200", "state": "3", "data": ROWS}
PARAM = {
    "status": "polling",
    "billstatus": "got",
    "message": "",
    "autoCheck": "0",
    "comOld": "",
    "comNew": "",
    "lastResult": RESULT,
}
KUAIDI100 = provider("kuaidi100")


def tell(*args, account=ACCOUNT, waybill=WAYBILL, **kwargs):
    http = Http(*args, **kwargs)
    (answer,) = KUAIDI100.subscribe(account, [waybill], CALLBACK, http)
    return answer, http


def call(param=PARAM, number=NUMBER, secret="SECRET", **values):
    text = param if isinstance(param, str) else json.dumps(param, ensure_ascii=False)
    return Call({"param": text, "sign": sign(text, salt(secret, number)), **values})


def heard(param):
    (found,) = KUAIDI100.pushed(ACCOUNT, call(param))
    return found


def test_signature_of_the_published_vector():
    param = '{"com":"yuantong","num":"YT9693083639795"}'
    assert sign(param, "salt123") == "4ADE7E78E8A6ED102872842E27CEE9E3"


def test_salt_belongs_to_one_waybill():
    expected = hmac.new(b"SECRET", NUMBER.encode(), hashlib.sha256).hexdigest()[:32]
    assert salt("SECRET", NUMBER) == expected
    assert salt("SECRET", "YT9693083639796") != expected != salt("OTHER", NUMBER)


def test_subscription():
    answer, http = tell({"result": True, "returnCode": "200", "message": "提交成功"})
    assert (answer.health, answer.message, answer.events, answer.full) == ("ok", "提交成功", (), False)
    assert http.request.url == "https://poll.kuaidi100.com/poll"
    assert http.request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    param = (
        '{"company":"yuantong","number":"YT9693083639795","key":"KEY","parameters":{'
        f'"callbackurl":"{CALLBACK}","salt":"{salt("SECRET", NUMBER)}","resultv2":"4","phone":"8000"}}}}'
    )
    assert http.form == {"schema": "json", "param": param}
    assert b"SECRET" not in http.request.data


def test_subscription_without_carrier_and_with_a_destination():
    http = tell(
        {},
        waybill=Waybill(" yt１ ", "", origin="上海", destination="杭州"),
        account=replace(ACCOUNT, detail=""),
    )[1]
    assert json.loads(http.form["param"]) == {
        "number": "YT1",
        "from": "上海",
        "to": "杭州",
        "key": "KEY",
        "parameters": {
            "callbackurl": CALLBACK,
            "salt": salt("SECRET", "YT1"),
            "resultv2": "8",
            "autoCom": "1",
        },
    }


@pytest.mark.parametrize(
    ("code", "health"),
    [
        ("200", "ok"),
        ("501", "ok"),
        ("500", "provider_down"),
        ("600", "auth_error"),
        ("601", "quota"),
        ("700", "wrong_carrier"),
        ("701", "stopped"),
        ("702", "wrong_carrier"),
        ("999", "provider_down"),
    ],
)
def test_subscription_codes(code, health):
    answer, _http = tell({"result": code == "200", "returnCode": code, "message": ""})
    assert (answer.health, answer.message) == (health, f"code {code}")
    assert answer.stopped == (code == "701")
    assert tell({"returnCode": int(code), "message": "为什么"})[0].health == health


def test_subscription_that_fails_on_the_way():
    assert tell("<html>")[0].health == "provider_down"
    assert tell("", 429, {"retry-after": "9"})[0].retry_after == 9
    assert tell(failure=HttpFailure("timeout"))[0].health == "provider_down"


def test_nobody_is_told_when_calls_could_not_be_checked():
    answer, http = tell({"returnCode": "200"}, account=Account("C", "K"))
    assert answer.health == "auth_error" and http.calls == []


@pytest.mark.parametrize(
    ("detail", "destination", "level"),
    [
        ("", "", "4"),
        ("", "杭州", "8"),
        ("8", "", "4"),
        ("8", "杭州", "8"),
        ("1", "杭州", "1"),
        ("4", "杭州", "4"),
    ],
)
def test_arrival_is_asked_for_only_with_a_destination(detail, destination, level):
    http = Http(RESULT)
    account, waybill = replace(ACCOUNT, detail=detail), replace(WAYBILL, destination=destination)
    KUAIDI100.query(account, [waybill], http)
    assert json.loads(http.form["param"])["resultv2"] == level


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("2026-03-17 18", 10, 0),
        ("2026-03-17 18:30", 10, 30),
        ("2026-03-17 18:30:00", 10, 30),
        ("2026年03月17日 18时", 10, 0),
        ("2026年3月17日18点30分", 10, 30),
        ("2026年3月17日 18:30", 10, 30),
    ],
)
def test_arrival(written, hour, minute):
    eta = read({**RESULT, "arrivalTime": written}).eta
    assert eta == datetime(2026, 3, 17, hour, minute, tzinfo=timezone.utc)


@pytest.mark.parametrize("written", ["2026-03-17", "2026年3月17日", "2026/03/17"])
def test_arrival_by_day_is_its_end(written):
    assert read({**RESULT, "arrivalTime": written}).eta == datetime(
        2026, 3, 17, 15, 59, 59, tzinfo=timezone.utc
    )


@pytest.mark.parametrize(
    "written", ["", "明天", "2026年13月1日", "2026年3月17日 99时", None, 7, [], "约18点"]
)
def test_arrival_that_is_none(written):
    assert read({**RESULT, "arrivalTime": written}).eta is None


def test_level_of_an_account_without_the_usual_right():
    http = Http(RESULT)
    account, waybill = replace(ACCOUNT, options={"detail": "1"}), replace(WAYBILL, destination="杭州")
    KUAIDI100.query(account, [waybill], http)
    assert json.loads(http.form["param"])["resultv2"] == "1"
    assert KUAIDI100.faults({"detail": 4}) == KUAIDI100.faults({}) == ()
    assert KUAIDI100.faults({"detail": "9", "x": 1}) == (
        "detail: is none of the possible values",
        "x: is not known",
    )


def test_what_cannot_be_read():
    rows = [{"time": "soon", "ftime": "later", "context": "x"}, *ROWS]
    answer = read({**RESULT, "data": rows, "arrivalTime": "明天"})
    assert answer.unread == ("time='soon'", "arrivalTime='明天'") and len(answer.events) == 2
    assert read(RESULT).unread == ()


def test_call():
    KUAIDI100.check(ACCOUNT, call())
    found = heard(PARAM)
    assert (found.number, found.carrier) == (NUMBER, "yuantong")
    answer = found.answer
    assert (answer.health, answer.state, answer.full, answer.stopped) == ("ok", "delivered", True, False)
    assert [(event.state, event.subcode) for event in answer.events] == [
        ("picked_up", "103"),
        ("delivered", "301"),
    ]
    assert json.loads(answer.raw) == PARAM


def test_call_has_the_same_events_as_a_query():
    (asked,) = KUAIDI100.query(ACCOUNT, [WAYBILL], Http(RESULT))
    prints = [
        {fingerprint("kuaidi100", "yuantong", NUMBER, event) for event in answer.events}
        for answer in (asked, heard(PARAM).answer)
    ]
    assert prints[0] == prints[1] and len(prints[0]) == 2


@pytest.mark.parametrize(
    "forged",
    [
        call(secret="OTHER"),
        call(number="YT0000000000001"),
        call(sign=""),
        call(sign="0" * 32),
        call(sign="é" * 32),
        call(sign="\ud800"),
        Call({"param": json.dumps(PARAM)}),
        Call({"param": json.dumps(PARAM), "sign": sign(json.dumps(PARAM), "")}),
        Call({"param": json.dumps(PARAM) + " ", "sign": call().form["sign"]}),
        call({**PARAM, "lastResult": {"data": []}}, number=""),
        call("nonsense", number=""),
        call("[]", number=""),
    ],
)
def test_forged_calls(forged):
    with pytest.raises(Forged):
        KUAIDI100.check(ACCOUNT, forged)


def test_account_without_secret_takes_no_call():
    # An empty salt still makes a signature that looks right.
    with pytest.raises(Forged):
        KUAIDI100.check(Account("C", "K"), call(secret=""))


def test_truncated_call_is_forged():
    whole = call().form
    with pytest.raises(Forged):
        KUAIDI100.check(ACCOUNT, Call({**whole, "param": whole["param"][:-20]}))


def test_sign_in_small_letters():
    KUAIDI100.check(ACCOUNT, call(sign=call().form["sign"].lower()))


@pytest.mark.parametrize("form", [{}, {"sign": "0" * 32}, {"param": "", "sign": "0" * 32}])
def test_call_without_form(form):
    with pytest.raises(Malformed):
        KUAIDI100.check(ACCOUNT, Call(form, b'{"param": 1}'))


@pytest.mark.parametrize(
    "param",
    ["", "[]", "null", "{}", "x", {"lastResult": None}, {"lastResult": []}, {"lastResult": {"nu": None}}],
)
def test_call_that_says_nothing(param):
    with pytest.raises(Malformed):
        KUAIDI100.pushed(ACCOUNT, call(param))


def test_end_of_following():
    assert heard({**PARAM, "status": "shutdown"}).answer.stopped
    answer = heard({**PARAM, "status": "updateall"}).answer
    assert not answer.stopped and len(answer.events) == 2


def test_given_up_without_any_news():
    result = {
        "message": "查无结果",
        "nu": NUMBER,
        "com": "yuantong",
        "status": "201",
        "state": "0",
        "data": [],
    }
    found = heard({**PARAM, "status": "abort", "message": "3天查询无记录", "lastResult": result})
    answer = found.answer
    assert (answer.health, answer.stopped, answer.message) == ("not_found", True, "3天查询无记录")
    assert (found.carrier, answer.carrier, answer.events) == ("yuantong", "", ())


@pytest.mark.parametrize("result", [RESULT, {**RESULT, "status": "201", "data": []}])
def test_given_up_after_sixty_days(result):
    answer = heard({**PARAM, "status": "abort", "message": "60天无变化", "lastResult": result}).answer
    assert (answer.health, answer.stopped) == ("expired", True)


def test_wrong_carrier_that_they_go_on_with():
    param = {**PARAM, "status": "abort", "autoCheck": "1", "comOld": "yuantong", "comNew": "ems"}
    found = heard(param)
    assert (found.carrier, found.answer.carrier, found.answer.stopped) == ("yuantong", "ems", False)
    assert found.answer.health == "ok"


def test_right_carrier_s_data():
    result = {**RESULT, "com": "ems"}
    found = heard({**PARAM, "autoCheck": "1", "comOld": "yuantong", "comNew": "ems", "lastResult": result})
    assert (found.carrier, found.answer.carrier, found.answer.health) == ("yuantong", "ems", "ok")
    assert len(found.answer.events) == 2


def test_whoever_calls_is_not_down():
    assert heard({**PARAM, "lastResult": {**RESULT, "status": "205"}}).answer.health == "not_found"


def test_acknowledgement():
    taken = KUAIDI100.acknowledge(ACCOUNT, True, NOW)
    assert (taken.status, taken.body) == (200, '{"result":true,"returnCode":"200","message":"成功"}')
    refused = KUAIDI100.acknowledge(ACCOUNT, False, NOW)
    assert refused.status == 500 and json.loads(refused.body)["result"] is False
    assert json.loads(refused.body)["returnCode"] == "500"


def test_every_code_means_something():
    for code, entry in CODES.items():
        assert entry.state in STATES and entry.name, code
        assert not entry.reason or entry.reason in REASONS, code
    assert KUAIDI100.codes is CODES


def test_duplicates_and_order_of_calls_change_nothing():
    events = heard(PARAM).answer.events
    assert fold(events) == fold(events[::-1] * 4)


@given(payload=mutated({**RESULT, "arrivalTime": "2026-03-17 18"}) | ANYTHING)
def test_any_reply_is_read(payload):
    (answer,) = KUAIDI100.query(ACCOUNT, [WAYBILL], Http(json.dumps(payload)))
    assert_sound(answer)
    (told,) = KUAIDI100.subscribe(ACCOUNT, [WAYBILL], CALLBACK, Http(json.dumps(payload)))
    assert_sound(told)


@given(param=mutated(PARAM) | ANYTHING)
def test_any_call_is_read_or_refused(param):
    text = json.dumps(param)
    try:
        KUAIDI100.check(ACCOUNT, Call({"param": text, "sign": "0" * 32}))
    except (Forged, Malformed):
        pass
    try:
        found = KUAIDI100.pushed(ACCOUNT, call(text))
    except Malformed:
        return
    for each in found:
        assert each.number
        assert_sound(each.answer)


def test_recorded_call():
    path = PAYLOADS / "tests_SubTest.php__0.json"
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    text = path.read_text(encoding="utf-8")
    signed = call(text, "YT6074326614455")
    KUAIDI100.check(ACCOUNT, signed)
    (found,) = KUAIDI100.pushed(ACCOUNT, signed)
    assert (found.number, found.carrier, found.answer.state) == ("YT6074326614455", "yuantong", "picked_up")
