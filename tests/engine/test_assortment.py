import datetime as dt

from engine.assortment import Assortment, Listing, assortment

DAY = dt.date(2026, 3, 17)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
COLA, TEA, SOAP = 1, 2, 3


def listing(*products, depth=0, **values):
    return Listing(dict.fromkeys(products, depth), **values)


def listed(*listings, day=DAY):
    return assortment(listings, day).listed


def test_without_listings_anything_may_be_sold():
    assert assortment([], DAY) == Assortment(None, [], set())


def test_both_days_belong_to_the_listing():
    dated = listing(COLA, date_from=DAY, date_to=AFTER)
    days = [BEFORE, DAY, AFTER, AFTER + dt.timedelta(days=1)]
    assert [listed(dated, day=day) for day in days] == [None, {COLA}, {COLA}, set()]


def test_what_is_to_come_is_neither_listed_nor_ended():
    found = assortment([listing(COLA, date_from=AFTER, must_stock=True), listing(TEA)], DAY)
    assert found == Assortment({TEA}, [], set())


def test_an_assortment_whose_listings_have_all_ended_lists_nothing():
    assert assortment([listing(COLA, date_to=BEFORE)], DAY) == Assortment(set(), [], {COLA})


def test_listings_of_several_scopes_add_up():
    found = assortment(
        [listing(COLA, scope="class", date_to=BEFORE), listing(COLA, TEA, scope="channel")], DAY
    )
    assert found == Assortment({COLA, TEA}, [], set())


def test_the_listing_of_a_product_decides_before_that_of_its_category():
    categories = listing(COLA, TEA, depth=2), listing(COLA, depth=1, date_to=BEFORE)
    assert assortment(categories, DAY) == Assortment({TEA}, [], {COLA})
    assert listed(*categories, listing(COLA)) == {COLA, TEA}
    # Another scope has its own say.
    assert listed(*categories, listing(COLA, depth=3, scope="channel")) == {COLA, TEA}


def test_the_nearest_customer_decides_alone():
    general = listing(COLA, TEA, must_stock=True)
    parent = listing(COLA, distance=1, date_to=BEFORE)
    own = listing(COLA, distance=0)
    assert assortment([general, parent], DAY) == Assortment({TEA}, [TEA], {COLA})
    assert assortment([general, parent, own], DAY) == Assortment({COLA, TEA}, [TEA], set())
    assert assortment([own, parent, general], DAY) == Assortment({COLA, TEA}, [TEA], set())


def test_one_listing_in_force_is_enough():
    periods = listing(COLA, date_to=BEFORE), listing(COLA, date_from=DAY), listing(COLA, date_from=AFTER)
    assert assortment(periods, DAY) == Assortment({COLA}, [], set())


def test_must_stock_comes_in_the_order_of_the_listings_and_once():
    found = assortment(
        [
            listing(SOAP, must_stock=True),
            listing(TEA, scope="class"),
            listing(COLA, SOAP, scope="class", must_stock=True),
            listing(TEA, scope="channel", must_stock=True),
        ],
        DAY,
    )
    assert found.must_stock == [SOAP, COLA, TEA]
