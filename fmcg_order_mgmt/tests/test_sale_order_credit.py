from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestSaleOrderCredit(ReviewCommon):
    """Accounting decides on what customers may owe, and on nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "fmcg_credit_clerk", groups="account.group_account_invoice")
        cls.env.company.account_use_credit_limit = True
        cls.shop.credit_limit = 10
        cls.regular.write({"automation": "person", "release": "wave"})

    def over(self, *lines, **values):
        """Return an order in review that is over the limit."""
        order = self.order(*(lines or ((self.cola, 20, self.piece),)), **values)
        order.action_fmcg_review()
        return order

    def finding(self, order, check="credit"):
        return order.fmcg_finding_ids.filtered(lambda finding: finding.rule_id.code == check)

    def test_accounting_releases_the_credit_and_the_decision_is_kept(self):
        order = self.over()
        self.assertTrue(order.fmcg_credit_open)
        self.assertEqual(self.finding(order).state, "open")
        order.with_user(self.clerk).action_fmcg_release_credit(" Pays on Friday ")
        self.assertEqual(self.finding(order).state, "accepted")
        self.assertFalse(order.fmcg_credit_open)
        self.assertEqual(order.fmcg_review_state, "pending")
        decision = order.fmcg_decision_ids.sorted("id")[-1]
        self.assertEqual(
            (decision.kind, decision.user_id, decision.reason, decision.automatic),
            ("credit_released", self.clerk, "Pays on Friday", False),
        )
        self.assertIn("Pays on Friday", order.message_ids[0].body)
        self.assertFalse(order._fmcg_open_findings("block"))
        # The reviewer needs no reason any more.
        self.approve(order)
        self.assertEqual(order.fmcg_review_state, "approved")

    def test_what_else_is_wrong_stays_with_the_reviewer(self):
        order = self.over((self.cola, 20, self.piece), (self.milk, 5, self.piece))
        self.assertEqual(self.finding(order, "stock_short").state, "open")
        order.with_user(self.clerk).action_fmcg_release_credit("Fine")
        self.assertEqual(self.finding(order, "stock_short").state, "open")
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).action_fmcg_approve("Fine")

    def test_a_refusal_leaves_the_order_with_its_reviewer(self):
        order = self.over()
        order.with_user(self.clerk).action_fmcg_refuse_credit("Three reminders")
        self.assertEqual(self.finding(order).state, "open")
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(order.fmcg_decision_ids.sorted("id")[-1].kind, "credit_refused")
        self.assertIn("Three reminders", order.message_ids[0].body)

    def test_a_larger_order_needs_a_new_decision(self):
        order = self.over()
        order.with_user(self.clerk).action_fmcg_release_credit("Fine")
        order.order_line.product_uom_qty = 40
        order.action_fmcg_review()
        self.assertEqual(self.finding(order).state, "open")
        self.assertTrue(order.fmcg_credit_open)

    def test_a_decision_is_taken_on_what_the_order_says_now(self):
        order = self.over()
        order.order_line.product_uom_qty = 2
        with self.assertRaisesRegex(UserError, "Nothing about credit is open"):
            order.with_user(self.clerk).action_fmcg_release_credit("Fine")

    def test_others_and_who_entered_the_order_do_not_decide(self):
        order = self.over()
        for user in (self.rep, self.reviewer):
            with self.assertRaisesRegex(AccessError, "Only accounting"):
                order.with_user(user).action_fmcg_release_credit("Fine")
        with self.assertRaisesRegex(UserError, "Say why"):
            order.with_user(self.clerk).action_fmcg_release_credit("  ")
        self.clerk.group_ids += self.env.ref("fmcg_order_mgmt.group_fmcg_rep")
        own = self.over(user_id=self.clerk.id)
        with self.assertRaisesRegex(AccessError, "Somebody else"):
            own.with_user(self.clerk).action_fmcg_release_credit("Fine")

    def test_the_first_of_two_approvals_stands(self):
        self.env.company.fmcg_four_eyes_from = 1
        order = self.over()
        self.approve(order, "Good customer")
        self.assertEqual(order.fmcg_first_approver_id, self.reviewer)
        order.with_user(self.clerk).action_fmcg_release_credit("Fine")
        self.assertEqual(order.fmcg_first_approver_id, self.reviewer)

    def test_accounting_finds_and_decides_in_a_window(self):
        order, plain = self.over(), self.order((self.cola, 1, self.piece))
        plain.action_fmcg_review()
        self.assertFalse(plain.fmcg_credit_open)
        found = self.env["sale.order"].with_user(self.clerk).search([("fmcg_credit_open", "=", True)])
        self.assertIn(order, found)
        self.assertNotIn(plain, found)
        self.assertIn(plain, found.search([("fmcg_credit_open", "=", False)]))
        action = order.with_user(self.clerk).action_fmcg_ask_release_credit()
        window = self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])
        with Form(window) as form:
            self.assertEqual(len(form.finding_ids), 1)
            form.reason = "Pays on Friday"
        form.record.action_decide()
        self.assertFalse(order.fmcg_credit_open)


@tagged("post_install", "-at_install")
class TestPaymentQuestion(ReviewCommon):
    """Questions about payments go to the accountant in charge."""

    def ask(self, record, user):
        action = record.with_user(user).action_fmcg_payment_question()
        window = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        with Form(window) as form:
            form.note = "Has it been paid?"
        form.record.action_schedule_activities()
        return record.activity_ids

    def test_orders_and_invoices_are_asked_about(self):
        clerk = new_test_user(self.env, "fmcg_question_clerk", groups="account.group_account_invoice")
        self.env.company.fmcg_accountant_id = clerk
        order = self.order()
        asked = self.ask(order, self.rep)
        self.assertEqual(asked.user_id, clerk)
        self.assertEqual(asked.activity_type_id, self.env.ref("fmcg_order_mgmt.activity_payment_question"))
        self.assertIn("Has it been paid?", asked.note)
        self.regular.invoicing = "order"
        self.approve(order)
        self.assertEqual(self.ask(order.invoice_ids, clerk).user_id, clerk)
