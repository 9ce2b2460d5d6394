"""What ``./dev bench release`` makes of its times: who comes first in a turn, and the rows of the table."""

from . import measure

# The addon stands between Odoo's two ways: what else the machine does then meets all alike.
NAMES = ("all", "own", "each")
WAYS = ("all", "each")


def in_turn(turn: int) -> tuple[str, ...]:
    """Return the contenders in the order in which they run: forwards, then backwards."""
    return NAMES[::-1] if turn % 2 else NAMES


def in_short(turn: dict[str, tuple[float, int]], batch: int) -> str:
    """Return the milliseconds an order of one turn, for those who watch."""
    return " ".join(f"{name} {1000 * took / batch:.0f}" for name, (took, _count) in turn.items())


def rows(turns: list[dict[str, tuple[float, int]]], batch: int) -> list[measure.Row]:
    """Return the rows of turns, each with seconds and queries of a batch by contender.

    Odoo's figure is that of its faster way in each turn.
    """
    speeds = [(batch / turn["own"][0], batch / min(turn[way][0] for way in WAYS)) for turn in turns]
    queries = [(turn["own"][1], min(turn[way][1] for way in WAYS)) for turn in turns]
    return [
        measure.compared("orders per second", speeds, "orders/s", "odoo"),
        *(_beside(turns, way, batch) for way in WAYS),
        measure.compared("queries to release", queries, "queries/order", "odoo", 1 / batch),
    ]


def _beside(turns, way, batch):
    times = [(turn["own"][0], turn[way][0]) for turn in turns]
    words = {"all": "one call for all", "each": "one call per order"}
    return measure.compared(f"release, Odoo by {words[way]}", times, "ms/order", "odoo", 1000 / batch)
