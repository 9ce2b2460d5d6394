import xmlrpc.client
from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewWire(ReviewCommon, HttpCase):
    """The gate from outside: a rep with a password and an API key, and every call a script could send."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.release = "wave"
        cls.edi = cls.env.ref("fmcg_order_mgmt.channel_edi")
        cls.rep.password = "fmcg_review_rep"

    def attempts(self, order):
        """Return calls as (model, method, ids, positional arguments by name) that must not confirm."""
        line = {"product_id": self.cola.id}
        decision = {
            "order_id": order.id,
            "kind": "approved",
            "user_id": self.reviewer.id,
            "date": "2026-03-02 08:00:00",
        }
        new = {"partner_id": self.shop.id, "fmcg_channel_id": self.channel.id, "order_line": [[0, 0, line]]}
        forged = [[0, 0, {"kind": "approved", "user_id": self.reviewer.id, "date": "2026-03-02 08:00:00"}]]
        several = order | order.copy({"partner_id": self.shop.copy().id})
        finding = order.fmcg_finding_ids
        forgery = {"order_id": order.id, "rule_id": finding.rule_id.id, "code": "x", "subject": "x"}
        return [
            ("sale.order", "action_confirm", order.ids, {}),
            # The list's own button, for several at once.
            ("sale.order", "action_confirm", several.ids, {}),
            ("sale.order", "action_fmcg_ask_approve", order.ids, {}),
            ("sale.order", "web_save", order.ids, {"vals": {"state": "sale"}, "specification": {}}),
            ("fmcg.review.finding", "write", finding.ids, {"vals": {"state": "accepted"}}),
            ("fmcg.review.finding", "unlink", finding.ids, {}),
            ("fmcg.review.finding", "create", [], {"vals_list": [forgery | {"severity": "info"}]}),
            ("sale.order", "action_fmcg_approve", order.ids, {"reason": "mine"}),
            ("sale.order", "action_fmcg_reject", order.ids, {"reason": "mine"}),
            ("sale.order", "action_fmcg_release", order.ids, {}),
            ("sale.order", "write", order.ids, {"vals": {"state": "sale"}}),
            ("sale.order", "write", order.ids, {"vals": {"fmcg_review_state": "approved"}}),
            ("sale.order", "write", order.ids, {"vals": {"fmcg_channel_id": False}}),
            ("sale.order", "write", order.ids, {"vals": {"fmcg_channel_id": self.edi.id}}),
            ("fmcg.review.lane", "create", [], {"vals_list": [{"channel_id": self.channel.id}]}),
            ("fmcg.review.lane", "_write_down", [], {"kind": "opened", "reason": "mine"}),
            ("fmcg.review.audit", "create", [], {"vals_list": [{"order_id": order.id}]}),
            ("fmcg.review.lane.record", "_record", [], {"vals_list": [{"kind": "opened"}]}),
            ("sale.order", "write", order.ids, {"vals": {"fmcg_decision_ids": forged}}),
            ("sale.order", "create", [], {"vals_list": [new | {"state": "sale"}]}),
            ("sale.order", "create", [], {"vals_list": [new | {"fmcg_review_state": "approved"}]}),
            ("sale.order.line", "write", order.order_line.ids, {"vals": {"state": "sale"}}),
            ("fmcg.review.decision", "create", [], {"vals_list": [decision]}),
            ("fmcg.review.decision", "write", order.fmcg_decision_ids.ids, {"vals": {"kind": "approved"}}),
            ("fmcg.review.decision", "unlink", order.fmcg_decision_ids.ids, {}),
            ("sale.order", "_fmcg_release", order.ids, {}),
            ("sale.order", "_fmcg_decide", order.ids, {"kind": "approved"}),
            ("fmcg.review.decision", "_record", [], {"vals_list": [decision]}),
        ]

    def pending(self):
        order = self.order((self.milk, 1, self.piece))
        order.action_fmcg_review()
        return order

    def assertHeld(self, order, count):
        self.env.invalidate_all()
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "pending"))
        self.assertEqual(order.fmcg_decision_ids.mapped("kind"), ["submitted"])
        self.assertEqual(order.fmcg_finding_ids.state, "open")
        self.assertFalse(order.picking_ids)
        self.assertEqual(self.env["sale.order"].search_count([("partner_id", "=", self.shop.id)]), count)

    FORGED_CONTEXT = {
        "default_fmcg_review_state": "approved",
        "_force_unlink": True,
        "fmcg_review_state": "approved",
        "active_test": False,
    }

    @mute_logger("odoo.http")
    def test_json_2(self):
        order = self.pending()
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.rep)
            ._generate("rpc", "test", Datetime.now() + timedelta(days=1))
        )
        for model, method, ids, arguments in self.attempts(order):
            for context in ({}, self.FORGED_CONTEXT):
                with self.subTest(f"{model}.{method}", arguments=arguments, context=context):
                    response = self.url_open(
                        f"/json/2/{model}/{method}",
                        json={"ids": ids, "context": context, **arguments}
                        if ids
                        else {"context": context, **arguments},
                        headers={"Authorization": f"Bearer {key}"},
                    )
                    self.assertGreaterEqual(response.status_code, 400, response.text)
        self.assertHeld(order, 1)
        response = self.url_open(
            "/json/2/sale.order/action_fmcg_confirm",
            json={"ids": order.ids},
            headers={"Authorization": f"Bearer {key}"},
        )
        self.assertEqual(response.json()["confirmed"], [])
        self.assertIn("Milk", response.json()["blocked"][str(order.id)])

    @mute_logger("odoo.http")
    def test_the_web_clients_own_calls(self):
        order = self.pending()
        self.authenticate(self.rep.login, "fmcg_review_rep")
        for model, method, ids, arguments in self.attempts(order):
            with self.subTest(f"{model}.{method}", arguments=arguments):
                params = {
                    "model": model,
                    "method": method,
                    "args": [ids] if ids else [],
                    "kwargs": {"context": self.FORGED_CONTEXT, **arguments},
                }
                with self.assertRaises(JsonRpcException):
                    self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)
        self.assertHeld(order, 1)

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_xml_rpc(self):
        order = self.pending()
        for model, method, ids, arguments in self.attempts(order):
            with (
                self.subTest(f"{model}.{method}", arguments=arguments),
                self.assertRaises(xmlrpc.client.Fault),
            ):
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname,
                    self.rep.id,
                    "fmcg_review_rep",
                    model,
                    method,
                    [ids] if ids else [],
                    {"context": self.FORGED_CONTEXT, **arguments},
                )
        self.assertHeld(order, 1)

    def test_an_import(self):
        order = self.pending()
        key = order._export_rows([["id"]])[0][0]
        self.authenticate(self.rep.login, "fmcg_review_rep")
        names = ["id", "partner_id/.id", "fmcg_channel_id/.id", "state", "fmcg_review_state"]
        for row in (
            [key, self.shop.id, self.channel.id, "Sales Order", ""],
            [key, self.shop.id, self.channel.id, "", "Approved"],
            ["__import__.new", self.shop.id, self.channel.id, "Sales Order", ""],
            ["__import__.new", self.shop.id, self.channel.id, "Quotation", "Approved"],
        ):
            filled = [(name, str(value)) for name, value in zip(names, row, strict=True) if value]
            columns, values = zip(*filled, strict=True)
            answer = self.make_jsonrpc_request(
                "/web/dataset/call_kw/sale.order/load",
                {
                    "model": "sale.order",
                    "method": "load",
                    "args": [list(columns), [list(values)]],
                    "kwargs": {"context": self.FORGED_CONTEXT},
                },
            )
            self.assertFalse(answer["ids"], row)
            self.assertIn("error", [message["type"] for message in answer["messages"]], row)
        self.assertHeld(order, 1)

    def test_a_customers_signature(self):
        order = self.order(require_signature=True, require_payment=False)
        order.action_quotation_sent()
        picture = (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        result = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept",
            {"access_token": order._portal_ensure_token(), "name": "Ann", "signature": picture},
        )
        self.assertIn("sign_ok", result["redirect_url"])
        self.env.invalidate_all()
        self.assertEqual((order.state, order.fmcg_review_state), ("sent", "pending"))
        self.assertEqual(order.signed_by, "Ann")
        self.assertTrue(order.signature)
        self.approve(order)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
