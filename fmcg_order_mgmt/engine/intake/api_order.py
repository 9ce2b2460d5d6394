"""What other software may send as an order, checked before it is kept."""

import json
from collections.abc import Mapping

from .documents import MOST_LINES

# Reasons by which a body is refused; what is well formed but doubtful is for a person to settle.
NO_JSON = "no_json"
NO_ORDER = "no_order"
TOO_LONG = "too_long"


def refused(body: bytes) -> str | None:
    """Return why the body of a request is no order of other software, None when it is one or several."""
    try:
        held = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return NO_JSON
    orders = held if isinstance(held, list) else [held]
    if not orders or not all(_is_order(order) for order in orders):
        return NO_ORDER
    return TOO_LONG if sum(len(order["lines"]) for order in orders) > MOST_LINES else None


def _is_order(held: object) -> bool:
    lines = held.get("lines") if isinstance(held, Mapping) else None
    return isinstance(lines, list) and bool(lines) and all(isinstance(line, Mapping) for line in lines)
