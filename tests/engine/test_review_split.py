import datetime as dt

import pytest
from engine.review.checks.not_listed import Listed
from engine.review.checks.shelf_life import Lot, ShelfLife
from engine.review.checks.unit_not_allowed import Unit, UsedUnit, UsedUnits
from engine.review.facts import Beside, Credit, Line, OrderFacts
from engine.review.history import Earlier, History
from review_checks import results, ways

DAY = dt.date(2026, 3, 17)
PIECE, CASE = Unit(1, "Unit", "piece", 1), Unit(2, "Case", "case", 24)


def moved(code, *lines, free=None, credit=None, parts=()):
    """Return what the splits of an order move, as a list of one dict by product for each finding."""
    facts = OrderFacts(
        1,
        sum(line.amount for line in lines),
        lines=lines,
        free=free or {},
        credit=credit,
        parts={type(part): part for part in parts},
    )
    return [dict(remedy.moves) for remedy in ways("split", results(code, facts))]


def line(key, product, quantity, **values):
    return Line(key, product, quantity, "Unit", **{"stocked": True, **values})


def test_what_is_short_moves_and_the_rest_goes_now():
    lines = line(1, 5, 10.0), line(2, 6, 4.0), line(3, 7, 2.0)
    expected = {5: 3.0, 7: 2.0}
    # Each finding offers the one split that settles them all.
    assert moved("stock_short", *lines, free={5: 7, 6: 9, 7: 0}) == [expected] * 2
    assert moved("stock_short", *lines, free={5: 99, 6: 99, 7: 99}) == []


def test_lines_of_one_product_move_together():
    assert moved("stock_short", line(1, 5, 6.0), line(2, 5, 6.0), free={5: 5}) == [{5: 7.0}] * 2


def test_nothing_moves_where_nothing_would_stay():
    assert moved("stock_short", line(1, 5, 10.0), line(2, 6, 4.0), free={}) == []
    assert moved("stock_short", line(1, 5, 10.0), line(2, 6, -4.0), free={}) == []


@pytest.mark.parametrize(
    ("unit", "parts", "free", "expected"),
    [
        (CASE, False, 30, 24),
        (CASE, False, 23, None),
        (CASE, False, 47, 24),
        (CASE, True, 30, 18),
        (PIECE, False, 30, 18),
    ],
)
def test_packs_stay_whole(unit, parts, free, expected):
    used = UsedUnit(1, 5, 2, unit, (PIECE, CASE), parts=parts)
    found = moved("stock_short", line(1, 5, 48.0), free={5: free}, parts=[UsedUnits((used,))])
    assert found == ([{5: expected}] if expected else [])


def test_promotions_and_delivery_stay():
    lines = line(1, 5, 10.0), line(2, 6, 3.0, extra=True)
    assert moved("stock_short", *lines, free={5: 10}) == []
    assert moved("stock_short", *lines, free={5: 4}) == [{5: 6.0}] * 2


def test_what_may_not_be_carried_or_does_not_keep_moves_whole():
    lines = line(1, 5, 10.0), line(2, 6, 4.0)
    assert moved("not_listed", *lines, parts=[Listed(frozenset({6}))]) == [{5: 10.0}]
    assert moved("not_listed", *lines, parts=[Listed(frozenset())]) == []
    lots = {5: (Lot(DAY + dt.timedelta(9), 20.0), Lot(DAY + dt.timedelta(99), 7.0))}
    assert moved("shelf_life", *lines, parts=[ShelfLife(30, DAY, lots)]) == [{5: 10.0}]


@pytest.mark.parametrize(
    ("owed", "expected"),
    [
        # as many as fit: the cheap ones
        (40, {5: 3.0}),
        (70, {5: 3.0, 7: 1.0}),
        (69.999, {5: 3.0, 7: 1.0}),
        (90.01, None),
        (200, None),
    ],
)
def test_as_many_goods_as_the_limit_allows_stay(owed, expected):
    lines = (line(1, 5, 3.0, amount=50.0), line(2, 6, 2.0, amount=10.0), line(3, 7, 1.0, amount=25.0))
    found = moved("credit", *lines, credit=Credit(100, owed, 7))
    assert found == ([expected] if expected else [])


def test_the_limit_counts_what_stays_beside_the_goods_and_no_rebates():
    lines = line(1, 5, 1.0, amount=50.0), line(2, 6, 1.0, amount=50.0)
    delivery, rebate = (line(key, key, 1.0, amount=amount, extra=True) for key, amount in ((8, 20), (9, -19)))
    assert moved("credit", *lines, credit=Credit(80, 0, 7)) == [{6: 1.0}]
    assert moved("credit", *lines, rebate, credit=Credit(80, 0, 7)) == [{6: 1.0}]
    assert moved("credit", *lines, delivery, rebate, credit=Credit(69, 0, 7)) == []
    # two lines of a product stay or move together
    again = line(3, 5, 1.0, amount=45.0)
    assert moved("credit", *lines, again, credit=Credit(80, 0, 7)) == [{5: 2.0}]


def test_a_part_of_an_order_is_no_slip_and_lacks_nothing():
    at = dt.datetime(2026, 3, 17)
    earlier = [Earlier(n, f"S{n}", at - dt.timedelta(7 * n), {5: 100.0, 6: 50.0}) for n in range(6, 0, -1)]
    history = History(at=at, earlier=tuple(earlier), units={5: "Unit", 6: "Unit"}, packs={5: (24.0,)})
    alone = OrderFacts(1, 1.0, lines=(line(1, 5, 4.0),), parts={History: history})
    beside = Beside({5: 96.0, 6: 50.0})
    part = OrderFacts(1, 1.0, lines=(line(1, 5, 4.0),), parts={History: history, Beside: beside})
    for code in ("usual_missing", "outlier_quantity"):
        assert len(results(code, alone)) == 1, code
        assert results(code, part) == [], code
