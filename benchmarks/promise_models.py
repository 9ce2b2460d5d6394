"""Times promises inside Odoo: 1,000 lines in one call. Runs in Odoo's shell; prints ROWS and JSON.

Beside it Odoo foresees the stock of the very same lines, as its form shows it: what is free on the day that
each is planned for, and when the forecast expects the rest.
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
LINES, ORDERS = 10, 100
WAITING = 300
START = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


def orders(count, seed):
    """Make orders that came by chat."""
    values = goods.order_values(products, shops, count, LINES, seed, fmcg_channel_id=chat.id)
    return env["sale.order"].create(values)


def make_receipts():
    """Let every other product come in on a day of the next two weeks."""
    kind = env["stock.warehouse"].search([], limit=1).in_type_id
    source = env.ref("stock.stock_location_suppliers")
    values = [
        {
            "product_id": product.id,
            "product_uom_qty": 500,
            "location_id": source.id,
            "location_dest_id": kind.default_location_dest_id.id,
            "picking_type_id": kind.id,
            "date": Datetime.now() + timedelta(days=number % 14),
        }
        for number, product in enumerate(products[::2])
    ]
    env["stock.move"].create(values)._action_confirm()


chat = env.ref("fmcg_order_mgmt.channel_chat")
say("making goods, receipts, and orders that others wait for")
products, shops = goods.make_products(env, PRODUCTS), goods.make_shops(env, SHOPS)
make_receipts()
waiting = orders(WAITING, 1)
waiting.action_fmcg_review()
env.cr.execute("ANALYZE")
say(f"promising {ORDERS} orders of {LINES} lines, again and again")
times, queries = {"foreseen": [], "kept": []}, []
for turn in range(measure.PAIRS):
    made = orders(ORDERS, 1000 + turn)
    foreseen, _count = measure.fresh(env, lambda made=made: made._fmcg_foreseen())
    odoo, _count = measure.fresh(env, lambda made=made: made.order_line.read(goods.FORECAST))
    kept, count = measure.fresh(env, lambda made=made: made._fmcg_promise())
    times["foreseen"].append((foreseen, odoo))
    times["kept"].append((kept, odoo))
    queries.append(count)
one = orders(1, 9)
_took, single = measure.fresh(env, lambda: one._fmcg_promise())
rows = [
    *(
        measure.compared(
            f"promise of {ORDERS * LINES} lines in one call, {what}",
            pairs,
            "ms a line",
            "odoo: its forecast of the same lines",
            1000 / (ORDERS * LINES),
        )
        for what, pairs in times.items()
    ),
    measure.Row(
        f"queries of a promise of {ORDERS} orders",
        max(queries),
        "queries",
        "of one order",
        single,
        round(max(queries) / single, 3),
    ),
]
env.cr.rollback()
print("ROWS " + json.dumps([row.as_json() for row in rows]), flush=True)
