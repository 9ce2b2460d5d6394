import datetime as dt

import pytest
from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import Rule, run
from engine.review.doubled import overlap
from engine.review.facts import Line, OrderFacts
from engine.review.history import Earlier, History

NOW = dt.datetime(2026, 6, 1, 9)
BASKET = {1: 24, 2: 12, 3: 6, 4: 48}


def hours(count):
    return dt.timedelta(hours=count)


def found(earlier, wanted=BASKET, **parameters):
    lines = tuple(
        Line(key, product, quantity, "Can") for key, (product, quantity) in enumerate(wanted.items())
    )
    history = History(NOW, tuple(sorted(earlier, key=lambda order: order.at)))
    facts = OrderFacts(1, 0.0, lines=lines, parts={History: history})
    findings = run([facts], [Rule(1, "duplicate_order", "block", parameters)])[1]
    assert len(findings) < 2
    return findings[0].found.figures if findings else None


def before(count, basket=BASKET, key=70, agreed=True):
    return Earlier(key, f"S{key}", NOW - hours(count), basket, agreed)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (BASKET, BASKET, 1),
        (BASKET, {**BASKET, 1: 25}, 0.875),
        (BASKET, {1: 24, 2: 12, 3: 6}, 0.75),
        (BASKET, {1: 24, 9: 1}, 0.25),
        (BASKET, {5: 24}, 0),
        ({1: 0.1 + 0.2}, {1: 0.3}, 1),
        ({}, {}, 0),
    ],
)
def test_overlap_counts_products_and_their_quantities(one, other, share):
    assert overlap(one, other) == overlap(other, one) == share


def test_the_same_order_again_names_the_first():
    assert found([before(3)]) == {"order": "S70", "order_key": 70, "percent": 100}


def test_an_order_that_waits_for_its_review_is_one_too():
    assert found([before(0.01, agreed=False)])["order"] == "S70"


def test_the_most_similar_is_named_and_of_two_alike_the_later():
    other = {**BASKET, 1: 30}
    assert found([before(3, key=1), before(1, other, key=2)])["order"] == "S1"
    assert found([before(3, key=1), before(1, key=2)])["order"] == "S2"


@pytest.mark.parametrize(
    ("earlier", "parameters"),
    [
        ([], {}),
        ([before(49)], {}),
        ([before(3)], {"hours": 2}),
        ([before(3, {1: 24, 2: 12, 8: 6, 9: 48})], {}),
        ([before(3, {**BASKET, 1: 30})], {"share_percent": 90}),
    ],
)
def test_another_order_or_one_of_last_week_is_none(earlier, parameters):
    assert found(earlier, **parameters) is None


def test_a_standing_order_is_doubled_only_before_its_time():
    daily = [before(24 * day, key=day) for day in range(1, 8)]
    assert found(daily) is None
    assert found([*daily, before(0.5, key=99)])["order"] == "S99"
    # three times are no habit yet
    assert found(daily[:3])["order"] == "S1"
    # nor is what was never agreed
    assert found([before(24 * day, key=day, agreed=False) for day in range(1, 8)])


def test_without_lines_or_history_there_is_nothing_to_double():
    assert found([before(1, {})], {}) is None
    assert run([OrderFacts(1, 0.0)], [Rule(1, "duplicate_order", "block")]) == {1: []}
