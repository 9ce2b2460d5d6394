"""A service that only options describe: telling it of parcels, and its calls to us."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from engine.tracking import Call, Forged, Malformed, fold
from generic_samples import ACCOUNT, GENERIC, HISTORY, NUMBER, OK, OPTIONS, WAYBILL, account, ask, utc
from hypothesis import given
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated


def call(payload=OK, secret=b"SECRET", encode=lambda mac: mac.hexdigest(), prefix="sha256=", **headers):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signature = prefix + encode(hmac.new(secret, body, hashlib.sha256))
    return Call(body=body, headers={"x-signature": signature, **headers})


def test_call():
    GENERIC.check(ACCOUNT, call())
    (found,) = GENERIC.pushed(ACCOUNT, call())
    assert (found.number, found.carrier, found.answer.full) == (NUMBER, "", False)
    assert found.answer.events == ask(OK)[0].events
    assert json.loads(found.answer.raw) == OK


def test_call_with_paths_of_its_own():
    push = {"header": "X-Signature", "number": "no", "events": "scan", "eta": "due", "full": True}
    body = {"no": NUMBER, "scan": HISTORY[0], "due": "2026-03-18 09:00"}
    (found,) = GENERIC.pushed(account(push=push), call(body))
    assert [event.code for event in found.answer.events] == ["PICKED"]
    assert found.answer.eta == utc(2026, 3, 18, 1) and found.answer.full


def in_base64(mac):
    return base64.b64encode(mac.digest()).decode()


@pytest.mark.parametrize(
    ("push", "made"),
    [
        ({}, call(prefix="")),
        ({"prefix": "sha256="}, call()),
        ({"prefix": "sha256="}, call(**{"x-signature": call().headers["x-signature"].upper()})),
        ({"encoding": "base64"}, call(encode=in_base64, prefix="")),
        ({"encoding": "base64", "prefix": "V1 "}, call(encode=in_base64, prefix="V1 ")),
    ],
)
def test_signatures(push, made):
    options = account(push={"header": "X-Signature", **push})
    GENERIC.check(options, made)
    for forged in (
        replace(made, body=made.body + b" "),
        replace(made, body=made.body[:-1]),
        replace(made, headers={}),
        replace(made, headers={"x-signature": ""}),
        replace(made, headers={"x-signature": "é\ud800"}),
        replace(made, headers={"x-signature": made.headers["x-signature"][:-1]}),
    ):
        with pytest.raises(Forged):
            GENERIC.check(options, forged)
    with pytest.raises(Forged):
        GENERIC.check(replace(options, secret="OTHER"), made)


@pytest.mark.parametrize(
    "listening",
    [
        replace(ACCOUNT, secret=""),
        account(push=None),
        account(push={}),
        account(push="x"),
        account(push={"header": 3}),
    ],
)
def test_account_that_takes_no_calls(listening):
    with pytest.raises(Forged):
        GENERIC.check(listening, call(secret=listening.secret.encode()))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"x",
        b"\xff",
        b"{}",
        {"parcel": {"id": None}},
        {"parcel": {"id": NUMBER}},
        {"parcel": {"id": NUMBER, "history": 1}},
    ],
)
def test_call_that_says_nothing(body):
    with pytest.raises(Malformed):
        GENERIC.pushed(ACCOUNT, call(body))


def test_call_to_an_account_with_wrong_options():
    with pytest.raises(Malformed):
        GENERIC.pushed(account(time=None), call())


def test_telling():
    subscribe = {"path": "/hooks", "body": {"url": "{callback}", "no": "{number}"}}
    http = Http({"anything": 1})
    (answer,) = GENERIC.subscribe(account(subscribe=subscribe), [WAYBILL], "https://shop/x?a=1", http)
    assert (answer.health, answer.full) == ("ok", False)
    assert http.request.url == "https://api.example.com/hooks"
    assert http.request.data == b'{"url":"https://shop/x?a=1","no":"GX12345678"}'
    http = Http("", 422)
    (answer,) = GENERIC.subscribe(account(subscribe=subscribe), [WAYBILL], "https://x", http)
    assert answer.health == "provider_down"


def test_telling_where_nobody_has_to_be_told():
    http = Http("")
    assert GENERIC.subscribe(ACCOUNT, [WAYBILL], "https://x", http)[0].health == "ok"
    for deaf in (account(push=None), replace(ACCOUNT, secret="")):
        assert GENERIC.subscribe(deaf, [WAYBILL], "https://x", http)[0].stopped
    assert http.calls == []


@given(payload=mutated(OK) | ANYTHING)
def test_any_reply_and_call_is_read_or_refused(payload):
    answer, _http = ask(json.dumps(payload))
    assert_sound(answer)
    assert fold(answer.events) == fold(answer.events[::-1] * 2)
    try:
        found = GENERIC.pushed(ACCOUNT, call(payload))
    except Malformed:
        return
    for each in found:
        assert each.number
        assert_sound(each.answer)


@given(options=mutated(OPTIONS) | ANYTHING)
def test_any_options_are_used_or_refused(options):
    found = GENERIC.faults(options)
    if not isinstance(options, dict):
        assert found
        return
    account = replace(ACCOUNT, options=options)
    (answer,) = GENERIC.query(account, [WAYBILL], Http(OK))
    assert_sound(answer)
    assert (answer.health == "auth_error") == bool(found)
    GENERIC.carrier_at(account, NUMBER)
    try:
        GENERIC.check(account, call())
        GENERIC.pushed(account, call())
    except (Forged, Malformed):
        return
