"""How far an order has come, as its customer sees it."""

from collections.abc import Iterator

STEPS = ("ordered", "confirmed", "packed", "shipped", "delivered")
# The step that a stage is at; everything before it is done. A cancelled order goes nowhere.
_STEP_OF_STAGE = {
    "draft": "ordered",
    "review": "ordered",
    "approved": "confirmed",
    "picking": "packed",
    "shipped": "shipped",
    "delivered": "delivered",
    "closed": "delivered",
}


def progress(stage: str) -> Iterator[tuple[str, str]]:
    """Yield (step, ``done``, ``current`` or ``todo``) for each step; nothing for a cancelled order.

    Raises KeyError for a stage that does not exist.
    """
    if stage == "cancelled":
        return
    at = STEPS.index(_STEP_OF_STAGE[stage])
    for number, step in enumerate(STEPS):
        if number < at or step == _STEP_OF_STAGE[stage] == "delivered":
            yield step, "done"
        else:
            yield step, "current" if number == at else "todo"
