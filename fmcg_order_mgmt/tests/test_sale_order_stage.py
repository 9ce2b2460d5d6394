from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.stage import STAGES
from ..models.sale_order_stage import STAGES as LABELS
from .carrier_common import DeliveryCase


@tagged("post_install", "-at_install")
class TestSaleOrderStage(DeliveryCase):
    """An order's stage follows from what happens to it."""

    def test_every_stage_of_the_engine_has_a_name(self):
        self.assertEqual([code for code, _label in LABELS], list(STAGES))

    def test_an_order_walks_through(self):
        order = self.env["sale.order"].create({"partner_id": self.shop.id})
        self.assertEqual(order.fmcg_stage, "draft")
        order.order_line = [(0, 0, {"product_id": self.product.id, "product_uom_qty": 4})]
        order.action_confirm()
        self.assertEqual(order.fmcg_stage, "picking")
        self.ship(order.picking_ids)
        self.assertEqual(order.fmcg_stage, "shipped")
        order.picking_ids.with_user(self.dispatcher).action_fmcg_delivered()
        self.assertEqual(order.fmcg_stage, "delivered")
        order.fmcg_shipment_ids.with_user(self.driver).action_attempt_failed()
        self.assertEqual(order.fmcg_stage, "shipped")

    def test_an_order_from_a_channel_is_reviewed_first(self):
        channel = self.env.ref("fmcg_order_mgmt.channel_chat")
        line = {"product_id": self.product.id, "product_uom_qty": 4}
        order = self.env["sale.order"].create(
            {"partner_id": self.shop.id, "fmcg_channel_id": channel.id, "order_line": [(0, 0, line)]}
        )
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_stage, "review")
        order.action_fmcg_reject("Call the customer first")
        self.assertEqual(order.fmcg_stage, "review")
        order.fmcg_order_type_id.release = "wave"
        order.action_fmcg_review()
        order.action_fmcg_approve()
        self.assertEqual(order.fmcg_stage, "approved")
        order._fmcg_release()
        self.assertEqual(order.fmcg_stage, "picking")

    def test_the_least_advanced_delivery_counts(self):
        order = self.make_orders()
        first = order.picking_ids
        first.action_assign()
        first.move_ids.quantity = 1
        first.with_context(skip_backorder=True).button_validate()
        second = order.picking_ids - first
        first.action_fmcg_delivered()
        self.assertEqual((first.state, order.fmcg_stage), ("done", "picking"))
        self.ship(second)
        self.assertEqual(order.fmcg_stage, "shipped")
        second.action_fmcg_delivered()
        self.assertEqual(order.fmcg_stage, "delivered")

    def test_a_return_does_not_send_a_delivered_order_back(self):
        order = self.make_orders()
        delivery = order.picking_ids
        self.ship(delivery)
        delivery.action_fmcg_delivered()
        wizard = self.env["stock.return.picking"].create({"picking_id": delivery.id})
        wizard.product_return_moves.quantity = 1
        wizard._create_return()
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(order.fmcg_stage, "delivered")

    def test_steps_inside_the_warehouse_are_picking(self):
        self.env["stock.warehouse"].search([]).delivery_steps = "pick_ship"
        order = self.make_orders()
        self.ship(order.picking_ids.filtered(lambda picking: picking.state != "done")[:1])
        self.assertEqual(order.fmcg_stage, "picking")
        self.ship(order.picking_ids.filtered(lambda picking: picking.state != "done"))
        self.assertEqual(order.fmcg_stage, "shipped")

    def test_nobody_sets_the_stage(self):
        order = self.make_orders()
        for values in (
            {"fmcg_stage": "delivered"},
            {"fmcg_shipment_state": "delivered"},
            {"fmcg_closed": True},
        ):
            with self.assertRaisesRegex(UserError, "follows from"):
                order.write(values)
            with self.assertRaisesRegex(UserError, "follows from"):
                self.env["sale.order"].create({"partner_id": self.shop.id, **values})
        forged = self.env["sale.order"].with_context(default_fmcg_stage="delivered", default_fmcg_closed=True)
        self.assertEqual(forged.create({"partner_id": self.shop.id}).fmcg_stage, "draft")

    def test_cancelled(self):
        order = self.make_orders()
        order._action_cancel()
        self.assertEqual(order.fmcg_stage, "cancelled")

    def test_stages_of_many_orders_take_no_more_queries(self):
        def confirm(count):
            line = {"product_id": self.product.id, "product_uom_qty": 1}
            orders = self.env["sale.order"].create(
                [{"partner_id": self.shop.id, "order_line": [(0, 0, line)]} for _ in range(count)]
            )
            orders.action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            orders.picking_ids.mapped("fmcg_shipment_state")
            before = self.env.cr.sql_log_count
            self.env.add_to_compute(orders._fields["fmcg_stage"], orders)
            orders.mapped("fmcg_stage")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        confirm(1)
        self.assertEqual(confirm(1), confirm(50))
