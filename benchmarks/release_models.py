"""Times the way of approved orders to reserved deliveries, with the addon and in Odoo alone, in turn.

Prints ROWS and JSON. Runs in Odoo's shell.
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
from benchmarks import measure, release_rows  # noqa: E402
from benchmarks.contenders import Contender, Trade  # noqa: E402

LINES = 10
BATCH = int(os.environ.get("FMCG_BATCH", "200"))
TURNS = int(os.environ.get("FMCG_TURNS", str(measure.PAIRS)))
START = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


def take_turn(turn):
    """Let each contender take its batch to reserved deliveries; return seconds and queries by contender."""
    found = {}
    for name in release_rows.in_turn(turn):
        contender, act = contenders[name]
        contender.create(turn)
        if contender.gated:
            contender.review()
        found[name] = act(contender)
    return found


say("filling the databases")
databases = json.loads(os.environ["FMCG_DATABASES"])
# Odoo's two ways have a database each: neither finds more orders there than the addon does.
trades = {name: Trade(database, shops=BATCH) for name, database in databases.items()}
acts = {
    "own": lambda contender: contender.release(),
    "all": lambda contender: contender.confirm(0),
    "each": lambda contender: contender.confirm_each(),
}
contenders = {name: (Contender(trades[name], name == "own", BATCH, LINES), act) for name, act in acts.items()}
gc.collect()
gc.freeze()
say("warming up")
take_turn(0)
turns = []
for turn in range(1, TURNS + 1):
    turns.append(take_turn(turn))
    say(f"turn {turn}: {release_rows.in_short(turns[-1], BATCH)}")
print("ROWS " + json.dumps([row.as_json() for row in release_rows.rows(turns, BATCH)]), flush=True)
