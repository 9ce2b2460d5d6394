"""Times the job that reads the services' calls; runs in Odoo's shell. Prints ROWS and JSON."""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import sys
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from benchmarks import measure  # noqa: E402

calls = env["fmcg.tracking.call"]
count = calls.search_count([("state", "=", "new")])
took, queries = measure.fresh(env, calls._cron_read)
states = dict(calls._read_group([], ["state"], ["__count"]))
if states != {"done": count}:
    raise ValueError(f"of {count} calls not all were read: {states}")
events = env["fmcg.shipment.event"].search_count([])
print(f"SAID {count} calls were read in {took:.1f} s, {events} events were stored", flush=True)
rows = [
    measure.Row("reading a call", round(1000 * took / count, 2), "ms"),
    measure.Row("reading a call: queries", round(queries / count, 2), "queries"),
]
print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
