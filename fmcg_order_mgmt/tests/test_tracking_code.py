from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..engine import tracking
from ..models.shipment import utc_now
from .carrier_common import CarrierCase


@tagged("post_install", "-at_install")
class TestTrackingCode(CarrierCase):
    """A code that no table knows changes nothing, is kept, and is asked about once."""

    def setUp(self):
        super().setUp()
        self.moment = utc_now()
        order = self.make_orders()
        order.picking_ids.carrier_tracking_ref = "YT1234567890123"
        self.shipment = order.picking_ids.fmcg_shipment_ids

    def say(self, *codes, state="unknown", subcode=""):
        events = tuple(
            tracking.Event(
                self.moment,
                "raw",
                state,
                code=code,
                subcode=subcode,
                description=f"text of {code}",
                sequence=place,
            )
            for place, code in enumerate(codes)
        )
        self.shipment._take_answers([tracking.Answer(events, full=False)])

    def entries(self, provider="kuaidi100"):
        return self.env["fmcg.tracking.code"].search([("provider", "=", provider)])

    def misread(self, *unread):
        self.shipment._take_answers([tracking.Answer(unread=unread, full=False)])

    def test_an_unknown_code_is_told_once(self):
        self.say("77", "78")
        self.say("77", "78", "77")
        entries = self.entries()
        self.assertEqual(sorted(entries.mapped("code")), ["77", "78"])
        self.assertEqual(len(entries.activity_ids), 2)
        self.assertIn("text of 77", entries.filtered(lambda each: each.code == "77").activity_ids.note)
        self.assertEqual(self.shipment.state, "unknown")
        self.assertEqual(len(self.shipment.event_ids), 2)

    def test_a_code_that_says_nothing_is_no_riddle(self):
        """EasyPost's "unknown" stands for remarks between two scans: nobody has to say what it means."""
        self.shipment.account_id.write({"provider": "easypost", "options": False})
        self.say("unknown", "teleported")
        self.assertEqual(self.entries("easypost").mapped("code"), ["teleported"])

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
        self.entries().state = False
        self.assertEqual(self.shipment.state, "unknown")

    def test_a_new_subcode_counts_as_its_code_and_is_told_once(self):
        self.shipment.account_id.write({"provider": "aftership", "options": False})
        for _ in range(2):
            self.say("Delivered", state="delivered", subcode="Delivered_099")
        entry = self.entries("aftership")
        self.assertRecordValues(entry, [{"code": "Delivered_099", "kind": "code", "state": False}])
        self.assertEqual(len(entry.activity_ids), 1)
        self.assertIn("Delivered_099", entry.activity_ids.note)
        self.assertIn("counts as", entry.activity_ids.note)
        self.assertEqual(self.shipment.state, "delivered")

    def test_a_reason_alone_changes_nothing(self):
        self.shipment.account_id.write({"provider": "aftership", "options": False})
        # On its way back to the sender a parcel's delivery is its return.
        self.say("Delivered", state="returned", subcode="Delivered_099")
        self.entries("aftership").with_user(self.manager).reason = "carrier_delay"
        self.assertRecordValues(self.shipment, [{"state": "returned", "reason": False}])

    def test_a_meaning_that_is_taken_back_leaves_the_table_s(self):
        self.shipment.account_id.write({"provider": "aftership", "options": False})
        self.say("Delivered", state="delivered", subcode="Delivered_099")
        entry = self.entries("aftership").with_user(self.manager)
        entry.state = "ready_for_pickup"
        self.assertEqual(self.shipment.state, "ready_for_pickup")
        entry.state = False
        self.assertEqual(self.shipment.state, "delivered")

    def test_subcodes_that_are_known_or_read_on_purpose_are_not_told(self):
        for provider, code, subcode in (
            ("aftership", "Delivered", "Delivered_001"),
            ("aftership", "InTransit", ""),
            ("easypost", "in_transit", "in_transit/arrived_at_facility"),
            ("sf", "70", "70/13/9999"),
        ):
            self.shipment.account_id.write({"provider": provider, "options": False})
            self.say(code, state="in_transit", subcode=subcode)
            self.assertFalse(self.entries(provider), subcode)
        self.shipment.account_id.write({"provider": "easypost", "options": False})
        self.say("failure", state="exception", subcode="failure/teleported")
        self.assertEqual(self.entries("easypost").mapped("code"), ["failure/teleported"])

    def test_what_cannot_be_read_is_told_once_for_each_field(self):
        self.misread("time='soon'", "time='later'", "eta='some day'")
        self.assertEqual(self.shipment.unread, "time='soon'\ntime='later'\neta='some day'")
        self.misread("time='yesterday'")
        entries = self.entries()
        self.assertRecordValues(
            entries.sorted("code"),
            [
                {"code": "(eta)", "kind": "field", "example": "eta='some day'"},
                {"code": "(time)", "kind": "field", "example": "time='soon'"},
            ],
        )
        self.assertEqual(len(entries.activity_ids), 2)
        self.assertIn("some day", entries.sorted("code")[0].activity_ids.note)
        self.assertIn(
            self.env.ref("fmcg_order_mgmt.group_fmcg_manager"), entries.activity_ids.user_id.all_group_ids
        )

    def test_what_cannot_be_read_gets_no_meaning(self):
        self.misread("time='soon'")
        self.say("(time)")
        for values in ({"state": "lost"}, {"reason": "weather_delay"}):
            with self.assertRaisesRegex(ValidationError, "Only codes"):
                self.entries().with_user(self.manager).write(values)
        self.assertEqual(self.shipment.state, "unknown")

    def test_the_same_again_costs_nothing(self):
        def count(*unread):
            self.misread(*unread)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.misread(*unread)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        # When it was heard is written once in a second.
        with freeze_time(fields.Datetime.now()):
            self.assertEqual(count("time='soon'"), count())

    def test_dispatchers_see_what_could_not_be_read(self):
        shipments = self.env["fmcg.shipment"]
        for user, seen in ((self.dispatcher, True), (self.manager, True), (self.rep, False)):
            view = shipments.with_user(user).get_view(view_type="form")
            self.assertEqual('name="unread"' in view["arch"], seen, user.login)
