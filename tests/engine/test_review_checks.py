import re

import pytest
from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import CHECKS, Check, Found, Rule, run
from engine.review.checks.domain import Domains
from engine.review.facts import Credit, InTime, Line, OrderFacts, Words
from review_checks import results


def found(code, order, severity="block", **parameters):
    findings = run([order], [Rule(1, code, severity, parameters)])[order.key]
    return [(f.severity, f.found.code, f.found.line, dict(f.found.figures)) for f in findings]


def test_an_unsold_product_blocks_and_lost_words_warn():
    order = OrderFacts(
        1,
        10.0,
        lines=(Line(11, 5, 1, "Unit"), Line(12, 6, 1, "Unit", sold=False)),
        words=(Words(21, "泡泡糖3箱", "no_product"), Words(22, "milk 2", "left_out")),
    )
    assert found("unknown_product", order) == [
        ("block", "not_sold", 12, {}),
        ("warn", "words_no_product", None, {"words": "泡泡糖3箱"}),
        ("warn", "words_left_out", None, {"words": "milk 2"}),
    ]
    # The rule's severity is never exceeded.
    assert {severity for severity, *_ in found("unknown_product", order, "info")} == {"info"}


@pytest.mark.parametrize(
    ("free", "quantities", "missing"),
    [
        (10, (10,), []),
        (10, (10.5,), [0.5]),
        (10, (6, 4), []),
        (10, (6, 6), [2]),
        (10, (12, 3), [2, 3]),
        (0, (1,), [1]),
        (-5, (1,), [1]),
        (10, (-3, 10), []),
        (0.3, (0.1, 0.2), []),
    ],
)
def test_lines_of_a_product_use_up_its_stock(free, quantities, missing):
    lines = tuple(Line(key, 5, quantity, "Unit", stocked=True) for key, quantity in enumerate(quantities))
    result = found("stock_short", OrderFacts(1, 1.0, lines=lines, free={5: free}), "warn")
    assert [figures["missing"] for *_, figures in result] == missing


@pytest.mark.parametrize(
    ("free", "remedies"), [(10, [("quantity", 10)]), (5, [("quantity", 5)] * 2), (0, [("remove", 0)] * 2)]
)
def test_the_way_out_of_a_shortage_is_about_all_lines_of_the_product(free, remedies):
    lines = tuple(Line(key, 5, 6, "Unit", stocked=True) for key in (1, 2))
    found_now = results("stock_short", OrderFacts(1, 1.0, lines=lines, free={5: free}))
    first = [each.found.remedies[0] for each in found_now]
    assert [(r.kind, r.quantity) for r in first] == remedies


def test_stock_of_one_product_serves_no_other_and_a_service_needs_none():
    lines = (Line(1, 5, 4, "Unit", stocked=True), Line(2, 6, 4, "Unit", stocked=True), Line(3, 7, 4, "Hour"))
    result = found("stock_short", OrderFacts(1, 1.0, lines=lines, free={5: 100}), "warn")
    assert result == [("warn", "stock_short", 2, {"wanted": 4, "free": 0.0, "missing": 4, "unit": "Unit"})]


def test_a_small_shortage_is_tolerated_where_the_rule_says_so():
    order = OrderFacts(1, 1.0, lines=(Line(1, 5, 100, "Unit", stocked=True),), free={5: 95})
    assert len(found("stock_short", order)) == 1
    assert found("stock_short", order, tolerance_percent=5) == []
    assert len(found("stock_short", order, tolerance_percent=4.9)) == 1


def test_stock_short_knows_what_comes_in_time():
    lines = (Line(1, 5, 8, "Unit", stocked=True), Line(2, 5, 4, "Unit", stocked=True))
    order = OrderFacts(1, 1.0, lines=lines, free={5: 0}, parts={InTime: InTime(frozenset({1}))})
    assert [each.found.line for each in results("stock_short", order)] == [2]


@pytest.mark.parametrize(
    ("limit", "owed", "amount", "excess"),
    [
        (1000, 400, 600, None),
        (1000, 400, 600.01, 0.01),
        (1000, 400, 600.001, None),
        (1000, 2000, 1, 1001),
        (1000, 2000, 0, None),
        (1000, -500, 1500, None),
        (0, 400, 600, None),
    ],
)
def test_credit(limit, owed, amount, excess):
    result = found("credit", OrderFacts(1, amount, credit=Credit(limit, owed, 7)))
    assert [figures["excess"] for *_, figures in result] == ([] if excess is None else [excess])
    assert found("credit", OrderFacts(1, amount)) == []


def test_credit_may_be_exceeded_by_an_allowance():
    order = OrderFacts(1, 600, credit=Credit(1000, 500, 7))
    assert found("credit", order, allowance_percent=10) == []
    assert found("credit", order, allowance_percent=9)[0][3]["excess"] == 100


def test_a_rule_is_for_the_orders_it_is_limited_to():
    def orders_of(**limits):
        orders = [
            OrderFacts(key, 1.0, credit=Credit(1, 5, 7), order_type=kind, channel=channel, company=company)
            for key, (kind, channel, company) in enumerate(
                [(1, 2, 3), (4, 2, 3), (1, 5, 3), (False, False, 6)]
            )
        ]
        results = run(orders, [Rule(1, "credit", "block", **limits)])
        return [key for key, findings in results.items() if findings]

    assert orders_of() == [0, 1, 2, 3]
    assert orders_of(order_types=frozenset({1})) == [0, 2]
    assert orders_of(order_types=frozenset({1, 4}), channels=frozenset({2})) == [0, 1]
    assert orders_of(company=6) == [3]
    assert orders_of(channels=frozenset({2}), company=6) == []


def test_a_check_that_raises_blocks_its_order_and_the_rest_goes_on(caplog):
    secret = "Lakeside Shop owes 12"

    class Fragile(Check):
        code = "fragile"

        def find(self, order):
            yield Found("half", "order")
            if order.amount > 5:
                raise ValueError(secret)

    try:
        orders = [OrderFacts(key, key, credit=Credit(1, 5, 7)) for key in (1, 7, 9)]
        results = run(orders, [Rule(1, "fragile", "info"), Rule(2, "credit", "block")])
    finally:
        del CHECKS["fragile"]
    said = {key: [(f.rule, f.severity, f.found.code) for f in found] for key, found in results.items()}
    broken = [(1, "block", "check_failed"), (2, "block", "over_limit")]
    assert said == {1: [(1, "info", "half"), (2, "block", "over_limit")], 7: broken, 9: broken}
    assert results[7][0].found.figures == {"reason": f"ValueError: {secret}"}
    # one line for both, without what is the customer's
    assert len(caplog.records) == 1
    assert "fragile failed on 2 orders, ValueError at" in caplog.text
    assert secret not in caplog.text


def test_every_sentence_can_be_filled():
    """Sentences and the figures that are shown in a way of their own are of the same words."""
    for check in CHECKS.values():
        names = {name for text in check.sentences.values() for name in re.findall(r"%\((\w+)\)s", text)}
        assert check.sentences, check.code
        assert set(check.shown) <= names, check.code
        for text in check.sentences.values():
            text % dict.fromkeys(names, "")


def test_a_domain_finds_by_its_rule_and_a_broken_one_blocks():
    order = OrderFacts(1, 1.0, parts={Domains: Domains(frozenset({1}), {3: "no such field"})})
    assert found("domain", order, "info") == [("info", "domain", None, {})]
    results = run([order], [Rule(key, "domain", "info") for key in (1, 2, 3)])[1]
    assert [(f.rule, f.found.code) for f in results] == [(1, "domain"), (3, "check_failed")]
    assert results[1].found.figures["reason"] == "BrokenDomain: no such field"


def test_a_new_check_is_one_class():
    class Sunday(Check):
        code = "sunday"

        def find(self, order):
            yield Found("sunday", "order", {"day": 7}, at_most="info")

    try:
        orders = [OrderFacts(1, 1.0), OrderFacts(2, 1.0)]
        results = run(orders, [Rule(9, "sunday", "block")])
        assert {key: [f.severity for f in found] for key, found in results.items()} == {
            1: ["info"],
            2: ["info"],
        }
    finally:
        del CHECKS["sunday"]


def test_a_check_that_is_gone_blocks_whatever_its_rule_says():
    results = run(
        [OrderFacts(1), OrderFacts(2, channel=5)], [Rule(9, "gone", "info", channels=frozenset({5}))]
    )
    assert results[1] == []
    (finding,) = results[2]
    assert (finding.severity, finding.found.code) == ("block", "check_failed")
    assert "gone" in finding.found.figures["reason"]


def test_an_order_that_could_not_be_read_is_one_block():
    rules = [
        Rule(8, "credit", "warn", company=7),
        Rule(9, "unknown_product", "info"),
        Rule(10, "credit", "info"),
    ]
    results = run([OrderFacts(1, unreadable="KeyError: 3"), OrderFacts(2)], rules)
    (finding,) = results[1]
    assert (finding.rule, finding.severity, finding.found.code) == (9, "block", "order_unreadable")
    assert finding.found.figures["reason"] == "KeyError: 3"
    assert results[2] == []
