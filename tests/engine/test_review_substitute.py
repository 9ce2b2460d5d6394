import datetime as dt

import pytest
from engine.review.check import Remedy
from engine.review.checks.not_listed import Listed
from engine.review.checks.shelf_life import Lot, ShelfLife
from engine.review.facts import Line, OrderFacts
from engine.review.substitute import Substitute, Substitutes
from review_checks import results, ways

DAY = dt.date(2026, 3, 17)
ZERO, LIME = 6, 7


def order(*substitutes, lines=(), parts=(), **line):
    values = {"key": 11, "product": 5, "base_quantity": 10.0, "unit": "Unit", "stocked": True}
    lines = (Line(**values | line), *lines)
    parts = {type(part): part for part in (Substitutes({5: substitutes}), *parts)}
    return OrderFacts(1, 10.0, lines=lines, free={5: 4.0}, parts=parts)


def offered(code, *substitutes, **values):
    return [
        (each.product, each.quantity)
        for each in ways("replace", results(code, order(*substitutes, **values)))
    ]


def test_what_is_not_sold_any_more_is_replaced():
    assert offered("unknown_product", Substitute(ZERO, 1.0), sold=False) == [(ZERO, 10.0)]
    assert offered("unknown_product", Substitute(ZERO, 1.0, listed=False), sold=False) == []
    # Nobody replaces what a promotion gives.
    assert offered("unknown_product", Substitute(ZERO, 1.0), sold=False, extra=True) == []


def test_at_most_two_are_offered_in_their_order():
    three = [Substitute(key, 1.0) for key in (9, ZERO, LIME)]
    assert offered("unknown_product", *three, sold=False) == [(9, 10.0), (ZERO, 10.0)]


@pytest.mark.parametrize(
    ("ratio", "wanted", "quantity"),
    [(1.0, 10, 10), (0.5, 10, 5), (0.3, 10, 3), (0.34, 10, 4), (1 / 3, 9, 3), (2.0, 0.2, 1), (1.1, 10, 11)],
)
def test_whole_base_units_and_never_less_than_was_ordered(ratio, wanted, quantity):
    (remedy,) = ways(
        "replace",
        results("unknown_product", order(Substitute(ZERO, ratio), sold=False, base_quantity=wanted)),
    )
    assert remedy == Remedy("replace", quantity, product=ZERO, instead=wanted)


def test_all_lines_of_the_product_are_replaced_together():
    again = Line(12, 5, 6.0, "Unit", sold=False)
    assert offered("unknown_product", Substitute(ZERO, 1.0), sold=False, lines=[again]) == [(ZERO, 16.0)] * 2


@pytest.mark.parametrize(("free", "count"), [(9.0, 0), (10.0, 1), (None, 1), (0.0, 0), (-3.0, 0)])
def test_a_shortage_is_replaced_only_by_what_is_there(free, count):
    assert len(offered("stock_short", Substitute(ZERO, 1.0, free))) == count
    # Elsewhere the next check tells.
    assert len(offered("unknown_product", Substitute(ZERO, 1.0, free), sold=False)) == 1


def test_what_the_order_has_of_a_substitute_already_is_not_there_twice():
    has = Line(12, ZERO, 5.0, "Unit")
    assert offered("stock_short", Substitute(ZERO, 1.0, 14.0), lines=[has]) == []
    assert offered("stock_short", Substitute(ZERO, 1.0, 15.0), lines=[has]) == [(ZERO, 10.0)]


def test_outside_the_assortment_only_what_is_inside_is_offered():
    listed = Listed(frozenset(), frozenset({5}))
    both = (Substitute(ZERO, 1.0, listed=False), Substitute(LIME, 2.0))
    assert offered("not_listed", *both, parts=[listed]) == [(LIME, 20.0)]
    assert offered("not_listed", *both, parts=[Listed(frozenset({5}))]) == []


def test_what_does_not_keep_is_replaced_by_what_does():
    life = ShelfLife(30, DAY, {5: (Lot(DAY + dt.timedelta(9), 20.0),)})
    both = (Substitute(ZERO, 1.0, 3.0), Substitute(LIME, 1.0, 30.0))
    assert offered("shelf_life", *both, parts=[life]) == [(LIME, 10.0)]


def test_nothing_is_offered_where_nothing_is_known():
    facts = OrderFacts(1, 1.0, lines=(Line(11, 5, 1, "Unit", sold=False),))
    assert ways("replace", results("unknown_product", facts)) == []
    assert offered("unknown_product", sold=False) == []
    assert offered("unknown_product", Substitute(ZERO, 1.0), sold=False, base_quantity=-2) == []
