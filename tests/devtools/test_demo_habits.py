"""The demo's past is believable and the same for everybody on the same day."""

import datetime as dt
from collections import Counter

import pytest

from devtools.demo import habits

TODAY = dt.date(2026, 3, 17)
CATEGORIES = "soft water tea juice beer noodle snack biscuit candy milk yogurt paper clean care".split()
PRODUCTS = [
    habits.Product(f"{category}-{n}", category, {"piece": 1, "case": 24} | ({"inner": 6} if n % 2 else {}))
    for category in CATEGORIES
    for n in range(5)
]
SHOPS = [
    habits.Shop(f"C{n}", outlet_class, "zh" if n % 2 else "en", unit, weekdays, 15.5)
    for n, (outlet_class, unit, weekdays) in enumerate(
        [
            (outlet_class, unit, weekdays)
            for outlet_class in habits.HABITS
            for unit in ("piece", "inner", "case")
            for weekdays in ((0, 2, 4), (1, 3), (2,), (0, 1, 2, 3, 4))
        ]
    )
]


@pytest.fixture(scope="module")
def plans():
    return habits.plan_all(SHOPS, PRODUCTS, TODAY)


def test_one_day_gives_one_past(plans):
    assert habits.plan_all(SHOPS, PRODUCTS, TODAY) == plans
    assert habits.plan_all(SHOPS, PRODUCTS, TODAY + dt.timedelta(days=1)) != plans


def test_what_one_shop_does_depends_on_no_other(plans):
    alone = habits.plan_all(SHOPS[:1], PRODUCTS, TODAY)
    assert alone == [plan for plan in plans if plan.shop == "C0"]


def test_orders_come_the_day_before_the_route_and_before_its_cut_off(plans):
    shops = {shop.ref: shop for shop in SHOPS}
    for plan in plans:
        assert plan.due_on.weekday() in shops[plan.shop].weekdays
        assert plan.ordered_on < plan.due_on <= plan.delivered_on
        assert plan.ordered_hour < 15.5
        assert 0 <= (TODAY - plan.due_on).days + habits.AHEAD <= habits.DAYS + habits.AHEAD
    moments = [(plan.ordered_on, plan.ordered_hour) for plan in plans]
    assert moments == sorted(moments)


def test_lines_are_of_different_products_in_units_that_they_have(plans):
    products = {product.code: product for product in PRODUCTS}
    for plan in plans:
        codes = [code for code, _kind, _quantity in plan.lines]
        assert 4 <= len(codes) == len(set(codes)) <= 8
        for code, kind, quantity in plan.lines:
            assert kind in products[code].units
            assert quantity >= 1
        for code, quantity in plan.missing.items():
            assert 0 < quantity <= next(amount for each, _kind, amount in plan.lines if each == code)


def test_shops_have_habits(plans):
    """What a shop bought most stands in most of its orders, and shops differ."""
    favourites = set()
    for shop in SHOPS:
        mine = [plan for plan in plans if plan.shop == shop.ref]
        counts = Counter(code for plan in mine for code, _kind, _quantity in plan.lines)
        assert counts.most_common(1)[0][1] >= len(mine) * 0.6
        favourites.add(counts.most_common(1)[0][0])
    assert len(favourites) > 20


def test_some_deliveries_are_late_some_short_some_answered(plans):
    late = sum(plan.delivered_on > plan.due_on for plan in plans) / len(plans)
    short = sum(bool(plan.missing) for plan in plans) / len(plans)
    answered = sum(plan.opinion is not None for plan in plans) / len(plans)
    assert late == pytest.approx(habits.LATE_SHARE, abs=0.03)
    assert short == pytest.approx(habits.SHORT_SHARE, abs=0.03)
    assert answered == pytest.approx(habits.ANSWER_SHARE, abs=0.06)
    for plan in plans:
        if plan.opinion:
            assert all(1 <= stars <= 5 for stars in plan.opinion.stars)
            assert (plan.opinion.receipt == "missing") == bool(plan.missing)


def test_a_promotion_sells_more():
    tea = habits.Product("TE-301", "tea", {"piece": 1, "case": 15})
    few = [product for product in PRODUCTS if product.category in ("soft", "water")]
    plans = habits.plan_all(SHOPS, [tea, *few], TODAY)

    def average(days):
        amounts = [
            quantity
            for plan in plans
            if (TODAY - plan.due_on).days in days
            for code, kind, quantity in plan.lines
            if (code, kind) == ("TE-301", "case")
        ]
        return sum(amounts) / len(amounts)

    assert average(range(54, 69)) > 1.5 * average(range(13, 54))
