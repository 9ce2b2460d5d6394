import json
import random
import statistics

import pytest
from engine.review.workload import DEFAULTS, Contents, Measured, Model, fit, pace
from hypothesis import given
from hypothesis import strategies as st

TRUTH = Model(
    {
        "order": 1.5,
        "line": 0.12,
        "severity:warn": 0.8,
        "severity:block": 3.0,
        "new_product": 0.1,
        "unknown_customer": 2.0,
        "check:credit": 1.2,
        "type:urgent": 0.5,
    }
)
PACES = {"Ana": 0.8, "Bo": 1.0, "Chen": 1.0, "Dai": 1.3}


def some_contents(chance):
    found = {}
    for _number in range(chance.choice((0, 0, 1, 1, 2, 3))):
        key = (chance.choice(("credit", "stock", "words")), chance.choice(("info", "warn", "block")))
        found[key] = found.get(key, 0) + 1
    kind = chance.choice(("regular", "urgent"))
    return Contents(
        chance.randint(3, 60), found, chance.choice((0, 0, 1, 5)), chance.choice((0, 3, 50)), kind
    )


def some_day(chance, count=600, spread=0.4, at_lunch=0.0):
    found = []
    for _number in range(count):
        contents, reviewer = some_contents(chance), chance.choice(list(PACES))
        minutes = TRUTH.minutes(contents) * PACES[reviewer] * chance.lognormvariate(-(spread**2) / 2, spread)
        if chance.random() < at_lunch:
            minutes += chance.uniform(20, 60)
        found.append(Measured(contents, minutes, reviewer))
    return found


def off(model):
    """Return the mean relative error of a model's minutes for orders that it was not fitted to."""
    chance = random.Random(99)
    orders = [some_contents(chance) for _number in range(300)]
    return statistics.mean(abs(model.minutes(order) / TRUTH.minutes(order) - 1) for order in orders)


def learned(days, **how):
    chance, model, paces = random.Random(3), Model(), {}
    for _day in range(days):
        measured = some_day(chance, **how)
        model = fit(measured, model, paces)
        paces = pace(measured, model)
    return model, paces


def test_the_minutes_are_those_of_the_parts():
    contents = Contents(20, {("credit", "block"): 1, ("stock_short", "warn"): 2}, 3, 1, "urgent")
    parts = Model().parts(contents)
    assert parts == [
        ("severity:block", 1.0, 1.5),
        ("line", 20.0, 1.0),
        ("severity:warn", 2.0, 1.0),
        ("new_product", 3.0, pytest.approx(0.9)),
        ("order", 1.0, 0.8),
        ("unknown_customer", 0.5, 0.75),
    ]
    assert Model().minutes(contents) == pytest.approx(5.95)


def test_a_known_customer_takes_less_than_a_new_one():
    minutes = [Model().minutes(Contents(10, orders_so_far=orders)) for orders in (0, 1, 5, 100)]
    assert minutes == sorted(minutes, reverse=True)
    assert minutes[0] - minutes[-1] == pytest.approx(1.5, abs=0.02)


def test_what_was_measured_refines_the_model():
    assert off(Model()) > 0.4
    model, _paces = learned(12)
    assert off(model) < 0.06
    assert model.figures["check:credit"] == pytest.approx(1.2, abs=0.5)
    assert model.figures["severity:block"] == pytest.approx(3.0, abs=0.5)
    assert model.reviews > 7000


def test_a_reviewer_at_lunch_spoils_nothing():
    assert off(learned(12, at_lunch=0.05)[0]) < 0.12
    # Least squares without bounds would be led astray: five minutes and more for each order.
    chance = random.Random(3)
    measured = some_day(chance, at_lunch=0.05)
    means = statistics.mean(review.minutes / TRUTH.minutes(review.contents) for review in measured)
    assert means > 1.25


def test_reviewers_are_told_apart():
    _model, paces = learned(12)
    assert sorted(paces, key=paces.get)[0] == "Ana" and sorted(paces, key=paces.get)[-1] == "Dai"
    assert paces["Dai"] / paces["Ana"] == pytest.approx(1.3 / 0.8, rel=0.12)
    assert paces["Bo"] == pytest.approx(paces["Chen"], rel=0.08)


def test_a_pace_needs_reviews_and_one_reviewer_alone_is_the_average():
    contents = Contents(20)
    expected = Model().minutes(contents)
    some = [Measured(contents, expected, "Bo")] * 30
    paces = pace([*some, Measured(contents, 2 * expected, "new")], Model())
    assert 1 < paces["new"] < 1.06
    assert pace([Measured(contents, 2 * expected, "Bo")] * 50, Model()) == {"Bo": pytest.approx(1)}
    assert pace([], Model()) == {}


def test_one_fit_moves_a_figure_by_a_bounded_step():
    contents = Contents(20, {("credit", "block"): 1})
    model = fit([Measured(contents, 20.0)] * 500)
    for name, old in DEFAULTS.items():
        assert abs(model.figures[name] - old) <= old / 3 + 0.1 + 1e-9
    assert model.figures["line"] == pytest.approx(0.05 / 3 + 0.15)
    assert 0 < model.figures["check:credit"] <= 0.1


def test_reviews_far_from_the_prediction_change_nothing():
    contents = Contents(10)
    expected = Model().minutes(contents)
    far = [Measured(contents, expected * 20), Measured(contents, expected / 20)]
    assert fit(far * 50) == Model()
    assert fit([]) == Model()


def test_a_few_reviews_change_little():
    contents = Contents(10)
    twice = Measured(contents, 2 * Model().minutes(contents))
    few, many = (fit([twice] * count).minutes(contents) for count in (2, 200))
    assert Model().minutes(contents) < few < many


def test_a_model_is_kept_as_json_and_fits_the_same_each_time():
    measured = some_day(random.Random(1), 200)
    model = fit(measured)
    assert fit(measured) == model
    assert Model(json.loads(json.dumps(model.figures)), model.reviews) == model


@given(
    st.lists(
        st.tuples(st.integers(0, 80), st.integers(0, 9), st.integers(0, 99), st.floats(0.01, 500)),
        max_size=40,
    )
)
def test_no_figure_is_ever_negative(reviews):
    model = Model()
    measured = [
        Measured(Contents(lines, {("credit", "warn"): new}, new, orders, "promo"), minutes)
        for lines, new, orders, minutes in reviews
    ]
    for _night in range(3):
        model = fit(measured, model)
        assert all(figure >= 0 for figure in model.figures.values())
        assert model.minutes(Contents(5)) <= model.minutes(Contents(50))


def test_contents_are_kept_as_json():
    contents = Contents(12, {("credit", "warn"): 2, ("stock", "block"): 1}, 3, 4, "promo")
    kept = json.loads(json.dumps(contents.as_json()))
    assert Contents.from_json(kept) == contents
    assert Contents.from_json(json.loads(json.dumps(Contents().as_json()))) == Contents()


def test_impossible_orders_and_times_are_refused():
    with pytest.raises(ValueError):
        Contents(-1)
    with pytest.raises(ValueError):
        Contents(1, {("credit", "warn"): -2})
    for minutes in (0, -3, float("inf"), float("nan")):
        with pytest.raises(ValueError):
            Measured(Contents(1), minutes)
    with pytest.raises(ValueError):
        Model({"line": -0.1})
