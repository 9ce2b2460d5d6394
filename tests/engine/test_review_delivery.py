import datetime as dt

import pytest
from engine.review.checks.delivery_date import Delivery
from engine.review.checks.missing_contact import Contact
from engine.review.facts import OrderFacts
from review_checks import codes, results, said

TUESDAY = dt.date(2026, 3, 17)


def day(number):
    return TUESDAY + dt.timedelta(number)


@pytest.mark.parametrize(
    ("wanted", "values", "expected"),
    [
        (-1, {}, "day_past"),
        (0, {}, ""),
        (0, {"first": day(1)}, "day_too_early"),
        (1, {"first": day(1)}, ""),
        (1, {"weekdays": frozenset({1, 3})}, "day_closed"),
        (2, {"weekdays": frozenset({1, 3})}, ""),
        (2, {"weekdays": frozenset({1, 3}), "closed": frozenset({day(2)})}, "day_closed"),
        (-1, {"weekdays": frozenset()}, "day_past"),
    ],
)
def test_a_day_on_which_nothing_is_delivered(wanted, values, expected):
    assert codes("delivery_date", Delivery(day(wanted), TUESDAY, **values)) == (
        [expected] if expected else []
    )


def test_the_next_day_that_is_possible_is_offered():
    delivery = Delivery(
        day(0), TUESDAY, day(2), closed=frozenset({day(2)}), reachable=(day(2), day(4), day(7))
    )
    assert said("delivery_date", delivery) == [
        ("day_too_early", {"day": "2026-03-17"}, [("date", "2026-03-21")])
    ]
    assert said("delivery_date", Delivery(day(-3), TUESDAY))[0][2] == []
    assert codes("delivery_date") == []


def test_who_cannot_be_reached_or_found():
    def severities(reachable, street, town):
        order = OrderFacts(1, 1.0, parts={Contact: Contact("Shop", reachable, street, town)})
        return [(f.found.code, f.severity) for f in results("missing_contact", order, "warn")]

    assert severities(True, True, True) == []
    assert severities(False, True, True) == [("no_contact", "info")]
    assert severities(True, False, False) == [("no_street", "warn")]
    assert severities(False, True, False) == [("no_contact", "info"), ("no_town", "warn")]
    assert codes("missing_contact") == []
