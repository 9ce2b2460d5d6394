"""Databases of Odoo that are filled alike, and orders that are made and confirmed in each of them.

For scripts in Odoo's shell. One process has all the databases open, each with the modules that are installed
in it, so that none has a faster interpreter than another; each measured step has a transaction of its own,
with empty caches, as a request finds them, and its commit is in the time.
"""

import gc
import time

import odoo.api
from odoo.modules.registry import Registry

from benchmarks import goods


class Trade:
    """A database filled with a trade; a user of it."""

    def __init__(self, database, products=500, shops=100):
        self.registry = Registry(database)
        with self.registry.cursor() as cr:
            env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
            self.user = env.ref("base.user_admin").id
            # Language and time zone come with each request.
            self.context = env(user=self.user)["res.users"].context_get()
            self.products = goods.make_products(env, products).ids
            self.shops = goods.make_shops(env, shops).ids
            self.channel = goods.has_addon(env) and self._prepare(env)
            cr.commit()
            cr.execute("ANALYZE")

    def _prepare(self, env):
        """Let approved orders wait, so that the confirmation can be measured by itself."""
        env["fmcg.order.type"].search([]).write({"release": "wave", "invoicing": "manual"})
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

    def __init__(self, trade, gated, batch, lines):
        self.trade, self.gated, self.made = trade, gated, []
        self.batch, self.lines = batch, lines

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
        return goods.order_values(products, shops, self.batch, self.lines, turn, **more)

    def review(self):
        """Run the checks on the batch and approve it."""
        took = self.trade.act(lambda env: env["sale.order"].browse(self.made).action_fmcg_review())
        self.trade.act(lambda env: env["sale.order"].browse(self.made).action_fmcg_approve("Benchmark"))
        return took

    def change(self):
        """Order one more of the first line of each order."""

        def do(env):
            for order in env["sale.order"].browse(self.made):
                order.order_line[0].product_uom_qty += 1

        return self.trade.act(do)

    def promise(self):
        """Promise days for all lines; Odoo alone foresees their stock, as its form shows it."""

        def do(env):
            orders = env["sale.order"].browse(self.made)
            return orders._fmcg_promise() if self.gated else orders.order_line.read(goods.FORECAST)

        return self.trade.act(do)

    def confirm(self, _turn):
        """Confirm the batch."""
        return self._confirmed(lambda orders: orders.action_confirm())

    def confirm_each(self):
        """Confirm the batch, a call for each order."""
        return self._confirmed(lambda orders: [order.action_confirm() for order in orders])

    def release(self):
        """Release the batch."""
        return self._confirmed(lambda orders: orders._fmcg_release())

    def _confirmed(self, do):
        took = self.trade.act(lambda env: do(env["sale.order"].browse(self.made)))
        self.trade.act(self._check)
        return took

    def _check(self, env):
        orders = env["sale.order"].browse(self.made)
        moves = orders.picking_ids.move_ids
        if set(orders.mapped("state")) != {"sale"} or set(moves.mapped("state")) != {"assigned"}:
            raise ValueError("Not all orders were confirmed and reserved.")
        if len(moves) != self.batch * self.lines:
            raise ValueError(f"{len(moves)} moves for {self.batch * self.lines} lines")
