"""Which week and which month are over."""

import datetime as dt

import pytest
from engine.period import last_day


@pytest.mark.parametrize(
    ("kind", "today", "end"),
    [
        ("weekly", dt.date(2031, 3, 3), dt.date(2031, 3, 2)),
        ("weekly", dt.date(2031, 3, 9), dt.date(2031, 3, 2)),
        ("weekly", dt.date(2031, 3, 10), dt.date(2031, 3, 9)),
        ("weekly", dt.date(2032, 1, 1), dt.date(2031, 12, 28)),
        ("monthly", dt.date(2031, 3, 1), dt.date(2031, 2, 28)),
        ("monthly", dt.date(2031, 3, 31), dt.date(2031, 2, 28)),
        ("monthly", dt.date(2032, 3, 1), dt.date(2032, 2, 29)),
        ("monthly", dt.date(2031, 1, 1), dt.date(2030, 12, 31)),
    ],
)
def test_the_last_period_that_is_over(kind, today, end):
    assert last_day(kind, today) == end
