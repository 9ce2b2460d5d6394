import datetime as dt

from engine.promise.supply import Need, Shelf, Supply
from hypothesis import given
from hypothesis import strategies as st

MONDAY = dt.date(2026, 3, 2)


def day(number):
    return MONDAY + dt.timedelta(days=number)


WEEK = tuple(day(number) for number in range(1, 15))


def need(quantity, days=WEEK, **more):
    return Need(1, quantity, days, **more)


def test_what_is_on_stock_comes_on_the_first_day():
    promise = Shelf([Supply(60)]).promise(need(60))
    assert (promise.day, promise.first_quantity, promise.short) == (day(1), 60, 0)
    assert promise.arrives is None


def test_the_rest_comes_with_the_receipt():
    shelf = Shelf([Supply(40), Supply(30, on=day(2)), Supply(500, on=day(9))])
    promise = shelf.promise(need(60))
    # It comes in on Wednesday, and Thursday's van takes it along.
    assert (promise.day, promise.first, promise.first_quantity, promise.arrives) == (
        day(3),
        day(1),
        40,
        day(2),
    )
    assert (promise.reached, promise.at_hand, promise.short) == (day(3), 40, 0)
    assert shelf.free(day(3)) == 10
    later = shelf.promise(need(60))
    assert (later.day, later.first_quantity, later.arrives) == (day(10), 10, day(9))


def test_what_never_comes_is_short():
    promise = Shelf([Supply(40), Supply(5, on=day(4))]).promise(need(60))
    assert (promise.day, promise.first_quantity, promise.short, promise.arrives) == (None, 40, 15, day(4))
    assert (promise.reached, promise.at_hand) == (day(5), 40)
    nothing = Shelf().promise(need(60))
    assert (nothing.day, nothing.reached, nothing.first_quantity, nothing.short) == (None, None, 0, 60)


def test_a_route_that_never_runs_promises_nothing():
    promise = Shelf([Supply(10)]).promise(need(5, days=()))
    assert (promise.day, promise.first, promise.short) == (None, None, 5)


def test_only_delivery_days_count():
    promise = Shelf([Supply(9, on=day(2))]).promise(need(9, days=(day(1), day(5))))
    assert promise.day == day(5)


def test_a_lead_time_of_days_wants_the_goods_so_much_sooner():
    shelf = Shelf([Supply(9, on=day(2))])
    assert shelf.free(day(3), lead_days=2) == 0
    assert shelf.free(day(4), lead_days=2) == 9
    # What comes in today cannot go out today.
    assert shelf.free(day(2), lead_days=0) == 0
    assert shelf.free(day(3), lead_days=0) == 9


def test_what_others_were_promised_is_kept_for_them():
    shelf = Shelf([Supply(50), Supply(30, on=day(4))])
    shelf.owe(30, day(6))
    # Their goods come on Friday; the stock may go.
    assert shelf.free(day(1)) == 50
    shelf.owe(20, day(6))
    assert shelf.free(day(1)) == 30


def test_what_others_wait_for_goes_to_them_first():
    shelf = Shelf([Supply(10), Supply(30, on=day(4)), Supply(30, on=day(8))])
    shelf.owe(25, day(1))
    assert shelf.free(day(3)) == 0
    promise = shelf.promise(need(20))
    assert (promise.day, promise.arrives) == (day(9), day(8))


def test_a_stock_below_zero_is_owed():
    shelf = Shelf([Supply(-5), Supply(12, on=day(2))])
    assert shelf.free(day(1)) == 0
    assert shelf.free(day(3)) == 7


def test_what_expires_too_soon_is_not_for_this_customer():
    shelf = Shelf([Supply(10, expires=day(20)), Supply(50, expires=day(90))])
    promise = shelf.promise(need(20, shelf_life_days=30))
    assert (promise.day, promise.too_old) == (day(1), 10)
    # The other customer gets the older goods first.
    shelf.take(5, day(1))
    assert shelf.free(day(1)) == 35
    assert shelf.free(day(1), shelf_life_days=30) == 30
    short = shelf.promise(need(40, shelf_life_days=30))
    assert (short.day, short.short, short.too_old) == (None, 10, 5)


def test_what_the_warehouse_removes_leaves_before():
    shelf = Shelf([Supply(10, expires=day(9), removed=day(3))])
    assert shelf.free(day(3)) == 10
    assert shelf.free(day(4)) == 0
    assert shelf.promise(need(10, days=(day(4), day(5)))).day is None


def test_the_ladder_says_when_more_is_there():
    shelf = Shelf([Supply(4), Supply(6, on=day(2)), Supply(5, on=day(7))])
    assert shelf.ladder(need(0)) == [(day(1), 4), (day(3), 10), (day(8), 15)]
    assert Shelf().ladder(need(0)) == []


amounts = st.integers(0, 50)
days = st.integers(0, 12)
receipts = st.lists(st.tuples(amounts, days), max_size=6)
orders = st.lists(st.tuples(amounts, st.integers(1, 14)), max_size=6)


def supplied(stock, coming, until):
    """Return what can leave by a day: the stock, and what came in until the day before."""
    return stock + sum(quantity for quantity, number in coming if number < until)


@given(amounts, receipts, orders, st.lists(amounts, max_size=5))
def test_no_promise_takes_what_another_needs(stock, coming, owed, wanted):
    """Compare with the formula: what is there until any later day, less what is promised until then."""
    shelf = Shelf([Supply(stock), *(Supply(quantity, on=day(number)) for quantity, number in coming)])
    owed = sorted(owed, key=lambda each: each[1])
    given_away = []
    for quantity, number in owed:
        if all(
            supplied(stock, coming, until)
            >= sum(q for q, n in [*given_away, (quantity, number)] if n <= until)
            for until in range(number, 16)
        ):
            shelf.owe(quantity, day(number))
            given_away.append((quantity, number))
    for quantity in wanted:
        free = {
            number: min(
                supplied(stock, coming, until) - sum(q for q, n in given_away if n <= until)
                for until in range(number, 16)
            )
            for number in range(1, 15)
        }
        assert {number: shelf.free(day(number)) for number in free} == free
        promise = shelf.promise(need(quantity))
        possible = [number for number, most in free.items() if most >= quantity]
        assert promise.day == (day(possible[0]) if possible else None)
        if possible:
            given_away.append((quantity, possible[0]))
        else:
            best = max(free.values())
            assert promise.short == quantity - best
            reached = min(number for number, most in free.items() if most == best)
            assert promise.reached == (day(reached) if best else None)
            given_away.append((best, reached))
