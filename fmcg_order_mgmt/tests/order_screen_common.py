import uuid

from odoo.fields import Command
from odoo.tests import new_test_user

from .test_order_request import OrderRequestCase


class OrderScreenCase(OrderRequestCase):
    """A rep with a shop on a route, and two drinks on stock, one of them ten for eleven."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.fmcg_review_all = False
        cls.env["loyalty.program"].search([]).active = False
        cls.env.ref("fmcg_order_mgmt.order_type_regular").write({"release": "wave", "automation": "person"})
        (cls.cola | cls.milk).is_storable = True
        cls.cola.default_code, cls.milk.default_code = "C-1", "M-1"
        cls.cola.barcode = "6901234567892"
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        ) or cls.env["stock.warehouse"].create({"name": "Depot", "code": "DEP"})
        for product in cls.cola | cls.milk:
            cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, 5000)
        cls.rep = new_test_user(
            cls.env,
            "rep.screen",
            groups="base.group_user,fmcg_order_mgmt.group_fmcg_rep",
            company_id=cls.env.company.id,
        )
        cls.route = cls.env["fmcg.route"].create(
            {"name": "North", "code": "N1", "warehouse_id": cls.warehouse.id, "sat": True, "sun": True}
        )
        cls.shop.write({"user_id": cls.rep.id, "fmcg_route_id": cls.route.id, "ref": "S-77"})
        cls.screen = cls.env["fmcg.order.screen"].with_user(cls.rep)
        cls.piece = cls.cola.uom_id

    @classmethod
    def ten_and_one(cls):
        """A promotion of core: ten cases of cola, and a case on top."""
        return cls.env["loyalty.program"].create(
            {
                "name": "Ten and one",
                "program_type": "buy_x_get_y",
                "applies_on": "current",
                "trigger": "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_point_mode": "order",
                            "reward_point_amount": 1,
                            "minimum_qty": 10,
                            "product_ids": [Command.link(cls.cola.id)],
                        }
                    ),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_type": "product",
                            "reward_product_id": cls.cola.id,
                            "reward_product_qty": 24,
                            "required_points": 1,
                        }
                    ),
                ],
            }
        )

    def line(self, product, quantity, unit=None):
        unit = unit or self.case
        return {
            "product": product.id,
            "unit": unit.id,
            "quantity": quantity,
            "name": product.name,
            "unit_name": unit.name,
        }

    def cart(self, *lines, **values):
        return {"customer": self.shop.id, "lines": list(lines)} | values

    def key(self):
        return str(uuid.uuid4())

    def sent(self, *lines, **values):
        """Send a cart that must become an order, and return it."""
        outcome = self.screen.send(self.cart(*lines, **values), self.key())
        self.assertEqual(outcome["state"], "done", outcome)
        return self.env["sale.order"].browse(outcome["order"]["id"])
