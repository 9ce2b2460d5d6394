from datetime import date, datetime

from odoo.tests import freeze_time

from .review_common import ReviewCommon

MONDAY = datetime(2031, 3, 3, 9)
TUESDAY, THURSDAY = date(2031, 3, 4), date(2031, 3, 6)


class WaveCommon(ReviewCommon):
    """The shop's van runs on Tuesdays and Thursdays, cut-off at noon before; it is Monday, 9:00 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(MONDAY)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.env.company.partner_id.tz = cls.warehouse.partner_id.tz = "UTC"
        cls.regular.write({"automation": "person", "release": "at_once", "invoicing": "manual"})
        cls.route = cls.new_route("North", "WVN")
        cls.shop.fmcg_route_id = cls.route

    @classmethod
    def new_route(cls, name, code, **values):
        days = dict.fromkeys(("mon", "wed", "fri", "sat", "sun"), False)
        values = {"name": name, "code": code, "cut_off": 12, "lead_days": 1} | days | values
        return cls.env["fmcg.route"].create(values)

    @classmethod
    def new_shop(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, "user_id": cls.rep.id} | values)

    def released(self, *lines, **values):
        """Return an order of the shop that was approved, and with it released."""
        order = self.order(*lines, **{"date_order": MONDAY} | values)
        self.approve(order)
        return order

    def validate(self, pickings, quantity=None):
        if quantity is not None:
            pickings.move_ids.quantity = quantity
        pickings.with_context(skip_backorder=True, skip_sms=True, skip_expired=True).button_validate()

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_release").method_direct_trigger()
        self.env.invalidate_all()
