"""Delivery days: cut-off, days ahead and weekdays, row by row."""

import datetime as dt

import pytest
from engine.promise.calendar import DeliveryDays

MONDAY = dt.date(2026, 3, 16)
WORKDAYS = (0, 1, 2, 3, 4)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute, second))


@pytest.mark.parametrize(
    ("ordered_at", "weekdays", "cut_off", "lead_days", "days_after_monday"),
    [
        (at(0, 9), WORKDAYS, 16, 1, 1),
        (at(0, 16), WORKDAYS, 16, 1, 1),
        (at(0, 16, 0, 59), WORKDAYS, 16, 1, 1),
        (at(0, 16, 1), WORKDAYS, 16, 1, 2),
        (at(0, 15, 46), WORKDAYS, 15.75, 1, 2),
        (at(0, 15, 45), WORKDAYS, 15.75, 1, 1),
        (at(4, 9), WORKDAYS, 16, 1, 7),
        (at(3, 17), WORKDAYS, 16, 1, 7),
        (at(0, 9), (0,), 16, 1, 7),
        (at(6, 9), (0,), 16, 1, 7),
        (at(6, 17), (0,), 16, 1, 14),
        (at(0, 9), (0, 3), 10, 0, 0),
        (at(0, 11), (0, 3), 10, 0, 3),
        (at(0, 9), WORKDAYS, 16, 2, 2),
        (at(3, 9), WORKDAYS, 16, 2, 7),
        (at(0, 0), WORKDAYS, 0, 1, 1),
        (at(0, 0, 1), WORKDAYS, 0, 1, 2),
    ],
)
def test_first_delivery_day(ordered_at, weekdays, cut_off, lead_days, days_after_monday):
    days = DeliveryDays(weekdays, cut_off, lead_days)
    assert days.first(ordered_at) == MONDAY + dt.timedelta(days=days_after_monday)


def test_a_route_without_weekdays_has_no_day():
    assert DeliveryDays((), 16).first(at(0, 9)) is None


def test_the_year_ends_like_any_other_day():
    assert DeliveryDays(WORKDAYS, 16).first(dt.datetime(2026, 12, 31, 12)) == dt.date(2027, 1, 1)


def test_ordering_later_never_delivers_earlier():
    days = DeliveryDays((1, 4), 14.5, 1)
    moments = [at(0, 0) + dt.timedelta(minutes=15 * n) for n in range(4 * 24 * 14)]
    arrivals = [days.first(moment) for moment in moments]
    assert arrivals == sorted(arrivals)
    assert {day.weekday() for day in arrivals} == {1, 4}
    assert all(day > moment.date() for day, moment in zip(arrivals, moments, strict=True))


def test_the_days_after_the_first_follow_the_timetable():
    days = DeliveryDays((0, 2, 4), 15)
    friday = dt.datetime(2026, 3, 20, 10)
    assert [str(day) for day in days.following(friday, 4)] == [
        "2026-03-23",
        "2026-03-25",
        "2026-03-27",
        "2026-03-30",
    ]
    assert DeliveryDays((), 15).following(friday, 4) == []


def test_the_first_day_can_be_had_until_the_cut_off_before_it():
    days = DeliveryDays((0, 2, 4), 15.5)
    for said in (
        dt.datetime(2026, 3, 20, 10),
        dt.datetime(2026, 3, 20, 15, 31),
        dt.datetime(2026, 3, 22, 15, 30),
    ):
        closes = days.closes(said)
        assert closes == dt.datetime(2026, 3, 22, 15, 30)
        assert days.first(closes) == days.first(said)
        assert days.first(closes + dt.timedelta(minutes=1)) > days.first(said)
    assert DeliveryDays((), 15).closes(dt.datetime(2026, 3, 20)) is None
