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
    moment = lane.expected((24, 36, 60), START, START + timedelta(hours=elapsed))
    assert moment == (None if hours is None else START + timedelta(hours=hours))


# Parcels need 24 hours, 18 from a hub on, 6 once they are out for delivery and 20 after an attempt.
RESTS = {"in_transit": (18, 24, 40), "out_for_delivery": (6, 8, 12), "attempt_failed": (20, 30, 40)}
EXPERIENCED = Lane(8, (24, 36, 60), 5, RESTS)


@pytest.mark.parametrize(
    ("state", "first", "last", "elapsed", "hours"),
    [
        # The first scan expects it after 24 hours, a hub 18 hours after it was there.
        ("in_transit", 0, 2, 3, 24),
        ("in_transit", 0, 10, 11, 28),
        # Silence at the hub, and the slower parcels count.
        ("in_transit", 0, 10, 29, 36),
        ("in_transit", 0, 10, 40, 60),
        ("in_transit", 0, 10, 61, None),
        # A state that few were in leaves it to the first scan.
        ("picked_up", 0, 0, 1, 24),
        ("ready_for_pickup", 0, 20, 21, 24),
        # Near the door, how long it took to get there does not count.
        ("out_for_delivery", 0, 2, 3, 8),
        ("out_for_delivery", 0, 100, 101, 106),
        ("out_for_delivery", 0, 100, 107, 108),
        ("out_for_delivery", 0, 100, 113, None),
        ("attempt_failed", 0, 10, 11, 30),
        ("info_received", None, 0, 1, None),
    ],
)
def test_when_a_parcel_is_expected(state, first, last, elapsed, hours):
    moments = [None if each is None else START + timedelta(hours=each) for each in (first, last, elapsed)]
    found = lane.arrival(EXPERIENCED, state, *moments)
    assert found == (None if hours is None else START + timedelta(hours=hours))


def test_it_is_told_when_experience_will_expect_it_later():
    # Both say hour 24 until hour 18 has passed; from then on the last scan says hour 26.
    known = Lane(8, (24, 36, 60), 5, {"in_transit": (10, 18, 30)})
    hours = [START + timedelta(hours=each) for each in (0, 8, 17, 18, 24, 26)]
    first, news, now, step, before, after = hours
    assert lane.arrival(known, "in_transit", first, news, now) == before
    assert lane.next_step(known, "in_transit", first, news, now) == step
    assert lane.arrival(known, "in_transit", first, news, step) == after
    assert lane.next_step(Lane(8, (), 5), "in_transit", first, news, now) is None


@pytest.mark.parametrize(
    ("state", "hours"),
    [
        ("pending", 24),
        ("info_received", 24),
        ("picked_up", 6),
        ("in_transit", 6),
        ("customs", 6),
        ("out_for_delivery", None),
        ("attempt_failed", None),
        ("delivered", None),
    ],
)
def test_what_a_parcel_needs_at_least(state, hours):
    found = lane.still_needed(EXPERIENCED, state)
    assert found == (None if hours is None else timedelta(hours=hours))
    assert lane.still_needed(Lane(8, (24, 36, 60), 5), "in_transit") is None


def test_what_is_still_needed_is_learnt_where_enough_were_in_that_state():
    made = [
        Trip("sf", "", 20, 5, {"out_for_delivery": 4 + each} | ({"attempt_failed": 9} if each else {}))
        for each in range(8)
    ]
    found = lane.lanes(made)["sf", ""]
    assert found.rests == {"out_for_delivery": (7.5, 9.25, 10.3)}


@given(
    st.lists(st.floats(0, 500), min_size=8, max_size=20),
    st.floats(0, 500),
    st.floats(0, 500),
    st.sampled_from(["picked_up", "in_transit", "out_for_delivery", "exception"]),
)
def test_nothing_is_expected_in_the_past(hours, news, silence, state):
    made = [Trip("sf", "", each, 1, {"out_for_delivery": each / 3, "in_transit": each / 2}) for each in hours]
    last = START + timedelta(hours=news)
    now = last + timedelta(hours=silence)
    found = lane.arrival(lane.lanes(made)["sf", ""], state, START, last, now)
    assert found is None or found > now
