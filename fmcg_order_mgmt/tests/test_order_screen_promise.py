from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .order_screen_common import OrderScreenCase

MONDAY = datetime(2031, 3, 3, 9)


@tagged("post_install", "-at_install")
class TestOrderScreenPromise(OrderScreenCase):
    """When goods can be there, told before they are ordered; the clock stands on a Monday morning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(MONDAY)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.env.company.partner_id.tz = cls.warehouse.partner_id.tz = "UTC"
        cls.env["stock.quant"]._update_available_quantity(cls.milk, cls.warehouse.lot_stock_id, -4990)
        receipt = cls.env["stock.move"].create(
            {
                "product_id": cls.milk.id,
                "product_uom_qty": 90,
                "location_id": cls.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": cls.warehouse.lot_stock_id.id,
                "date": MONDAY + timedelta(days=1),
            }
        )
        receipt._action_confirm()

    def test_rows_say_how_much_can_be_there_from_which_day_on(self):
        leaflet = self.env["product.product"].create({"name": "Leaflet", "type": "consu"})
        rows = self.screen.rows(self.shop.id, (self.cola | self.milk | leaflet).ids)
        tuesday = {"date": "2031-03-04", "label": "Tue, Mar 4"}
        wednesday = {"date": "2031-03-05", "label": "Wed, Mar 5"}
        self.assertEqual(rows[str(self.cola.id)]["steps"], [tuesday | {"free": 5000}])
        self.assertEqual(
            rows[str(self.milk.id)]["steps"], [tuesday | {"free": 10}, wednesday | {"free": 100}]
        )
        self.assertIsNone(rows[str(leaflet.id)]["steps"])
        self.cola.is_storable = True
        self.env["stock.quant"]._update_available_quantity(self.cola, self.warehouse.lot_stock_id, -5000)
        rows = self.screen.rows(self.shop.id, self.cola.ids)
        self.assertEqual(rows[str(self.cola.id)]["steps"], [tuesday | {"free": 0}])

    def test_a_quote_promises_what_the_order_will_be_promised(self):
        lines = self.line(self.cola, 1), self.line(self.milk, 1)
        before = self.env["fmcg.promise"].search_count([])
        quote = self.screen.quote(self.cart(*lines))
        self.assertEqual(self.env["fmcg.promise"].search_count([]), before)
        cola, milk = (line["promise"] for line in quote["lines"])
        self.assertEqual((cola["late"], cola["date"]), (False, "2031-03-04"))
        self.assertEqual((milk["late"], milk["date"]), (True, "2031-03-05"))
        self.assertIn("10 of 24 Units in stock, the rest comes in on Tue, Mar 4", milk["text"])
        order = self.sent(*lines)
        self.assertEqual(order.fmcg_promise_text, quote["promise"])
        self.assertEqual(fields.Date.to_string(order.fmcg_promised_on), "2031-03-05")
        self.assertEqual(order.order_line.mapped("fmcg_promise_text"), [cola["text"], milk["text"]])
