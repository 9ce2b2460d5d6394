import threading
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tests.common import release_test_lock
from odoo.tools import mute_logger

from ..models.stock_picking_batch import StockPickingBatch


@tagged("post_install", "-at_install")
class TestWaveRace(BaseCase):
    """Two workers with connections of their own release orders of one route; all is real and removed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # The tests' own thread holds the lock of the registries.
        self.patch(Registry, "_lock", threading.RLock())
        self.made, self.answers = [], {}
        with self.registry.cursor() as cr:
            self.env = api.Environment(cr, SUPERUSER_ID, {})
            self.product = self.keep(self.env["product.product"].create({"name": "Wave Cola"}))
            self.route_id = self.keep(self.env["fmcg.route"].create({"name": "Race", "code": "RACE"}))[0]
            shop = self.env["res.partner"].create({"name": "Wave Shop", "fmcg_route_id": self.route_id})
            self.shop = self.keep(shop)[0]
            kind = self.env["fmcg.order.type"].create(
                {"name": "Race", "code": "race", "release": "wave", "invoicing": "manual"}
            )
            self.kind = self.keep(kind)[0]
            self.orders = [self.new_order(self.env) for _number in range(3)]
        self.addCleanup(self.remove)

    def new_order(self, env):
        line = Command.create({"product_id": self.product[0], "product_uom_qty": 1})
        order = env["sale.order"].create(
            {
                "partner_id": self.shop,
                "fmcg_channel_id": env.ref("fmcg_order_mgmt.channel_phone").id,
                "fmcg_order_type_id": self.kind,
                "order_line": [line],
            }
        )
        order.action_fmcg_review()
        order.action_fmcg_approve("Known customer")
        return order.id

    def keep(self, records):
        self.made.append((records._name, records.ids))
        return records.ids

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            orders = env["sale.order"].browse(self.orders)
            pickings = orders.picking_ids
            waves = pickings.batch_id
            pickings.action_cancel()
            orders._action_cancel()
            moves = pickings.move_ids
            waves.unlink()
            cr.execute("DELETE FROM fmcg_review_decision WHERE order_id IN %s", [tuple(self.orders)])
            env.invalidate_all()
            moves.unlink()
            pickings.unlink()
            orders.unlink()
            for model, ids in reversed(self.made):
                env[model].browse(ids).unlink()

    def release(self, order_id):
        """Release an order as a request of its own, which is tried again where the database asks for it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            try:
                retrying(partial(env["sale.order"].browse(order_id)._fmcg_release), env)
                self.answers[order_id] = "done"
            except Exception as error:  # pylint: disable=broad-exception-caught
                self.answers[order_id] = error

    def together(self, *order_ids):
        threads = [threading.Thread(target=self.release, args=(each,)) for each in order_ids]
        with release_test_lock(), mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(90)

    def waves(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            waves = env["stock.picking.batch"].search([("fmcg_route_id", "=", self.route_id)])
            return [(wave.state, len(wave.picking_ids)) for wave in waves.sorted("id")]

    def test_two_who_need_the_same_wave_make_one(self):
        both, asked = threading.Barrier(2, timeout=30), []
        look = StockPickingBatch._fmcg_open

        def looked(batches, keys):
            found = look(batches, keys)
            # Both have seen that there is none before either makes it.
            if len(asked) < 2:
                asked.append(len(found))
                both.wait()
            return found

        self.patch(StockPickingBatch, "_fmcg_open", looked)
        self.together(*self.orders[:2])
        self.assertEqual(asked, [0, 0], "neither saw a wave")
        self.assertEqual(set(self.answers.values()), {"done"})
        self.assertEqual(self.waves(), [("draft", 2)])

    def test_a_wave_that_is_started_meanwhile_takes_nobody(self):
        self.release(self.orders[0])
        self.assertEqual(self.waves(), [("draft", 1)])
        started, once = threading.Event(), []
        take = StockPickingBatch._fmcg_take

        def slow(batches, found):
            if not once:
                # This transaction has its view of the world before the wave is started.
                once.append(batches.search_count([("fmcg_route_id", "=", self.route_id)]))
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["stock.picking.batch"].search(
                        [("fmcg_route_id", "=", self.route_id)]
                    ).action_confirm()
                started.set()
            return take(batches, found)

        self.patch(StockPickingBatch, "_fmcg_take", slow)
        self.together(self.orders[1])
        self.assertTrue(once and started.is_set())
        self.assertEqual(self.answers[self.orders[1]], "done")
        self.assertEqual(self.waves(), [("in_progress", 1), ("draft", 1)])
