"""Notices: every change of state, the night in every zone, and what newer news makes of a waiting one."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from engine.tracking import STATES, Event, fold, notice
from hypothesis import given
from hypothesis import strategies as st

SHANGHAI = ZoneInfo("Asia/Shanghai")
UTC = timezone.utc
BEFORE = {"pending", "info_received", "unknown", "exception"}
MOVING = {"picked_up", "in_transit", "customs"}


@pytest.mark.parametrize("new", STATES)
@pytest.mark.parametrize("old", STATES)
def test_what_follows_from_each_change(old, new):
    if old == new:
        expected = ""
    elif new in ("out_for_delivery", "ready_for_pickup", "delivered"):
        expected = new
    else:
        expected = "shipped" if old in BEFORE and new in MOVING else ""
    assert notice.follows(old, new) == expected


def test_a_journey_tells_each_stage_once():
    journey = ["pending", "picked_up", "in_transit", "out_for_delivery", "delivered"]
    told = [notice.follows(*step) for step in zip(journey, journey[1:], strict=False)]
    assert told == ["shipped", "", "out_for_delivery", "delivered"]


@pytest.mark.parametrize(
    ("kind", "state", "late", "expected"),
    [
        ("shipped", "picked_up", False, False),
        ("shipped", "customs", False, False),
        ("shipped", "out_for_delivery", False, True),
        ("shipped", "delivered", False, True),
        ("shipped", "exception", False, True),
        ("out_for_delivery", "out_for_delivery", False, False),
        ("out_for_delivery", "delivered", False, True),
        ("out_for_delivery", "attempt_failed", True, True),
        ("ready_for_pickup", "ready_for_pickup", True, False),
        ("ready_for_pickup", "delivered", False, True),
        ("delivered", "delivered", False, False),
        ("delivered", "returning", False, True),
        ("delayed", "in_transit", True, False),
        ("delayed", "in_transit", False, True),
        ("delayed", "delivered", False, True),
    ],
)
def test_overtaken(kind, state, late, expected):
    assert notice.overtaken(kind, state, late) == expected


def test_only_another_day_is_another_notice():
    monday, tuesday = date(2026, 3, 16), date(2026, 3, 17)
    for kind in notice.KINDS:
        assert notice.sequence(kind, monday) == notice.sequence(kind, monday)
        assert (notice.sequence(kind, monday) == notice.sequence(kind, tuesday)) == (kind == "shipped")


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-17 08:00:00", "2026-03-17 08:00:00"),
        ("2026-03-17 20:59:59", "2026-03-17 20:59:59"),
        ("2026-03-17 21:00:00", "2026-03-18 08:00:00"),
        ("2026-03-17 23:59:59", "2026-03-18 08:00:00"),
        ("2026-03-17 00:00:00", "2026-03-17 08:00:00"),
        ("2026-03-17 07:59:59", "2026-03-17 08:00:00"),
    ],
)
def test_night(local, expected):
    def moment(text):
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    assert notice.may_tell_at(moment(local), SHANGHAI) == moment(expected)


@pytest.mark.parametrize(
    ("night", "morning", "hour", "waits"),
    [(0, 6, 3, True), (0, 6, 6, False), (8, 8, 3, False), (22.5, 7, 22, False), (22.5, 7, 23, True)],
)
def test_nights_of_other_companies(night, morning, hour, waits):
    moment = datetime(2026, 3, 17, hour, tzinfo=UTC)
    assert (notice.may_tell_at(moment, UTC, night, morning) != moment) == waits


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"]),
)
def test_nobody_is_told_at_night_and_nobody_waits_longer(moment, name):
    zone = ZoneInfo(name)
    at = notice.may_tell_at(moment, zone)
    assert 8 <= at.astimezone(zone).hour < 21
    assert timedelta() <= at - moment <= timedelta(hours=12)
    assert notice.may_tell_at(at, zone) == at


def test_stale():
    now = datetime(2026, 3, 17, tzinfo=UTC)
    assert not notice.is_stale(now - timedelta(days=2), now)
    assert notice.is_stale(now - timedelta(days=2, seconds=1), now)


JOURNEY = ("picked_up", "in_transit", "out_for_delivery", "attempt_failed", "out_for_delivery", "delivered")


@given(st.permutations(range(len(JOURNEY))), st.lists(st.integers(0, len(JOURNEY) - 1), max_size=9))
def test_in_whatever_order_news_comes_each_is_told_once_and_the_end_always(order, again):
    start = datetime(2026, 3, 17, 1, tzinfo=UTC)
    events = [Event(start + timedelta(hours=hour), "", state) for hour, state in enumerate(JOURNEY)]
    known, state, told = [], "pending", []
    for place in [*order, *again]:
        known.append(events[place])
        folded = fold(known)
        if kind := notice.follows(state, folded.state):
            key = (kind, notice.sequence(kind, folded.last_event_at.date()))
            told += [key] * (key not in told)
        state = folded.state
    assert ("delivered", notice.sequence("delivered", start.date())) in told
    # The same day is the same news, so nothing is left to be told a second time.
    assert len({kind for kind, _day in told}) == len(told)
    assert not notice.overtaken("delivered", state, False)
