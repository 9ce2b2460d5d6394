from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..engine import tracking
from ..models import shipment as labels
from .carrier_common import CarrierCase


@tagged("post_install", "-at_install")
class TestShipment(CarrierCase):
    """A waybill number is enough, wherever it is entered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_orders()
        cls.delivery = cls.order.picking_ids

    def test_the_engine_s_words_have_names(self):
        for names, codes in (
            (labels.STATES, tracking.STATES),
            (labels.HEALTHS, tracking.HEALTHS),
            (labels.REASONS, tracking.REASONS),
        ):
            self.assertEqual({code for code, _label in names}, set(codes))

    def test_a_typed_number_becomes_a_shipment(self):
        self.delivery.carrier_tracking_ref = "yt1234567890123"
        self.assertRecordValues(
            self.delivery.fmcg_shipment_ids,
            [
                {
                    "name": "YT1234567890123",
                    "carrier_code": "yuantong",
                    "account_id": self.account.id,
                    "order_ids": self.order.ids,
                    "partner_id": self.shop.id,
                    "phone_tail": "8000",
                    "state": "pending",
                    "health": "ok",
                }
            ],
        )
        self.assertTrue(self.delivery.fmcg_shipment_ids.next_poll_at)
        self.assertEqual(self.order.fmcg_shipment_state, "pending")

    def test_several_numbers_and_corrections(self):
        self.delivery.carrier_tracking_ref = "SF1234567890123, YT1234567890123"
        first, second = self.delivery.fmcg_shipment_ids.sorted("name")
        self.assertEqual((first.carrier_code, second.carrier_code), ("shunfeng", "yuantong"))
        self.delivery.carrier_tracking_ref = "SF1234567890123,YT9999999999999"
        self.assertEqual(
            self.delivery.fmcg_shipment_ids.sorted("name").mapped("name"),
            ["SF1234567890123", "YT9999999999999"],
        )
        self.assertRecordValues(second, [{"picking_ids": [], "health": "stopped", "next_poll_at": False}])
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        self.assertEqual(self.delivery.fmcg_shipment_ids, second)
        self.assertEqual(second.health, "ok")
        self.assertTrue(second.next_poll_at)

    def test_what_is_no_number_is_left_alone(self):
        self.delivery.carrier_tracking_ref = "collected by Mr Li"
        self.assertFalse(self.delivery.fmcg_shipment_ids)
        self.delivery.carrier_tracking_ref = False
        self.assertFalse(self.delivery.fmcg_shipment_ids)

    def test_a_receipt_makes_no_shipment(self):
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.env["stock.warehouse"].search([], limit=1).in_type_id.id,
                "carrier_tracking_ref": "YT1234567890123",
            }
        )
        self.assertFalse(receipt.fmcg_shipment_ids)

    def test_one_waybill_over_two_deliveries(self):
        other = self.make_orders()
        (self.delivery | other.picking_ids).write({"carrier_tracking_ref": "YT1234567890123"})
        self.assertEqual(len(self.delivery.fmcg_shipment_ids), 1)
        self.assertEqual(self.delivery.fmcg_shipment_ids, other.picking_ids.fmcg_shipment_ids)
        self.assertEqual(self.delivery.fmcg_shipment_ids.order_ids, self.order | other)

    def test_the_window_fills_core_s_field(self):
        action = self.order.with_user(self.dispatcher).action_fmcg_enter_waybill()
        entry = self.env[action["res_model"]].with_user(self.dispatcher).browse(action["res_id"])
        with Form(entry) as form:
            form.numbers = "JT1234567890123"
            self.assertEqual(form.carrier_code, "jtexpress")
        entry.action_enter()
        self.assertEqual(self.delivery.carrier_tracking_ref, "JT1234567890123")
        self.assertEqual(self.delivery.fmcg_shipment_ids.carrier_code, "jtexpress")
        again = self.env["fmcg.waybill.entry"].browse(self.delivery.action_fmcg_enter_waybill()["res_id"])
        again.numbers = "YT1234567890123"
        again.action_enter()
        self.assertEqual(self.delivery.carrier_tracking_ref, "JT1234567890123, YT1234567890123")

    def test_the_shipment_s_deliveries_fill_core_s_field(self):
        other = self.make_orders().picking_ids
        self.delivery.carrier_tracking_ref = "Mr Li, YT1234567890123"
        shipment = self.delivery.fmcg_shipment_ids.with_user(self.dispatcher)
        shipment.picking_ids = [(4, other.id)]
        self.assertEqual(other.carrier_tracking_ref, "YT1234567890123")
        shipment.picking_ids = [(3, self.delivery.id)]
        self.assertEqual(self.delivery.carrier_tracking_ref, "MR, LI")
        self.assertEqual(shipment.picking_ids, other)

    def test_the_links_of_deliveries_and_orders_are_not_set_by_hand(self):
        shipment = self.env["fmcg.shipment"].create({"name": "YT1234567890123"})
        for record in (self.delivery, self.order):
            with self.assertRaises(UserError):
                record.fmcg_shipment_ids = [(4, shipment.id)]

    def test_a_delivery_that_is_cancelled_takes_no_waybill(self):
        self.delivery.action_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"):
            self.delivery.action_fmcg_enter_waybill()
        with self.assertRaisesRegex(UserError, "no delivery"):
            self.order.action_fmcg_enter_waybill()

    def test_late_is_after_the_promised_day(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        shipment = self.delivery.fmcg_shipment_ids
        shipments = self.env["fmcg.shipment"]

        def late():
            self.env.flush_all()
            found = shipment in shipments.search([("is_late", "=", True)])
            self.assertEqual(found, shipment.is_late)
            self.assertNotEqual(found, shipment in shipments.search([("is_late", "=", False)]))
            return found

        now = fields.Datetime.now()
        self.env.company.partner_id.tz = "UTC"
        self.delivery.move_ids.date_deadline = now
        self.assertFalse(late())
        shipment.eta = fields.Datetime.add(now, days=1)
        self.assertTrue(late())
        shipment.eta = False
        self.delivery.move_ids.date_deadline = fields.Datetime.subtract(now, days=1)
        self.assertTrue(late())
        shipment.action_delivered()
        self.assertFalse(late())

    def test_the_window_asks_when_the_carrier_is_not_clear(self):
        entry = self.env["fmcg.waybill.entry"].browse(self.delivery.action_fmcg_enter_waybill()["res_id"])
        for numbers, words in (
            ("773012345678901", "carrier code"),
            ("12", "6 to 40"),
            ("Mr Li, YT12345678", "MR, LI"),
        ):
            entry.numbers = numbers
            with self.assertRaisesRegex(UserError, words):
                entry.action_enter()
        entry.write({"numbers": "773012345678901", "carrier_code": "shentong"})
        entry.action_enter()
        self.assertEqual(self.delivery.fmcg_shipment_ids.carrier_code, "shentong")

    def test_the_delivery_method_tells_the_carrier(self):
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        method = self.env["delivery.carrier"].create(
            {
                "name": "STO",
                "product_id": product.id,
                "fmcg_tracking_account_id": self.account.id,
                "fmcg_carrier_code": "shentong",
            }
        )
        self.delivery.write({"carrier_id": method.id, "carrier_tracking_ref": "773012345678901"})
        self.assertEqual(self.delivery.fmcg_shipment_ids.carrier_code, "shentong")

    def test_a_typed_number_without_a_carrier_says_what_is_missing(self):
        self.delivery.carrier_tracking_ref = "773012345678901"
        shipment = self.delivery.fmcg_shipment_ids
        self.assertRecordValues(
            shipment, [{"health": "wrong_carrier", "next_poll_at": False, "is_troubled": True}]
        )
        self.assertIn(shipment, self.env["fmcg.shipment"].search([("is_troubled", "=", True)]))
        shipment.carrier_code = "shentong"
        self.assertEqual(shipment.health, "ok")
        self.assertTrue(shipment.next_poll_at)

    def test_an_own_van_is_a_shipment_from_the_door_on(self):
        van = self.env["fmcg.tracking.account"].create({"name": "Own vans", "provider": "own"})
        product = self.env["product.product"].create({"name": "Van", "type": "service"})
        self.delivery.carrier_id = self.env["delivery.carrier"].create(
            {"name": "Van", "product_id": product.id, "fmcg_tracking_account_id": van.id}
        )
        self.ship(self.delivery)
        shipment = self.delivery.fmcg_shipment_ids
        self.assertRecordValues(
            shipment,
            [{"name": self.delivery.name.upper(), "state": "out_for_delivery", "next_poll_at": False}],
        )
        self.assertFalse(self.delivery.carrier_tracking_ref)
        shipment.with_user(self.driver).action_delivered()
        self.assertEqual(self.order.fmcg_stage, "delivered")
        self.assertEqual(shipment.event_ids.sorted("id")[-1:].create_uid, self.driver)

    def test_who_may_report(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        shipment = self.delivery.fmcg_shipment_ids
        for user in (self.driver, self.rep):
            with self.assertRaises(AccessError):
                shipment.with_user(user).action_delivered()
        shipment.with_user(self.dispatcher).action_delivered()
        self.assertEqual(shipment.state, "delivered")

    def test_nothing_is_delivered_before_it_left(self):
        with self.assertRaisesRegex(UserError, "has not left"):
            self.delivery.action_fmcg_delivered()

    def test_state_comes_from_events_alone(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        shipment = self.delivery.fmcg_shipment_ids.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "events"):
            shipment.state = "delivered"
        with self.assertRaisesRegex(UserError, "events"):
            shipment.create({"name": "YT7777777777777", "state": "delivered"})
        shipment.action_delivered()
        with self.assertRaisesRegex(UserError, "rewritten"):
            shipment.event_ids.sudo().state = "lost"
        with self.assertRaises(AccessError):
            shipment.event_ids.unlink()

    def test_reps_see_their_own(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        shipment = self.delivery.fmcg_shipment_ids
        self.env.flush_all()
        shipments = self.env["fmcg.shipment"]
        self.assertIn(shipment, shipments.with_user(self.rep).search([]))
        self.assertNotIn(shipment, shipments.with_user(self.other_rep).search([]))
        self.assertEqual(self.order.with_user(self.rep).fmcg_shipment_ids.name, shipment.name)
        self.assertNotIn(shipment, shipments.with_user(self.driver).search([]), "a carrier has it")
        for user in (self.dispatcher, self.manager):
            self.assertIn(shipment, shipments.with_user(user).search([]))

    def test_another_company_s_shipments_stay_there(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        company = self.env["res.company"].create({"name": "Other distributor"})
        user = self.dispatcher
        user.write({"company_ids": [(4, company.id)]})
        seen = (
            self.env["fmcg.shipment"].with_user(user).with_context(allowed_company_ids=company.ids).search([])
        )
        self.assertFalse(seen)

    def test_entering_many_numbers_takes_few_queries_each(self):
        def enter(count):
            deliveries = self.env["stock.picking"].browse(self.make_orders(count).picking_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            deliveries.write({"carrier_tracking_ref": f"YT{count:013d}"})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        enter(2)
        self.assertLessEqual(enter(50), enter(1) + 3)

    def test_a_number_is_used_again_for_another_parcel(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        first = self.delivery.fmcg_shipment_ids
        event = tracking.Event(labels.utc_now(), "", "delivered")
        first._take_answers([tracking.Answer((event,))])
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=31)):
            again = self.make_orders().picking_ids
            again.carrier_tracking_ref = "YT1234567890123"
            second = again.fmcg_shipment_ids
            self.assertRecordValues(second, [{"name": first.name, "journey": 2, "state": "pending"}])
            second.sudo().shipped_on = fields.Date.today()
            # What was said of the first parcel is not the second one's.
            second._take_answers([tracking.Answer((event,))])
        self.assertRecordValues(second, [{"state": "pending", "health": "wrong_carrier", "event_ids": []}])
        self.assertIn("used before", second.message)

    def test_a_number_of_two_customers_is_looked_at(self):
        self.delivery.carrier_tracking_ref = "YT1234567890123"
        shipment = self.delivery.fmcg_shipment_ids
        other = self.env["res.partner"].create({"name": "Hill Shop"})
        self.make_orders(partner_id=self.shop.id).picking_ids.carrier_tracking_ref = shipment.name
        self.assertFalse(shipment.activity_ids, "two orders of one customer may share a parcel")
        theirs = self.make_orders(partner_id=other.id).picking_ids
        entry = self.env["fmcg.waybill.entry"].browse(theirs.action_fmcg_enter_waybill()["res_id"])
        entry.numbers = shipment.name
        self.assertEqual(entry.foreign_names, "Lakeside Shop")
        with self.assertRaisesRegex(UserError, "already used for Lakeside Shop"):
            entry.action_enter()
        theirs.carrier_tracking_ref = shipment.name
        self.assertIn("another customer", shipment.activity_ids.note)
        shipment.activity_ids.unlink()
        theirs.carrier_tracking_ref = False
        entry.same_parcel = True
        entry.action_enter()
        self.assertIn(theirs, shipment.picking_ids)
        self.assertFalse(shipment.activity_ids)

    def test_full_width_digits_and_spaces(self):
        self.delivery.carrier_tracking_ref = " ｙｔ１２３４５６７８９０１２３ "
        self.assertEqual(self.delivery.fmcg_shipment_ids.name, "YT1234567890123")
