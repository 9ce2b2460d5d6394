"""The type of an order by what is in it."""

import pytest
from engine.review.order_type import Kind, Sign, sort

MIXED, PROMOTION = Kind(2, 0.05), Kind(3, 0.5)
KINDS = (PROMOTION, MIXED)


def kind_of(total, *signs):
    return sort(total, signs, KINDS).kind


@pytest.mark.parametrize(
    ("value", "kind"), [(0, None), (4.9, None), (5, 2), (49.9, 2), (50, 3), (100, 3), (250, 3)]
)
def test_the_share_of_promotional_value_tells_the_type(value, kind):
    found = sort(100, [Sign("price", "Spring prices", value, 1)] if value else [], KINDS)
    assert (found.kind, found.share) == (kind, min(value / 100, 1))


def test_a_line_counts_once_as_the_strongest_of_what_it_is():
    signs = [Sign("program", "Ten and one", 60, 1), Sign("price", "Spring", 60, 1), Sign("reward", "R", 6, 2)]
    found = sort(120, signs, KINDS)
    assert found.share == 0.55
    assert [(sign.kind, sign.value) for sign in found.reasons] == [("price", 60), ("reward", 6)]


def test_a_sign_for_the_whole_order_is_at_least_the_lowest_type():
    assert kind_of(100, Sign("campaign", "Opening")) == 2
    assert kind_of(100, Sign("words", "送1箱"), Sign("price", "Spring", 90, 1)) == 3
    assert sort(100, [Sign("campaign", "Opening")], ()).kind is None


def test_reasons_of_one_name_are_one():
    found = sort(100, [Sign("price", "Spring", 10, 1), Sign("price", "Spring", 20, 2)], KINDS)
    assert [(sign.name, sign.value) for sign in found.reasons] == [("Spring", 30)]


def test_an_order_of_nothing_has_no_share():
    assert sort(0, [Sign("reward", "R", 5, 1)], KINDS).share == 0
