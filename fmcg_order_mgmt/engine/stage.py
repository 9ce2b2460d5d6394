"""Which stage an order is in, from facts only."""

from collections.abc import Iterable

from .tracking.canonical import RANKS, TERMINAL

STAGES = ("draft", "review", "approved", "picking", "shipped", "delivered", "closed", "cancelled")
ANY = "*"

# order, review, goods, delivered, closed -> stage. Exactly one row fits any order:
# order: quotation (draft, sent), sale, cancel; goods: none to move, some still open, all done;
# delivered: what the shipments say together; closed: the customer has answered.
TRUTH_TABLE = (
    ("cancel", ANY, ANY, ANY, ANY, "cancelled"),
    ("quotation", "none", ANY, ANY, ANY, "draft"),
    ("quotation", "pending", ANY, ANY, ANY, "review"),
    ("quotation", "rejected", ANY, ANY, ANY, "review"),
    ("quotation", "approved", ANY, ANY, ANY, "approved"),
    ("sale", ANY, "none", False, ANY, "approved"),
    ("sale", ANY, "none", True, False, "delivered"),
    ("sale", ANY, "none", True, True, "closed"),
    ("sale", ANY, "open", ANY, ANY, "picking"),
    ("sale", ANY, "done", ANY, True, "closed"),
    ("sale", ANY, "done", False, False, "shipped"),
    ("sale", ANY, "done", True, False, "delivered"),
)
_ORDER = {"draft": "quotation", "sent": "quotation", "sale": "sale", "cancel": "cancel"}
# Closed parcels from worst to best; one that was cancelled says nothing about the others.
_CLOSED = ("lost", "returned", "delivered", "cancelled")


def stage(state: str, review: str, pickings: Iterable[str], shipment: str | None, closed: bool) -> str:
    """Return the order's stage, one of STAGES.

    ``state`` of the order (draft, sent, sale, cancel), ``review`` (none, pending, approved, rejected), the
    states of its outgoing pickings, the shipments' state as ``aggregate`` gives it, and whether the customer
    has answered. Raises ValueError for an order or review state that does not exist.
    """
    facts = (_ORDER.get(state), review, _goods(pickings), shipment == "delivered", bool(closed))
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


def _goods(pickings: Iterable[str]) -> str:
    moves = [picking for picking in pickings if picking != "cancel"]
    if not moves:
        return "none"
    return "done" if all(picking == "done" for picking in moves) else "open"
