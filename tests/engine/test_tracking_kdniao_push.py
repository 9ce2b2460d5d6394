"""kdniao: telling it of parcels, and its calls to us, real and forged."""

import base64
import hashlib
import json
from datetime import datetime, timezone

import pytest
from engine.tracking import Account, Call, Forged, Malformed
from engine.tracking.providers.kdniao import read, sign
from hypothesis import given
from kdniao_samples import ACCOUNT, KDNIAO, NONE, NUMBER, OK, tell, utc
from tracking_json import ANYTHING, assert_sound, mutated

NOW = datetime(2026, 3, 17, 18, 5, 9, tzinfo=timezone.utc)
PUSH = {"EBusinessID": "1237100", "PushTime": "2026-03-17 18:31:00", "Count": "1", "Data": [OK]}


def call(payload=PUSH, key="APIKEY", **values):
    text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    return Call({"RequestData": text, "DataSign": sign(text, key), "RequestType": "102", **values})


def test_subscription():
    answer, http = tell({"EBusinessID": "1237100", "UpdateTime": "x", "Success": True, "Reason": ""})
    assert (answer.health, answer.full, answer.eta) == ("ok", False, None)
    assert json.loads(http.form["RequestData"]) == {
        "OrderCode": "",
        "ShipperCode": "YTO",
        "LogisticCode": NUMBER,
    }
    assert tell({"Success": True, "EstimatedDeliveryTime": "2026-03-18"})[0].eta == utc(
        2026, 3, 18, 15, 59, 59
    )


@pytest.mark.parametrize(
    ("reason", "health"),
    [
        ("重复订阅", "ok"),
        ("该单号已订阅", "ok"),
        ("没有可用套餐", "quota"),
        ("不支持的快递公司", "wrong_carrier"),
        ("非法", "provider_down"),
    ],
)
def test_subscription_that_is_refused(reason, health):
    assert tell({"Success": False, "Reason": reason})[0].health == health


def test_call():
    KDNIAO.check(ACCOUNT, call())
    (found,) = KDNIAO.pushed(ACCOUNT, call())
    assert (found.number, found.carrier, found.answer.state) == (NUMBER, "YTO", "delivered")
    assert found.answer.events == read(OK).events and found.answer.full
    assert json.loads(found.answer.raw) == OK


def test_call_of_several_waybills():
    second = {**NONE, "LogisticCode": "SF1234567890123", "ShipperCode": "SF"}
    third = {"LogisticCode": "YT1234567890123", "ShipperCode": "YTO", "EstimatedDeliveryTime": "2026-03-18"}
    found = KDNIAO.pushed(
        ACCOUNT, call({**PUSH, "Count": "4", "Data": [OK, second, third, {"Success": True}]})
    )
    assert [(each.number, each.carrier, each.answer.health) for each in found] == [
        (NUMBER, "YTO", "ok"),
        ("SF1234567890123", "SF", "not_found"),
        ("YT1234567890123", "YTO", "ok"),
    ]
    assert found[2].answer.eta and not found[2].answer.full


def test_whoever_calls_is_not_down():
    (found,) = KDNIAO.pushed(ACCOUNT, call({**PUSH, "Data": [{**OK, "Success": False, "Reason": "异常"}]}))
    assert found.answer.health == "not_found"


@pytest.mark.parametrize(
    ("kind", "count"), [("101", 1), ("102", 1), ("6004", 1), ("", 1), ("107", 0), ("9", 0)]
)
def test_kinds_of_call(kind, count):
    assert len(KDNIAO.pushed(ACCOUNT, call(RequestType=kind))) == count


@pytest.mark.parametrize(
    "forged",
    [
        call(key="OTHER"),
        call(DataSign=""),
        call(DataSign="é"),
        call(DataSign="\ud800"),
        Call({"RequestData": json.dumps(PUSH)}),
        Call({"RequestData": json.dumps(PUSH) + " ", "DataSign": call().form["DataSign"]}),
        Call({"RequestData": json.dumps(PUSH)[:-9], "DataSign": call().form["DataSign"]}),
        # Of the digest's bytes, not of its hexadecimal text.
        call("{}", DataSign=base64.b64encode(hashlib.md5(b"{}APIKEY").digest()).decode()),
    ],
)
def test_forged_calls(forged):
    with pytest.raises(Forged):
        KDNIAO.check(ACCOUNT, forged)


def test_account_without_key_takes_no_call():
    with pytest.raises(Forged):
        KDNIAO.check(Account("1237100", ""), call(key=""))


def test_call_without_form():
    with pytest.raises(Malformed):
        KDNIAO.check(ACCOUNT, Call({}, json.dumps(PUSH).encode()))


@pytest.mark.parametrize("payload", ["x", "[]", "{}", {"Data": None}, {"Data": {}}])
def test_call_that_says_nothing(payload):
    with pytest.raises(Malformed):
        KDNIAO.pushed(ACCOUNT, call(payload))


@pytest.mark.parametrize(("taken", "status"), [(True, 200), (False, 500)])
def test_acknowledgement_has_the_time_in_china(taken, status):
    reply = KDNIAO.acknowledge(ACCOUNT, taken, NOW)
    assert reply.status == status
    assert json.loads(reply.body) == {
        "EBusinessID": "1237100",
        "UpdateTime": "2026-03-18 02:05:09",
        "Success": taken,
        "Reason": "" if taken else "失败",
    }


@given(payload=mutated(PUSH) | ANYTHING)
def test_any_call_is_read_or_refused(payload):
    signed = call(json.dumps(payload))
    KDNIAO.check(ACCOUNT, signed)
    try:
        found = KDNIAO.pushed(ACCOUNT, signed)
    except Malformed:
        return
    for each in found:
        assert each.number
        assert_sound(each.answer)
