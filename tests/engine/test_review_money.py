import datetime as dt

import pytest
from engine.review.checks.minimum_order import Smallest
from engine.review.checks.overdue import Due, Overdue
from engine.review.checks.price_claim import Claim, Claims
from engine.review.checks.price_floor import Price, Prices
from engine.review.checks.promotion import FreeClaim, Given, Promotions
from engine.review.facts import OrderFacts
from review_checks import codes, goods, results, said

DAY = dt.date(2026, 3, 17)


def price(value, cost=2.0, catalogue=4.0):
    return Prices(9, (Price(11, 7, "Unit", value, cost, catalogue),))


def test_a_price_below_the_floor():
    assert codes("price_floor", price(2.0)) == []
    assert said("price_floor", price(1.99)) == [
        ("under_margin", {"price": 1.99, "unit": "Unit", "currency": 9}, [])
    ]
    assert codes("price_floor", price(2.19), margin_percent=10) == ["under_margin"]
    assert codes("price_floor", price(2.2), margin_percent=10) == []
    assert said("price_floor", price(2.9), discount_percent=25) == [
        ("under_list", {"price": 2.9, "unit": "Unit", "currency": 9, "catalogue": 4.0, "percent": 27.5}, [])
    ]
    assert codes("price_floor", price(3.0), discount_percent=25) == []
    # nothing is known, nothing is below
    assert codes("price_floor", price(0.0, 0.0, 0.0)) == codes("price_floor") == []
    assert codes("price_floor", price(-1.0)) == ["under_margin"]


@pytest.mark.parametrize(
    ("claimed", "severity"),
    [(12.0, None), (12.1, None), (13.2, None), (0.5, None), (11.5, "warn"), (12.9, "info"), (0.52, "warn")],
)
def test_a_price_unlike_the_claim(claimed, severity):
    claims = Claims(9, (Claim(5, 7, claimed, 12.0, "Case", (13.2, 0.5)),))
    order = OrderFacts(1, 10.0, parts={Claims: claims})
    found = results("price_claim", order, "warn")
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_how_far_a_claim_may_be_off_is_a_parameter():
    claims = Claims(9, (Claim(5, 7, 11.0, 12.0, "Case"),))
    assert said("price_claim", claims) == [
        ("price_differs", {"claimed": 11.0, "price": 12.0, "unit": "Case", "currency": 9}, [])
    ]
    assert codes("price_claim", claims, tolerance_percent=10) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"date_from": DAY, "date_to": DAY}, []),
        ({"date_to": DAY - dt.timedelta(1)}, [("promotion_over", "2026-03-16")]),
        ({"date_from": DAY + dt.timedelta(1)}, [("promotion_ahead", "2026-03-18")]),
        ({"used_up": True}, [("promotion_used_up", None)]),
        ({"active": False}, [("promotion_gone", None)]),
    ],
)
def test_a_promotion_that_does_not_hold(values, expected):
    given = Given(3, "Ten and one", **values)
    found = said("promotion", Promotions(DAY, (given,)))
    assert [(code, figures.get("day")) for code, figures, _remedies in found] == expected
    # what the customer counts on is not given, for the same reason
    claimed = said("promotion", Promotions(DAY, claimed=(FreeClaim(5, "10送1", 7, given),)))
    assert claimed[0][:2] == ("free_not_given", {"words": "10送1"})
    assert [code for code, *_more in claimed[1:]] == [code for code, _day in expected]


@pytest.mark.parametrize(
    ("amount", "route", "parameter", "missing"),
    [
        (100, 0, 0, None),
        (100, 100, 0, None),
        (99.99, 100, 0, 0.01),
        (99.999, 100, 0, None),
        (100, 0, 150, 50),
        (100, 80, 150, None),
        (-5, 0, 10, 15),
    ],
)
def test_an_order_below_the_minimum(amount, route, parameter, missing):
    found = said("minimum_order", Smallest(amount, route, 9), lines=goods(7), amount=parameter)
    assert [figures["missing"] for _code, figures, _remedies in found] == ([missing] if missing else [])
    assert codes("minimum_order", Smallest(amount, route, 9), amount=parameter) == []


def test_overdue_invoices():
    overdue = Overdue(9, (Due(40, 100.0, 2), Due(5, 50.0)))
    assert said("overdue", overdue) == [
        ("overdue", {"amount": 150.0, "invoices": 3, "days": 40, "currency": 9}, [])
    ]
    assert said("overdue", overdue, days=5)[0][1]["amount"] == 100.0
    assert codes("overdue", overdue, days=40) == codes("overdue", overdue, amount=150) == []
    # today is not late, and what was paid ahead pays for it
    assert codes("overdue", Overdue(9, (Due(0, 100.0),))) == codes("overdue") == []
    assert codes("overdue", Overdue(9, (Due(40, 100.0),), paid=100.0)) == []
