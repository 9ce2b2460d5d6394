"""AfterShip's calls to us, and JSON that nobody would send."""

import contextlib
import json
from datetime import date

import pytest
from engine.tracking import Account, Call, Forged, Malformed, Waybill, fold, provider
from engine.tracking.providers.aftership import sign
from hypothesis import given, settings
from hypothesis import strategies as st
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated

AFTERSHIP = provider("aftership")
ACCOUNT = Account("", "KEY", secret="SECRET")
STEPS = ["InTransit_002", "InTransit_003", "Delivered_001", "Exception_010", "Exception_011"]


def tracking(*subtags):
    rows = [
        {
            "checkpoint_time": f"2026-06-0{STEPS.index(subtag) + 1}T00:00:00Z",
            "tag": subtag.partition("_")[0],
            "subtag": subtag,
            "message": subtag,
        }
        for subtag in subtags
    ]
    return {"id": "abc", "tracking_number": "A123456", "slug": "ups", "tag": "InTransit", "checkpoints": rows}


def event(message, kind="tracking_update"):
    return {
        "ts": 1780315210,
        "event": kind,
        "event_id": "e6d1",
        "is_tracking_first_tag": True,
        "msg": message,
    }


def call(payload):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Call(body=body, headers={"aftership-hmac-sha256": sign(body, "SECRET")})


def test_signature_of_the_published_vector():
    body = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011}}'
    expected = "Wm3zVORvJPcxa3GXQayTak523xeCht5G++4FQeTNuqM="
    assert sign(body, "SECRET") == expected
    AFTERSHIP.check(ACCOUNT, Call(body=body, headers={"aftership-hmac-sha256": expected}))


@pytest.mark.parametrize("signature", ["", "0" * 44, "é", sign(b"other", "SECRET"), sign(b"{}", "KEY")])
def test_forged_calls(signature):
    for forged in (Call(body=b"{}", headers={"aftership-hmac-sha256": signature}), Call(body=b"{}")):
        with pytest.raises(Forged):
            AFTERSHIP.check(ACCOUNT, forged)
    with pytest.raises(Forged):
        AFTERSHIP.check(
            Account("", "KEY"), Call(body=b"{}", headers={"aftership-hmac-sha256": sign(b"{}", "")})
        )


def test_body_cut_short_is_forged():
    good = call(event(tracking("InTransit_002")))
    with pytest.raises(Forged):
        AFTERSHIP.check(ACCOUNT, Call(body=good.body[:-1], headers=good.headers))


@pytest.mark.parametrize("kind", ["tracking_update", "edd_revise", "tracking_pending_time"])
def test_push(kind):
    (said,) = AFTERSHIP.pushed(ACCOUNT, call(event(tracking("InTransit_002"), kind)))
    assert (said.number, said.carrier, said.answer.ref) == ("A123456", "ups", "abc")
    assert (said.answer.health, said.answer.full) == ("ok", False)
    assert [e.state for e in said.answer.events] == ["picked_up"]
    assert json.loads(said.answer.raw)["event"] == kind


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"null", b"[" * 99999])
def test_push_that_cannot_be_read(body):
    with pytest.raises(Malformed):
        AFTERSHIP.pushed(ACCOUNT, call(body))


def test_push_without_number():
    with pytest.raises(Malformed):
        AFTERSHIP.pushed(ACCOUNT, call(event({"tracking_number": None})))
    assert AFTERSHIP.pushed(ACCOUNT, call(event({"order": 1}))) == ()


@given(st.permutations(STEPS), st.lists(st.sampled_from(STEPS), max_size=3))
def test_pushes_in_any_order_and_twice_say_the_same(order, again):
    events = []
    for subtag in [*order, *again]:
        (said,) = AFTERSHIP.pushed(ACCOUNT, call(event(tracking(subtag))))
        events += said.answer.events
    assert fold(events) == fold(AFTERSHIP.pushed(ACCOUNT, call(event(tracking(*STEPS))))[0].answer.events)
    assert fold(events).state == "returned"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_json_is_read_without_a_fault(data):
    one = {
        **tracking(*STEPS),
        "return_to_sender": True,
        "signed_by": "EVE",
        "expected_delivery": "2026-06-09",
    }
    good = st.sampled_from(
        [
            {"meta": {"code": 200}, "data": {"trackings": [one]}},
            {"meta": {"code": 4003}, "data": {"tracking": one}},
        ]
    )
    body = json.dumps(data.draw(ANYTHING | good.flatmap(mutated))).encode()
    waybills = [
        Waybill("A123456", "ups", ref="abc", shipped_on=date(2026, 6, 1)),
        Waybill("B2222222", "auto"),
    ]
    status = data.draw(st.sampled_from([200, 201, 400, 429]))
    for asked in (waybills, waybills[:1]):
        answers = AFTERSHIP.query(ACCOUNT, asked, Http(body, status))
        assert len(answers) == len(asked) == len(AFTERSHIP.subscribe(ACCOUNT, asked, "", Http(body, status)))
        for answer in (*answers, *AFTERSHIP.subscribe(ACCOUNT, asked, "", Http(body, status))):
            assert_sound(answer)
    with contextlib.suppress(Malformed):
        for said in AFTERSHIP.pushed(ACCOUNT, call(data.draw(ANYTHING | mutated(event(one))))):
            assert_sound(said.answer)
