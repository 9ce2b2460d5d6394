import datetime as dt

from engine.visit_plan import VisitPlan

MONDAY = dt.date(2026, 3, 16)
FOUR_WEEKS = [MONDAY + dt.timedelta(days=n) for n in range(28)]


def due(*arguments, **values):
    plan = VisitPlan(*arguments, **values)
    return [n for n, day in enumerate(FOUR_WEEKS) if plan.is_due(day)]


def test_every_week_on_its_weekdays():
    assert due({0, 3}) == [0, 3, 7, 10, 14, 17, 21, 24]
    assert due(()) == []


def test_weeks_are_counted_from_the_first_one():
    assert due({0, 3}, 2, MONDAY) == [0, 3, 14, 17]
    assert due({0, 3}, 2, FOUR_WEEKS[7]) == [7, 10, 21, 24]
    assert due({2}, 4, FOUR_WEEKS[14]) == [16]


def test_the_first_day_may_be_in_the_middle_of_its_week():
    assert due({0, 3}, 2, FOUR_WEEKS[2]) == [3, 14, 17]
    assert due({0}, 2, FOUR_WEEKS[6]) == [14]


def test_without_a_first_day_each_second_week_is_the_same_for_all():
    first, other = due({0}, 2), due({4}, 2)
    assert len(first) == len(other) == 2
    assert [n // 7 for n in first] == [n // 7 for n in other]


def test_weeks_go_on_over_the_end_of_a_year():
    days = [dt.date(2026, 12, 21) + dt.timedelta(days=7 * n) for n in range(5)]
    plan = VisitPlan({0}, 2, days[0])
    assert [plan.is_due(day) for day in days] == [True, False, True, False, True]
