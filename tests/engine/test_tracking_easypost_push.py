"""EasyPost's calls to us, and JSON that nobody would send."""

import contextlib
import json
import unicodedata
from datetime import date

import pytest
from engine.tracking import Account, Call, Forged, Malformed, Waybill, fold, provider
from engine.tracking.providers.easypost import sign
from hypothesis import given, settings
from hypothesis import strategies as st
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated, recorded

EASYPOST = provider("easypost")
ACCOUNT = Account("", "KEY", secret="sécret")
STEPS = ["pre_transit", "in_transit", "out_for_delivery", "failure", "delivered"]
BODY = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456789CN","carrier":3011}}'
VECTOR = "hmac-sha256-hex=fb2444bcccf83f9130efcdf853c18a0b683727744467fc17856ef5c69ee90e96"


def tracker(*statuses):
    rows = [
        {
            "datetime": f"2026-06-0{STEPS.index(status) + 1}T00:00:00Z",
            "status": status,
            "status_detail": "status_update",
            "message": status,
            "tracking_location": {"city": "ULM", "country": "DE"},
        }
        for status in statuses
    ]
    return {"id": "trk_1", "tracking_code": "A123456", "carrier": "UPS", "tracking_details": rows}


def event(result, description="tracker.updated"):
    return {"id": "evt_1", "object": "Event", "description": description, "result": result}


def call(payload):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Call(body=body, headers={"x-hmac-signature": sign(body, "sécret")})


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_signature_of_the_published_vector(form):
    secret = unicodedata.normalize(form, "sécret")
    assert sign(BODY, secret) == VECTOR
    EASYPOST.check(Account("", "", secret=secret), Call(body=BODY, headers={"x-hmac-signature": VECTOR}))


@pytest.mark.parametrize("signature", ["", VECTOR.partition("=")[2], VECTOR[:-1] + "7", "é"])
def test_forged_calls(signature):
    for headers in ({"x-hmac-signature": signature}, {}):
        with pytest.raises(Forged):
            EASYPOST.check(ACCOUNT, Call(body=BODY, headers=headers))
    with pytest.raises(Forged):
        EASYPOST.check(ACCOUNT, Call(body=BODY[:-1], headers={"x-hmac-signature": VECTOR}))
    with pytest.raises(Forged):
        EASYPOST.check(Account("", "KEY"), Call(body=BODY, headers={"x-hmac-signature": sign(BODY, "")}))


@pytest.mark.parametrize("kind", ["tracker.created", "tracker.updated"])
def test_push(kind):
    (said,) = EASYPOST.pushed(ACCOUNT, call(event(tracker("pre_transit"), kind)))
    assert (said.number, said.carrier, said.answer.ref) == ("A123456", "UPS", "trk_1")
    assert (said.answer.health, said.answer.full) == ("ok", False)
    assert [e.state for e in said.answer.events] == ["info_received"]
    assert json.loads(said.answer.raw)["description"] == kind


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"null", b"[" * 99999])
def test_push_that_cannot_be_read(body):
    with pytest.raises(Malformed):
        EASYPOST.pushed(ACCOUNT, call(body))


def test_push_about_a_tracker_without_number():
    with pytest.raises(Malformed):
        EASYPOST.pushed(ACCOUNT, call(event({"tracking_code": ["x"]})))


def test_recorded_events_are_taken_and_those_about_nothing_say_nothing():
    for payload in recorded("easypost", "test_event_*").values():
        for entry in payload.get("events", [payload]):
            assert EASYPOST.pushed(ACCOUNT, call(entry)) == ()
    for entry in recorded("easypost", "test_tracker_create*").values():
        (said,) = EASYPOST.pushed(ACCOUNT, call(event(entry)))
        assert (said.number, said.answer.state) == ("EZ1000000001", "info_received")
        assert [e.state for e in said.answer.events] == ["info_received"] * 2


@given(st.permutations(STEPS), st.lists(st.sampled_from(STEPS), max_size=3))
def test_pushes_in_any_order_and_twice_say_the_same(order, again):
    events = []
    for count, _status in enumerate(order, 1):
        (said,) = EASYPOST.pushed(ACCOUNT, call(event(tracker(*sorted(order[:count], key=STEPS.index)))))
        events += said.answer.events
    for status in again:
        (said,) = EASYPOST.pushed(ACCOUNT, call(event(tracker(status))))
        events += said.answer.events
    assert fold(events) == fold(EASYPOST.pushed(ACCOUNT, call(event(tracker(*STEPS))))[0].answer.events)
    assert fold(events).state == "delivered"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_json_is_read_without_a_fault(data):
    detail = {"est_delivery_date_local": "2026-06-05", "destination_tracking_location": {"country": "DE"}}
    one = {**tracker(*STEPS), "is_return": True, "signed_by": "EVE", "carrier_detail": detail}
    body = json.dumps(data.draw(ANYTHING | mutated(one) | mutated({"error": {"message": ["why"]}}))).encode()
    waybill = Waybill("A123456", "UPS", ref="trk_1", shipped_on=date(2026, 6, 3))
    status = data.draw(st.sampled_from([200, 201, 404, 422, 429]))
    answers = EASYPOST.query(ACCOUNT, [waybill], Http(body, status))
    for answer in (*answers, *EASYPOST.subscribe(ACCOUNT, [waybill], "", Http(body, status))):
        assert_sound(answer)
    with contextlib.suppress(Malformed):
        for said in EASYPOST.pushed(ACCOUNT, call(data.draw(ANYTHING | mutated(event(one))))):
            assert_sound(said.answer)
