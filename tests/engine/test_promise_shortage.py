import datetime as dt
from dataclasses import replace

import pytest
from engine.promise.shortage import KINDS, Goods, Kind, Option, Short, options
from hypothesis import given
from hypothesis import strategies as st

MONDAY, TUESDAY, THURSDAY, FRIDAY = (dt.date(2026, 3, day) for day in (2, 3, 5, 6))
COLA, ZERO, LEMON = 1, 2, 3
DEPOT, FAR = 10, 11
PIECE, CASE = 20, 21


def cola(*steps, warehouse=DEPOT):
    return Goods(COLA, warehouse, steps, price=2.0, cost=1.5)


def short(quantity=60.0, *steps, **more):
    return Short(7, quantity, TUESDAY, cola(*(steps or ((TUESDAY, 40.0),))), **more)


def only(kind, line):
    (found,) = (option for option in options(line) if option.kind == kind)
    return found


def kinds(line):
    return {option.kind for option in options(line)}


def told(option):
    return [(part.goods.product, part.quantity, part.day) for part in option.parts]


def test_what_is_missing_comes_as_another_product_by_its_ratio():
    line = short(instead=(Goods(ZERO, DEPOT, ((TUESDAY, 500.0),), ratio=0.5),))
    option = only("substitute", line)
    assert told(option) == [(COLA, 40.0, TUESDAY), (ZERO, 10.0, TUESDAY)]
    assert (option.fill, option.day) == (1.0, TUESDAY)


def test_a_substitute_of_which_there_is_too_little_covers_a_part():
    line = short(instead=(Goods(ZERO, DEPOT, ((TUESDAY, 10.5),)),))
    option = only("substitute", line)
    assert told(option)[1] == (ZERO, 10.0, TUESDAY)
    assert option.fill == pytest.approx(50 / 60)


@pytest.mark.parametrize(
    "goods",
    [
        Goods(ZERO, DEPOT, ((TUESDAY, 500.0),), ratio=0.0),
        Goods(ZERO, DEPOT, ((TUESDAY, 500.0),), ratio=-1.0),
        Goods(COLA, DEPOT, ((TUESDAY, 500.0),)),
        Goods(ZERO, DEPOT, ((THURSDAY, 500.0),)),
        Goods(ZERO, DEPOT),
    ],
    ids=["ratio 0", "ratio below 0", "itself", "not there on the day", "not there at all"],
)
def test_what_is_no_substitute(goods):
    assert "substitute" not in kinds(short(instead=(goods,)))


def test_the_first_two_substitutes_that_are_there_are_offered_in_their_order():
    there = [Goods(number, DEPOT, ((TUESDAY, 99.0),)) for number in (5, 4, 6)]
    line = short(instead=(Goods(9, DEPOT), *there))
    found = [option.parts[-1].goods.product for option in options(line) if option.kind == "substitute"]
    assert sorted(found) == [4, 5]


def test_a_part_now_and_the_rest_as_soon_as_it_comes():
    line = short(60.0, (TUESDAY, 40.0), (THURSDAY, 50.0), (FRIDAY, 90.0))
    assert told(only("later", line)) == [(COLA, 40.0, TUESDAY), (COLA, 20.0, FRIDAY)]
    assert told(only("date", line)) == [(COLA, 60.0, FRIDAY)]
    assert only("date", line).waits


def test_what_never_comes_in_full_comes_as_far_as_it_does():
    line = short(60.0, (TUESDAY, 40.0), (THURSDAY, 50.0))
    assert told(only("later", line)) == [(COLA, 40.0, TUESDAY), (COLA, 10.0, THURSDAY)]
    assert only("later", line).fill == pytest.approx(50 / 60)
    assert "date" not in kinds(line)


def test_cases_are_not_opened():
    line = short(72.0, (TUESDAY, 30.0), (THURSDAY, 60.0), unit=24.0, packs={PIECE: 1.0})
    assert told(only("less", line)) == [(COLA, 24.0, TUESDAY)]
    assert told(only("later", line)) == [(COLA, 24.0, TUESDAY), (COLA, 24.0, THURSDAY)]
    pack = only("pack", line)
    assert (told(pack), pack.unit) == ([(COLA, 30.0, TUESDAY)], PIECE)


def test_whole_cases_of_what_was_ordered_in_pieces():
    pack = only("pack", short(60.0, (TUESDAY, 50.0), packs={CASE: 24.0, 22: 100.0}))
    assert (told(pack), pack.unit) == ([(COLA, 48.0, TUESDAY)], CASE)


def test_another_unit_that_gives_the_same_is_not_offered():
    assert "pack" not in kinds(short(60.0, (TUESDAY, 48.0), packs={CASE: 24.0}))
    assert "pack" not in kinds(short(60.0, (TUESDAY, 48.0), packs={CASE: 0.0}))


def test_another_warehouse_that_is_sooner():
    there = (cola((FRIDAY, 90.0), warehouse=9), cola((THURSDAY, 20.0), warehouse=FAR))
    option = only("warehouse", short(elsewhere=there))
    assert [(part.goods.warehouse, part.quantity) for part in option.parts] == [(DEPOT, 40.0), (FAR, 20.0)]
    line = short(60.0, (TUESDAY, 40.0), (THURSDAY, 60.0), elsewhere=there)
    assert "warehouse" not in kinds(line)


def test_nothing_at_all_leaves_only_one_way():
    line = short(60.0, (TUESDAY, 0.0))
    assert [option.kind for option in options(line)] == ["none"]
    assert options(line)[0].fill == 0


def test_an_order_of_nothing_else_waits_as_a_whole():
    steps = ((TUESDAY, 0.0), (THURSDAY, 60.0))
    assert kinds(short(60.0, *steps)) == {"later", "date", "none"}
    assert kinds(short(60.0, *steps, alone=True)) == {"date", "none"}


def test_what_is_earned_more_or_less():
    line = short(instead=(Goods(ZERO, DEPOT, ((TUESDAY, 500.0),), price=3.0, cost=1.5),))
    assert only("substitute", line).margin == pytest.approx(20.0)
    assert only("less", line).margin == pytest.approx(-10.0)
    assert only("none", line).margin == pytest.approx(-30.0)


def test_all_of_it_soon_beats_a_part_and_a_part_beats_nothing():
    line = short(60.0, (TUESDAY, 40.0), (THURSDAY, 60.0), elsewhere=(cola((TUESDAY, 99.0), warehouse=FAR),))
    assert [option.kind for option in options(line)] == ["warehouse", "later", "date", "less", "none"]


def test_what_the_customer_took_before_counts():
    steps = ((TUESDAY, 40.0), (THURSDAY, 60.0))
    line = short(60.0, *steps)
    before = only("later", line).score
    assert only("later", replace(line, taken={"later": (9, 9)})).score > before
    assert only("later", replace(line, taken={"later": (0, 9)})).score < before
    # Five of sixty are not worth a second delivery to whoever never wanted one.
    line = short(60.0, (TUESDAY, 55.0), (THURSDAY, 60.0))
    assert options(line)[0].kind == "later"
    line = replace(line, taken={"less": (50, 50), "later": (0, 50), "date": (0, 50)})
    assert options(line)[0].kind == "less"


def test_free_goods_and_goods_below_cost_are_weighed_all_the_same():
    for price in (0.0, 1.0):
        line = Short(7, 60.0, TUESDAY, Goods(COLA, DEPOT, ((TUESDAY, 40.0),), price=price, cost=1.5))
        assert [option.kind for option in options(line)] == ["less", "none"]


def test_a_new_kind_is_one_class():
    class Gift(Kind):
        code = "gift"

        def options(self, short):
            yield Option(self.code, short.at_once())

    try:
        assert "gift" in kinds(short())
    finally:
        del KINDS["gift"]


quantities = st.integers(0, 400).map(lambda number: number / 4)
ladders = st.lists(quantities, max_size=5).map(
    lambda found: tuple(
        (TUESDAY + dt.timedelta(days=number), sum(found[: number + 1])) for number in range(len(found))
    )
)


@st.composite
def goods(draw, product=None, warehouse=DEPOT):
    return Goods(
        product or draw(st.integers(2, 5)),
        warehouse,
        draw(ladders),
        price=draw(quantities),
        cost=draw(quantities),
        ratio=1.0 if product else draw(st.sampled_from([0.0, 0.5, 1.0, 1.3, 5.0])),
    )


@st.composite
def lines(draw):
    return Short(
        7,
        draw(quantities.filter(bool)),
        TUESDAY,
        draw(goods(COLA)),
        unit=draw(st.sampled_from([1.0, 6.0, 24.0])),
        packs={PIECE: 1.0, CASE: 24.0},
        # Each warehouse has the goods once.
        elsewhere=tuple(draw(goods(COLA, each)) for each in (FAR, 12) if draw(st.booleans())),
        instead=tuple(draw(st.lists(goods(), max_size=4))),
        alone=draw(st.booleans()),
    )


@given(lines())
def test_nothing_is_offered_that_cannot_be_had_and_never_too_much(line):
    found = options(line)
    assert [option.kind for option in found].count("none") == 1
    for option in found:
        assert 0 <= option.fill <= 1 and 0 <= option.score <= 100
        covered = sum(part.covers for part in option.parts)
        assert covered <= line.quantity + 1e-5
        by_goods = {}
        for part in option.parts:
            assert part.quantity > 0 and part.day >= line.day
            by_goods[part.goods] = by_goods.get(part.goods, 0.0) + part.quantity
            # What comes earlier is there already.
            assert by_goods[part.goods] <= part.goods.free(part.day) + 1e-5


@given(lines())
def test_the_order_of_the_options_is_always_the_same(line):
    found = options(line)
    assert found == options(line)
    assert [option.score for option in found] == sorted((option.score for option in found), reverse=True)
    assert found == options(replace(line, elsewhere=line.elsewhere[::-1]))
