"""Enters orders at both doors and measures it; runs in the virtual environment.

``python -m devtools.screen_bench.drive PLAN``: PLAN is the file that ``./dev bench screen`` writes. Prints a
line for each step and, last, the rows as JSON.
"""

import contextlib
import json
import statistics
import sys
import time
from pathlib import Path

from benchmarks import measure

from ..chromium import WIDTHS, PageError, browser
from . import speed
from .doors import Door, Measured
from .hands import Hands
from .jobs import CHANGE, NEW, REPEAT, job
from .odoo import Catalogue, Form
from .own import ByCode, Own

PAIRS = measure.PAIRS
# The first customer of each task and device, those after it are for the pairs: see
# benchmarks/screen_trade.py.
FIRST = {
    (REPEAT, "phone"): 0, (REPEAT, "desk"): 9, (NEW, "phone"): 18, (NEW, "desk"): 19,
    (CHANGE, "phone"): 22, (CHANGE, "desk"): 31,
}  # fmt: skip
# Lines by code are of an order of their own: the same order twice would be asked about.
CODED = {"phone": 44, "desk": 45}
WARM = {REPEAT: {"phone": 20, "desk": 21}, CHANGE: {"phone": 40, "desk": 41}}
UNITS = {"taps": "taps", "keys": "keys", "seconds": "s", "requests": "requests", "queries": "queries"}
FIGURES = tuple(UNITS)


class Drive:
    """Both doors, and what was measured so far."""

    def __init__(self, own: Door, odoo: Door, customers: list[dict]):
        self.own, self.odoo, self.customers = own, odoo, customers
        self.began = time.monotonic()

    def say(self, what: str) -> None:
        """Tell how far it is."""
        print(f"SAID {what} ({time.monotonic() - self.began:.0f} s)", flush=True)

    def hold(self, kind: str) -> None:
        """Both become a phone or a desk."""
        for door in (self.own, self.odoo):
            door.hands.hold(kind)

    def warm_up(self, kind: str) -> None:
        """Do what is done once only: the servers bundle their files, the browsers keep them."""
        for task in (REPEAT, CHANGE):
            wanted = job(task, self.customers, WARM[task][kind])
            self.own.do(Own, wanted)
            self.odoo.do(Form, wanted)

    def in_pairs(self, task: str, kind: str) -> list[measure.Row]:
        """Return the rows of a task that is done in pairs."""
        found = []
        for turn in range(PAIRS):
            wanted = job(task, self.customers, FIRST[task, kind] + turn)
            acts = [lambda j=wanted: self.own.do(Own, j), lambda j=wanted: self.odoo.do(Form, j)]
            found.append(speed.in_turn(acts, turn))
        self.say(f"{task}, {kind}")
        own, odoo = zip(*found, strict=True)
        times = [(one.seconds, other.seconds) for one, other in found]
        rows = compare(f"{task}, {kind}", typical(own), typical(odoo), "odoo")
        timed = measure.compared(f"{task}, {kind}: seconds", times, "s", "odoo")
        return [timed if row.unit == "s" else row for row in rows]

    def new(self, kind: str) -> list[measure.Row]:
        """Return the rows of the new order: each way of the screen against each way of Odoo's own."""
        wanted = job(NEW, self.customers, FIRST[NEW, kind])
        coded = job(NEW, self.customers, CODED[kind])
        own = {Own.way: self.own.do(Own, wanted), ByCode.way: self.own.do(ByCode, coded)}
        odoo = {way.way: self.odoo.do(way, wanted) for way in (Form, Catalogue)}
        self.say(f"{NEW}, {kind}")
        case = f"{NEW}, {kind}"
        rows = compare(case, best(own), best(odoo), "odoo")
        for way, one in own.items():
            for against, other in odoo.items():
                rows += compare(f"{case}, {way}", one, other, against)
        return rows


def typical(done: tuple[Measured, ...]) -> Measured:
    """Return the middle of each figure of several runs."""
    return Measured(*(statistics.median(getattr(each, name) for each in done) for name in FIGURES))


def best(ways: dict[str, Measured]) -> Measured:
    """Return the way with the fewest taps and keys: on a phone a key is a tap as well."""
    return min(ways.values(), key=lambda each: each.taps + each.keys)


def compare(case: str, own: Measured, odoo: Measured, against: str) -> list[measure.Row]:
    """Return a row for each figure."""
    rows = [
        _row(f"{case}: {name}", getattr(own, name), UNITS[name], against, getattr(odoo, name))
        for name in FIGURES
    ]
    both = (own.taps + own.keys, odoo.taps + odoo.keys)
    return [*rows, _row(f"{case}: taps and keys", both[0], "inputs", against, both[1])]


def _row(case: str, value: float, unit: str, against: str, other: float) -> measure.Row:
    ratio = round(value / other, 3) if other else None
    return measure.Row(case, round(value, 3), unit, against, round(other, 3), ratio)


def measured(drive: Drive) -> list[measure.Row]:
    """Measure everything and return the rows."""
    rows = []
    for kind in WIDTHS:
        drive.hold(kind)
        drive.warm_up(kind)
        rows += drive.in_pairs(REPEAT, kind)
        rows += drive.new(kind)
        rows += drive.in_pairs(CHANGE, kind)
    drive.hold("desk")
    rows += speed.openings(drive.own, drive.odoo, PAIRS)
    drive.say("openings")
    rows += speed.key_strokes(drive.own, drive.odoo, drive.customers)
    drive.say("key strokes")
    return rows


def main(argument: str) -> int:
    """Drive both doors by a plan; print the rows, or why it ended; return 1 then."""
    plan = json.loads(Path(argument).read_text())
    with contextlib.ExitStack() as stack:
        hands = [stack.enter_context(browser(plan["browser"], Hands)) for _door in ("own", "odoo")]
        doors = [Door(each, plan["doors"][name]) for each, name in zip(hands, ("own", "odoo"), strict=True)]
        try:
            rows = measured(Drive(*doors, plan["customers"]))
        except PageError as error:
            for each, name in zip(hands, ("own", "odoo"), strict=True):
                Path(plan["folder"], f"bench-screen-{name}.png").write_bytes(each.picture())
            print(f"the screens did not do what was asked: {error}", flush=True)
            return 1
    print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
