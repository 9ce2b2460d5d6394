"""The picker's way, and cases and pieces."""

import datetime as dt

import pytest
from engine.pick_list import Goods, Pick, count_out, walk

COLA, MILK = Goods(1, "Cola", 24), Goods(2, "Milk", 12)


def shown(rows):
    return [(row.place, row.goods.name, row.lot, row.quantity, row.shares) for row in rows]


def test_goods_come_in_the_order_of_the_way_and_are_taken_once_for_all():
    rows = walk(
        [
            Pick("A/2", COLA, 1, 30),
            Pick("A/1", MILK, 2, 5),
            Pick("A/1", COLA, 2, 24),
            Pick("A/2", COLA, 3, 6),
            Pick("A/2", COLA, 1, 2),
        ]
    )
    assert shown(rows) == [
        ("A/1", "Cola", "", 24, {2: 24}),
        ("A/1", "Milk", "", 5, {2: 5}),
        ("A/2", "Cola", "", 38, {1: 32, 3: 6}),
    ]


def test_lots_stay_apart_and_what_expires_first_is_taken_first():
    soon, late = dt.date(2031, 4, 1), dt.date(2031, 9, 1)
    rows = walk(
        [
            Pick("A", MILK, 1, 1, "L1", late),
            Pick("A", MILK, 1, 2, "L9", soon),
            Pick("A", MILK, 1, 3, "L5"),
        ]
    )
    assert [(row.lot, row.expires) for row in rows] == [("L9", soon), ("L1", late), ("L5", None)]


def test_products_of_one_name_are_two():
    assert len(walk([Pick("A", Goods(1, "Tea"), 1, 1), Pick("A", Goods(2, "Tea"), 1, 1)])) == 2


def test_nothing_is_no_row():
    assert walk([]) == []
    assert walk([Pick("A", COLA, 1, 0.0)]) == []


@pytest.mark.parametrize(
    ("quantity", "case", "cases", "loose"),
    [
        (48, 24, 2, 0),
        (50, 24, 2, 2),
        (23, 24, 0, 23),
        (0, 24, 0, 0),
        (7, 0, 0, 7),
        (7.5, 0, 0, 7.5),
        (0.1 + 0.2, 0.1, 3, 0),
        (1.2000000000000002, 0.4, 3, 0),
        (71.9999999, 24, 3, 0),
        (25.5, 24, 1, 1.5),
    ],
)
def test_cases_and_what_is_left_over(quantity, case, cases, loose):
    assert count_out(quantity, case) == (cases, pytest.approx(loose))
