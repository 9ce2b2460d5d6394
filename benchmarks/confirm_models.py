"""Times making and confirming orders in databases with and without the addon, in turn. Prints ROWS and JSON.

Runs in Odoo's shell. One process has all the databases open, each with the modules that are installed in it,
so that none has a faster interpreter than another; each measured step has a transaction of its own, with
empty caches, as a request finds them, and its commit is in the time.
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
import odoo.api  # noqa: E402
from odoo.modules.registry import Registry  # noqa: E402

from benchmarks import confirm_rows, goods, measure  # noqa: E402

PRODUCTS, SHOPS, LINES = 500, 100, 10
# Many short turns: other work on the machine then meets all contenders alike.
BATCH = int(os.environ.get("FMCG_BATCH", "10"))
TURNS = int(os.environ.get("FMCG_TURNS", "24"))
START = time.monotonic()


def say(what):
    print(f"SAID {what} ({time.monotonic() - START:.0f} s)", flush=True)


class Trade:
    """A database filled with a trade; a user of it."""

    def __init__(self, database):
        self.registry = Registry(database)
        with self.registry.cursor() as cr:
            env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
            self.user = env.ref("base.user_admin").id
            # Language and time zone come with each request.
            self.context = env(user=self.user)["res.users"].context_get()
            self.products = goods.make_products(env, PRODUCTS).ids
            self.shops = goods.make_shops(env, SHOPS).ids
            self.channel = goods.has_addon(env) and self._prepare(env)
            cr.commit()
            cr.execute("ANALYZE")

    def _prepare(self, env):
        """Let approved orders wait, so that the confirmation can be measured by itself."""
        env["fmcg.order.type"].search([]).release = "wave"
        env.ref("base.user_admin").group_ids |= env.ref("fmcg_order_mgmt.group_fmcg_reviewer")
        return env.ref("fmcg_order_mgmt.channel_chat").id

    def act(self, do):
        """Run ``do`` with an environment in a transaction; return its seconds and queries."""
        gc.collect()
        began = time.perf_counter()
        with self.registry.cursor() as cr:
            do(odoo.api.Environment(cr, self.user, self.context))
            cr.commit()
            queries = cr.sql_log_count
        return time.perf_counter() - began, queries


class Contender:
    """Orders of one kind in one database: made, approved where they need it, confirmed."""

    def __init__(self, trade, gated):
        self.trade, self.gated, self.made = trade, gated, []

    def create(self, turn):
        """Make a batch of orders."""
        values = []
        # What is ordered is known before: reading the goods for it is no part of the making.
        self.trade.act(lambda env: values.extend(self._values(env, turn)))

        def do(env):
            self.made = env["sale.order"].create(values).ids

        return self.trade.act(do)

    def _values(self, env, turn):
        more = {"fmcg_channel_id": self.trade.channel} if self.gated else {}
        products = env["product.product"].browse(self.trade.products)
        shops = env["res.partner"].browse(self.trade.shops)
        return goods.order_values(products, shops, BATCH, LINES, turn, **more)

    def review(self):
        """Run the checks on the batch and approve it."""
        took = self.trade.act(lambda env: env["sale.order"].browse(self.made).action_fmcg_review())
        self.trade.act(lambda env: env["sale.order"].browse(self.made).action_fmcg_approve("Benchmark"))
        return took

    def confirm(self, _turn):
        """Confirm the batch."""
        took = self.trade.act(lambda env: env["sale.order"].browse(self.made).action_confirm())
        self.trade.act(self._check)
        return took

    def _check(self, env):
        orders = env["sale.order"].browse(self.made)
        moves = orders.picking_ids.move_ids
        if set(orders.mapped("state")) != {"sale"} or set(moves.mapped("state")) != {"assigned"}:
            raise ValueError("Not all orders were confirmed and reserved.")
        if len(moves) != BATCH * LINES:
            raise ValueError(f"{len(moves)} moves for {BATCH * LINES} lines")


def take_turn(turn):
    """Let each contender make, then each confirm a batch; return times and queries by step and contender."""
    names = confirm_rows.in_turn(contenders, turn)
    made = {name: contenders[name].create(turn) for name in names}
    reviewed = {name: contenders[name].review() for name in names if contenders[name].gated}
    confirmed = {name: contenders[name].confirm(turn) for name in names}
    return {"create": made, "review": reviewed, "confirm": confirmed}


say("filling the databases")
trades = {name: Trade(database) for name, database in json.loads(os.environ["FMCG_DATABASES"]).items()}
contenders = {name: Contender(trade, name == "own") for name, trade in trades.items()}
contenders["plain"] = Contender(trades["own"], False)
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
