from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

# These tests order the same goods over and over, which is just what these checks are for.
HISTORY_CHECKS = ("outlier_quantity", "duplicate_order", "usual_missing")


class ReviewCommon(BaseCommon):
    """A shop, cola with 1000 pieces in stock and milk with none, a rep of the shop and a reviewer.

    ``order()`` makes an order of the shop that came by chat: two cola and, where asked, other lines.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.fmcg_review_all = False
        cls.env["fmcg.review.rule"].search([("code", "in", HISTORY_CHECKS)]).active = False
        # the words mean these two products, whatever else a database holds
        cls.env["product.template"].search([("sale_ok", "=", True)]).sale_ok = False
        cls.rep = new_test_user(cls.env, "fmcg_review_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        cls.reviewer = new_test_user(
            cls.env, "fmcg_review_reviewer", groups="fmcg_order_mgmt.group_fmcg_reviewer"
        )
        cls.shop = cls.env["res.partner"].create(
            {
                "name": "Lakeside Shop",
                "user_id": cls.rep.id,
                "phone": "+1 415-555-0123",
                "street": "1 Lake St",
                "city": "San Francisco",
            }
        )
        cls.piece = cls.env.ref("uom.product_uom_unit")
        cls.case = cls.env["uom.uom"].create(
            {"name": "Case of 24", "relative_factor": 24, "relative_uom_id": cls.piece.id}
        )
        cls.cola, cls.milk = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "is_storable": True,
                    "list_price": 2,
                    "taxes_id": [Command.clear()],
                    "uom_ids": [Command.link(cls.case.id)],
                }
                for name in ("Cola", "Milk")
            ]
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        ) or cls.env["stock.warehouse"].create({"name": "Depot", "code": "DEP"})
        cls.stock(cls.cola, 1000)
        cls.channel = cls.env.ref("fmcg_order_mgmt.channel_chat")
        cls.regular = cls.env.ref("fmcg_order_mgmt.order_type_regular")

    @classmethod
    def stock(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, quantity)

    def order(self, *lines, user=None, **values):
        lines = lines or ((self.cola, 2, self.piece),)
        values = {
            "partner_id": self.shop.id,
            "user_id": self.rep.id,
            "fmcg_channel_id": self.channel.id,
            "order_line": [
                Command.create(
                    {"product_id": product.id, "product_uom_qty": quantity, "product_uom_id": unit.id}
                )
                for product, quantity, unit in lines
            ],
        } | values
        model = self.env["sale.order"]
        return (model.with_user(user) if user else model).create(values)

    def approve(self, order, reason=None):
        order.with_user(self.reviewer).action_fmcg_approve(reason)
