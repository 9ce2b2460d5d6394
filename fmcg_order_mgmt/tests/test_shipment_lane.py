from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .shipment_act_common import ShipmentActCase


@tagged("post_install", "-at_install")
class TestShipmentLane(ShipmentActCase):
    """Where the carrier says nothing, own experience does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.write({"country_id": cls.env.ref("base.cn").id, "state_id": False, "zip": "310000"})
        order = cls.make_orders()
        cls.past = cls.shipments(10, orders=order)
        cls.past.sudo().write({"carrier_code": "yuantong"})
        cls.parcel = cls.shipments()
        cls.parcel.sudo().write({"carrier_code": "yuantong"})

    def learn(self):
        self.run_job("ir_cron_learn_lanes")

    def arrive(self, shipments):
        """Let each take an hour more than the one before it, from 24 hours on, all ten days ago."""
        self.scan(shipments, "picked_up", -240)
        for place, shipment in enumerate(shipments):
            self.scan(shipment, "in_transit", -234)
            self.scan(shipment, "delivered", -216 + place)

    def test_lanes_are_learnt_and_say_when_a_parcel_is_expected(self):
        self.arrive(self.past)
        self.learn()
        lanes = self.env["fmcg.shipment.lane"].search([])
        self.assertEqual(
            {(lane.carrier_code, lane.region, lane.parcels) for lane in lanes},
            {("yuantong", "CN/31", 10), ("yuantong", "", 10), ("", "", 10)},
        )
        self.assertRecordValues(
            lanes[:1],
            [
                {
                    "hours_half": 28.5,
                    "hours_three_quarters": 30.75,
                    "hours_nine_tenths": 32.1,
                    "pause_hours": 26.1,
                }
            ],
        )
        self.assertFalse(self.parcel.eta)
        self.scan(self.parcel, "picked_up", -2)
        self.assertRecordValues(self.parcel, [{"eta": self.at(26.5), "eta_source": "own"}])
        # It belongs to the slower half by now.
        with freeze_time(self.at(27)):
            self.act()
            self.assertEqual(self.parcel.eta, self.at(28.75))
        with freeze_time(self.at(40)):
            self.act()
            self.assertRecordValues(self.parcel, [{"eta": False, "eta_source": False}])
        # What nobody goes any more says nothing.
        with freeze_time(self.at(24 * 400)):
            self.learn()
            self.assertEqual(set(lanes.mapped("parcels")), {0})

    def test_the_carrier_s_word_wins(self):
        self.arrive(self.past)
        self.learn()
        self.scan(self.parcel, "picked_up", -2)
        self.parcel.eta = self.at(99)
        self.assertEqual(self.parcel.eta_source, "provider")
        self.learn()
        self.act()
        self.scan(self.parcel, "in_transit", -1)
        self.assertRecordValues(self.parcel, [{"eta": self.at(99), "eta_source": "provider"}])
        self.parcel.eta = False
        self.assertRecordValues(self.parcel, [{"eta": self.at(26.5), "eta_source": "own"}])

    def test_what_is_under_way_follows_what_is_learnt(self):
        self.scan(self.parcel, "picked_up", -2)
        self.arrive(self.past[:7])
        self.learn()
        self.act()
        self.assertFalse(self.parcel.eta, "too few for experience")
        self.scan(self.past[7:], "picked_up", -240)
        self.scan(self.past[7:], "delivered", -200)
        self.learn()
        self.act()
        self.assertEqual(self.parcel.eta_source, "own")

    def test_late_by_own_experience(self):
        self.arrive(self.past)
        self.learn()
        self.parcel.order_ids.picking_ids.move_ids.date_deadline = self.at(-24)
        self.scan(self.parcel, "picked_up", -2)
        self.assertEqual(self.parcel.alert, "late")

    def deliver_out(self, shipments):
        """Let each arrive a day after it was picked up, and six hours after it went out for delivery."""
        self.scan(shipments, "picked_up", -240)
        self.scan(shipments, "in_transit", -228)
        self.scan(shipments, "out_for_delivery", -222)
        self.scan(shipments, "delivered", -216)

    def test_what_is_not_out_in_time_is_late_before_its_promise_is_over(self):
        self.deliver_out(self.past)
        self.learn()
        lanes = self.env["fmcg.shipment.lane"].search([])
        self.assertEqual(set(lanes.mapped("last_mile_hours")), {6})
        self.assertEqual(lanes[0].rests["in_transit"], [12, 12, 12])
        self.parcel.order_ids.picking_ids.move_ids.date_deadline = self.at(20)
        due = self.parcel.due_at
        left = (due - self.now).total_seconds() / 3600
        with freeze_time(fields.Datetime.subtract(due, hours=7)):
            self.scan(self.parcel, "picked_up", left - 30)
            self.scan(self.parcel, "in_transit", left - 8)
            # The carrier goes on saying that all is well.
            self.parcel.eta = fields.Datetime.subtract(due, hours=1)
        with freeze_time(fields.Datetime.subtract(due, hours=6, minutes=1)):
            self.act()
            self.assertFalse(self.parcel.alert)
        with freeze_time(fields.Datetime.subtract(due, hours=5, minutes=59)):
            self.act()
            self.assertRecordValues(
                self.parcel, [{"alert": "late", "alert_cause": "behind", "is_behind": True, "is_late": True}]
            )
            self.assertEqual(self.parcel.lateness, "late")
            self.assertEqual(self.parcel.late_text, "will be late")
            note = self.activities(self.parcel).note
            self.assertIn("needed 6 hours more", note)
            self.assertNotIn("Expected:", note)
            self.scan(self.parcel, "out_for_delivery", left - 6)
            self.assertFalse(self.parcel.alert)
            self.assertFalse(self.parcel.is_behind)

    def test_own_vans_go_their_own_way(self):
        (self.past | self.parcel).sudo().carrier_code = "own"
        self.deliver_out(self.past)
        self.learn()
        self.assertFalse(self.env["fmcg.shipment.lane"].search([]))
        parcels = self.shipments(10, orders=self.make_orders())
        parcels.sudo().carrier_code = "yuantong"
        self.deliver_out(parcels)
        self.learn()
        self.assertTrue(self.env["fmcg.shipment.lane"].search([]))
        self.parcel.order_ids.picking_ids.move_ids.date_deadline = self.at(0)
        with freeze_time(fields.Datetime.subtract(self.parcel.due_at, hours=1)):
            self.act()
            self.assertFalse(self.parcel.alert, "what carriers take says nothing of a van")

    def test_near_the_door_the_last_scan_says_when(self):
        self.deliver_out(self.past)
        self.learn()
        self.scan(self.parcel, "picked_up", -100)
        self.scan(self.parcel, "out_for_delivery", -1)
        self.assertRecordValues(self.parcel, [{"eta": self.at(5), "eta_source": "own"}])

    def test_a_word_that_did_not_come_true_counts_no_longer(self):
        self.deliver_out(self.past)
        self.learn()
        self.parcel.order_ids.picking_ids.move_ids.date_deadline = self.at(20)
        due = self.parcel.due_at
        left = (due - self.now).total_seconds() / 3600
        with freeze_time(fields.Datetime.subtract(due, hours=5.5)):
            self.scan(self.parcel, "picked_up", left - 30)
            self.scan(self.parcel, "out_for_delivery", left - 5.5)
            self.parcel.eta = fields.Datetime.subtract(due, hours=5)
            self.assertFalse(self.parcel.alert)
        # Six hours are usual from here to the door.
        with freeze_time(fields.Datetime.subtract(due, hours=4.9)):
            self.act()
            self.assertRecordValues(self.parcel, [{"alert_cause": "behind", "eta_source": "provider"}])

    def test_silence_is_what_is_unusual_on_the_lane(self):
        self.arrive(self.past)
        self.learn()
        self.scan(self.parcel, "in_transit", 0)
        with freeze_time(self.at(38)):
            self.act()
            self.assertFalse(self.parcel.alert)
        # One and a half times the pause of 26.1 hours.
        with freeze_time(self.at(40)):
            self.act()
            self.assertEqual(self.parcel.alert, "silent")

    def test_managers_look_at_lanes(self):
        self.arrive(self.past)
        self.learn()
        lanes = self.env["fmcg.shipment.lane"]
        self.assertEqual(len(lanes.with_user(self.manager).search([])), 3)
        for user in (self.rep, self.dispatcher):
            with self.assertRaises(AccessError):
                lanes.with_user(user).search([])
        with self.assertRaises(AccessError):
            lanes.with_user(self.manager).search([]).write({"parcels": 99})
        company = self.env["res.company"].create({"name": "Other distributor"})
        self.manager.write({"company_ids": [(4, company.id)]})
        elsewhere = lanes.with_user(self.manager).with_context(allowed_company_ids=company.ids)
        self.assertFalse(elsewhere.search([]))
