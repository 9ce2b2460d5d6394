"""The order's stage: each row of the truth table, and every combination of facts."""

from itertools import combinations_with_replacement, product

import pytest
from engine.stage import ANY, STAGES, TRUTH_TABLE, aggregate, stage
from engine.tracking import STATES

ORDERS = {"quotation": ("draft", "sent"), "sale": ("sale",), "cancel": ("cancel",)}
REVIEWS = ("none", "pending", "approved", "rejected")
PICKINGS = ("draft", "waiting", "confirmed", "assigned", "done", "cancel")
SHIPMENTS = (None, *STATES)
GOODS = {
    "none": ((), (("cancel", None),), (("cancel", "delivered"), ("cancel", None))),
    "open": (
        *(((picking, shipment),) for picking in PICKINGS[:4] for shipment in SHIPMENTS),
        (("done", "delivered"), ("assigned", None)),
        (("cancel", None), ("waiting", None)),
    ),
    "gone": (
        *((("done", shipment),) for shipment in SHIPMENTS if shipment != "delivered"),
        (("done", "delivered"), ("done", None)),
        (("done", "delivered"), ("done", "in_transit")),
    ),
    "delivered": (
        (("done", "delivered"),),
        (("done", "delivered"), ("done", "delivered")),
        (("cancel", None), ("done", "delivered")),
    ),
}
BOOLEANS = (False, True)


def values(want, known):
    return [value for key in (known if want == ANY else (want,)) for value in known[key]]


def fitting(facts):
    return [
        row for row in TRUTH_TABLE if all(want in (ANY, fact) for want, fact in zip(row, facts, strict=False))
    ]


@pytest.mark.parametrize("row", TRUTH_TABLE, ids=lambda row: "-".join(map(str, row)))
def test_row(row):
    order, review, goods, closed, expected = row
    cases = product(
        values(order, ORDERS),
        REVIEWS if review == ANY else (review,),
        values(goods, GOODS),
        BOOLEANS if closed == ANY else (closed,),
    )
    assert {stage(*case) for case in cases} == {expected}


def test_exactly_one_row_fits_any_facts():
    for facts in product(ORDERS, REVIEWS, GOODS, BOOLEANS):
        assert len(fitting(facts)) == 1, facts


def test_every_combination_has_a_known_stage():
    some = list(product(PICKINGS, (None, "pending", "delivered", "returned")))
    deliveries = [case for size in range(3) for case in combinations_with_replacement(some, size)]
    orders = [order for group in ORDERS.values() for order in group]
    seen = {stage(*case) for case in product(orders, REVIEWS, deliveries, BOOLEANS)}
    assert seen == set(STAGES)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("draft", "none", [], False), "draft"),
        (("sent", "none", [], False), "draft"),
        (("draft", "pending", [], False), "review"),
        (("sent", "rejected", [], False), "review"),
        (("draft", "approved", [], False), "approved"),
        (("sale", "none", [], False), "approved"),
        (("sale", "approved", [("cancel", None)], True), "approved"),
        (("sale", "approved", [("waiting", None)], False), "picking"),
        (("sale", "approved", [("done", "delivered"), ("assigned", None)], True), "picking"),
        (("sale", "approved", [("done", None)], False), "shipped"),
        (("sale", "approved", [("done", "out_for_delivery")], False), "shipped"),
        (("sale", "approved", [("done", "returned")], False), "shipped"),
        (("sale", "approved", [("done", "delivered"), ("done", None)], False), "shipped"),
        (("sale", "approved", [("done", "delivered"), ("cancel", None)], False), "delivered"),
        (("sale", "approved", [("done", None)], True), "closed"),
        (("sale", "approved", [("done", "delivered")], True), "closed"),
        (("sale", "rejected", [("done", "delivered")], False), "delivered"),
        (("cancel", "approved", [("done", "delivered")], True), "cancelled"),
    ],
)
def test_rules(facts, expected):
    assert stage(*facts) == expected


def test_deliveries_may_be_any_iterable():
    assert stage("sale", "none", ((state, None) for state in ("done", "cancel")), False) == "shipped"


@pytest.mark.parametrize(("state", "review"), [("done", "none"), ("draft", "maybe"), ("", "none")])
def test_states_that_do_not_exist(state, review):
    with pytest.raises(ValueError, match="no stage for state"):
        stage(state, review, [], False)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], None),
        (["pending"], "pending"),
        (["delivered", "in_transit"], "in_transit"),
        (["out_for_delivery", "picked_up", "delivered"], "picked_up"),
        (["exception", "in_transit"], "in_transit"),
        (["returning", "delivered"], "returning"),
        (["unknown", "in_transit"], "in_transit"),
        (["unknown", "delivered"], "unknown"),
        (["no such state", "delivered"], "unknown"),
        (["delivered", "delivered"], "delivered"),
        (["delivered", "cancelled"], "delivered"),
        (["cancelled"], "cancelled"),
        (["delivered", "returned"], "returned"),
        (["delivered", "lost", "returned"], "lost"),
        (["cancelled", "lost"], "lost"),
        (["lost", "pending"], "pending"),
    ],
)
def test_aggregate(states, expected):
    assert aggregate(states) == expected
    assert aggregate(reversed(states)) == expected


def test_aggregate_is_one_of_its_states():
    for states in product(STATES, repeat=2):
        assert aggregate(states) in states
        assert (aggregate(states) == "delivered") == (
            "delivered" in states and set(states) <= {"delivered", "cancelled"}
        )
