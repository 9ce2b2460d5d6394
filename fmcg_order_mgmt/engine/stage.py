"""Which stage an order is in, from facts only."""

from collections.abc import Iterable

from .tracking.canonical import RANKS, TERMINAL

STAGES = ("draft", "review", "approved", "picking", "shipped", "delivered", "closed", "cancelled")
ANY = "*"

# order, review, goods, closed -> stage. Exactly one row fits any order:
# order: quotation (draft, sent), sale, cancel; goods: how far the least advanced delivery is, "none" when
# there is none, "open" when one is still to leave, "gone" when one is still on its way, "delivered" when
# all have arrived; closed: the customer has answered, or the time to answer is over.
TRUTH_TABLE = (
    ("cancel", ANY, ANY, ANY, "cancelled"),
    ("quotation", "none", ANY, ANY, "draft"),
    ("quotation", "pending", ANY, ANY, "review"),
    ("quotation", "rejected", ANY, ANY, "review"),
    ("quotation", "approved", ANY, ANY, "approved"),
    ("sale", ANY, "none", ANY, "approved"),
    ("sale", ANY, "open", ANY, "picking"),
    ("sale", ANY, "gone", True, "closed"),
    ("sale", ANY, "gone", False, "shipped"),
    ("sale", ANY, "delivered", True, "closed"),
    ("sale", ANY, "delivered", False, "delivered"),
)
_ORDER = {"draft": "quotation", "sent": "quotation", "sale": "sale", "cancel": "cancel"}
# Closed parcels from worst to best; one that was cancelled says nothing about the others.
_CLOSED = ("lost", "returned", "delivered", "cancelled")


def stage(state: str, review: str, deliveries: Iterable[tuple[str, str | None]], closed: bool) -> str:
    """Return the order's stage, one of STAGES.

    ``state`` of the order (draft, sent, sale, cancel), ``review`` (none, pending, approved, rejected), for
    each delivery to the customer its state and that of its shipments as ``aggregate`` gives it, and whether
    the order is closed. Raises ValueError for an order or review state that does not exist.
    """
    facts = (_ORDER.get(state), review, _goods(deliveries), bool(closed))
    for row in TRUTH_TABLE:
        if all(want in (ANY, fact) for want, fact in zip(row, facts, strict=False)):
            return row[-1]
    raise ValueError(f"no stage for state {state!r} with review {review!r}")


def aggregate(states: Iterable[str]) -> str | None:
    """Return what several shipments are together: the least advanced open one, None without shipments.

    When none is open they are delivered only if all are that were not cancelled; else lost or returned.
    """
    known = [state if state in RANKS else "unknown" for state in states]
    still_open = [state for state in known if state not in TERMINAL]
    if still_open:
        # An unmapped state says less than any other open one.
        return min(still_open, key=lambda state: (state == "unknown", RANKS[state]))
    return next((state for state in _CLOSED if state in known), None)


def _goods(deliveries: Iterable[tuple[str, str | None]]) -> str:
    kept = [delivery for delivery in deliveries if delivery[0] != "cancel"]
    if not kept:
        return "none"
    if any(state != "done" for state, _shipment in kept):
        return "open"
    # A delivery that nobody has reported as arrived holds the order back, with or without a waybill.
    return "delivered" if all(shipment == "delivered" for _state, shipment in kept) else "gone"
