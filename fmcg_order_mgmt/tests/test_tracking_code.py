from odoo.tests import tagged

from ..engine import tracking
from ..models.shipment import utc_now
from .carrier_common import CarrierCase


@tagged("post_install", "-at_install")
class TestTrackingCode(CarrierCase):
    """A code that no table knows changes nothing, is kept, and is asked about once."""

    def setUp(self):
        super().setUp()
        order = self.make_orders()
        order.picking_ids.carrier_tracking_ref = "YT1234567890123"
        self.shipment = order.picking_ids.fmcg_shipment_ids

    def say(self, *codes, state="unknown"):
        events = tuple(
            tracking.Event(
                utc_now(),
                "raw",
                state,
                code=code,
                description=f"text of {code}",
                sequence=place,
            )
            for place, code in enumerate(codes)
        )
        self.shipment._take_answers([tracking.Answer(events, full=False)])

    def entries(self):
        return self.env["fmcg.tracking.code"].search([("provider", "=", "kuaidi100")])

    def test_an_unknown_code_is_told_once(self):
        self.say("77", "78")
        self.say("77", "78", "77")
        entries = self.entries()
        self.assertEqual(sorted(entries.mapped("code")), ["77", "78"])
        self.assertEqual(len(entries.activity_ids), 2)
        self.assertIn("text of 77", entries.filtered(lambda each: each.code == "77").activity_ids.note)
        self.assertEqual(self.shipment.state, "unknown")
        self.assertEqual(len(self.shipment.event_ids), 3)

    def test_what_it_means_counts_for_all(self):
        self.say("77")
        entry = self.entries()
        entry.with_user(self.manager).write({"state": "exception", "reason": "weather_delay"})
        self.assertRecordValues(self.shipment, [{"state": "exception", "reason": "weather_delay"}])
        self.assertFalse(entry.activity_ids, "the question is answered")
        self.say("77")
        self.assertEqual(set(self.shipment.event_ids.mapped("state")), {"exception"})
        entry.with_user(self.manager).state = False
        self.assertEqual(self.shipment.state, "unknown")

    def test_a_known_code_can_be_read_in_another_way(self):
        self.env["fmcg.tracking.code"].create({"provider": "kuaidi100", "code": "70", "state": "exception"})
        self.say("70", state="attempt_failed")
        self.assertEqual(self.shipment.state, "exception")
