"""Lanes: quantiles by hand, which lane speaks for a parcel, and what is expected as time passes."""

from datetime import datetime, timedelta, timezone

import pytest
from engine.tracking import lane
from engine.tracking.lane import Lane, Trip
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 3, 17, tzinfo=timezone.utc)


def trips(carrier, where, hours, pause=5):
    return [Trip(carrier, where, each, pause) for each in hours]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([7], 0.9, 7), ([1, 3], 0.5, 2), ([1, 2, 3, 4, 5], 0.75, 4), ([0, 10], 0.9, 9), ([1, 2, 3], 0, 1)],
)
def test_quantile(values, share, expected):
    assert lane.quantile(values, share) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=50), st.floats(0, 1))
def test_a_quantile_lies_among_its_values(values, share):
    values.sort()
    assert values[0] <= lane.quantile(values, share) <= values[-1]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        (("CN", "ZJ", "310000"), "CN/ZJ"),
        (("CN", "", "310 000"), "CN/31"),
        (("DE", "", "d-10115"), "DE/D1"),
        (("CN", "", ""), "CN"),
        (("", "", ""), ""),
    ],
)
def test_region(address, key):
    assert lane.region(*address) == key


def test_each_trip_counts_for_its_lane_its_carrier_and_all():
    found = lane.lanes(trips("yuantong", "CN/ZJ", [10, 20, 30]) + trips("shunfeng", "", [5]))
    assert {key: each.parcels for key, each in found.items()} == {
        ("yuantong", "CN/ZJ"): 3,
        ("yuantong", ""): 3,
        ("shunfeng", ""): 1,
        ("", ""): 4,
    }
    assert found["yuantong", "CN/ZJ"] == Lane(3, (20, 25, 28), 5)


def test_what_cannot_be_a_journey_is_no_experience():
    assert lane.lanes(trips("yuantong", "CN/ZJ", [-1, 5000])) == {}


@pytest.mark.parametrize(
    ("asked", "speaks"),
    [
        (("yuantong", "CN/ZJ"), ("yuantong", "CN/ZJ")),
        (("yuantong", "CN/GD"), ("yuantong", "")),
        (("yuantong", "CN/BJ"), ("yuantong", "")),
        (("shunfeng", "CN/ZJ"), ("", "")),
        (("", ""), ("", "")),
    ],
)
def test_the_closest_lane_with_enough_parcels_speaks(asked, speaks):
    made = trips("yuantong", "CN/ZJ", [24] * 8) + trips("yuantong", "CN/GD", [48] * 7)
    known = lane.lanes(made + trips("shunfeng", "CN/ZJ", [12] * 7))
    assert lane.chosen(known, *asked) is known[speaks]


def test_no_experience_no_word():
    assert lane.chosen(lane.lanes(trips("yuantong", "CN/ZJ", [24] * 7)), "yuantong", "CN/ZJ") is None
    assert lane.chosen({}, "yuantong", "") is None


@pytest.mark.parametrize(
    ("elapsed", "hours"), [(0, 24), (23.9, 24), (24, 36), (35, 36), (36, 60), (60, None), (900, None)]
)
def test_what_is_expected_moves_on_with_the_slower_parcels(elapsed, hours):
    moment = lane.expected(Lane(8, (24, 36, 60), 5), START, START + timedelta(hours=elapsed))
    assert moment == (None if hours is None else START + timedelta(hours=hours))
