import datetime as dt

from engine.promise.production import MadeShelf, Recipe, Station
from engine.promise.supply import Need, Shelf, Supply
from engine.promise.work_time import WorkTime
from hypothesis import given
from hypothesis import strategies as st

MONDAY = dt.date(2026, 3, 2)
NOW = dt.datetime(2026, 3, 2, 9)


def day(number):
    return MONDAY + dt.timedelta(days=number)


def at(number, hour, minute=0):
    return dt.datetime.combine(day(number), dt.time(hour, minute))


WEEK = tuple(day(number) for number in range(1, 15))
# 8 to 12 and 13 to 17 o'clock.
SHIFTS = [span for n in range(5) for span in ((at(n, 8), at(n, 12)), (at(n, 13), at(n, 17)))]


def need(quantity, days=WEEK, **more):
    return Need(1, quantity, days, **more)


def recipe(*operations, parts=(), **more):
    return Recipe(parts, operations, more.pop("now", NOW), **more)


def station(busy=(), cycle=60.0, **more):
    return Station(WorkTime(SHIFTS, busy), cycle, **more)


def test_work_goes_on_after_a_break_and_a_night():
    time = WorkTime(SHIFTS)
    assert time.slot(60, NOW) == (at(0, 9), at(0, 10))
    assert time.slot(240, NOW) == (at(0, 9), at(0, 14))
    assert time.slot(8 * 60, NOW) == (at(0, 9), at(1, 9))
    assert time.slot(60, at(0, 12, 30)) == (at(0, 13), at(0, 14))
    assert time.slot(36 * 60, at(0, 20)) is None


def test_work_does_not_go_on_over_other_work():
    time = WorkTime(SHIFTS, [(at(0, 11), at(0, 14))])
    assert time.slot(120, NOW) == (at(0, 9), at(0, 11))
    assert time.slot(180, NOW) == (at(0, 14), at(0, 17))
    time.occupy(*time.slot(180, NOW))
    assert time.slot(150, NOW) == (at(1, 8), at(1, 10, 30))
    # Work outside of the hours parts them too.
    assert WorkTime(SHIFTS, [(at(0, 12), at(0, 13))]).slot(240, NOW) == (at(0, 13), at(0, 17))
    time.occupy(at(1, 8), at(1, 8))
    assert time.slot(150, NOW) == (at(1, 8), at(1, 10, 30))


def test_what_is_not_planned_takes_the_first_hours():
    time = WorkTime(SHIFTS)
    time.fill(5 * 60, at(0, 10))
    assert time.slot(120, NOW) == (at(0, 16), at(1, 9))
    time.fill(10_000, NOW)
    assert time.slot(1, NOW) is None


def test_without_hours_nothing_is_made():
    made = recipe((Station(WorkTime([]), 1),))
    assert made.plan(1) is None
    promise = MadeShelf([Supply(3)], made).promise(need(5))
    assert (promise.day, promise.short, promise.reached) == (None, 2, day(1))
    assert recipe(()).plan(1) is None


def test_cycles_setup_and_capacity():
    work = station(cycle=30, setup=20, capacity=10)
    assert (work.minutes(10), work.minutes(11)) == (50, 80)
    assert recipe((work,), batch=5).plan(11).slots[0][1] == (at(0, 9), at(0, 11, 30))
    assert recipe((work,), batch=5).plan(11).quantity == 15


def test_the_rest_is_produced():
    # 20 hours of work at 7 hours on Monday, 8 on Tuesday and 5 on Wednesday.
    shelf = MadeShelf([Supply(40)], recipe((station(),)))
    promise = shelf.promise(need(60))
    assert (promise.day, promise.arrives, promise.made, promise.short) == (day(3), day(2), 20, 0)
    assert (promise.at_hand, promise.first, promise.first_quantity) == (40, day(1), 40)
    later = shelf.promise(need(12))
    assert (later.day, later.arrives, later.made, later.at_hand) == (day(5), day(4), 12, 0)
    never = shelf.promise(need(30))
    assert (never.day, never.short, never.made, never.reached) == (None, 23, 7, day(5))


def test_a_receipt_that_is_sooner_saves_the_production():
    work = station()
    shelf = MadeShelf([Supply(40), Supply(20, on=day(1))], recipe((work,)))
    promise = shelf.promise(need(60))
    assert (promise.day, promise.made) == (day(2), 0)
    assert work.time.slot(60, NOW) == (at(0, 9), at(0, 10))
    half = MadeShelf([Supply(40), Supply(12, on=day(2))], recipe((work,)))
    promise = half.promise(need(60))
    # All of it made by Wednesday would be no sooner than the receipt with 8 hours for the rest.
    assert (promise.day, promise.made, promise.arrives) == (day(3), 8, day(2))


def test_lead_time_and_spare_days():
    promise = MadeShelf([], recipe(lead_days=3, spare_days=1)).promise(need(5))
    assert (promise.arrives, promise.day) == (day(4), day(5))
    promise = MadeShelf([], recipe()).promise(need(5))
    assert (promise.day, promise.first_quantity) == (day(1), 5)


def test_operations_follow_each_other_at_the_centre_that_is_done_first():
    busy, free = station([(at(0, 8), at(1, 17))]), station(cycle=120)
    plan = recipe((busy, free), (station(),)).plan(2)
    assert [span for _time, span in plan.slots] == [(at(0, 9), at(0, 14)), (at(0, 14), at(0, 16))]


def test_components_that_are_there_or_come():
    flour = Shelf([Supply(10), Supply(90, on=day(2))])
    shelf = MadeShelf([], recipe((station(cycle=1),), parts=((flour, 2),)))
    assert shelf.promise(need(5)).day == day(1)
    assert flour.free(day(1)) == 0
    promise = shelf.promise(need(40))
    assert (promise.day, promise.arrives) == (day(4), day(3))
    promise = shelf.promise(need(40))
    assert (promise.day, promise.short, promise.made) == (None, 35, 5)
    assert flour.free(WEEK[-1]) == 0


def test_others_wait_for_production_too():
    work = station()
    shelf = MadeShelf([Supply(2)], recipe((work,)))
    shelf.owe(10, day(1))
    assert work.time.slot(60, NOW) == (at(1, 9), at(1, 10))
    assert shelf.promise(need(1)).day == day(2)
    negative = MadeShelf([Supply(-3)], recipe((station(),)))
    promise = negative.promise(need(5))
    # Eight hours: Monday has seven.
    assert (promise.day, promise.made) == (day(2), 5)


def test_what_a_batch_has_over_is_for_others():
    work = station(cycle=1)
    shelf = MadeShelf([], recipe((work,), batch=100))
    assert shelf.promise(need(30)).made == 30
    before = work.time.slot(1, NOW)
    promise = shelf.promise(need(70))
    assert (promise.day, promise.made) == (day(1), 70)
    assert work.time.slot(1, NOW) == before


@given(
    st.integers(0, 30),
    st.integers(0, 60),
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
    st.integers(0, 40),
)
def test_nothing_is_promised_that_is_not_there(stock, parts, wants, receipt):
    flour = Shelf([Supply(parts)])
    work = station(cycle=45)
    shelf = MadeShelf([Supply(stock), Supply(receipt, on=day(3))], recipe((work,), parts=((flour, 1),)))
    promises = [shelf.promise(need(want)) for want in wants]
    given_away = sum(promise.quantity - promise.short for promise in promises)
    assert given_away <= stock + receipt + parts
    made = sum(promise.made for promise in promises)
    assert flour.free(day(30)) == parts - made
    assert made * 45 <= 39 * 60
    for promise in promises:
        assert promise.made + promise.at_hand <= promise.quantity - promise.short
        assert (promise.day is not None) == (promise.short == 0)
