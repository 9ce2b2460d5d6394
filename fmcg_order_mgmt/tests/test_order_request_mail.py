from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from unittest.mock import patch

import pytz

from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.order_request_mail import FmcgOrderRequest
from .smtp_common import MailServer
from .test_order_request import OrderRequestCase

ALIAS = "orders@fmcg.example.com"
TABLE = "<html><body><table><tr><td>可乐 330ml</td><td>10</td><td>箱</td></tr></table></body></html>"


@tagged("post_install", "-at_install")
class TestOrderRequestMail(OrderRequestCase):
    """E-mail that goes over SMTP to the alias and through core's gateway becomes messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.stop)
        cls.model = cls.env["fmcg.order.request"]
        domain = cls.env["mail.alias.domain"].create({"name": "fmcg.example.com"})
        cls.env.company.alias_domain_id = domain
        cls.env.company.fmcg_order_alias = "orders"
        cls.shop.email = "Lakeside@Example.com"

    def mail(self, body="可乐10箱", sender="Li <lakeside@example.com>", html=None, **headers):
        message = EmailMessage()
        message["From"], message["To"] = sender, ALIAS
        message["Subject"] = headers.pop("subject", "Order")
        message["Message-Id"] = headers.pop("message_id", make_msgid(domain="example.com"))
        moment = headers.pop("date", datetime.now(pytz.utc))
        message["Date"] = format_datetime(moment) if isinstance(moment, datetime) else moment
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(body)
        if html:
            message.add_alternative(html, subtype="html")
        return message

    def deliver(self, message, recipient=ALIAS):
        """Send over SMTP and hand to the gateway what the server got, as odoo-mailgate does."""
        data = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
        raw = self.server.send("lakeside@example.com", recipient, data)
        before = self.model.search([])
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, raw)
        self.raw = raw
        return self.model.search([]) - before

    def test_a_plain_mail_becomes_an_order(self):
        sent = datetime.now(pytz.utc).replace(microsecond=0) - timedelta(hours=2)
        request = self.deliver(self.mail(date=sent, message_id="<a1@example.com>"))
        self.assertEqual(request.body, "Subject: Order\n\n可乐10箱\r\n")
        self.assertRecordValues(
            request,
            [
                {
                    "channel_id": self.env.ref("fmcg_order_mgmt.channel_email").id,
                    "company_id": self.env.company.id,
                    "partner_id": self.shop.id,
                    "external_ref": "<a1@example.com>",
                    "received_at": sent.replace(tzinfo=None),
                    "state": "ready",
                }
            ],
        )
        request.action_create_order()
        self.assertEqual(request.sale_order_ids.order_line.product_uom_qty, 10)

    def test_the_mail_itself_and_all_its_files_are_kept(self):
        message = self.mail("请看附件")
        sheet = "商品,数量,单位\n可乐 330ml,10,箱\n".encode()
        message.add_attachment(sheet, maintype="text", subtype="csv", filename="订单.csv")
        request = self.deliver(message)
        self.assertEqual(request.attachment_ids.mapped("name"), ["订单.csv"])
        self.assertEqual(request.attachment_ids.raw, sheet)
        own = [("res_model", "=", self.model._name), ("res_id", "=", request.id)]
        files = self.env["ir.attachment"].search(own)
        self.assertEqual((files - request.attachment_ids).raw, self.raw)
        self.assertEqual(request.line_ids.product_id, self.cola)
        self.assertEqual(request.line_ids.base_quantity, 240)

    def test_html_is_kept_as_it_came(self):
        request = self.deliver(self.mail("see the table", html=TABLE))
        self.assertEqual(request.body.strip(), f"Subject: Order\n\n{TABLE}")

    def test_old_chinese_mail_is_read(self):
        for charset in ("gbk", "gb2312"):
            head = (
                f"From: lakeside@example.com\r\nTo: {ALIAS}\r\nMessage-Id: <{charset}@example.com>\r\n"
                f"Subject: =?{charset}?B?tqm1pQ==?=\r\nMIME-Version: 1.0\r\n"
                f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            )
            # 镕 is in GBK alone, whatever set the program names.
            request = self.deliver(head.encode() + "可乐10箱\r\n朱镕\r\n".encode("gbk"))
            self.assertEqual(request.body, "Subject: 订单\n\n可乐10箱\r\n朱镕\r\n")

    def test_the_same_mail_delivered_twice_is_one_message(self):
        message = self.mail()
        first = self.deliver(message)
        self.assertFalse(self.deliver(message))
        self.assertEqual(len(first), 1)
        # Not even where the log of the first one is gone.
        self.env["mail.message"].search([("message_id", "=", first.external_ref)]).unlink()
        self.assertFalse(self.deliver(message))

    def test_a_mail_without_a_number_of_its_own_is_known_by_its_bytes(self):
        message = self.mail()
        del message["Message-Id"]
        first = self.deliver(message)
        self.assertEqual(len(first), 1)
        self.assertFalse(self.deliver(message))

    def test_an_unknown_sender_is_a_question(self):
        request = self.deliver(self.mail(sender="who@nowhere.example.com"))
        self.assertFalse(request.partner_id)
        self.assertEqual((request.state, request.question_code), ("question", "unknown_sender"))
        self.assertIn("who@nowhere.example.com", request.reason)
        self.assertEqual(set(request.line_ids.mapped("question_code")), {"unknown_sender"})
        request.draft_ids.action_take({"partner_id": self.shop.id})
        self.assertEqual(request.state, "ready", request.reason)

    def test_a_stranger_who_names_a_shop_is_still_asked_about(self):
        self.shop.customer_rank = 1
        request = self.deliver(self.mail("Lakeside Shop 可乐10箱", sender="who@nowhere.example.com"))
        self.assertEqual((request.state, request.question_code), ("question", "unknown_sender"))

    def test_a_stranger_is_asked_about_after_every_other_question(self):
        self.shop.customer_rank = 1
        request = self.deliver(self.mail("Lakeside Shop 可乐10箱", sender="who@nowhere.example.com"))
        draft = request.draft_ids
        draft._ask("past_date", words="15日")
        draft.action_settle()
        self.assertEqual((request.state, draft.question_code), ("question", "unknown_sender"))
        again = self.deliver(self.mail("Lakeside Shop 可乐10箱", sender="who@nowhere.example.com"))
        again.action_meant_twice()
        self.assertEqual((again.state, again.question_code), ("question", "unknown_sender"))

    def test_an_address_of_two_shops_is_a_question(self):
        self.env["res.partner"].create({"name": "Hill Shop", "email": "lakeside@example.com"})
        request = self.deliver(self.mail())
        self.assertEqual((request.state, request.question_code), ("question", "unknown_sender"))

    def test_a_contact_orders_for_the_shop(self):
        self.shop.is_company = True
        self.env["res.partner"].create(
            {"name": "Wang", "email": "wang@example.com", "parent_id": self.shop.id}
        )
        self.assertEqual(self.deliver(self.mail(sender="wang@example.com")).partner_id, self.shop)

    def test_a_sender_whom_the_mail_server_doubts_is_a_question(self):
        checked = {"Authentication_Results": "mx.example.com; spf=pass; dmarc=fail header.from=example.com"}
        request = self.deliver(self.mail(**checked))
        self.assertEqual((request.state, request.question_code), ("question", "doubtful_sender"))
        checked = {"Authentication_Results": "mx.example.com; spf=fail; dkim=pass; dmarc=pass"}
        self.assertFalse(self.deliver(self.mail("可乐11箱", **checked)).sender_doubt)

    def test_what_a_machine_sends_makes_no_order(self):
        absent = self.deliver(self.mail(Auto_Submitted="auto-replied"))
        self.assertEqual((absent.state, absent.question_code), ("ignored", "automatic_mail"))
        self.assertFalse(absent.draft_ids)
        other = self.deliver(self.mail("可乐9箱", Auto_Submitted="auto-generated"))
        self.assertEqual((other.state, other.question_code), ("question", "automatic_mail"))
        self.assertEqual(self.deliver(self.mail("可乐8箱", Auto_Submitted="no")).state, "ready")

    def test_a_bounce_makes_no_message(self):
        bounce = self.mail("Undelivered", sender="MAILER-DAEMON@example.com", subject="Failure notice")
        self.assertFalse(self.deliver(bounce))

    def test_the_answer_of_a_customer_is_a_message_of_its_own(self):
        first = self.deliver(self.mail())
        reply = self.mail("再加5箱纯牛奶\n\n> 可乐10箱", subject="Re: Order", In_Reply_To=first.external_ref)
        second = self.deliver(reply)
        self.assertEqual((len(second), second.follows_id), (1, first))
        self.assertIn("再加5箱纯牛奶", second.body)
        self.assertEqual(second.partner_id, self.shop)
        self.assertNotIn("再加", "".join(first.message_ids.mapped("body")))

    def test_the_answer_of_a_colleague_stays_in_the_log(self):
        first = self.deliver(self.mail())
        user = new_test_user(self.env, "fmcg_desk", email="desk@house.example.com")
        reply = self.mail("I called them", sender=user.email, In_Reply_To=first.external_ref)
        self.assertFalse(self.deliver(reply))
        self.assertIn("I called them", first.message_ids[0].body)

    def test_a_clock_that_is_wrong_is_not_believed(self):
        now = datetime.now(pytz.utc)
        for date in (now + timedelta(days=3), now - timedelta(days=400), "no date at all"):
            request = self.deliver(self.mail(f"可乐10箱 {date}", date=date))
            self.assertLess(abs(fields.Datetime.now() - request.received_at), timedelta(minutes=5), date)

    def test_a_mail_that_cannot_be_read_is_not_lost(self):
        def fail(_requests):
            raise ZeroDivisionError("boom")

        with patch.object(FmcgOrderRequest, "action_parse", fail, create=True):
            request = self.deliver(self.mail())
        self.assertEqual((request.state, request.question_code), ("blocked", "reading_failed"))
        self.assertIn("boom", request.reason)
        request.action_parse()
        self.assertEqual((request.state, request.reason), ("ready", False))

    def test_an_empty_mail_is_kept(self):
        request = self.deliver(self.mail("", subject=""))
        self.assertEqual(len(request), 1)
        self.assertFalse(request.draft_ids)

    def test_the_address_is_set_changed_and_given_up(self):
        company = self.env.company
        self.assertEqual(company.fmcg_order_email, ALIAS)
        settings = self.env["res.config.settings"].create({"fmcg_order_alias": "bestellung"})
        settings.execute()
        self.assertEqual(company.fmcg_order_email, "bestellung@fmcg.example.com")
        company.fmcg_order_alias = False
        self.assertFalse(company.fmcg_order_alias_id)
        self.assertFalse(self.env["mail.alias"].search([("alias_name", "=", "bestellung")]))

    def test_mail_for_other_records_goes_cores_way(self):
        partner = self.shop
        note = partner.message_post(body="Hello", message_type="comment")
        reply = self.mail("Thanks", In_Reply_To=note.message_id)
        catchall = self.env.company.catchall_email
        reply.replace_header("To", catchall)
        self.assertFalse(self.deliver(reply, catchall))
        self.assertIn("Thanks", partner.message_ids[0].body)
