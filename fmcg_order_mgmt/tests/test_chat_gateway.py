import base64
import json
import time
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.translate import code_translations

from ..controllers.chat_gateway import MAX_BODY
from ..engine.intake.chat_message import signature
from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestChatGateway(OrderRequestCase, HttpCase):
    """A gateway hands over what customers write in a chat, signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["fmcg.order.request"]
        cls.gateway = cls.env["fmcg.chat.gateway"].create({"name": "Order chat"})
        cls.secret = cls.gateway._rotate()
        cls.env.company.country_id = cls.env.ref("base.cn")
        cls.shop.write({"phone": "138 0013 8000", "fmcg_chat_ids": "zhang_shop|group-7"})

    def said(self, text="可乐10箱", number="m-1", sender="zhang_shop", **values):
        return {"id": number, "from": sender, "text": text} | values

    def post(self, message, token=None, secret=None, stamp=None, **headers):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        stamp = str(int(time.time()) if stamp is None else stamp)
        headers = {
            "Content-Type": headers.get("kind", "application/json"),
            "X-FMCG-Timestamp": stamp,
            "X-FMCG-Signature": headers.get("signed", signature(secret or self.secret, stamp, body)),
        }
        return self.url_open(f"/fmcg/chat/{token or self.gateway.token}", data=body, headers=headers)

    def taken(self, *args, **values):
        response = self.post(self.said(*args, **values))
        self.assertEqual(response.status_code, 202, response.text)
        return self.model.browse(response.json()["id"])

    def assert_refused(self, response, status):
        self.assertEqual(response.status_code, status, response.text)
        self.assertTrue(response.json()["message"])

    def test_a_message_becomes_drafts_and_gets_an_answer(self):
        response = self.post(self.said())
        self.assertEqual(response.status_code, 202)
        told = response.json()
        request = self.model.browse(told["id"])
        self.assertEqual((told["request"], told["state"]), (request.name, "ready"))
        self.assertIn(request.name, told["reply"])
        self.assertEqual((request.partner_id, request.body), (self.shop, "可乐10箱"))
        self.assertEqual((request.channel_id.code, request.gateway_id), ("chat", self.gateway))
        self.assertEqual(request.line_ids.base_quantity, 240)

    def test_the_answer_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shop.lang = "fr_FR"
        french = {"Thank you. We have your order, its number is %s.": "Merci: %s."}
        known = {("fmcg_order_mgmt", "fr_FR"): french}
        with patch.dict(code_translations.python_translations, known):
            told = self.post(self.said()).json()
        self.assertEqual(told["reply"], f"Merci: {told['request']}.")

    def test_the_same_id_is_the_same_message(self):
        first = self.taken()
        self.assertEqual(self.taken(), first)
        self.assert_refused(self.post(self.said("可乐11箱")), 409)
        other = self.env["fmcg.chat.gateway"].create({"name": "Other chat"})
        secret = other._rotate()
        told = self.post(self.said("可乐12箱"), token=other.token, secret=secret).json()
        self.assertNotEqual(told["id"], first.id, "another gateway counts on its own")

    def test_a_message_carries_on_the_one_before(self):
        first = self.taken(conversation="c-1")
        other = self.taken("纯牛奶3箱", "m-2", sender="+86 138-0013-8000", conversation="c-1")
        second = self.taken("再加5箱纯牛奶", "m-3", conversation="c-1")
        third = self.taken("纯牛奶改成6箱", "m-4", conversation="c-1")
        self.assertFalse(first.follows_id | other.follows_id)
        self.assertEqual((second.follows_id, third.follows_id), (first, second))
        self.assertEqual(second.draft_ids.target_draft_id, first.draft_ids)
        self.assertFalse(self.taken("可乐1箱", "m-5", conversation="c-2").follows_id)

    def test_what_follows_changes_the_order_that_the_former_message_became(self):
        first = self.taken()
        first.action_create_order()
        second = self.taken("再加5箱纯牛奶", "m-2")
        self.assertEqual(second.draft_ids.kind, "amend")
        self.assertEqual(second.draft_ids.target_order_id, first.sale_order_ids)

    def test_the_sender_is_known_by_account_telephone_or_own_group(self):
        for number, sender in enumerate(("zhang_shop", "+8613800138000", "008613800138000", "13800138000")):
            request = self.taken(f"可乐{number + 1}箱", f"s-{number}", sender=sender)
            self.assertEqual(request.partner_id, self.shop, sender)
        request = self.taken("可乐30箱", "s-9", sender="somebody", conversation="group-7")
        self.assertEqual(request.partner_id, self.shop)

    def test_an_unknown_sender_is_a_question(self):
        self.env["res.partner"].create({"name": "Twin", "phone": "+86 139 0000 0000"})
        self.env["res.partner"].create({"name": "Other Twin", "phone": "13900000000"})
        for number, sender in enumerate(("stranger", "+49 30 1234567", "zhang", "+86 13900000000")):
            request = self.taken(f"可乐{number + 1}箱", f"u-{number}", sender=sender)
            self.assertFalse(request.partner_id, sender)
            self.assertEqual((request.state, request.question_code), ("question", "unknown_sender"))
            with self.assertRaisesRegex(Exception, "open question"):
                request.action_create_order()

    def test_files_are_kept(self):
        sheet = "商品,数量,单位\n可乐 330ml,10,箱\n".encode()
        file = {"name": "../订单.csv", "type": "text/csv", "data": base64.b64encode(sheet).decode()}
        request = self.taken("", files=[file])
        self.assertEqual((request.attachment_ids.name, request.attachment_ids.raw), ("订单.csv", sheet))
        self.assertEqual(request.attachment_ids.res_id, request.id)
        self.assertEqual(request.line_ids.product_id, self.cola)

    def test_the_time_of_the_chat_counts(self):
        sent = datetime.now(timezone(timedelta(hours=8))).replace(microsecond=0) - timedelta(hours=1)
        request = self.taken(sent_at=sent.isoformat())
        self.assertEqual(request.received_at, sent.astimezone(timezone.utc).replace(tzinfo=None))
        late = self.taken("可乐2箱", "m-2", sent_at="2001-01-01T00:00:00Z")
        self.assertLess(fields.Datetime.now() - late.received_at, timedelta(minutes=5))

    @mute_logger("odoo.http")
    def test_only_the_gateways_signature_opens_the_door(self):
        before = self.model.search_count([])
        message = self.said()
        self.assert_refused(self.post(message, secret="other"), 401)
        self.assert_refused(self.post(message, signed=""), 401)
        self.assert_refused(self.post(message, signed="鍵".encode().decode("latin-1")), 401)
        for stamp in (int(time.time()) - 310, int(time.time()) + 310, "", "soon", "9" * 40):
            self.assert_refused(self.post(message, stamp=stamp), 401)
        self.gateway.sudo().secret = False
        self.assert_refused(self.post(message, secret="False"), 401)
        self.assertEqual(self.model.search_count([]), before)

    @mute_logger("odoo.http")
    def test_the_former_secret_opens_the_door_while_the_other_side_changes_over(self):
        new = self.gateway._rotate()
        left = self.gateway.former_until - fields.Datetime.now()
        self.assertAlmostEqual(left, timedelta(hours=24), delta=timedelta(minutes=1))
        for number, secret in enumerate((self.secret, new)):
            told = self.post(self.said(f"可乐{number + 1}箱", f"r-{number}"), secret=secret)
            self.assertEqual(told.status_code, 202, told.text)
        # made once more before the other side had the new one
        self.gateway._rotate()
        for number, secret in enumerate((self.secret, new), 3):
            told = self.post(self.said(f"可乐{number + 1}箱", f"r-{number}"), secret=secret)
            self.assertEqual(told.status_code, 202, told.text)

    @mute_logger("odoo.http")
    def test_the_former_secret_opens_nothing_after_its_time(self):
        before = self.model.search_count([])
        new = self.gateway._rotate()
        self.hours_later(24)
        self.assert_refused(self.post(self.said()), 401)
        self.assert_refused(self.post(self.said(), secret="other"), 401)
        self.assertEqual(self.model.search_count([]), before)
        self.assertEqual(self.post(self.said(), secret=new).status_code, 202)
        last = self.gateway._rotate()
        self.gateway.active = False
        self.env["fmcg.chat.gateway"]._gc_former_secrets()
        self.assertEqual(self.gateway._secrets(), [last, new])
        self.hours_later(24)
        self.env["fmcg.chat.gateway"]._gc_former_secrets()
        self.assertFalse(self.gateway.sudo().former_secrets)

    def hours_later(self, hours):
        gateway = self.gateway.sudo()
        now = [(secret, fields.Datetime.to_datetime(until)) for secret, until in gateway.former_secrets]
        gateway.former_secrets = [
            [secret, fields.Datetime.to_string(until - timedelta(hours=hours))] for secret, until in now
        ]

    @mute_logger("odoo.http")
    def test_the_former_secret_is_ended_at_once(self):
        manager = new_test_user(self.env, "fmcg_boss", groups="fmcg_order_mgmt.group_fmcg_manager")
        rep = new_test_user(self.env, "fmcg_seller", groups="fmcg_order_mgmt.group_fmcg_rep")
        new = self.gateway._rotate()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.gateway.with_user(rep).action_end_former()
        self.gateway.with_user(manager).action_end_former()
        self.assertFalse(self.gateway.former_until)
        self.assert_refused(self.post(self.said()), 401)
        self.assertEqual(self.post(self.said(), secret=new).status_code, 202)
        # no time to change over: it ends with the renewal
        self.gateway.with_user(manager).overlap_hours = 0
        self.gateway._rotate()
        self.assert_refused(self.post(self.said(number="m-2"), secret=new), 401)

    @mute_logger("odoo.http")
    def test_what_comes_too_fast_is_sent_again_later(self):
        self.gateway.rate_limit = 3
        for number in range(3):
            self.taken(f"可乐{number + 1}箱", f"f-{number}")
        late = self.said("可乐9箱", "f-9")
        refused = self.post(late)
        self.assert_refused(refused, 429)
        self.assertEqual(refused.json()["error"], "too_many_requests")
        self.assertIn(int(refused.headers["Retry-After"]), range(1, 61))
        self.assertFalse(self.model.search([("external_ref", "=like", "%:f-9")]))
        # only who may hand over messages is told so
        self.assert_refused(self.post(late, secret="other"), 401)
        other = self.env["fmcg.chat.gateway"].create({"name": "Other chat"})
        told = self.post(late, token=other.token, secret=other._rotate())
        self.assertEqual(told.status_code, 202, "another gateway counts on its own")
        self.minute_later()
        self.assertEqual(self.taken("可乐9箱", "f-9").body, "可乐9箱")

    def minute_later(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE fmcg_order_request SET create_date = create_date - interval '61 seconds'")
        self.env.invalidate_all()

    def test_a_limit_of_none_lets_everything_in(self):
        self.assertEqual(self.gateway.rate_limit, 600)
        self.taken()
        self.gateway.rate_limit = 0
        self.taken("可乐2箱", "m-2")

    def test_the_limit_costs_one_query_however_many_messages_came(self):
        values = {"channel_id": self.gateway.channel_id.id, "gateway_id": self.gateway.id, "body": "x"}
        self.model.create([values] * 1000)
        self.env.flush_all()
        self.gateway.fetch(["rate_limit"])
        for limit, wait in ((600, True), (1001, False)):
            self.gateway.rate_limit = limit
            self.env.flush_all()
            with self.assertQueryCount(1):
                self.assertEqual(bool(self.gateway._seconds_to_wait()), wait)

    @mute_logger("odoo.http")
    def test_a_token_that_opens_nothing_is_an_address_that_is_not_there(self):
        kind = {"Content-Type": "application/json"}
        missing = self.url_open("/fmcg/nothing/here", data=b"{}", headers=kind)
        for token in ("nothing", self.gateway.token + "x", "%00"):
            response = self.post(self.said(), token=token)
            self.assertEqual((response.status_code, missing.status_code), (404, 404))
        self.gateway.active = False
        self.assertEqual(self.post(self.said()).status_code, 404)

    @mute_logger("odoo.http")
    def test_what_is_no_message_is_refused_with_its_reason(self):
        before = self.model.search_count([])
        bad_file = [{"name": "x", "data": "not base64!"}]
        for body in (
            b"{",
            b"[]",
            {"from": "a", "text": "x"},
            {"id": "1", "text": "x"},
            self.said(" "),
            self.said(7),
            self.said("x" * 100_001),
            self.said(number="x" * 256),
            self.said(sent_at="yesterday"),
            self.said(files="x"),
            self.said(files=["x"]),
            self.said(files=bad_file),
            self.said(files=[{}] * 21),
        ):
            self.assert_refused(self.post(body), 422)
        self.assert_refused(self.post(self.said(), kind="text/plain"), 415)
        self.assert_refused(self.post(b" " * (MAX_BODY + 1)), 413)
        self.assertEqual(self.model.search_count([]), before)

    def test_nobody_reads_the_secret(self):
        manager = new_test_user(self.env, "fmcg_boss", groups="fmcg_order_mgmt.group_fmcg_manager")
        rep = new_test_user(self.env, "fmcg_seller", groups="fmcg_order_mgmt.group_fmcg_rep")
        secrets = [(user, name) for user in (manager, rep) for name in ("secret", "former_secrets")]
        for user, name in (*secrets, (rep, "token"), (rep, "address")):
            with self.assertRaises(AccessError):
                self.gateway.with_user(user).read([name])
        shown = self.gateway.with_user(manager).action_new_secret()["params"]["message"]
        self.assertEqual(self.post(self.said(), secret=shown).status_code, 202)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.gateway.with_user(rep).action_new_secret()
        self.assertIn(self.gateway.token, self.gateway.with_user(manager).address)

    def test_taking_one_more_does_not_cost_more_after_many(self):
        def cost(number):
            before = self.env.cr.sql_log_count
            self.taken(f"可乐{number}箱", f"q-{number}")
            return self.env.cr.sql_log_count - before

        cost(1)
        few = cost(2)
        for number in range(3, 53):
            self.taken(f"可乐{number}箱", f"q-{number}")
        self.assertLessEqual(cost(60), few + 2)
