from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .shipment_act_common import ShipmentActCase

# A day in China: noon, the evening, the night, the morning after.
NOON, EVENING, NIGHT, MORNING = (
    "2026-03-17 04:00:00",
    "2026-03-17 12:59:00",
    "2026-03-17 14:00:00",
    "2026-03-18 00:01:00",
)


@tagged("post_install", "-at_install")
class TestShipmentNotice(ShipmentActCase):
    """Customers are told what they chose, once, by day, in their language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.shipments()
        cls.order = cls.shipment.order_ids
        cls.shop.write({"fmcg_notices": "own", "fmcg_notice_email": True})

    def mails(self):
        """Return the subjects of what waits in Odoo's queue for the shop, oldest first."""
        mails = self.env["mail.mail"].search([("model", "=", "fmcg.shipment.notice")], order="id")
        self.assertFalse(mails.filtered(lambda mail: mail.state != "outgoing"))
        self.assertLessEqual(mails.recipient_ids, self.shop)
        return mails.mapped("subject")

    def notices(self, shipments=None):
        found = self.env["fmcg.shipment.notice"].search([], order="id")
        return [
            (each.kind, each.state, each.outcome)
            for each in found
            if not shipments or each.shipment_id in shipments
        ]

    def subject(self, words):
        return f"{self.env.company.name}: your order {self.order.name} {words}"

    def test_each_change_that_matters_is_told_once(self):
        for hours, state in enumerate(
            ["info_received", "picked_up", "in_transit", "out_for_delivery", "delivered"], -5
        ):
            self.scan(self.shipment, state, hours)
            self.act()
            self.tell()
        told = [self.subject(words) for words in ("is on its way", "is out for delivery", "was delivered")]
        self.assertEqual(self.mails(), told)
        mail = self.env["mail.mail"].search([("subject", "=", told[1])])
        for words in ("Hello Lakeside Shop", self.shipment.name, self.order.sudo().fmcg_customer_token):
            self.assertIn(words, mail.body_html)
        self.assertIn("told (by e-mail): Delivered", self.shipment.message_ids[0].body)
        # Repeated and reordered, what was known says nothing new.
        self.scan(self.shipment, "out_for_delivery", -2.5)
        self.scan(self.shipment, "in_transit", -0.5)
        self.scan(self.shipment, "delivered", -0.2)
        self.shipment.act_at = self.now
        self.act()
        self.tell()
        self.assertEqual(self.mails(), told)

    def test_a_journey_that_comes_at_once_tells_its_end(self):
        events = [
            (state, hours) for hours, state in enumerate(["picked_up", "out_for_delivery", "delivered"], -4)
        ]
        values = {"shipment_id": self.shipment.id, "source": "poll"}
        self.env["fmcg.shipment.event"].create(
            [
                values | {"state": state, "occurred_at": self.at(hours), "fingerprint": state}
                for state, hours in reversed(events)
            ]
        )
        self.tell()
        self.assertEqual(self.mails(), [self.subject("was delivered")])

    def test_a_second_attempt_on_another_day_is_news(self):
        self.now = fields.Datetime.from_string(NOON)
        with freeze_time(NIGHT):
            for hours, state in enumerate(
                ["out_for_delivery", "attempt_failed", "out_for_delivery", "in_transit", "out_for_delivery"]
            ):
                self.scan(self.shipment, state, hours)
                self.tell()
        self.assertEqual(self.mails(), [self.subject("is out for delivery")])
        with freeze_time(self.at(26)):
            self.scan(self.shipment, "in_transit", 24)
            self.scan(self.shipment, "out_for_delivery", 25)
            self.tell()
        self.assertEqual(self.mails(), [self.subject("is out for delivery")] * 2)

    def test_nobody_is_told_at_night(self):
        self.env.company.write({"fmcg_night_from": 21, "fmcg_night_to": 8})
        self.now = fields.Datetime.from_string(NOON)
        with freeze_time(NIGHT):
            self.scan(self.shipment, "out_for_delivery", 9.9)
            self.tell()
            self.assertFalse(self.mails())
        with freeze_time(MORNING):
            self.tell()
            self.assertEqual(self.mails(), [self.subject("is out for delivery")])

    def test_a_job_that_runs_late_does_not_tell_at_night_either(self):
        self.env.company.write({"fmcg_night_from": 21, "fmcg_night_to": 8})
        self.now = fields.Datetime.from_string(NOON)
        with freeze_time(EVENING):
            self.scan(self.shipment, "out_for_delivery", 8.9)
        with freeze_time(NIGHT):
            self.tell()
            self.assertFalse(self.mails())
        # Where the customer is, it is still day.
        self.shop.tz = "Europe/Berlin"
        self.env["fmcg.shipment.notice"].search([]).send_at = EVENING
        with freeze_time(NIGHT):
            self.tell()
            self.assertEqual(len(self.mails()), 1)

    def test_news_of_the_night_overtakes(self):
        self.env.company.write({"fmcg_night_from": 21, "fmcg_night_to": 8})
        self.now = fields.Datetime.from_string(NOON)
        with freeze_time(NIGHT):
            self.scan(self.shipment, "out_for_delivery", 9)
            self.scan(self.shipment, "delivered", 9.9)
        with freeze_time(MORNING):
            self.tell()
        self.assertEqual(
            self.notices(), [("out_for_delivery", "dropped", "overtaken"), ("delivered", "sent", False)]
        )
        self.assertEqual(self.mails(), [self.subject("was delivered")])

    def test_old_news_is_not_told(self):
        self.scan(self.shipment, "delivered", -72)
        self.tell()
        self.assertFalse(self.notices())

    def test_one_message_for_the_parcels_of_an_order(self):
        parcels = self.shipments(3, orders=self.make_orders())
        self.scan(parcels[:2], "out_for_delivery", -1)
        self.tell()
        self.scan(parcels[2], "out_for_delivery", 0)
        self.tell()
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(
            [state for _kind, state, _why in self.notices(parcels)], ["sent", "joined", "joined"]
        )
        body = self.env["mail.mail"].search([("model", "=", "fmcg.shipment.notice")]).body_html
        self.assertTrue(all(name in body for name in parcels.mapped("name")))
        self.scan(self.shipment, "out_for_delivery", 0)
        self.tell()
        self.assertEqual(len(self.mails()), 2, "another order is another message")

    def test_what_customers_choose_counts(self):
        company = self.env.company
        branch = self.env["res.partner"].create({"name": "Counter", "parent_id": self.shop.id})

        def chosen():
            return branch._fmcg_notice_choice(company)

        self.assertEqual(chosen(), self.shop)
        branch.fmcg_notices = "own"
        self.assertEqual(chosen(), branch)
        (branch | self.shop).fmcg_notices = "usual"
        self.assertEqual(chosen(), company)
        self.assertFalse(company._wants_notice("shipped", company), "nobody is told before somebody wants it")
        self.scan(self.shipment, "in_transit", -3)
        self.assertFalse(self.notices())
        company.write({"fmcg_notice_email": True, "fmcg_notice_out_for_delivery": False})
        self.scan(self.shipment, "out_for_delivery", -2)
        self.scan(self.shipment, "delivered", -1)
        company.fmcg_notice_email = False
        self.tell()
        self.assertEqual(self.notices(), [("delivered", "dropped", "unwanted")])

    def test_without_an_address_it_says_so(self):
        self.shop.email = False
        self.scan(self.shipment, "delivered", -1)
        self.tell()
        self.assertEqual(self.notices(), [("delivered", "dropped", "no_address")])

    def test_a_delay_is_told_when_it_is_one(self):
        self.order.picking_ids.move_ids.date_deadline = self.at(24)
        self.scan(self.shipment, "in_transit", -2)
        self.tell()
        self.shipment.eta = self.at(90)
        self.shipment.eta = self.at(10)
        self.tell()
        self.assertEqual(self.notices()[1:], [("delayed", "dropped", "overtaken")])
        self.order.picking_ids.move_ids.date_deadline = self.at(48)
        self.shipment.eta = self.at(120)
        self.tell()
        self.shipment.eta = self.at(130)
        self.tell()
        self.assertEqual(self.mails()[1:], [self.subject("will be late")])
        body = self.env["mail.mail"].search([("subject", "like", "will be late")]).body_html
        self.assertIn("We expect it on", body)

    def chats(self):
        kind = self.env.ref("fmcg_order_mgmt.activity_notice_chat")
        return self.env["mail.activity"].search([("activity_type_id", "=", kind.id)])

    def test_somebody_passes_it_on_in_a_chat(self):
        self.shop.write(
            {"fmcg_notice_email": False, "fmcg_notice_chat": True, "email": False, "phone": False}
        )
        for hours, state in ((-2, "in_transit"), (-1, "out_for_delivery")):
            self.scan(self.shipment, state, hours)
            self.tell()
            self.tell()
        activity = self.chats()
        self.assertRecordValues(
            activity, [{"user_id": self.rep.id, "summary": "Pass on to Lakeside Shop in a chat"}]
        )
        self.assertIn(self.subject("is out for delivery"), activity.note)
        self.assertIn(self.order.sudo().fmcg_customer_token, activity.note)
        self.assertEqual(self.mails(), [])
        self.assertIn("told (by chat): Out for Delivery", self.shipment.message_ids[0].body)
        activity.with_user(self.rep).action_feedback()
        self.scan(self.shipment, "delivered", 0)
        self.tell()
        self.assertIn(self.subject("was delivered"), self.chats().note)

    def test_text_messages(self):
        if "sms.sms" not in self.env:
            self.skipTest("Odoo's text messages are not installed")
        self.shop.write({"fmcg_notice_email": False, "fmcg_notice_sms": True})
        self.scan(self.shipment, "out_for_delivery", -1)
        self.tell()
        self.assertFalse(self.mails())
        sms = self.env["sms.sms"].search([("partner_id", "=", self.shop.id)])
        self.assertEqual(("".join(sms.number.split()), sms.state), ("+8613800138000", "outgoing"))
        self.assertTrue(sms.body.startswith(self.subject("is out for delivery") + "\nhttp"))

    def test_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("fmcg_order_mgmt.mail_template_notice_out_for_delivery")
        template.with_context(lang="zh_CN").subject = "您的订单 {{ object.order_names }} 正在派送"
        self.shop.lang = "zh_CN"
        self.scan(self.shipment, "out_for_delivery", -1)
        self.tell()
        self.assertEqual(self.mails(), [f"您的订单 {self.order.name} 正在派送"])

    def test_a_run_that_is_killed_tells_nothing_twice(self):
        self.scan(self.shipment, "out_for_delivery", -1)
        notice = self.env["fmcg.shipment.notice"].search([])
        with self.assertRaises(KeyboardInterrupt), self.env.cr.savepoint():
            notice._tell()
            self.env.flush_all()
            self.assertEqual(len(self.mails()), 1)
            raise KeyboardInterrupt
        self.env.invalidate_all()
        self.assertFalse(self.mails())
        self.tell()
        self.tell()
        self.assertEqual(len(self.mails()), 1)

    def test_the_database_refuses_to_tell_twice(self):
        self.scan(self.shipment, "out_for_delivery", -1)
        notice = self.env["fmcg.shipment.notice"].search([])
        values = notice.copy_data()[0]
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            notice.create(values)

    def test_who_sees_what_was_told(self):
        self.scan(self.shipment, "out_for_delivery", -1)
        notices = self.env["fmcg.shipment.notice"]
        for user, count in ((self.rep, 1), (self.other_rep, 0), (self.dispatcher, 1), (self.manager, 1)):
            self.assertEqual(len(notices.with_user(user).search([])), count)
        with self.assertRaises(AccessError):
            notices.with_user(self.driver).search([])
        with self.assertRaises(AccessError):
            notices.with_user(self.manager).search([]).write({"state": "sent"})


@tagged("post_install", "-at_install")
class TestShipmentActQueries(ShipmentActCase):
    """For fifty shipments it takes as many queries as for one, apart from core's tracking of each change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"fmcg_notice_email": True, "fmcg_notice_sms": True})
        cls.warm, cls.one, cls.many = (cls.different(count) for count in (2, 1, 50))

    @classmethod
    def different(cls, count):
        """Return shipments that have nothing in common: customers, their companies, salespersons."""
        numbers = range(cls.numbers, cls.numbers + count)
        partners = cls.env["res.partner"].create(
            [
                {"name": f"Counter {n}", "phone": f"1390013{n:04d}", "parent_id": company.id}
                for n, company in zip(numbers, cls.companies(numbers), strict=True)
            ]
        )
        users = cls.env["res.users"].create([{"name": f"Rep {n}", "login": f"fmcg_rep_{n}"} for n in numbers])
        line = {"product_id": cls.product.id, "product_uom_qty": 4}
        orders = cls.env["sale.order"].create(
            [
                {"partner_id": partner.id, "user_id": user.id, "order_line": [(0, 0, line)]}
                for partner, user in zip(partners, users, strict=True)
            ]
        )
        orders.action_confirm()
        return cls.shipments(orders=orders)

    @classmethod
    def companies(cls, numbers):
        return cls.env["res.partner"].create(
            [{"name": f"Chain {n}", "email": f"{n}@example.com", "is_company": True} for n in numbers]
        )

    def setUp(self):
        super().setUp()
        # Core keeps what changes in the history with two queries each; that is not counted here.
        self.patch(self.registry["fmcg.shipment"], "_track_get_fields", lambda shipments: set())

    def check_growth(self, act):
        act(self.warm)
        one, many = (self.queries(lambda some=some: act(some)) for some in (self.one, self.many))
        self.assertLessEqual(many, one + 1)

    def test_alerts(self):
        self.check_growth(lambda some: self.scan(some, "exception", 0))
        self.assertEqual(len(self.activities(self.many)), 50)
        self.check_growth(lambda some: self.scan(some, "lost", 1))
        self.assertEqual(set(self.activities(self.many).mapped("summary")), {"In Trouble: Lost"})
        self.check_growth(lambda some: some._act())
        self.check_growth(lambda some: self.scan(some, "delivered", 2))
        self.assertFalse(self.activities(self.many))

    def test_notices(self):
        self.check_growth(lambda some: self.scan(some, "out_for_delivery", -1))
        notices = self.env["fmcg.shipment.notice"].search([]).grouped("shipment_id")
        found = {
            some: some.env["fmcg.shipment.notice"].concat(*(notices[each] for each in some))
            for some in (self.warm, self.one, self.many)
        }
        self.check_growth(lambda some: found[some]._tell())
        self.assertEqual(set(found[self.many].mapped("state")), {"sent"})
