import datetime as dt
import math

import pytest
from engine.review import checks as _checks  # noqa: F401 (makes the checks known)
from engine.review.check import Remedy, Rule, run
from engine.review.facts import Line, OrderFacts
from engine.review.history import Earlier, History, Peers
from engine.review.outlier import Outliers
from hypothesis import given
from hypothesis import strategies as st

NOW = dt.datetime(2026, 6, 1, 9)
COLA, WATER, RICE = 1, 2, 3


def weekly(*baskets, every=7, until=NOW):
    """Return earlier orders a week apart, the last one a week before ``until``."""
    return tuple(
        Earlier(key, f"S{key}", until - dt.timedelta(days=every * (len(baskets) - key)), basket)
        for key, basket in enumerate(baskets)
    )


def history(*quantities, product=COLA, **more):
    return History(NOW, weekly(*({product: quantity} for quantity in quantities)), **more)


def found(past, *lines, severity="warn", **parameters):
    facts = OrderFacts(
        1,
        0.0,
        lines=tuple(Line(key, product, quantity, "Can") for key, (product, quantity) in enumerate(lines, 11)),
        parts={History: past},
    )
    return [each.found for each in run([facts], [Rule(1, "outlier_quantity", severity, parameters)])[1]]


def odds(past, quantity, **others):
    return (
        Outliers(past, {COLA: quantity, **{int(key[1:]): value for key, value in others.items()}})
        .slip(COLA)
        .odds
    )


def test_ten_times_the_usual_is_found_with_what_was_meant():
    (finding,) = found(history(24, 24, 12, 24, 36, 24), (COLA, 240))
    assert finding.code == "outlier"
    assert (finding.line, finding.product, finding.subject) == (11, COLA, "line 11")
    assert finding.figures == {"wanted": 240, "usual": 24, "likely": 24, "unit": "Can", "times": 10}
    assert finding.remedies == (Remedy("quantity", 24),)


@pytest.mark.parametrize("quantity", [1, 12, 13, 20, 24, 30, 36, 48, 60])
def test_what_the_customer_may_well_want_is_not(quantity):
    assert found(history(24, 24, 12, 24, 36, 24), (COLA, quantity)) == []


def test_packs_for_pieces_are_found_where_the_product_has_such_packs():
    steady = (5, 6, 5, 4, 5, 6)
    assert found(history(*steady, packs={COLA: (6.0, 24.0)}), (COLA, 5 * 24))[0].figures["likely"] == 5
    assert odds(history(*steady, packs={COLA: (24.0,)}), 120) > odds(history(*steady), 120)


def test_pieces_for_packs_are_found_too():
    cases = history(48, 24, 48, 72, 48, 48, 24, packs={COLA: (24.0,)})
    (finding,) = found(cases, (COLA, 2))
    assert (finding.code, finding.figures["usual"], finding.figures["likely"]) == ("outlier_small", 48, 48)
    assert found(cases, (COLA, 24)) == found(cases, (COLA, 12)) == []
    assert found(history(48, 2, 48, 3, 1, 24, packs={COLA: (24.0,)}), (COLA, 2)) == []
    # a first order is small
    peers = {COLA: Peers(400, math.log(48), 0.3)}
    assert found(history(9, product=WATER, peers=peers, packs={COLA: (24.0,)}), (COLA, 2), odds_few=1) == []


def test_a_customer_whose_quantities_vary_may_order_a_lot():
    assert found(history(10, 100, 20, 10, 200, 10, 100), (COLA, 100)) == []
    assert found(history(10, 10, 20, 10, 20, 10, 10), (COLA, 100))


def test_a_large_order_as_a_whole_is_no_slip():
    past = History(NOW, weekly(*({COLA: 12, WATER: 24, RICE: 6},) * 6))
    assert odds(past, 120, p2=240, p3=60) < odds(past, 120, p2=24, p3=6) / 3


def test_a_number_that_the_customer_likes_is_less_suspicious():
    tens, others = ({COLA: 4, WATER: number} for number in (40, 41))
    liked, other = (odds(History(NOW, weekly(*(basket,) * 6)), 40) for basket in (tens, others))
    assert liked < 0.8 * other


def test_what_was_bought_before_is_less_suspicious_than_what_is_near():
    assert odds(history(12, 12, 60, 12, 12), 60) < 0.6 * odds(history(12, 12, 61, 12, 12), 60)


def test_what_is_no_ten_times_anything_must_be_much_larger_and_the_usual_is_offered():
    past = history(12, 12, 12, 12, 12, 12)
    assert found(past, (COLA, 55)) == []
    assert odds(past, 125) < odds(past, 120) / 5
    assert found(past, (COLA, 12_345))[0].figures["likely"] == 12


def test_goods_by_weight_are_not_bound_to_whole_numbers():
    assert found(history(2.5, 2.4, 2.6, 2.5, 2.5), (COLA, 25))[0].figures["likely"] == 2.5


def test_few_purchases_need_more_and_a_new_product_is_held_against_what_others_take():
    peers = {COLA: Peers(400, math.log(6), 0.4)}
    assert found(history(6, 6, peers=peers), (COLA, 60), odds_few=1e9) == []
    assert found(history(6, 6, peers=peers), (COLA, 60), odds_few=2)[0].code == "outlier"
    (finding,) = found(history(12, product=WATER, peers=peers), (COLA, 60), odds_few=2)
    assert (finding.code, finding.figures["usual"], finding.figures["likely"]) == ("outlier_new", 6, 6)
    # a customer who takes ten times what others take of all else is a large one
    large = {COLA: peers[COLA], WATER: Peers(400, math.log(6), 0.4)}
    bought = History(NOW, weekly(*({WATER: 61},) * 12), peers=large)
    assert found(bought, (COLA, 60), odds_few=2) == []


def test_without_any_knowledge_there_is_no_finding():
    assert found(None, (COLA, 1000)) == []
    assert found(History(NOW), (COLA, 1000)) == []
    assert found(history(12, 12, 12, 12, 12, product=WATER), (COLA, 1000)) == []


def test_lines_of_a_product_count_together_and_returns_do_not():
    past = history(12, 12, 12, 12, 12)
    (finding,) = found(past, (COLA, 20), (COLA, 100))
    assert (finding.line, finding.figures["wanted"], finding.figures["likely"]) == (12, 120, 12)
    assert found(past, (COLA, -120)) == []


def test_orders_that_were_not_agreed_and_quantities_sent_back_are_no_habit():
    past = history(12, 12, 12, 12, 12, 12)
    slips = tuple(Earlier(90 + n, "X", NOW, {COLA: 120}, agreed=False) for n in range(6))
    assert found(History(NOW, past.earlier + slips), (COLA, 120))
    back = tuple(Earlier(90 + n, "X", NOW, {COLA: -120}) for n in range(6))
    assert found(History(NOW, past.earlier + back), (COLA, 120))


def test_what_is_long_ago_counts_less():
    old, new = (12,) * 6, (120,) * 6
    assert odds(history(*old, *new), 120) < 0.9 * odds(history(*new, *old), 120)


def test_a_day_later_the_finding_says_the_same():
    past = history(24, 24, 12, 24, 36, 24)
    later = History(NOW + dt.timedelta(days=1), past.earlier)
    assert found(past, (COLA, 240))[0].figures == found(later, (COLA, 240))[0].figures


@given(
    st.lists(st.floats(0.001, 1e7), max_size=8),
    st.floats(0.001, 1e7),
    st.lists(st.floats(0, 1e4), max_size=3),
    st.none() | st.builds(Peers, st.integers(1, 1000), st.floats(-5, 12), st.floats(0, 4)),
)
def test_any_quantities_give_odds(quantities, wanted, packs, peers):
    past = history(*quantities, packs={COLA: tuple(packs)}, peers={COLA: peers} if peers else {})
    slip = Outliers(past, {COLA: wanted}).slip(COLA)
    assert (slip is None) == (not quantities and not peers)
    if slip:
        assert 0 <= slip.odds < math.inf
        assert slip.likely > 0 and slip.usual > 0
