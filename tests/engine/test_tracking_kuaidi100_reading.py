"""kuaidi100's replies: the expected arrival, both times of a scan, and what cannot be read."""

import json
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from engine.tracking import REASONS, STATES
from engine.tracking.providers.kuaidi100 import read
from engine.tracking.providers.kuaidi100_codes import CODES
from hypothesis import given
from kuaidi100_samples import ACCOUNT, CALLBACK, KUAIDI100, NUMBER, RESULT, ROWS, WAYBILL, tell
from tracking_http import Http
from tracking_json import ANYTHING, assert_sound, mutated


@pytest.mark.parametrize(
    ("detail", "destination", "level"),
    [
        ("", "", "4"),
        ("", "杭州", "8"),
        ("8", "", "4"),
        ("8", "杭州", "8"),
        ("1", "杭州", "1"),
        ("1", "", "1"),
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


def test_several_numbers_in_one_field():
    waybill = replace(WAYBILL, number=f"{NUMBER}, YT0000000000001")
    http = Http(RESULT)
    (answer,) = KUAIDI100.query(ACCOUNT, [waybill], http)
    assert json.loads(http.form["param"])["num"] == NUMBER and len(answer.events) == 2
    assert json.loads(tell({}, waybill=waybill)[1].form["param"])["number"] == NUMBER


def test_both_times_of_a_scan():
    def scan(**row):
        (event,) = read({**RESULT, "data": [{"context": "x", **row}]}).events
        return event.occurred_raw, event.occurred_at.hour, event.tz_source

    # The formatted one goes first, the carrier's own where that is missing or cannot be read.
    times = {"time": "2026-03-16 10:00:00", "ftime": "2026-03-16 09:00:00"}
    assert scan(**times) == ("2026-03-16 09:00:00", 1, "assumed")
    assert scan(**times | {"ftime": ""}) == ("2026-03-16 10:00:00", 2, "assumed")
    assert scan(**times | {"ftime": "soon"})[1] == 2
    assert scan(time="2026-03-16T10:00:00Z") == ("2026-03-16T10:00:00Z", 10, "explicit")


def test_an_empty_journey_withdraws_nothing():
    assert read(RESULT).full and not read({**RESULT, "data": []}).full


def test_every_code_means_something():
    for code, entry in CODES.items():
        assert entry.state in STATES and entry.name, code
        assert not entry.reason or entry.reason in REASONS, code
    assert KUAIDI100.codes is CODES


@given(payload=mutated({**RESULT, "arrivalTime": "2026-03-17 18"}) | ANYTHING)
def test_any_reply_is_read(payload):
    (answer,) = KUAIDI100.query(ACCOUNT, [WAYBILL], Http(json.dumps(payload)))
    assert_sound(answer)
    (told,) = KUAIDI100.subscribe(ACCOUNT, [WAYBILL], CALLBACK, Http(json.dumps(payload)))
    assert_sound(told)
