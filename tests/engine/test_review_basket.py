import datetime as dt

from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import Remedy, Rule, run
from engine.review.facts import Line, OrderFacts
from engine.review.history import Earlier, History

NOW = dt.datetime(2026, 6, 1, 9)
COLA, WATER, RICE, OIL, SALT = range(1, 6)
UNITS = dict.fromkeys(range(1, 10), "Can")


def findings(baskets, wanted, units=UNITS, agreed=True, **parameters):
    earlier = tuple(
        Earlier(key, f"S{key}", NOW - dt.timedelta(days=7 * (len(baskets) - key)), basket, agreed)
        for key, basket in enumerate(baskets)
    )
    lines = tuple(
        Line(key, product, quantity, "Can") for key, (product, quantity) in enumerate(wanted.items())
    )
    facts = OrderFacts(1, 0.0, lines=lines, parts={History: History(NOW, earlier, units=units)})
    return run([facts], [Rule(1, "usual_missing", "block", parameters)])[1]


def named(*args, **more):
    return [finding.found.product for finding in findings(*args, **more)]


def test_what_is_always_ordered_is_missed_with_its_usual_quantity():
    baskets = [{COLA: 24, WATER: quantity} for quantity in (1, 1, 1, 1, 1, 12, 12, 12, 24, 6)]
    (finding,) = findings(baskets, {COLA: 24})
    assert finding.severity == "info", "whatever the rule says"
    assert (finding.found.code, finding.found.subject) == ("usual_missing", f"product {WATER}")
    assert finding.found.figures == {"usual": 12, "unit": "Can", "bought": 10, "orders": 10}
    assert finding.found.remedies == (Remedy("add", 12),)


def test_at_most_three_are_named_the_likeliest_first():
    baskets = [{COLA: 1, WATER: 1, RICE: 1, OIL: 1, SALT: 1}] * 3 + [{COLA: 1, WATER: 1, RICE: 1, OIL: 1}] * 2
    baskets += [{COLA: 1, WATER: 1, RICE: 1}, {COLA: 1, RICE: 1}]
    assert named(baskets, {COLA: 1}) == [RICE, WATER, OIL]
    assert named(baskets, {COLA: 1}, products=1) == [RICE]


def test_what_was_bought_twice_or_in_few_orders_is_not_usual():
    twice = [{COLA: 1, WATER: 1}] * 2
    assert named(twice, {COLA: 1}) == []
    assert named(twice, {COLA: 1}, times=2) == [WATER]
    rare = [{COLA: 1, WATER: 1}] * 3 + [{COLA: 1}] * 17
    assert named(rare, {COLA: 1}) == []
    assert named(rare, {COLA: 1}, share=0.05) == [WATER]


def test_recent_orders_say_more():
    assert named([{COLA: 1, WATER: 1}] * 5 + [{COLA: 1, RICE: 1}] * 5, {COLA: 1}) == [RICE, WATER]


def test_orders_like_this_one_say_more():
    bar, kitchen = {COLA: 1, WATER: 1}, {RICE: 1, OIL: 1}
    assert named([bar, kitchen] * 6, {COLA: 1}) == [WATER]
    assert named([bar, kitchen] * 6, {OIL: 1}) == [RICE]


def test_what_is_not_sold_any_more_not_agreed_or_sent_back_is_not_named():
    baskets = [{COLA: 1, WATER: 1}] * 5
    assert named(baskets, {COLA: 1}) == [WATER]
    assert named(baskets, {COLA: 1}, units={COLA: "Can"}) == []
    assert named(baskets, {COLA: 1}, agreed=False) == []
    assert named([{COLA: 1, WATER: -1}] * 5, {COLA: 1}) == []


def test_an_empty_order_or_no_history_misses_nothing():
    assert named([{COLA: 1, WATER: 1}] * 5, {}) == []
    assert run([OrderFacts(1, 0.0)], [Rule(1, "usual_missing", "info")]) == {1: []}
