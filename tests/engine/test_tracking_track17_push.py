"""17TRACK's calls to us, and JSON that nobody would send."""

import contextlib
import json
from datetime import date, datetime, timezone

import pytest
from engine.tracking import Account, Call, Forged, Malformed, Waybill, fold, provider
from engine.tracking.providers.track17 import sign
from hypothesis import given, settings
from hypothesis import strategies as st
from track17_replies import EVENT, item, rejected, reply
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated

TRACK17 = provider("track17")
ACCOUNT = Account("", "KEY")
WAYBILL = Waybill("RR123456785CN", "3011")
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
IN_ORDER = ["PickedUp", "Departure", "Returning", "Returned"]


def call(payload, key="KEY"):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Call(body=body, headers={"sign": sign(body, key)})


def test_signature_of_the_published_vector():
    body = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011}}'
    expected = "608e1818bb34a1f9e50401eacd75f807a063478f2e2585c347a32a32010dd50e"
    assert sign(body, "APIKEY") == expected
    TRACK17.check(Account("", "APIKEY"), Call(body=body, headers={"sign": expected}))


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "\ud800"])
def test_forged_calls(signature):
    body = json.dumps({"event": "TRACKING_UPDATED", "data": item(EVENT)}).encode()
    good = sign(body, "KEY")
    forgeries = [
        Call(body=body, headers={"sign": signature}),
        Call(body=body),
        Call(body=body[:-1], headers={"sign": good}),
        Call(body=body, headers={"sign": good.upper()}),
    ]
    for forged in forgeries:
        with pytest.raises(Forged):
            TRACK17.check(ACCOUNT, forged)
    with pytest.raises(Forged):
        TRACK17.check(Account("", ""), Call(body=body, headers={"sign": sign(body, "")}))


def test_push():
    (said,) = TRACK17.pushed(ACCOUNT, call({"event": "TRACKING_UPDATED", "data": item(EVENT)}))
    assert (said.number, said.carrier) == ("RR123456785CN", "3011")
    assert (said.answer.health, said.answer.full, said.answer.stopped) == ("ok", False, False)
    assert said.answer.events == TRACK17.query(ACCOUNT, [WAYBILL], Http(reply([item(EVENT)])))[0].events
    assert json.loads(said.answer.raw)["event"] == "TRACKING_UPDATED"


def test_push_that_tracking_stopped():
    (said,) = TRACK17.pushed(
        ACCOUNT, call({"event": "TRACKING_STOPPED", "data": {"number": "A1", "carrier": 1}})
    )
    assert (said.answer.health, said.answer.stopped, said.answer.full) == ("stopped", True, False)
    (said,) = TRACK17.pushed(ACCOUNT, call({"event": "TRACKING_STOPPED", "data": item(EVENT)}))
    assert (said.answer.health, said.answer.stopped, len(said.answer.events)) == ("ok", True, 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"event":"TRACKING_UPDATED"}', b"[" * 99999])
def test_push_that_cannot_be_read(body):
    with pytest.raises(Malformed):
        TRACK17.pushed(ACCOUNT, call(body))


def test_other_kinds_of_push_are_taken_and_say_nothing():
    assert TRACK17.pushed(ACCOUNT, call({"event": ["SURVEY"], "data": {}})) == ()
    reply_ = TRACK17.acknowledge(ACCOUNT, True, NOW)
    assert reply_.status == 200 and TRACK17.acknowledge(ACCOUNT, False, NOW).status == 500


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_json_is_read_without_a_fault(data):
    good = reply([item(EVENT, {**EVENT, "time_iso": None})], [rejected(-18019902, "B2222222")])
    body = json.dumps(data.draw(st.one_of(ANYTHING, mutated(good)))).encode()
    waybills = [WAYBILL, Waybill("B2222222", "auto", shipped_on=date(2026, 6, 1))]
    answers = TRACK17.query(ACCOUNT, waybills, Http(body))
    assert len(answers) == 2
    for answer in (*answers, *TRACK17.subscribe(ACCOUNT, waybills, "", Http(body))):
        assert_sound(answer)
    push = data.draw(st.one_of(ANYTHING, mutated({"event": "TRACKING_UPDATED", "data": item(EVENT)})))
    with contextlib.suppress(Malformed):
        for said in TRACK17.pushed(ACCOUNT, call(push)):
            assert_sound(said.answer)


@given(st.permutations(["Returned", "Returning", "Departure", "PickedUp"]), st.integers(0, 3))
def test_pushes_in_any_order_and_twice_say_the_same(stages, twice):
    times = {stage: f"2026-06-0{day}T00:00:00Z" for day, stage in enumerate(IN_ORDER, 1)}
    events = []
    for stage in [*stages, stages[twice]]:
        row = {"time_iso": times[stage], "stage": stage, "description": stage}
        (said,) = TRACK17.pushed(ACCOUNT, call({"event": "TRACKING_UPDATED", "data": item(row)}))
        events += said.answer.events
    assert fold(events).state == "returned"
