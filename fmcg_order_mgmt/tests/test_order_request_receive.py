from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.order_request import LONGEST_BODY, LONGEST_REF, MOST_FILES
from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestOrderRequestReceive(OrderRequestCase):
    """The contract of receive(): what goes in, what comes back, and every way to be refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["fmcg.order.request"]
        cls.rep = new_test_user(cls.env, "fmcg_rep", groups="fmcg_order_mgmt.group_fmcg_rep")

    def file(self, user=None, **values):
        values = {"name": "order.csv", "raw": "可乐 330ml,10,箱".encode()} | values
        return self.env["ir.attachment"].with_user(user or self.env.user).create(values)

    def assert_refused(self, words, *args, error=UserError, user=None, **values):
        before = self.model.search_count([])
        with self.assertRaisesRegex(error, words):
            self.model.with_user(user or self.env.user).receive(*args, **values)
        self.assertEqual(self.model.search_count([]), before)

    def test_everything_that_was_said_is_kept(self):
        file = self.file()
        request = self.model.receive(
            "email",
            "  可乐10箱\r\n",
            partner_id=self.shop.id,
            attachment_ids=[file.id],
            external_ref="<a@b>",
            received_at="2026-03-17 06:20:00",
        )
        self.assertRecordValues(
            request,
            [
                {
                    "body": "  可乐10箱\r\n",
                    "partner_id": self.shop.id,
                    "attachment_ids": file.ids,
                    "external_ref": "<a@b>",
                    "received_at": datetime(2026, 3, 17, 6, 20),
                    "channel_id": self.env.ref("fmcg_order_mgmt.channel_email").id,
                    "company_id": self.env.company.id,
                    "state": "new",
                }
            ],
        )
        self.assertNotIn(request.name, (False, "New"))

    def test_a_moment_is_taken_in_the_forms_in_which_software_writes_it(self):
        china = timezone(timedelta(hours=8))
        for given in (
            "2026-03-17 06:20:00",
            "2026-03-17T06:20:00",
            "2026-03-17T06:20:00Z",
            "2026-03-17T14:20:00+08:00",
            datetime(2026, 3, 17, 6, 20),
            datetime(2026, 3, 17, 14, 20, tzinfo=china),
        ):
            request = self.model.receive("chat", "可乐10箱", received_at=given)
            self.assertEqual(request.received_at, datetime(2026, 3, 17, 6, 20), given)
        before = fields.Datetime.now()
        self.assertGreaterEqual(self.model.receive("chat", "可乐10箱").received_at, before)

    def test_what_cannot_be_right_is_refused_and_leaves_nothing(self):
        self.assert_refused("no active channel", "pigeon", "可乐10箱")
        self.assert_refused("no active channel", None, "可乐10箱")
        self.env.ref("fmcg_order_mgmt.channel_voice").active = False
        self.assert_refused("no active channel", "voice", "可乐10箱")
        for empty in ("", "  \n", None):
            self.assert_refused("empty", "chat", empty)
        self.assert_refused("must be a text", "chat", ["可乐10箱"])
        self.assert_refused("longer than", "chat", "x" * (LONGEST_BODY + 1))
        self.assert_refused("must be a text", "chat", "可乐10箱", external_ref=7)
        self.assert_refused("longer than", "chat", "可乐10箱", external_ref="7" * (LONGEST_REF + 1))
        self.assert_refused("no customer", "chat", "可乐10箱", partner_id=2**31 - 1)
        for number in ("7", 7.5, -1, 2**40):
            self.assert_refused("whole number", "chat", "可乐10箱", partner_id=number)
        self.assert_refused("whole number", "chat", "可乐10箱", attachment_ids=["x"])
        self.assert_refused("does not exist", "chat", "可乐10箱", attachment_ids=[2**31 - 1])
        self.assert_refused("at most", "chat", "可乐10箱", attachment_ids=[1] * (MOST_FILES + 1))
        self.assert_refused("at most", "chat", "可乐10箱", attachment_ids=7)
        for moment in ("yesterday", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59-14:00", 7):
            self.assert_refused("not a moment", "chat", "可乐10箱", received_at=moment)

    def test_characters_that_no_database_stores_do_not_lose_the_message(self):
        request = self.model.receive("chat", "可乐10箱\0\ud800!", external_ref="a\0b")
        self.assertEqual((request.body, request.external_ref), ("可乐10箱\ufffd\ufffd!", "a\ufffdb"))
        self.assertEqual(self.model.receive("chat", "可乐10箱", external_ref="a\0b"), request)

    def test_one_reference_is_one_message_for_each_channel_and_company(self):
        first = self.receive("可乐10箱", external_ref="A-1")
        self.assertEqual(self.receive("可乐99箱", external_ref="A-1"), first)
        self.assertEqual(first.body, "可乐10箱")
        self.assertNotEqual(self.model.receive("email", "可乐10箱", external_ref="A-1"), first)
        other = self.env["res.company"].create({"name": "Other House"})
        self.assertNotEqual(
            self.model.with_company(other).receive("chat", "可乐10箱", external_ref="A-1"), first
        )
        self.assertNotEqual(self.receive("可乐10箱"), self.receive("可乐10箱"))

    def test_only_who_may_enter_messages_enters_one(self):
        driver = new_test_user(self.env, "fmcg_driver", groups="fmcg_order_mgmt.group_fmcg_driver")
        with mute_logger("odoo.addons.base.models.ir_model"):
            self.assert_refused("", "chat", "可乐10箱", error=AccessError, user=driver)
        self.assertTrue(self.model.with_user(self.rep).receive("chat", "可乐10箱"))

    def test_a_file_that_the_sender_cannot_open_is_not_read_for_him(self):
        hidden = self.file(res_model="ir.cron", res_id=self.env.ref("base.autovacuum_job").id)
        foreign = self.file()
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for file in (hidden, foreign):
                values = {"attachment_ids": file.ids, "user": self.rep}
                self.assert_refused("", "chat", "可乐10箱", error=AccessError, **values)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.model.with_user(self.rep).create({"attachment_ids": [(6, 0, file.ids)]})

    def test_everybody_who_reads_the_message_opens_its_files(self):
        reviewer = new_test_user(self.env, "fmcg_rev", groups="fmcg_order_mgmt.group_fmcg_reviewer")
        file = self.file(self.rep)
        request = self.model.with_user(self.rep).receive("chat", "可乐10箱", attachment_ids=file.ids)
        self.assertEqual((file.res_model, file.res_id), (self.model._name, request.id))
        self.assertEqual(file.with_user(reviewer).raw, "可乐 330ml,10,箱".encode())

    def test_a_reference_that_another_rep_used_is_told_and_not_read(self):
        self.shop.user_id = other = new_test_user(
            self.env, "fmcg_other", groups="fmcg_order_mgmt.group_fmcg_rep"
        )
        self.model.with_user(other).receive("api", "可乐1箱", partner_id=self.shop.id, external_ref="A-1")
        with mute_logger("odoo.addons.base.models.ir_rule"):
            values = {"external_ref": "A-1", "user": self.rep}
            self.assert_refused("", "api", "可乐10箱", error=AccessError, **values)

    def test_a_customer_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other House"})
        self.shop.company_id = other
        with self.assertRaises(UserError):
            self.receive("可乐10箱")
