"""What ``./dev bench confirm`` makes of its times: who comes first in a turn, and the rows of the table."""

import statistics
from collections.abc import Collection

from . import measure

# Those that are compared run beside each other: what else the machine does then meets both.
NAMES = ("plain", "odoo", "own", "oca")
PEERS = ("odoo", "oca")
# Orders that came through no channel, in the database with the addon.
WITHOUT = {"own": "", "plain": " without channel"}


def in_turn(names: Collection[str], turn: int) -> list[str]:
    """Return those of the names that take part, in the order in which they run: forwards, then backwards."""
    present = [name for name in NAMES if name in names]
    return present[::-1] if turn % 2 else present


def in_short(turn: dict, batch: int) -> str:
    """Return the milliseconds an order of one turn, for those who watch."""
    said = (
        " ".join([step, *(f"{name} {1000 * took / batch:.0f}" for name, (took, _count) in found.items())])
        for step, found in turn.items()
    )
    return ", ".join(said)


def rows(turns: list[dict], batch: int) -> list[measure.Row]:
    """Return the rows of turns, each with seconds and queries of a batch by step and contender."""
    peers = [peer for peer in PEERS if peer in turns[0]["create"]]
    found = [
        _compared(turns, step + words, (step, name, peer), batch)
        for name, words in WITHOUT.items()
        for step in ("create", "confirm")
        for peer in peers
    ]
    found += [_queries(turns, step, peer, batch) for step in ("create", "confirm") for peer in peers]
    reviewed = statistics.median(turn["review"]["own"][0] for turn in turns)
    return [*found, measure.Row("review", round(1000 * reviewed / batch, 3), "ms/order")]


def _compared(turns, case, places, batch):
    step, name, peer = places
    times = [(turn[step][name][0], turn[step][peer][0]) for turn in turns]
    return measure.compared(case, times, "ms/order", peer, 1000 / batch)


def _queries(turns, step, peer, batch):
    counts = [(turn[step]["own"][1], turn[step][peer][1]) for turn in turns]
    return measure.compared(f"queries to {step}", counts, "queries/order", peer, 1 / batch)
