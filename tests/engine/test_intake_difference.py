from decimal import Decimal

import pytest
from engine.intake.difference import Change, Standing, Step, Unreachable, rows, steps, strangers

PIECE, CASE, INNER = 1, 2, 3
SIZES = {PIECE: Decimal(1), CASE: Decimal(24), INNER: Decimal(6)}
COLA, MILK = 10, 11


def standing(key, product, unit, quantity):
    return Standing(key, product, unit, SIZES[unit], quantity * SIZES[unit], PIECE)


def change(action, product, unit=PIECE, quantity=0):
    return Change(action, product, unit, SIZES[unit], Decimal(quantity) * SIZES[unit])


def after(lines, *changes, keeps_units=False):
    """The order after the steps: (product, unit, quantity) of each line that is left."""
    held = {line.key: (line.product, line.unit, line.base / line.size) for line in lines}
    for row in rows(lines, changes):
        for step in steps(row, lines, keeps_units):
            held[step.key or -len(held)] = (step.product, step.unit, step.quantity)
    return sorted(line for line in held.values() if line[2])


ORDER = [standing(1, COLA, CASE, 10), standing(2, MILK, PIECE, 30)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([change("add", COLA, CASE, 2)], [(COLA, CASE, 12), (MILK, PIECE, 30)]),
        ([change("add", COLA, PIECE, 6)], [(COLA, PIECE, 6), (COLA, CASE, 10), (MILK, PIECE, 30)]),
        ([change("add", COLA, PIECE, 48)], [(COLA, CASE, 12), (MILK, PIECE, 30)]),
        ([change("set", COLA, CASE, 8)], [(COLA, CASE, 8), (MILK, PIECE, 30)]),
        ([change("set", COLA, PIECE, 100)], [(COLA, PIECE, 100), (MILK, PIECE, 30)]),
        ([change("set", COLA, CASE, 0)], [(MILK, PIECE, 30)]),
        ([change("remove", COLA)], [(MILK, PIECE, 30)]),
        ([change("remove", COLA, CASE, 3)], [(COLA, CASE, 7), (MILK, PIECE, 30)]),
        ([change("remove", MILK, INNER, 2)], [(COLA, CASE, 10), (MILK, PIECE, 18)]),
        ([change("set", 12, CASE, 5)], [(COLA, CASE, 10), (MILK, PIECE, 30), (12, CASE, 5)]),
        ([change("set", COLA, CASE, 8), change("add", COLA, CASE, 1)], [(COLA, CASE, 9), (MILK, PIECE, 30)]),
        ([change("remove", COLA), change("add", COLA, CASE, 4)], [(COLA, CASE, 4), (MILK, PIECE, 30)]),
        ([change("set", COLA, CASE, 10)], [(COLA, CASE, 10), (MILK, PIECE, 30)]),
    ],
)
def test_an_order_after_a_change(said, expected):
    assert after(ORDER, *said) == sorted(expected)


def test_several_lines_of_one_product_are_lowered_from_the_largest():
    lines = [standing(1, COLA, CASE, 2), standing(2, COLA, CASE, 5)]
    assert after(lines, change("set", COLA, CASE, 3)) == [(COLA, CASE, 1), (COLA, CASE, 2)]
    assert after(lines, change("set", COLA, CASE, 1)) == [(COLA, CASE, 1)]


@pytest.mark.parametrize("keeps_units", [False, True])
def test_lines_in_two_units_stay_whole(keeps_units):
    lines = [standing(1, COLA, CASE, 10), standing(2, COLA, INNER, 10)]
    assert after(lines, change("set", COLA, CASE, 8), keeps_units=keeps_units) == [(COLA, CASE, 8)]
    assert after(lines, change("remove", COLA, INNER, 2), keeps_units=keeps_units) == [
        (COLA, CASE, 10),
        (COLA, INNER, 8),
    ]
    assert after(lines, change("set", COLA, INNER, 11), keeps_units=keeps_units) == [(COLA, INNER, 11)]


def test_what_fits_no_pack_is_counted_in_pieces():
    lines = [standing(1, COLA, CASE, 10)]
    assert after(lines, change("remove", COLA, CASE, Decimal("0.5"))) == [(COLA, PIECE, 228)]


def test_a_confirmed_line_keeps_its_unit():
    assert after(ORDER, change("add", COLA, PIECE, 6), keeps_units=True)[0] == (COLA, PIECE, 6)
    with pytest.raises(Unreachable) as caught:
        after(ORDER, change("set", COLA, PIECE, 100), keeps_units=True)
    assert caught.value.product == COLA


def test_what_stays_needs_no_step():
    (row,) = rows(ORDER, [change("set", COLA, CASE, 10)])
    assert (row.was, row.will, steps(row, ORDER, False)) == (240, 240, ())


def test_a_dropped_product_takes_all_its_lines():
    lines = [standing(1, COLA, CASE, 2), standing(2, COLA, PIECE, 5)]
    (row,) = rows(lines, [change("remove", COLA)])
    assert steps(row, lines, True) == (Step(1, COLA, CASE, 0), Step(2, COLA, PIECE, 0))


def test_what_is_not_there_cannot_be_taken_away():
    said = [
        change("remove", 12),
        change("remove", COLA, CASE, 11),
        change("remove", COLA, CASE, 10),
        change("add", 12, CASE, 1),
        change("remove", 12),
    ]
    assert strangers(ORDER, said) == (0, 1, 2)
    assert strangers(ORDER, said[2:]) == ()
