import json
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..controllers import tracking_push
from ..engine import tracking
from ..engine.tracking.providers import kuaidi100_push
from .carrier_common import CarrierCase

NUMBER = "YT1234567890123"
DAY = fields.Date.to_string(fields.Date.today())
SCANS = (
    (f"{DAY} 00:00:01", "1", "103", "已揽收"),
    (f"{DAY} 00:00:02", "0", "1002", "到达杭州"),
    (f"{DAY} 00:00:03", "5", "5", "派件"),
)


@tagged("post_install", "-at_install")
class TestTrackingPush(CarrierCase, HttpCase):
    """A provider's calls: signed, kept once, answered at once, read later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.write({"use_push": True, "secret": "our-secret"})
        cls.calls = cls.env["fmcg.tracking.call"]

    def setUp(self):
        super().setUp()
        tracking_push._forged.clear()

    def enter(self, number=NUMBER):
        order = self.make_orders()
        self.ship(order.picking_ids)
        order.picking_ids.carrier_tracking_ref = number
        return order.picking_ids.fmcg_shipment_ids

    def form(self, number=NUMBER, scans=SCANS, secret="our-secret", status="polling", **values):
        rows = [
            {"time": time, "ftime": time, "context": text, "statusCode": code, "status": text}
            for time, _main, code, text in reversed(scans)
        ]
        result = {"message": "ok", "nu": number, "com": "yuantong", "status": "200", "data": rows}
        result["state"] = scans[-1][1] if scans else "0"
        param = json.dumps(
            {"status": status, "message": "", "lastResult": result, **values}, ensure_ascii=False
        )
        signed = kuaidi100_push.sign(param, kuaidi100_push.salt(secret, number))
        return {"param": param, "sign": signed}

    def push(self, data, token=None, provider="kuaidi100"):
        token = token or self.account.push_token
        return self.url_open(f"/fmcg/track/{provider}/{token}", data=data, method="POST")

    def read(self):
        self.env.ref("fmcg_order_mgmt.ir_cron_read_tracking_calls").method_direct_trigger()
        self.env.invalidate_all()

    def test_news_come_by_themselves(self):
        shipment = self.enter()
        reply = self.push(self.form())
        self.assertEqual((reply.status_code, reply.json()["returnCode"]), (200, "200"))
        self.assertEqual(shipment.state, "pending", "it is read later")
        self.read()
        self.assertRecordValues(shipment, [{"state": "out_for_delivery", "health": "ok"}])
        self.assertEqual(set(shipment.event_ids.mapped("source")), {"push"})
        self.assertEqual(self.account.usage_ids.pushes, 1)
        self.assertTrue(self.account.last_push_at)

    def test_the_same_call_again_is_no_news(self):
        shipment = self.enter()
        form = self.form()
        self.push(form)
        self.read()
        self.assertEqual(self.push(form).status_code, 200)
        self.read()
        self.assertEqual(len(self.calls.search([("account_id", "=", self.account.id)])), 1)
        self.assertEqual(len(shipment.event_ids), 3)

    def test_an_older_call_changes_nothing(self):
        shipment = self.enter()
        self.push(self.form())
        self.push(self.form(scans=SCANS[:1]))
        self.read()
        self.push(self.form(scans=SCANS[:2]))
        self.read()
        self.assertEqual(len(shipment.event_ids), 3)
        self.assertFalse(shipment.event_ids.filtered("is_superseded"), "a call that was overtaken")
        self.assertEqual(shipment.state, "out_for_delivery")

    def test_forged_calls(self):
        self.enter()
        form = self.form()
        for data in (
            form | {"sign": "0" * 32},
            {"param": form["param"]},
            form | {"param": form["param"].replace("派件", "签收")},
            self.form(secret="other"),
        ):
            self.assertEqual(self.push(data).status_code, 403)
        self.assertFalse(self.calls.search([("account_id", "=", self.account.id)]))
        self.assertEqual(self.account.usage_ids.refused, 4)

    def test_without_secret_nothing_is_accepted(self):
        self.account.secret = False
        self.assertEqual(self.push(self.form(secret="")).status_code, 403)

    def test_who_forges_is_slowed_down(self):
        for _ in range(tracking_push.FORGERIES):
            self.push({"param": "{}", "sign": "x"})
        self.assertEqual(self.push(self.form()).status_code, 429)

    def test_wrong_addresses(self):
        form = self.form()
        for token, provider in (("x" * 32, "kuaidi100"), (None, "own"), (None, "none"), ("%00", "kuaidi100")):
            self.assertEqual(self.push(form, token, provider).status_code, 404, (token, provider))
        self.account.active = False
        self.assertEqual(self.push(form).status_code, 404)

    def test_bodies_that_are_none(self):
        for data in ({}, {"param": ""}, b"\xff\x00", b"x" * 3_000_000):
            self.assertIn(self.push(data).status_code, (400, 403, 413))
        self.assertFalse(self.calls.search([("account_id", "=", self.account.id)]))

    def test_addresses_rotate(self):
        former = self.account.push_token
        self.account.with_user(self.manager).action_new_push_address()
        self.assertNotEqual(self.account.push_token, former)
        self.assertIn(self.account.push_token, self.account.with_user(self.manager).push_address)
        self.assertEqual(self.push(self.form(), former).status_code, 200)
        self.account.former_push_until = "2020-01-01 00:00:00"
        self.assertEqual(self.push(self.form(), former).status_code, 404)
        with self.assertRaises(AccessError):
            self.account.with_user(self.dispatcher).action_new_push_address()
        for name in ("push_token", "former_push_token", "key", "secret"):
            with self.assertRaises(AccessError):
                self.account.with_user(self.manager).read([name])

    def test_a_number_that_is_entered_later(self):
        self.push(self.form())
        self.read()
        call = self.calls.search([("account_id", "=", self.account.id)])
        self.assertEqual(call.state, "waiting")
        shipment = self.enter()
        self.read()
        self.assertRecordValues(call, [{"state": "done"}])
        self.assertEqual(shipment.state, "out_for_delivery")

    def test_what_cannot_be_read_is_kept(self):
        shipment = self.enter()
        number = shipment.name
        result = {"nu": number, "com": "yuantong", "data": "nonsense", "state": [1]}
        param = json.dumps({"status": 5, "lastResult": result})
        signed = kuaidi100_push.sign(param, kuaidi100_push.salt("our-secret", number))
        self.assertEqual(self.push({"param": param, "sign": signed}).status_code, 200)
        self.read()
        self.assertIn("nonsense", self.calls.search([("account_id", "=", self.account.id)]).content)
        self.assertEqual(shipment.state, "pending")

    def test_a_call_that_cannot_be_stored_does_not_stop_others(self):
        first, second = self.enter(), self.enter("YT9999999999999")
        self.push(self.form())
        self.push(self.form(second.name))
        second._write({"carrier_code": None})
        call = self.calls.search([("account_id", "=", self.account.id)], order="id desc", limit=1)
        call.content = "not JSON"
        for _ in range(6):
            self.read()
        self.assertEqual(first.state, "out_for_delivery")
        self.assertRecordValues(call, [{"state": "failed", "tries": 5}])
        call.with_user(self.manager).action_read_again()
        self.assertEqual(call.state, "new")
        with self.assertRaises(AccessError):
            call.with_user(self.dispatcher).action_read_again()

    def test_a_manager_is_told_of_calls_that_fail(self):
        def asked():
            return self.account.activity_search(["fmcg_order_mgmt.activity_tracking_call"])

        def fail(number):
            self.push(self.form(number))
            fault = tracking.Malformed("no number")
            with patch.object(type(self.account._adapter()), "pushed", side_effect=fault):
                self.read()
            self.assertEqual(self.calls.search([], limit=1).state, "failed")

        fail("YT0000000000001")
        fail("YT0000000000002")
        activity = asked()
        self.assertEqual(len(activity), 1)
        self.assertIn("no number", activity.note)
        activity.action_feedback()
        self.push(self.form())
        self.read()
        self.assertFalse(asked(), "it was understood")
        fail("YT0000000000003")
        self.assertEqual(len(asked()), 1)

    def test_a_better_carrier_is_proposed(self):
        shipment = self.enter()
        self.push(self.form(status="abort", comOld="yuantong", comNew="zhongtong"))
        self.read()
        self.assertEqual(shipment.proposed_carrier, "zhongtong")
        shipment.with_user(self.dispatcher).action_use_proposed_carrier()
        self.assertRecordValues(shipment, [{"carrier_code": "zhongtong", "proposed_carrier": False}])

    def test_queries_do_not_grow(self):
        def count(numbers):
            for number in numbers:
                self.enter(number)
                self.push(self.form(number))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.read()
            return self.env.cr.sql_log_count - before

        one = count(["YT0000000000001"])
        many = [count([f"YT00000{group}0000{each:02d}" for each in range(10)]) for group in range(2)]
        self.assertLess(max(many), one + 10 * 30)
        self.assertLess(abs(many[0] - many[1]), 15)
