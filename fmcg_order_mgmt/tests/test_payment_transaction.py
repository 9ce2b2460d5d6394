from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from .review_common import ReviewCommon


class PaymentCase(ReviewCommon):
    """A provider of payments, and ``pay()`` for orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        features = {
            "support_manual_capture": "full_only",
            "support_refund": "none",
            "support_express_checkout": False,
            "support_tokenization": False,
        }
        # A provider of no vendor supports nothing, not even an authorization.
        cls.startClassPatcher(
            patch.object(
                type(cls.env["payment.provider"]),
                "_compute_feature_support_fields",
                lambda providers: providers.update(features),
            )
        )
        cls.provider = cls.env["payment.provider"].create({"name": "Till", "state": "test"})
        cls.method = cls.env.ref("payment.payment_method_unknown")

    def transactions(self, *orders, state="authorized"):
        return self.env["payment.transaction"].create(
            [
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "reference": f"pay-{order.id}-{state}",
                    "amount": order.amount_total,
                    "currency_id": order.currency_id.id,
                    "partner_id": order.partner_id.id,
                    "sale_order_ids": order.ids,
                    "state": state,
                }
                for order in orders
            ]
        )

    def pay(self, *orders):
        transactions = self.transactions(*orders)
        transactions._post_process()
        return transactions

    def activities(self, order):
        kind = self.env.ref("fmcg_order_mgmt.activity_paid_in_review")
        return order.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)


@tagged("post_install", "-at_install")
class TestPaymentTransaction(PaymentCase):
    """Money for an order in review is kept, and somebody is told."""

    def test_a_payment_waits_with_its_order(self):
        self.regular.release = "wave"
        order, plain = self.order(team_id=False), self.order(fmcg_channel_id=False)
        transactions = self.pay(order, plain)
        self.assertEqual(transactions.mapped("state"), ["authorized"] * 2)
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "pending"))
        self.assertEqual(self.activities(order).user_id, self.rep)
        self.assertEqual(plain.state, "sale")
        self.assertFalse(self.activities(plain))
        # Told once, however often the payment is processed.
        transactions._post_process()
        self.assertEqual(len(self.activities(order)), 1)
        self.approve(order)
        self.assertFalse(self.activities(order))

    def test_a_paid_order_without_type_is_confirmed_by_its_approval(self):
        self.env.company.fmcg_review_all = True
        order = self.order(fmcg_channel_id=False)
        self.pay(order)
        self.assertEqual(order.fmcg_review_state, "pending")
        self.approve(order)
        self.assertEqual(order.state, "sale")

    def test_a_payment_confirms_an_approved_order(self):
        self.regular.release = "wave"
        order = self.order()
        self.approve(order)
        self.pay(order)
        self.assertEqual(order.state, "sale")
        self.assertFalse(self.activities(order))

    def test_a_clean_order_is_released_by_its_payment(self):
        self.regular.automation = "clean"
        order = self.order()
        self.pay(order)
        self.assertEqual((order.state, order.fmcg_review_state), ("sale", "approved"))
        self.assertFalse(self.activities(order))


@tagged("post_install", "-at_install")
class TestPaymentWire(PaymentCase, HttpCase):
    """The customer's own browser asks what became of the payment, which confirms orders of core."""

    def test_a_payment_confirms_nothing_that_is_in_review(self):
        self.regular.release = "wave"
        order, plain = self.order(), self.order(fmcg_channel_id=False)
        for transaction in self.transactions(order, plain):
            session = self.authenticate(None, None)
            session["__payment_monitored_tx_id__"] = transaction.id
            http.root.session_store.save(session)
            answer = self.make_jsonrpc_request("/payment/status/poll", {})
            self.assertEqual(answer["state"], "authorized")
        self.env.invalidate_all()
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "pending"))
        self.assertTrue(self.activities(order))
        self.assertEqual(plain.state, "sale")
