from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.fmcg_order_mgmt.tests.review_common import ReviewCommon

MONDAY = datetime(2031, 3, 3, 9)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2031, 3, day) for day in (4, 5, 6, 7))


class ProductionCommon(ReviewCommon):
    """Flour and milk are made into cake, two and one for each; the clock stands on a Monday morning."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(MONDAY)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.env.company.partner_id.tz = cls.warehouse.partner_id.tz = "UTC"
        cls.env.company.write({"fmcg_promise_capacity": False, "security_lead": 0})
        cls.regular.write({"automation": "person", "release": "at_once"})
        cls.flour, cls.cake = cls.env["product.product"].create(
            [{"name": name, "is_storable": True, "taxes_id": [Command.clear()]} for name in ("Flour", "Cake")]
        )
        cls.recipe = cls.bill(cls.cake, (cls.flour, 2), (cls.milk, 1))

    @classmethod
    def bill(cls, product, *parts, **values):
        lines = [Command.create({"product_id": part.id, "product_qty": each}) for part, each in parts]
        values = {"product_tmpl_id": product.product_tmpl_id.id, "bom_line_ids": lines} | values
        return cls.env["mrp.bom"].create(values)

    @classmethod
    def kit(cls, *parts, **values):
        product = cls.env["product.product"].create({"name": "Party Box", "is_storable": False} | values)
        cls.bill(product, *parts, type="phantom")
        return product

    def production(self, quantity, starts=MONDAY, product=None, confirm=True, **values):
        product = product or self.cake
        values = {"product_id": product.id, "product_qty": quantity, "date_start": starts} | values
        production = self.env["mrp.production"].create(values)
        if confirm:
            production.action_confirm()
        return production

    def promised(self, *lines, **values):
        order = self.order(*lines, **{"date_order": MONDAY} | values)
        order.action_fmcg_review()
        return order

    def said(self, product, quantity):
        """Return the day and the words of a promise for an order of its own, which goes away again."""
        order = self.promised((product, quantity, product.uom_id))
        found = order.fmcg_promised_on, order.order_line.fmcg_promise_text
        order._fmcg_cancel()
        return found

    def queries(self, orders):
        """Return how many queries it takes to promise orders."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders._fmcg_promise()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
