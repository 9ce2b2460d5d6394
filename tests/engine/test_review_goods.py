import datetime as dt

import pytest
from engine.review.checks.not_listed import Listed
from engine.review.checks.shelf_life import Lot, ShelfLife
from engine.review.checks.unit_not_allowed import Unit, UsedUnit, UsedUnits
from engine.review.checks.wrong_pack import Said, SaidLines
from review_checks import codes, goods, said

PIECE, CASE, BOX = Unit(1, "Unit", "piece", 1), Unit(2, "Case of 24", "case", 24), Unit(3, "Box", "case", 12)
DAY = dt.date(2026, 3, 17)


def words(text, known="Cola 330 ml Can 可乐 330ml 罐 330ml*24", **values):
    told = {"amount": 2, "size": 24, "packs": frozenset(), "all_packs": frozenset({1, 24}), "ordered": 48}
    return SaidLines((Said(5, 7, text, known, **{**told, **values}),))


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("可乐330ml两箱", {}, []),
        ("可乐500ml两箱", {}, ["other_size"]),
        ("2 cases of cola 0.33L", {}, []),
        ("3 cases of cola 2 L", {"amount": 3}, ["other_size"]),
        ("2 cases of cola", {}, []),
        ("可乐 330ml*24 2箱", {}, []),
        ("可乐 330ml*12 2箱", {}, ["other_pack"]),
        # these are amounts
        ("cola 330ml x 2", {}, []),
        ("cola 330ml x 48", {}, []),
        ("大米 25kg", {"known": "Rice", "amount": 25, "size": 1}, []),
        ("大米 25kg", {"known": "Rice 5 kg", "amount": 5, "size": 1, "ordered": 5}, []),
        ("大米 10kg", {"known": "Rice 5 kg", "amount": 5, "size": 1, "ordered": 5}, ["other_size"]),
        ("cola 500 ml", {"known": "Cola Classic"}, []),
    ],
)
def test_another_size_or_pack_than_was_written(text, values, expected):
    assert codes("wrong_pack", words(text, **values)) == expected


def test_packs_that_became_loose_goods():
    case = frozenset({24.0})
    assert codes("wrong_pack", words("2 cases of cola", packs=case)) == []
    assert codes("wrong_pack", words("2 cases of cola", packs=case | {12.0}, ordered=36)) == []
    assert said("wrong_pack", words("2 cases of cola", packs=case, ordered=50, unit="Unit")) == [
        (
            "part_of_pack",
            {"words": "2 cases of cola", "ordered": 50, "unit": "Unit", "pack": 24.0},
            [("quantity", 72.0), ("quantity", 48.0)],
        )
    ]
    assert said("wrong_pack", words("cola", packs=case, ordered=2))[0][2] == [("quantity", 24.0)]


def test_what_is_not_listed_or_no_more():
    listed = Listed(frozenset({1, 2}), frozenset({3}))
    found = said("not_listed", listed, lines=goods(1, 2, 3, 4))
    assert found == [("listing_ended", {}, [("remove", 0.0)]), ("not_listed", {}, [("remove", 0.0)])]
    # no assortment, nothing known of one, and what was not ordered or is not sold
    assert codes("not_listed", Listed(None), lines=goods(1)) == codes("not_listed", lines=goods(1)) == []
    assert codes("not_listed", Listed(frozenset()), lines=goods(1, extra=True)) == []
    assert codes("not_listed", Listed(frozenset()), lines=goods(1, sold=False)) == []


def used(unit, quantity, **values):
    return UsedUnits((UsedUnit(11, 7, quantity, unit, (PIECE, CASE), **values),))


def test_a_unit_that_the_product_is_not_sold_in():
    assert codes("unit_not_allowed", used(PIECE, 5)) == codes("unit_not_allowed", used(CASE, 2)) == []
    assert said("unit_not_allowed", used(BOX, 3)) == [
        ("unit_not_sold", {"unit": "Box", "units": "Unit, Case of 24"}, [("unit", 2), ("quantity", 36)])
    ]
    assert said("unit_not_allowed", used(Unit(9, "Bag", "", 6), 2))[0][2] == [("quantity", 12)]


def test_packs_are_opened_only_where_the_product_says_so():
    assert said("unit_not_allowed", used(CASE, 1.5)) == [
        ("part_pack", {"unit": "Case of 24", "quantity": 1.5}, [("unit", 2)])
    ]
    assert codes("unit_not_allowed", used(CASE, 1.5, parts=True)) == []
    assert codes("unit_not_allowed", used(PIECE, 1.5)) == []
    assert codes("unit_not_allowed", used(CASE, 2.0000000001)) == []


def life(days, *lots, product=7):
    return ShelfLife(days, DAY, {product: tuple(Lot(DAY + dt.timedelta(n), free) for n, free in lots)})


@pytest.mark.parametrize(
    ("days", "lots", "fresh"),
    [
        (30, [(30, 20)], []),
        (31, [(30, 20)], [0.0]),
        (30, [(29, 5), (30, 12)], []),
        (30, [(29, 5), (30, 9)], [9]),
        # a shortage of everything is another check's, expired goods are no stock
        (30, [(30, 4)], []),
        (30, [(0, 50), (30, 4)], []),
        (0, [(1, 20)], []),
    ],
)
def test_goods_that_do_not_keep_long_enough(days, lots, fresh):
    found = said("shelf_life", life(days, *lots), lines=goods(7, quantity=10))
    assert [figures["fresh"] for _code, figures, _remedies in found] == fresh


def test_lines_of_a_product_use_up_what_keeps():
    lines = goods(7, quantity=10) + goods(7, quantity=10) + goods(8, quantity=10)
    found = said("shelf_life", life(30, (5, 50), (40, 15)), lines=lines)
    assert found == [
        ("shelf_life", {"wanted": 10, "unit": "Unit", "fresh": 5, "days": 30}, [("quantity", 15)])
    ]
    assert codes("shelf_life", lines=lines) == []
