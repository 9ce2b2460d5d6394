"""What the release benchmark makes of its times."""

import pytest

from benchmarks import measure, release_rows

TURN = {"own": (10.0, 3_000), "all": (40.0, 26_000), "each": (50.0, 24_000)}


def test_each_contender_comes_first_as_often_as_last():
    turns = [release_rows.in_turn(turn) for turn in range(8)]
    assert all(set(turn) == set(TURN) for turn in turns)
    assert {turn.index("own") for turn in turns} == {1}
    assert sum(turn[0] == "all" for turn in turns) == 4


def test_odoos_faster_way_counts_in_each_turn():
    slow = {**TURN, "all": (60.0, 26_000)}
    rows = {row.case: row for row in release_rows.rows([TURN, slow, TURN], 200)}
    speed = rows["orders per second"]
    assert (speed.value, speed.other, speed.ratio) == (20, 5, 4)
    assert speed.against == "odoo"
    assert rows["release, Odoo by one call per order"].ratio == pytest.approx(0.2)
    queries = rows["queries to release"]
    assert (queries.value, queries.other) == (15, 120)


def test_a_turn_is_told_in_short():
    assert release_rows.in_short(TURN, 200) == "own 50 all 200 each 250"


def test_rows_can_be_printed():
    row = release_rows.rows([TURN] * measure.PAIRS, 200)[0]
    assert row.as_json()["case"] == "orders per second"
