"""Hands a wave of approved orders over to the job queue. Prints how many jobs wait for its runner."""

# ruff: noqa: F821 - env is given by Odoo's shell
import sys
from pathlib import Path

# The shell knows this script by its text only; its neighbours are where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parent))
from approved import make_goods, make_orders  # noqa: E402

env["fmcg.order.type"].search([]).release = "wave"
goods = make_goods(env, (60, 500))
make_orders(env, goods, [3] * 30, broken=(7,))
env["sale.order"]._cron_release(chunk=4)
jobs = env["queue.job"].search([("method_name", "=", "_fmcg_release_job")])
print(f"JOBS {len(jobs)}", flush=True)
