"""Times the review inside Odoo with all checks on. Runs in Odoo's shell; prints ROWS and JSON.

A year of earlier orders stands in the database, since half of the checks look at it. Beside the review Odoo
makes the very orders that are reviewed, in the same run.
"""

# ruff: noqa: F821 - env is given by Odoo's shell
import json
import sys
import time
from datetime import timedelta
from pathlib import Path

# The shell knows this script by its text only; the project is where it was compiled from.
sys.path.insert(0, str(Path(sys._getframe().f_code.co_filename).parents[1]))
from odoo.fields import Datetime  # noqa: E402

from benchmarks import goods, measure  # noqa: E402

PRODUCTS, SHOPS = 500, 100
LINES, BATCH, ORDERS = 10, 50, 1_000
EARLIER = 10
START = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


def orders(count, seed):
    """Make orders that came by chat."""
    values = goods.order_values(products, shops, count, LINES, seed, fmcg_channel_id=chat.id)
    return env["sale.order"].create(values)


def make_history():
    """Make the orders of the weeks before; they count as agreed, and no stock moves for them."""
    for week in range(EARLIER, 0, -1):
        past = orders(SHOPS, week)
        env.flush_all()
        env.cr.execute(
            "UPDATE sale_order SET state = 'sale', date_order = %s WHERE id IN %s",
            (Datetime.now() - timedelta(days=7 * week), tuple(past.ids)),
        )
        env.cr.execute("UPDATE sale_order_line SET state = 'sale' WHERE order_id IN %s", (tuple(past.ids),))
        env.invalidate_all()


chat = env.ref("fmcg_order_mgmt.channel_chat")
say("making goods and customers")
products, shops = goods.make_products(env, PRODUCTS), goods.make_shops(env, SHOPS)
say("making the orders of the weeks before")
make_history()
env.cr.execute("ANALYZE")
rules = env["fmcg.review.rule"].search([])
say(f"reviewing {ORDERS} orders of {LINES} lines with {len(rules)} rules")
times, queries, found = [], [], 0
for turn in range(ORDERS // BATCH):
    made = []
    making, _count = measure.fresh(env, lambda turn=turn, made=made: made.append(orders(BATCH, 1000 + turn)))
    reviewing, count = measure.fresh(env, lambda made=made: made[0].action_fmcg_review())
    times.append((reviewing, making))
    queries.append(count)
    found += len(made[0].filtered(lambda order: order.fmcg_block_count or order.fmcg_warn_count))
one = orders(1, 9)
_took, single = measure.fresh(env, lambda: one.action_fmcg_review())
rows = [
    measure.compared(
        f"review of {ORDERS} orders of {LINES} lines, {len(rules)} rules",
        times,
        "ms a line",
        "odoo: making the same orders",
        1000 / (BATCH * LINES),
    ),
    measure.Row(
        f"queries of a review of {BATCH} orders",
        max(queries),
        "queries",
        "of one order",
        single,
        round(max(queries) / single, 3),
    ),
    measure.Row("orders with a warning or a block", round(100 * found / ORDERS, 1), "%"),
]
env.cr.rollback()
print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
