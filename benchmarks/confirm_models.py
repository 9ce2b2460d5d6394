"""Times making and confirming orders in databases with and without the addon, in turn. Prints ROWS and JSON.

Runs in Odoo's shell.
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
from benchmarks import confirm_rows, measure  # noqa: E402
from benchmarks.contenders import Contender, Trade  # noqa: E402

LINES = 10
# Many short turns: other work on the machine then meets all contenders alike.
BATCH = int(os.environ.get("FMCG_BATCH", "10"))
TURNS = int(os.environ.get("FMCG_TURNS", "24"))
START = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


def take_turn(turn):
    """Let each contender make, then each confirm a batch; return times and queries by step and contender."""
    names = confirm_rows.in_turn(contenders, turn)
    made = {name: contenders[name].create(turn) for name in names}
    reviewed = {name: contenders[name].review() for name in names if contenders[name].gated}
    confirmed = {name: contenders[name].confirm(turn) for name in names}
    return {"create": made, "review": reviewed, "confirm": confirmed}


say("filling the databases")
trades = {name: Trade(database) for name, database in json.loads(os.environ["FMCG_DATABASES"]).items()}
contenders = {name: Contender(trade, name == "own", BATCH, LINES) for name, trade in trades.items()}
contenders["plain"] = Contender(trades["own"], False, BATCH, LINES)
# What was loaded does not belong to any of the orders.
gc.collect()
gc.freeze()
say("warming up")
take_turn(0)
steps = []
for turn in range(1, max(TURNS, measure.PAIRS) + 1):
    steps.append(take_turn(turn))
    say(f"turn {turn}: {confirm_rows.in_short(steps[-1], BATCH)}")
print("ROWS " + json.dumps([row.as_json() for row in confirm_rows.rows(steps, BATCH)]), flush=True)
