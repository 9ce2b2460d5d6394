"""Times one order of 1,000 lines, with the addon and in Odoo alone, in turn. Prints ROWS and JSON.

Runs in Odoo's shell. The order is made, one quantity is changed, days are promised, and it is confirmed.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import gc
import json
import os
import sys
import time
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from benchmarks import measure  # noqa: E402
from benchmarks.contenders import Contender, Trade  # noqa: E402

LINES, PRODUCTS = 1_000, 1_200
STEPS = ("create", "change one quantity", "promise", "confirm")
START = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


def go(contender, turn):
    """Take one order from its making to its confirmation; return the seconds of each step."""
    took = [contender.create(turn), contender.change(), contender.promise()]
    if contender.gated:
        contender.review()
    return [seconds for seconds, _queries in [*took, contender.confirm(turn)]]


say("filling the databases")
databases = json.loads(os.environ["FMCG_DATABASES"])
trades = {name: Trade(database, products=PRODUCTS) for name, database in databases.items()}
contenders = {name: Contender(trade, name == "own", 1, LINES) for name, trade in trades.items()}
# What was loaded does not belong to any of the orders.
gc.collect()
gc.freeze()
turns = []
for turn in range(measure.PAIRS):
    names = ("own", "odoo") if turn % 2 else ("odoo", "own")
    found = {name: go(contenders[name], turn) for name in names}
    turns.append(list(zip(found["own"], found["odoo"], strict=True)))
    say(f"turn {turn}: " + ", ".join(f"{own:.1f}/{odoo:.1f}" for own, odoo in turns[-1]))
rows = [
    measure.compared(f"one order of {LINES} lines: {step}", [turn[place] for turn in turns], "s", "odoo")
    for place, step in enumerate(STEPS)
]
print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
