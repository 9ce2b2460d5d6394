import datetime as dt

from engine.promise.kit import Kit
from engine.promise.supply import Need, Shelf, Supply
from hypothesis import given
from hypothesis import strategies as st

MONDAY = dt.date(2026, 3, 2)


def day(number):
    return MONDAY + dt.timedelta(days=number)


WEEK = tuple(day(number) for number in range(1, 8))


def need(quantity, days=WEEK, **more):
    return Need(1, quantity, days, **more)


def test_the_parts_allow_so_many_kits():
    bottles, boxes = Shelf([Supply(13)]), Shelf([Supply(5)])
    kit = Kit([(bottles, 6), (boxes, 1)])
    assert kit.free(day(1)) == 2
    promise = kit.promise(need(2))
    assert (promise.day, promise.at_hand, promise.short, promise.first_quantity) == (day(1), 2, 0, 2)
    assert (bottles.free(day(1)), boxes.free(day(1))) == (1, 3)


def test_the_last_part_says_when():
    bottles = Shelf([Supply(6), Supply(6, on=day(2))])
    kit = Kit([(bottles, 6), (Shelf([Supply(1), Supply(1, on=day(4), made=True)]), 1)])
    assert kit.ladder(need(0)) == [(day(1), 1), (day(5), 2)]
    promise = kit.promise(need(2))
    assert (promise.day, promise.arrives, promise.at_hand, promise.first_quantity) == (day(5), day(4), 1, 1)
    assert promise.made == 1
    assert bottles.free(day(7)) == 0


def test_what_is_short_of_one_part_is_short_of_the_kit():
    bottles, boxes = Shelf([Supply(100)]), Shelf([Supply(2), Supply(1, on=day(3))])
    kit = Kit([(bottles, 6), (boxes, 1)])
    promise = kit.promise(need(5))
    assert (promise.day, promise.reached, promise.short, promise.at_hand) == (None, day(4), 2, 2)
    # Only what is in the promised kits is gone.
    assert bottles.free(day(7)) == 100 - 18
    nothing = kit.promise(need(5))
    assert (nothing.day, nothing.reached, nothing.short, nothing.first) == (None, None, 5, day(1))


def test_kits_and_their_parts_are_sold_from_the_same_shelf():
    bottles = Shelf([Supply(12)])
    kit = Kit([(bottles, 6)])
    assert bottles.promise(need(7)).day == day(1)
    assert kit.free(day(1)) == 0
    kit.owe(1, day(1))
    assert bottles.free(day(7)) == 0
    assert kit.take(1, day(1)) == 1


def test_a_kit_of_nothing_is_never_there():
    kit = Kit([(Shelf([Supply(5)]), 0)])
    promise = kit.promise(need(1))
    assert (promise.day, promise.short, promise.first) == (None, 1, day(1))
    assert kit.ladder(need(1)) == []
    assert kit.ready(1, MONDAY) is None


def test_a_part_of_a_kit_may_be_wanted():
    # Nobody breaks a kit, but half a kilogram of a mix is one.
    assert Kit([(Shelf([Supply(5)]), 2)]).promise(need(2.5)).day == day(1)


def test_too_old_for_this_customer():
    kit = Kit([(Shelf([Supply(6, expires=day(3))]), 6), (Shelf([Supply(9)]), 1)])
    promise = kit.promise(need(1, shelf_life_days=30))
    assert (promise.day, promise.short, promise.too_old) == (None, 1, 1)


AMOUNTS = st.lists(
    st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(1, 6))), min_size=1, max_size=4
)


@given(st.lists(st.tuples(AMOUNTS, st.integers(1, 5)), min_size=1, max_size=3), st.integers(1, 12))
def test_nothing_is_given_away_twice(parts, wanted):
    shelves = [
        (Shelf([Supply(amount, on=when and day(when)) for amount, when in amounts]), each)
        for amounts, each in parts
    ]
    before = [shelf.free(day(30)) for shelf, _each in shelves]
    promise = Kit(shelves).promise(need(wanted))
    there = wanted - promise.short
    for (shelf, each), free in zip(shelves, before, strict=True):
        assert shelf.free(day(30)) == free - there * each
    possible = min(free // each for (_shelf, each), free in zip(shelves, before, strict=True))
    assert there == min(wanted, possible)
