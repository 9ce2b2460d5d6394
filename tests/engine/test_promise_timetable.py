"""Cut-offs in UTC for a place with its own clock, across the days on which that clock is changed."""

import datetime as dt

import pytest
import pytz
from engine.promise.calendar import DeliveryDays
from engine.promise.timetable import Timetable

WORKDAYS = (0, 1, 2, 3, 4)
SHANGHAI = Timetable(DeliveryDays(WORKDAYS, 16), pytz.timezone("Asia/Shanghai"))
FRANCISCO = Timetable(DeliveryDays((1, 4), 15.5), pytz.timezone("America/Los_Angeles"))


def test_the_cut_off_is_meant_by_the_clock_of_the_place():
    # 16:00 in Shanghai is 08:00 UTC.
    assert SHANGHAI.first(dt.datetime(2026, 3, 16, 8)) == dt.date(2026, 3, 17)
    assert SHANGHAI.first(dt.datetime(2026, 3, 16, 8, 1)) == dt.date(2026, 3, 18)
    assert SHANGHAI.closes(dt.datetime(2026, 3, 16, 8)) == dt.datetime(2026, 3, 16, 8)
    assert SHANGHAI.closes(dt.datetime(2026, 3, 16, 8, 1)) == dt.datetime(2026, 3, 17, 8)


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        # Clocks go forward on 8 March and back on 1 November: the hour on the wall stays.
        (dt.date(2026, 3, 6), dt.datetime(2026, 3, 5, 23, 30)),
        (dt.date(2026, 3, 10), dt.datetime(2026, 3, 9, 22, 30)),
        (dt.date(2026, 10, 30), dt.datetime(2026, 10, 29, 22, 30)),
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 2, 23, 30)),
    ],
)
def test_each_day_closes_at_the_same_hour_on_the_wall(day, closes):
    assert FRANCISCO.closes_on(day) == closes
    assert FRANCISCO.first(closes) == day
    assert FRANCISCO.due(day, 30) == closes - dt.timedelta(minutes=30)
    assert FRANCISCO.due(day, 0) == closes


def test_a_day_that_is_wanted_closes_later():
    now, wanted = dt.datetime(2026, 3, 16, 9), dt.datetime(2026, 3, 19, 4)
    assert SHANGHAI.closes_for(now, wanted) == dt.datetime(2026, 3, 18, 8)
    # On a Saturday nothing runs: the next one that does counts.
    assert SHANGHAI.closes_for(now, dt.datetime(2026, 3, 21, 4)) == dt.datetime(2026, 3, 22, 8)
    # What is past cannot be had any more.
    assert SHANGHAI.closes_for(now, dt.datetime(2026, 3, 10, 4)) == SHANGHAI.closes(now)


def test_without_weekdays_nothing_closes():
    never = Timetable(DeliveryDays((), 16), pytz.utc)
    moment = dt.datetime(2026, 3, 16)
    assert never.first(moment) is None
    assert never.closes(moment) is None
    assert never.closes_for(moment, moment) is None
    assert never.following(moment, 3) == []
