from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..engine.tracking import alert as engine
from ..models import shipment_alert as labels
from .shipment_act_common import ShipmentActCase


@tagged("post_install", "-at_install")
class TestShipmentAlert(ShipmentActCase):
    """Somebody acts before the customer calls: one activity, as long as it is needed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.shipments()
        cls.order = cls.shipment.order_ids

    def alert(self):
        return self.shipment.alert, self.shipment.alert_cause

    def test_the_engine_s_words_have_names(self):
        self.assertEqual([code for code, _label in labels.ALERTS], list(engine.KINDS))
        causes = {cause for some in engine.CAUSES.values() for cause in some}
        self.assertEqual({code for code, _label in labels.CAUSES}, causes)

    def test_one_activity_that_changes_with_the_alert_and_closes_by_itself(self):
        self.scan(self.shipment, "attempt_failed", 0)
        self.assertEqual(self.alert(), ("troubled", "attempt_failed"))
        activity = self.activities(self.shipment)
        self.assertRecordValues(
            activity,
            [{"user_id": self.rep.id, "summary": "In Trouble: Could not be delivered", "automated": True}],
        )
        for words in ("To the carrier", "call +86 138 0013 8000", "To the customer", "Hello Lakeside Shop"):
            self.assertIn(words, activity.note)
        self.assertIn(self.shipment.name, activity.note)
        self.assertNotIn("/fmcg/status/", activity.note)
        self.act()
        self.scan(self.shipment, "lost", 1)
        self.assertEqual(self.activities(self.shipment), activity)
        self.assertEqual(activity.summary, "In Trouble: Lost")
        self.assertIn("search for it", activity.note)
        self.scan(self.shipment, "delivered", 2)
        self.assertEqual(self.alert(), (False, False))
        self.assertFalse(self.activities(self.shipment))
        self.assertIn("delivered", self.activities(self.shipment, done=True).feedback)
        self.assertNotIn(self.rep.partner_id, self.shipment.message_partner_ids)

    def test_recovery_closes_it(self):
        self.scan(self.shipment, "exception", 0)
        since = self.shipment.alert_since
        self.assertTrue(since)
        self.scan(self.shipment, "in_transit", 1)
        self.assertFalse(self.activities(self.shipment))
        self.assertIn("recovered", self.activities(self.shipment, done=True).feedback)
        self.assertIn("recovered", self.shipment.message_ids[0].body)
        self.scan(self.shipment, "exception", 2)
        self.assertEqual(len(self.activities(self.shipment)), 1)

    def test_whoever_has_seen_to_it_is_not_asked_again(self):
        for finish in ("action_feedback", "unlink"):
            with self.subTest(finish):
                shipment = self.shipments()
                self.scan(shipment, "attempt_failed", 0)
                getattr(self.activities(shipment).with_user(self.rep), finish)()
                shipment.act_at = self.now
                self.act()
                self.assertFalse(self.activities(shipment))
                # Another trouble is asked about; back to the first, that is over.
                self.scan(shipment, "exception", 1)
                self.assertEqual(len(self.activities(shipment)), 1)
                self.scan(shipment, "attempt_failed", 2)
                self.assertFalse(self.activities(shipment))
                self.assertEqual(shipment.alert_cause, "attempt_failed")
                # Once it went on, the same trouble is a new one.
                self.scan(shipment, "out_for_delivery", 3)
                self.scan(shipment, "attempt_failed", 4)
                self.assertEqual(len(self.activities(shipment)), 1)

    def test_signed_for_and_then_sent_back(self):
        self.scan(self.shipment, "delivered", -5)
        self.assertEqual(self.alert(), (False, False))
        self.scan(self.shipment, "returning", -1)
        self.assertEqual(self.alert(), ("signed_returned", "returning"))
        activity = self.activities(self.shipment)
        self.assertIn("proof of delivery", activity.note)
        self.scan(self.shipment, "returned", 0)
        self.assertEqual(self.activities(self.shipment), activity)
        self.assertEqual(activity.summary, "Signed For, Then Sent Back: Back with the sender")

    def test_silence_is_found_by_the_job_alone(self):
        self.scan(self.shipment, "in_transit", 0)
        with freeze_time(self.at(47)):
            self.act()
            self.assertEqual(self.alert(), (False, False))
        with freeze_time(self.at(49)):
            self.act()
            self.assertEqual(self.alert(), ("silent", "silent"))
            self.assertEqual(len(self.activities(self.shipment)), 1)
        self.scan(self.shipment, "in_transit", 48)
        self.assertFalse(self.activities(self.shipment))

    def test_the_company_says_what_silence_is(self):
        self.env.company.fmcg_silent_hours = 12
        self.scan(self.shipment, "in_transit", 0)
        with freeze_time(self.at(13)):
            self.act()
            self.assertEqual(self.shipment.alert, "silent")

    def test_late_is_noticed_before_it_is_due(self):
        self.order.picking_ids.move_ids.date_deadline = self.at(24)
        self.scan(self.shipment, "in_transit", 0)
        self.assertFalse(self.shipment.alert)
        self.shipment.eta = self.at(90)
        self.assertGreater(self.shipment.due_at, self.now)
        self.assertEqual(self.alert(), ("late", "behind"))
        activity = self.activities(self.shipment)
        self.assertIn("We expect it to arrive on", activity.note)
        self.shipment.eta = self.at(20)
        self.assertFalse(self.activities(self.shipment))
        self.shipment.eta = self.at(90)
        self.activities(self.shipment).with_user(self.rep).action_feedback()
        with freeze_time(self.at(60)):
            self.act()
            self.assertEqual(self.alert(), ("late", "overdue"))
            self.assertFalse(self.activities(self.shipment), "it was seen to")

    def test_a_promise_that_changes_is_found_by_the_job(self):
        self.scan(self.shipment, "in_transit", 0)
        self.order.picking_ids.move_ids.date_deadline = self.at(-72)
        self.env.flush_all()
        self.act()
        self.assertEqual(self.alert(), ("late", "overdue"))

    def test_the_account_s_trouble_is_nobody_s_parcel(self):
        self.scan(self.shipment, "in_transit", 0)
        self.shipment.health = "provider_down"
        with freeze_time(self.at(100)):
            self.act()
            self.assertFalse(self.shipment.alert)
        self.shipment.health = "needs_phone"
        self.act()
        self.assertEqual(self.alert(), ("troubled", "needs_phone"))

    def test_what_was_called_off_needs_nobody(self):
        self.scan(self.shipment, "exception", 0)
        self.order.picking_ids.action_cancel()
        with freeze_time(self.at(25)):
            self.act()
        self.assertFalse(self.activities(self.shipment))
        self.assertEqual(self.alert(), (False, False))

    def test_old_history_is_known_and_asks_nobody(self):
        self.scan(self.shipment, "returned", -24 * 31)
        self.assertEqual(self.alert(), ("returned", "returned"))
        self.assertFalse(self.activities(self.shipment))

    def test_who_is_asked(self):
        self.assertEqual(self.shipment._responsible_users()[self.shipment], self.rep)
        self.order.user_id = False
        self.assertEqual(self.shipment._responsible_users()[self.shipment], self.dispatcher)
        self.env.company.fmcg_shipment_user_id = self.driver
        self.assertEqual(self.shipment._responsible_users()[self.shipment], self.driver)
        self.driver.active = False
        self.assertEqual(self.shipment._responsible_users()[self.shipment], self.dispatcher)

    def test_one_failing_shipment_stops_no_other(self):
        shipments = self.shipments(3)
        self.scan(shipments, "in_transit", 0)
        model, bad = type(shipments), shipments[1]
        real = model._situation

        def crash(shipment, now):
            if shipment == bad:
                shipment.env.cr.execute("SELECT 1/0")
            return real(shipment, now)

        logger = "odoo.addons.fmcg_order_mgmt.models.shipment_alert"
        with freeze_time(self.at(49)), patch.object(model, "_situation", crash):
            with mute_logger(logger, "odoo.sql_db"):
                self.act()
            self.assertEqual(shipments.mapped("alert"), ["silent", False, "silent"])
            self.assertEqual(bad.act_at, self.at(50))

    def test_what_goes_wrong_loses_no_event(self):
        def crash(shipment, _now):
            shipment.env.cr.execute("SELECT 1/0")

        logger = "odoo.addons.fmcg_order_mgmt.models.shipment_alert"
        with patch.object(type(self.shipment), "_situation", crash), mute_logger(logger, "odoo.sql_db"):
            self.scan(self.shipment, "exception", 0)
        self.assertEqual(self.shipment.state, "exception")
        self.assertFalse(self.shipment.alert)
        self.act()
        self.assertEqual(self.shipment.alert, "troubled")

    def test_the_customer_is_written_to_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.shop.lang = "zh_CN"
        self.shipment.eta = self.at(48)
        self.scan(self.shipment, "exception", 0)
        note = self.activities(self.shipment).note
        self.assertRegex(note.split("To the customer")[1], r"\d{4}/\d\d/\d\d")
        self.assertNotRegex(note.split("To the customer")[0], r"\d{4}/\d\d/\d\d")

    # Messages ---------------------------------------------------------------------------------------------

    def open_message(self, receiver, user):
        action = getattr(self.shipment.with_user(user), f"action_message_{receiver}")()
        model = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return Form(model).save()

    def test_the_message_to_the_customer(self):
        self.scan(self.shipment, "attempt_failed", 0)
        message = self.open_message("customer", self.rep)
        self.assertIn("could not hand over your order " + self.order.name, message.text)
        self.assertIn(self.rep.name, message.text)
        self.assertIn("/fmcg/status/", message.chat_text)
        self.assertEqual((message.email, message.phone), (self.shop.email, self.shop.phone))
        message.text = "Somebody there?"
        self.assertTrue(message.chat_text.startswith("Somebody there?"))
        message.action_send()
        posted = self.shipment.message_ids[0]
        self.assertEqual((posted.partner_ids, posted.author_id), (self.shop, self.rep.partner_id))
        self.assertIn("Somebody there?", posted.body)
        self.assertNotIn("/fmcg/status/", posted.body)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", posted.id)])
        self.assertIn(self.order.sudo().fmcg_customer_token, mail.body_html)
        message.action_said()
        self.assertIn("Told the customer", self.shipment.message_ids[0].body)

    def test_the_message_to_the_carrier(self):
        self.scan(self.shipment, "exception", 0, "carrier_damaged_parcel")
        message = self.open_message("carrier", self.dispatcher)
        self.assertIn(self.shipment.name, message.text)
        self.assertIn("photos of the damage", message.text)
        self.assertNotIn("/fmcg/status/", message.chat_text)
        with self.assertRaisesRegex(UserError, "delivery method"):
            message.action_send()
        contact = self.env["res.partner"].create({"name": "YTO", "email": "care@yto.example"})
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        self.order.picking_ids.carrier_id = self.env["delivery.carrier"].create(
            {"name": "YTO", "product_id": product.id, "fmcg_carrier_partner_id": contact.id}
        )
        self.open_message("carrier", self.dispatcher).action_send()
        posted = self.shipment.message_ids[0]
        self.assertEqual(posted.partner_ids, contact)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", posted.id)])
        self.assertNotIn("/fmcg/status/", mail.body_html)

    def test_who_may_write(self):
        with self.assertRaises(AccessError):
            self.shipment.with_user(self.other_rep).action_message_customer()
        values = {"shipment_id": self.shipment.id, "receiver": "customer"}
        for user in (self.other_rep, self.driver):
            with self.assertRaises(AccessError):
                self.env["fmcg.shipment.message"].with_user(user).create(values)
        company = self.env["res.company"].create({"name": "Other distributor"})
        self.dispatcher.write({"company_ids": [(4, company.id)]})
        elsewhere = self.env["fmcg.shipment.message"].with_user(self.dispatcher)
        with self.assertRaises(AccessError):
            elsewhere.with_context(allowed_company_ids=company.ids).create(values)
