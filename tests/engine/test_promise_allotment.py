"""Who gets how much of goods that are not there for all."""

import datetime as dt

import pytest
from engine.promise.allotment import Want, allot
from hypothesis import given
from hypothesis import strategies as st

MONDAY, TUESDAY = dt.date(2026, 11, 30), dt.date(2026, 12, 1)


def test_what_is_there_for_all_goes_to_all():
    assert allot([Want("a", 5), Want("b", 7)], 12) == {"a": 5, "b": 7}


def test_priority_comes_before_the_day_and_the_day_before_the_rest():
    wants = [Want("late", 10, TUESDAY), Want("none", 10), Want("soon", 10, MONDAY), Want("star", 10, None, 5)]
    assert allot(wants, 25) == {"star": 10, "soon": 10, "late": 5, "none": 0}


def test_equals_get_the_same_part_of_what_they_want():
    assert allot([Want("a", 100), Want("b", 50), Want("c", 50)], 60) == {"a": 30, "b": 15, "c": 15}


def test_packs_stay_whole_and_nothing_that_fits_is_left_over():
    wants = [Want("a", 72, step=24), Want("b", 48, step=24), Want("c", 30, step=1)]
    found = allot(wants, 100)
    assert found["a"] % 24 == found["b"] % 24 == 0
    assert sum(found.values()) == 100


def test_nobody_takes_more_than_the_cap_while_another_wants_it():
    wants = [Want("big", 900), Want("one", 50), Want("two", 50)]
    assert allot(wants, 100)["big"] == 90
    capped = allot(wants, 100, cap=0.5)
    assert capped == {"big": 50, "one": 25, "two": 25}


def test_the_cap_wastes_nothing():
    wants = [Want("big", 900), Want("one", 5)]
    assert allot(wants, 100, cap=0.3) == {"big": 95, "one": 5}
    assert allot([Want("alone", 900)], 100, cap=0.3) == {"alone": 100}


def test_the_cap_is_among_equals_only():
    assert allot([Want("first", 80, priority=1), Want("second", 80)], 100, cap=0.5) == {
        "first": 80,
        "second": 20,
    }


def test_less_than_a_pack_at_the_end_of_an_order_can_be_had():
    assert allot([Want("a", 30, step=24), Want("b", 24, step=24)], 30) in (
        {"a": 30, "b": 0},
        {"a": 6, "b": 24},
    )


@pytest.mark.parametrize("free", [0, -5, 0.0])
def test_of_nothing_nobody_gets_anything(free):
    assert allot([Want("a", 5), Want("b", 7)], free) == {"a": 0, "b": 0}


@pytest.mark.parametrize("cap", [0, -0.5, 1.01])
def test_a_cap_is_a_part(cap):
    with pytest.raises(ValueError, match="cap"):
        allot([], 1, cap)


def test_weights_are_shared_in_their_own_steps():
    found = allot([Want("a", 1.5, step=0.001), Want("b", 1.5, step=0.001)], 1.001)
    assert sum(found.values()) == pytest.approx(1.001)
    assert abs(found["a"] - found["b"]) < 0.002


quantities = st.integers(1, 400).map(float)
some_wants = st.lists(
    st.tuples(
        quantities, st.sampled_from([None, MONDAY, TUESDAY]), st.integers(0, 2), st.sampled_from([1, 6, 24])
    ),
    max_size=12,
).map(lambda rows: [Want(number, *row[:2], row[2], float(row[3])) for number, row in enumerate(rows)])


@given(some_wants, st.integers(0, 2500), st.floats(0.05, 1))
def test_what_is_allotted_is_sound(wants, free, cap):
    found = allot(wants, free, cap)
    assert found == allot(reversed(wants), free, cap)
    total = sum(found.values())
    assert total <= free + 1e-6
    for want in wants:
        assert 0 <= found[want.key] <= want.quantity
        packs = found[want.key] % want.step
        assert not packs or (want.quantity - found[want.key]) % want.step == 0
    missed = [want for want in wants if found[want.key] < want.quantity]
    for want in missed:
        least = min(want.step, want.quantity - found[want.key])
        assert least > free - total, "nothing that fits is left over"
        later = [other for other in wants if _rank(other) > _rank(want)]
        assert sum(found[other.key] for other in later) < least, "they get what the first cannot take"


def _rank(want):
    return -want.priority, want.day or dt.date.max
