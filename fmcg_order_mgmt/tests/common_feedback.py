from odoo.fields import Command
from odoo.tests import TransactionCase


class FeedbackCommon(TransactionCase):
    """A shop that buys cola by the case and milk by the piece, and its rep."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.piece = cls.env.ref("uom.product_uom_unit")
        cls.piece.fmcg_kind = "piece"
        cls.case = cls.env["uom.uom"].create(
            {
                "name": "Case of 24",
                "relative_factor": 24,
                "relative_uom_id": cls.piece.id,
                "fmcg_kind": "case",
            }
        )
        values = {
            "type": "consu",
            "uom_id": cls.piece.id,
            "uom_ids": [Command.link(cls.case.id)],
            "list_price": 2,
        }
        cls.cola, cls.milk = cls.env["product.product"].create(
            [
                values | {"name": "可乐 330ml", "default_code": "CO330", "weight": 0.35},
                values | {"name": "Milk 250ml", "default_code": "MI250", "weight": 0.25},
            ]
        )
        cls.rep = cls.env["res.users"].create(
            {
                "name": "Rita Rep",
                "login": "fmcg_feedback_rep",
                "email": "rita@example.com",
                "group_ids": [Command.link(cls.env.ref("fmcg_order_mgmt.group_fmcg_rep").id)],
            }
        )
        cls.shop = cls.env["res.partner"].create(
            {"name": "Lakeside Shop", "email": "lakeside@example.com", "user_id": cls.rep.id}
        )
        cls.channel = cls.env.ref("fmcg_order_mgmt.channel_chat")

    @classmethod
    def new_orders(cls, count=1, **values):
        """Return confirmed orders of 10 cases of cola and 6 pieces of milk that came by chat."""
        lines = [(cls.cola, 10, cls.case), (cls.milk, 6, cls.piece)]
        order = {
            "partner_id": cls.shop.id,
            "user_id": cls.rep.id,
            "fmcg_channel_id": cls.channel.id,
            "order_line": [
                Command.create(
                    {"product_id": product.id, "product_uom_qty": quantity, "product_uom_id": uom.id}
                )
                for product, quantity, uom in lines
            ],
        }
        orders = cls.env["sale.order"].create([order | values for _number in range(count)])
        orders.action_fmcg_approve()
        return orders

    @classmethod
    def deliver(cls, orders):
        """Let these orders arrive at their customers."""
        deliveries = orders.picking_ids.with_context(skip_sms=True)
        deliveries.button_validate()
        deliveries.action_fmcg_delivered()
