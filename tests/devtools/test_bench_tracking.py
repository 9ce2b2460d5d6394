"""What the tracking benchmark makes of a day, and the calls that it sends."""

import dataclasses
import datetime as dt
import json
import urllib.parse

from engine.tracking.providers import kuaidi100_push

from benchmarks import measure, tracking_calls, tracking_rows

USED = tracking_rows.Used("dhl", False, 100, 250, 200, 250, 1, 1.0, {"fetches": 2, "locked": 1})


def test_an_account_stands_beside_its_limits():
    rows = {row.case: row for row in tracking_rows.of_account(USED)}
    assert rows["dhl asked: calls per parcel"].value == 2.5
    day = rows["dhl asked: calls of a day"]
    assert (day.value, day.other, day.ratio) == (200, 250, 0.8)
    assert rows["dhl asked: calls in a second"].ratio == 1


def test_a_service_without_limits_has_no_row_beside_them():
    free = dataclasses.replace(USED, daily=None, rate=None)
    assert [row.case for row in tracking_rows.of_account(free)] == ["dhl asked: calls per parcel"]


def test_broken_limits_are_summed_up():
    broken, locked, within = tracking_rows.of_limits([USED, USED], 4)
    assert (broken.value, locked.value, within.value) == (6, 2, 4)


def test_what_was_known_too_late_is_not_known():
    rows = {row.case: row for row in tracking_rows.of_late({1: 5.0, 2: None, 3: 7.0, 4: 9.0}, 6, 3)}
    assert rows["of these known before it"].ratio == 0.75
    assert rows["warned of and yet in time"].ratio == 0.5
    assert rows["known before, median"].value == 7


def test_a_day_without_late_parcels_divides_by_nothing():
    rows = tracking_rows.of_late({}, 0, 0)
    assert [row.ratio for row in rows] == [None] * 3


def test_work_is_compared_part_by_part():
    row = tracking_rows.of_work([(1.0, 100, 0.005), (2.0, 100, 0.005), (3.0, 100, 0.005)])
    assert (row.value, row.other, row.ratio) == (20, 5, 4)
    assert isinstance(row, measure.Row)


def test_each_call_is_another_one_and_tells_the_whole_journey():
    forms = tracking_calls.bodies(["YT9000000000001", "YT9000000000002"], 6)
    assert len(set(forms)) == 6
    last = json.loads(dict(urllib.parse.parse_qsl(forms[5]))["param"])["lastResult"]
    assert last["nu"] == "YT9000000000002"
    times = [row["time"] for row in last["data"]]
    assert len(times) == 3
    assert times == sorted(times, reverse=True)
    assert last["data"][-1]["statusCode"] == "103"


def test_calls_are_signed_as_the_addon_expects():
    form = dict(urllib.parse.parse_qsl(tracking_calls.body("YT1", 2, dt.datetime(2026, 3, 17, 12))))
    assert form["sign"] == kuaidi100_push.sign(
        form["param"], kuaidi100_push.salt(tracking_calls.SECRET, "YT1")
    )
