from odoo import fields

from .carrier_common import DeliveryCase

ALERT = "fmcg_order_mgmt.activity_shipment_alert"


class ShipmentActCase(DeliveryCase):
    """Shipments whose events the tests report as a carrier would, in days without a night."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"fmcg_night_from": 0, "fmcg_night_to": 0})
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.shop.write({"email": "shop@example.com", "lang": "en_US", "tz": "Asia/Shanghai"})
        cls.now = fields.Datetime.now()
        cls.numbers = 0

    @classmethod
    def shipments(cls, count=1, orders=None):
        """Return new shipments, each of an order of its own, or as many of the given one."""
        deliveries = (orders or cls.make_orders(count)).picking_ids
        result = cls.env["fmcg.shipment"]
        for delivery in deliveries:
            each = 1 if orders is None else count
            numbers = [f"YT{cls.numbers + place:013d}" for place in range(each)]
            cls.numbers += each
            delivery.move_ids.date_deadline = fields.Datetime.add(cls.now, days=20)
            delivery.carrier_tracking_ref = ",".join(numbers)
            result |= delivery.fmcg_shipment_ids
        cls.env.flush_all()
        return result

    def at(self, hours):
        return fields.Datetime.add(self.now, hours=hours)

    def scan(self, shipments, state, hours=0, reason=False):
        """Report an event so many hours from the test's beginning, as a poll or a push does."""
        self.env["fmcg.shipment.event"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "source": "poll",
                    "occurred_at": self.at(hours),
                    "state": state,
                    "reason": reason,
                    "description": f"{state} {hours}",
                    "fingerprint": f"{state} {hours} {reason}",
                }
                for shipment in shipments
            ]
        )
        self.env.flush_all()

    def run_job(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"fmcg_order_mgmt.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def act(self):
        self.run_job("ir_cron_look_after_shipments")

    def tell(self):
        self.run_job("ir_cron_send_shipment_notices")

    def activities(self, shipments, done=False):
        kind = self.env.ref(ALERT)
        domain = [
            ("activity_type_id", "=", kind.id),
            ("res_id", "in", shipments.ids),
            ("active", "=", not done),
        ]
        return self.env["mail.activity"].with_context(active_test=False).search(domain)

    def queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
