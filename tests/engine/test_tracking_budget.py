"""How the calls of a day are shared out when they do not suffice."""

import math

import pytest
from engine.tracking.budget import calls_left, plan

# The shares of the worked example: 1,000 parcels need about 6,000 calls a day.
SHARES = {
    "info_received": 160,
    "picked_up": 120,
    "in_transit": 500,
    "out_for_delivery": 100,
    "ready_for_pickup": 100,
    "exception": 20,
}


def many(factor):
    return {state: count * factor for state, count in SHARES.items()}


def test_the_table_holds_while_it_fits():
    found = plan(SHARES, 30000)
    assert found.demand == pytest.approx(6040)
    assert found.urgent == pytest.approx(2520)
    assert found.suffices


def test_without_limit_nothing_is_stretched():
    assert plan(many(1000), None).suffices and plan(many(1000), 0).allowed is None


def test_what_can_wait_is_stretched():
    found = plan(many(6), 30000)
    assert found.urgent_stretch == 1
    assert found.stretch == pytest.approx((36240 - 15120) / (24000 - 15120))
    # With it, the day is just filled.
    assert found.urgent + (found.demand - found.urgent) / found.stretch == pytest.approx(24000)


def test_even_the_urgent_are_too_many():
    found = plan(many(10), 30000)
    assert found.urgent_stretch == pytest.approx(25200 / 24000)
    assert found.stretch == 72


def test_many_in_one_call_need_fewer_calls():
    assert plan(many(10), 3000, batch=10).demand == pytest.approx(6040)


def test_push_needs_a_fraction():
    assert plan(SHARES, None, pushed=True).demand < plan(SHARES, None).demand / 4


@pytest.mark.parametrize(
    ("used", "quota", "urgent", "left"),
    [
        (0, 100, False, 80),
        (79, 100, False, 1),
        (80, 100, False, 0),
        (90, 100, False, 0),
        (80, 100, True, 20),
        (100, 100, True, 0),
        (0, 1, False, 1),
        (10**9, None, False, math.inf),
        (10**9, 0, False, math.inf),
    ],
)
def test_the_last_fifth_is_kept(used, quota, urgent, left):
    assert calls_left(used, quota, urgent) == left
