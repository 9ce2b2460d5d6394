import datetime as dt

import pytest
from engine.intake.date_choices import date_choices

TODAY = dt.date(2026, 3, 17)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("next Wed", ["2026-03-18", "2026-03-25"]),
        ("15日送", ["2026-04-15", "2026-05-15"]),
        ("on 03/04", ["2026-04-03"]),
        ("周三", ["2026-03-18"]),
        ("尽快", []),
        ("", []),
    ],
)
def test_the_days_that_words_may_mean(words, days):
    found = [day.isoformat() for day in date_choices(words, TODAY)]
    assert found[: len(days)] == days
    assert bool(found) == bool(days)


@pytest.mark.parametrize("words", ["3.4", "31日送", "2026-02-30", "next Wed", "25 Mar"])
def test_no_day_is_past_or_far(words):
    assert all(TODAY <= day <= TODAY + dt.timedelta(62) for day in date_choices(words, TODAY))
