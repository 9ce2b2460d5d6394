"""When a parcel is asked for again: each row of the table, and what bounds it."""

from datetime import datetime, timedelta, timezone

import pytest
from engine.tracking import STATES, Answer, Watch, account_pause, next_poll
from engine.tracking.providers.kuaidi100 import SHANGHAI
from engine.tracking.schedule import fraction
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 3, 17, 2, tzinfo=timezone.utc)  # ten in the morning in China
JITTER = 0.15


def watch(state="in_transit", age=0.0, silent=None, **values):
    """Return a parcel watched for ``age`` days, with the last news ``silent`` days ago."""
    changed = None if silent is None else NOW - timedelta(days=silent)
    values = {"health": "ok", "seed": "YT1", "at_night": True, "changed_at": changed, **values}
    return Watch(state=state, since=NOW - timedelta(days=age), **values)


def hours(parcel, now=NOW):
    """Return the interval without its jitter."""
    moment, _health = next_poll(parcel, now)
    return (moment - now) / timedelta(hours=1) / (1 + JITTER * (2 * fraction(parcel.seed) - 1))


@pytest.mark.parametrize(
    ("parcel", "expected"),
    [
        (watch("pending"), 6),
        (watch("pending", age=0.99), 6),
        (watch("pending", age=1), 12),
        (watch("pending", age=3), 24),
        (watch("pending", age=29), 24),
        (watch("info_received", silent=0), 6),
        (watch("picked_up", silent=0), 6),
        (watch("in_transit", silent=0), 6),
        (watch("customs", silent=0), 6),
        (watch("unknown", silent=0), 6),
        (watch("out_for_delivery", silent=0), 1),
        (watch("attempt_failed", silent=0), 1),
        (watch("ready_for_pickup", silent=0), 6),
        (watch("exception", silent=1.9), 4),
        (watch("exception", silent=2), 12),
        (watch("returning", silent=0), 4),
        (watch("in_transit", silent=3.1), 12),
        (watch("in_transit", silent=10.1), 24),
        (watch("exception", silent=10.1), 48),
        (watch("delivered", silent=6, delivered_at=NOW - timedelta(days=6)), 72),
    ],
)
def test_table(parcel, expected):
    assert hours(parcel) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("parcel", "health"),
    [
        (watch("returned", silent=0), "stopped"),
        (watch("lost", silent=0), "stopped"),
        (watch("cancelled", silent=0), "stopped"),
        (watch("delivered", delivered_at=NOW - timedelta(days=7, seconds=1)), "stopped"),
        (watch("in_transit", health="needs_phone"), "needs_phone"),
        (watch("in_transit", health="wrong_carrier"), "wrong_carrier"),
        (watch("in_transit", age=40, silent=30.1), "expired"),
        (watch("pending", age=30.1), "expired"),
        (watch("pending", age=30.1, health="provider_down", failures=9), "expired"),
    ],
)
def test_stops(parcel, health):
    assert next_poll(parcel, NOW) == (None, health)


def test_jitter_spreads_but_is_the_same_for_a_parcel():
    moments = [next_poll(watch(seed=f"YT{number}"), NOW)[0] for number in range(300)]
    assert moments == [next_poll(watch(seed=f"YT{number}"), NOW)[0] for number in range(300)]
    spread = [(moment - NOW) / timedelta(hours=6) for moment in moments]
    assert 1 - JITTER <= min(spread) < 0.87 and 1.13 < max(spread) <= 1 + JITTER


def test_floor_and_ceiling():
    assert next_poll(watch("out_for_delivery", floor=timedelta(hours=2)), NOW)[0] == NOW + timedelta(hours=2)
    assert hours(watch(ceiling=timedelta(minutes=1))) == pytest.approx(1 / 60)
    after = watch("delivered", delivered_at=NOW, ceiling=timedelta(minutes=1))
    assert hours(after) == pytest.approx(72)


@pytest.mark.parametrize(
    ("values", "minutes"),
    [
        ({"failures": 1}, 10),
        ({"failures": 2}, 20),
        ({"failures": 5}, 160),
        ({"failures": 99}, 720),
        ({"failures": 1, "retry_after": 3600}, 60),
        ({"failures": 1, "floor": timedelta(minutes=36)}, 36),
        ({"failures": 9, "ceiling": timedelta(minutes=1)}, 1),
        ({"failures": 9, "ceiling": timedelta(minutes=1), "floor": timedelta(minutes=5)}, 5),
    ],
)
def test_back_off(values, minutes):
    moment, health = next_poll(watch(health="provider_down", **values), NOW)
    assert health == "provider_down"
    assert 1 <= (moment - NOW) / timedelta(minutes=minutes) <= 1.15


def test_those_that_failed_together_do_not_come_back_together():
    parcels = [watch(health="provider_down", failures=3, seed=f"YT{each}") for each in range(50)]
    assert len({next_poll(parcel, NOW)[0] for parcel in parcels}) == 50


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (datetime(2026, 3, 17, 14, 30, tzinfo=timezone.utc), 18),  # 22:30 in China: the next morning
        (datetime(2026, 3, 17, 20, 0, tzinfo=timezone.utc), 18),  # 4:00 in China: the same morning
    ],
)
def test_nights_are_quiet(now, asked):
    parcel = watch("out_for_delivery", silent=0, at_night=False, zone=SHANGHAI)
    moment, _health = next_poll(parcel, now)
    assert moment.astimezone(SHANGHAI).date().day == asked
    assert moment.astimezone(SHANGHAI).hour == 7
    assert next_poll(watch("out_for_delivery", zone=SHANGHAI), now)[0] - now < timedelta(hours=2)


def test_days_are_not_moved():
    parcel = watch("out_for_delivery", silent=0, at_night=False, zone=SHANGHAI)
    assert hours(parcel) == pytest.approx(1)


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (Answer(), None),
        (Answer(health="provider_down"), None),
        (Answer(health="rate_limited"), None),
        (Answer(health="rate_limited", retry_after=60), timedelta(seconds=60)),
        (Answer(health="auth_error"), timedelta(hours=1)),
        (Answer(health="quota", retry_after=7200), timedelta(hours=2)),
    ],
)
def test_account_pause(answer, pause):
    assert account_pause(answer) == pause


@pytest.mark.parametrize(
    ("answer", "failures", "minutes"),
    [
        (Answer(health="provider_down"), 4, None),
        (Answer(health="provider_down"), 5, 15),
        (Answer(health="provider_down", retry_after=3600), 5, 60),
        (Answer(health="rate_limited"), 1, 1),
        (Answer(health="rate_limited"), 3, 4),
        (Answer(health="rate_limited", retry_after=600), 3, 10),
        # Ten in the morning in China: fourteen hours to midnight.
        (Answer(health="rate_limited", daily=True), 1, 14 * 60),
    ],
)
def test_an_account_in_trouble_is_left_alone(answer, failures, minutes):
    pause = account_pause(answer, failures, NOW, SHANGHAI)
    assert pause == (minutes and timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "in_transit", "pushed": True}, 24),
        ({"state": "out_for_delivery", "pushed": True}, 12),
        ({"state": "in_transit", "abroad": True}, 12),
        ({"state": "pending", "age": 5, "abroad": True}, 48),
        ({"state": "exception", "silent": 1, "abroad": True, "pushed": True}, 24),
        ({"state": "delivered", "abroad": True, "delivered_at": NOW - timedelta(days=14)}, 120),
        ({"state": "in_transit", "stretch": 2}, 12),
        ({"state": "in_transit", "stretch": 100}, 72),
        ({"state": "out_for_delivery", "stretch": 100}, 1),
        ({"state": "out_for_delivery", "urgent_stretch": 1.5}, 1.5),
    ],
)
def test_other_tables_and_short_days(values, expected):
    assert hours(watch(**values)) == pytest.approx(expected)


@given(
    st.sampled_from(STATES),
    st.sampled_from(["ok", "not_found", "provider_down", "rate_limited"]),
    st.floats(0, 60),
    st.integers(0, 40),
    st.booleans(),
    st.integers(0, 23),
)
def test_never_in_the_past_nor_before_the_floor(state, health, age, failures, at_night, hour):
    now, floor = NOW.replace(hour=hour), timedelta(minutes=36)
    parcel = watch(
        state, age, health=health, failures=failures, at_night=at_night, zone=SHANGHAI, floor=floor
    )
    moment, _health = next_poll(parcel, now)
    assert moment is None or now + floor <= moment <= now + timedelta(hours=72 * 1.15 + 10)
