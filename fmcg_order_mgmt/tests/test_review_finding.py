from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..engine.review.check import CHECKS, Check, Found
from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewFinding(ReviewCommon):
    """What the checks find on orders, in words a reviewer can act on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.release = "wave"

    def messages(self, order):
        return order.fmcg_finding_ids.filtered(lambda f: f.state == "open").mapped("message")

    def receive(self, body, partner=None):
        request = self.env["fmcg.order.request"].receive("chat", body, partner_id=(partner or self.shop).id)
        request.action_parse()
        return request

    def test_enough_stock_and_no_limit_find_nothing(self):
        order = self.order()
        order.action_fmcg_review()
        self.assertFalse(order.fmcg_finding_ids)
        self.assertEqual((order.fmcg_block_count, order.fmcg_warn_count), (0, 0))
        self.assertEqual(order.fmcg_review_state, "pending")

    def test_short_stock_is_told_in_base_units_and_cumulated(self):
        order = self.order((self.cola, 40, self.case), (self.cola, 2, self.case), (self.milk, 3, self.piece))
        order.action_fmcg_review()
        self.assertEqual(
            self.messages(order),
            [
                "Cola: 48 Units ordered, 40 free, 8 missing.",
                "Milk: 3 Units ordered, 0 free, 3 missing.",
            ],
        )
        self.assertEqual(order.fmcg_finding_ids.line_id, order.order_line[1:])
        self.assertEqual(order.fmcg_finding_ids.mapped("severity"), ["warn", "warn"])
        self.assertEqual(order.fmcg_warn_count, 2)

    def test_only_stock_of_the_orders_warehouse_counts(self):
        other = self.env["stock.warehouse"].create({"name": "Far Depot", "code": "FAR"})
        order = self.order(warehouse_id=other.id)
        order.action_fmcg_review()
        self.assertEqual(self.messages(order), ["Cola: 2 Units ordered, 0 free, 2 missing."])

    def test_reserved_and_expired_stock_is_not_free(self):
        yoghurt = self.env["product.product"].create(
            {"name": "Yoghurt", "is_storable": True, "tracking": "lot", "use_expiration_date": True}
        )
        lots = self.env["stock.lot"].create(
            [
                {"name": "old", "product_id": yoghurt.id, "removal_date": "2020-01-01"},
                {"name": "new", "product_id": yoghurt.id, "removal_date": "2099-01-01"},
            ]
        )
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                yoghurt, self.warehouse.lot_stock_id, 10, lot_id=lot
            )
        taken = self.order((yoghurt, 4, self.piece), fmcg_channel_id=False)
        taken.action_confirm()
        order = self.order((yoghurt, 7, self.piece))
        order.action_fmcg_review()
        self.assertEqual(self.messages(order), ["Yoghurt: 7 Units ordered, 6 free, 1 missing."])

    def test_a_product_that_is_not_sold_blocks(self):
        order = self.order((self.cola, 1, self.piece), (self.milk, 1, self.piece))
        self.stock(self.milk, 5)
        self.milk.active = False
        order.action_fmcg_review()
        finding = order.fmcg_finding_ids
        self.assertEqual((finding.severity, finding.product_id), ("block", self.milk))
        self.assertEqual(finding.message, "Milk is not for sale any more.")
        with self.assertRaisesRegex(UserError, "Milk is not for sale"):
            order.action_confirm()

    def test_words_left_out_are_told(self):
        self.cola.name = "蓝湾果酿 330ml"
        self.shop.fmcg_default_unit = "case"
        self.case.fmcg_kind = "case"
        request = self.receive("蓝湾果酿10箱 泡泡糖3箱")
        request.line_ids.filtered(lambda line: not line.product_id).action_drop()
        request.action_create_order()
        order = request.sale_order_ids
        self.assertEqual(order.fmcg_review_state, "pending")
        finding = order.fmcg_finding_ids
        self.assertEqual(finding.severity, "warn")
        self.assertIn("泡泡糖3箱", finding.message)

    def test_a_rep_is_told_about_credit_without_accounting_rights(self):
        company = self.env.company
        company.account_use_credit_limit = True
        group = self.env["res.partner"].create({"name": "Lakeside Group", "is_company": True})
        group.credit_limit = 100
        self.shop.parent_id = group
        self.assertEqual(self.shop.commercial_partner_id, group)
        confirmed = self.order((self.cola, 30, self.piece), fmcg_channel_id=False)
        confirmed.action_confirm()
        waiting = self.order((self.cola, 15, self.piece))
        self.approve(waiting)
        order = self.order((self.cola, 10, self.piece), user=self.rep)
        with self.assertRaises(AccessError):
            group.with_user(self.rep).read(["credit_limit"])
        order.action_fmcg_review()
        finding = order.fmcg_finding_ids
        self.assertEqual(finding.severity, "block")
        self.assertEqual(
            finding.figures,
            {
                "owed": 90.0,
                "amount": 20.0,
                "total": 110.0,
                "limit": 100.0,
                "excess": 10.0,
                "currency": company.currency_id.id,
            },
        )
        self.assertRegex(
            finding.message, r"owes .*90\.00.*20\.00.*110\.00.*10\.00 over the limit of .*100\.00"
        )
        # The accountant sees the very same.
        accountant = new_test_user(
            self.env,
            "fmcg_accountant",
            groups="account.group_account_invoice,sales_team.group_sale_salesman_all_leads",
        )
        order.with_user(accountant).action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids, finding)

    def test_the_limit_of_the_orders_company_counts(self):
        here = self.env.company
        there = self.env["res.company"].create({"name": "Second House", "account_use_credit_limit": True})
        here.account_use_credit_limit = True
        self.shop.with_company(here).credit_limit = 1
        self.shop.with_company(there).credit_limit = 10000
        self.env.user.company_ids += there
        order = self.order()
        order.with_company(there).action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids.code, "over_limit")
        there_order = self.order(company_id=there.id, warehouse_id=False)
        there_order.with_company(here).action_fmcg_review()
        self.assertNotIn("over_limit", there_order.fmcg_finding_ids.mapped("code"))

    def test_a_block_is_approved_only_with_a_reason(self):
        order = self.order((self.milk, 1, self.piece))
        self.milk.sale_ok = False
        order.action_fmcg_review()
        with self.assertRaisesRegex(UserError, "Milk is not for sale"):
            self.approve(order)
        with self.assertRaisesRegex(UserError, "Milk is not for sale"):
            self.approve(order, "  ")
        self.assertEqual(order.fmcg_review_state, "pending")
        self.approve(order, "Last boxes, agreed with the shop")
        self.assertEqual(order.fmcg_review_state, "approved")
        self.assertEqual(order._fmcg_last_decision().reason, "Last boxes, agreed with the shop")
        self.assertEqual(set(order.fmcg_finding_ids.mapped("state")), {"accepted"})

    def test_a_second_run_keeps_what_was_accepted_and_drops_what_is_gone(self):
        order = self.order((self.milk, 3, self.piece))
        order.action_fmcg_review()
        self.approve(order)
        finding = order.fmcg_finding_ids
        self.assertEqual(finding.state, "accepted")
        order.action_fmcg_review()
        self.assertEqual(finding.state, "accepted")
        order.order_line.product_uom_qty = 4
        order.action_fmcg_review()
        self.assertEqual((finding.state, finding.figures["missing"]), ("open", 4))
        self.stock(self.milk, 10)
        self.env.invalidate_all()
        order.action_fmcg_review()
        self.assertEqual(finding.state, "solved")
        self.assertFalse(order.fmcg_finding_ids)
        self.assertEqual(order.fmcg_warn_count, 0)
        order.order_line.product_uom_qty = 14
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids, finding)
        self.assertEqual(finding.state, "open")

    def test_an_order_changed_since_its_review_is_checked_before_the_decision(self):
        order = self.order()
        order.action_fmcg_review()
        order.order_line.product_id.sale_ok = False
        order.order_line.product_uom_qty = 3
        with self.assertRaisesRegex(UserError, "not for sale"):
            self.approve(order)

    def test_a_finding_cannot_be_forged(self):
        order = self.order((self.milk, 1, self.piece))
        order.action_fmcg_review()
        finding = order.fmcg_finding_ids
        for user in (self.rep, self.reviewer, self.env.ref("base.user_admin")):
            mine = finding.with_user(user)
            with self.assertRaises(AccessError):
                mine.state = "accepted"
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                order.with_user(user).fmcg_finding_ids = [(5,)]

    def test_a_rule_can_be_switched_off_tuned_and_never_misnamed(self):
        rule = self.env.ref("fmcg_order_mgmt.review_rule_stock_short")
        rule.parameters = '{"tolerance_percent": 100}'
        order = self.order((self.milk, 1, self.piece))
        order.action_fmcg_review()
        self.assertFalse(order.fmcg_finding_ids)
        rule.parameters = False
        rule.severity = "block"
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids.severity, "block")
        rule.active = False
        order.action_fmcg_review()
        self.assertFalse(order.fmcg_finding_ids)
        for wrong in (
            "[]",
            "{",
            '{"tolerance": 1}',
            '{"tolerance_percent": -1}',
            '{"tolerance_percent": "a"}',
        ):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "tolerance_percent"):
                rule.parameters = wrong
        with self.assertRaisesRegex(ValidationError, "stock_short"):
            rule.code = "weather"

    def test_a_new_check_is_one_class_and_one_record(self):
        class BigOrder(Check):
            code = "big_order"
            defaults = {"amount": 3.0}

            def find(self, order):
                if order.amount > self.parameters["amount"]:
                    yield Found("big_order", "order", {"amount": order.amount})

        self.addCleanup(CHECKS.pop, "big_order")
        self.env["fmcg.review.rule"].create({"name": "Big order", "code": "big_order", "severity": "block"})
        order = self.order()
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids.message, "Big order: amount 4.0")
        self.assertEqual(order.fmcg_block_count, 1)

    def test_clean_orders_approve_themselves_where_the_type_says_so(self):
        self.regular.automation = "clean"
        clean, short = self.order(), self.order((self.milk, 1, self.piece))
        (clean | short).with_user(self.rep).action_fmcg_review()
        self.assertEqual(clean.fmcg_review_state, "approved")
        self.assertTrue(clean._fmcg_last_decision().automatic)
        self.assertEqual(short.fmcg_review_state, "pending")

    def test_what_a_person_rejected_never_approves_itself(self):
        order = self.order()
        order.action_fmcg_review()
        order.with_user(self.reviewer).action_fmcg_reject("Shop is closed")
        self.regular.automation = "clean"
        order.with_user(self.rep).action_fmcg_review()
        self.assertEqual(order.fmcg_review_state, "pending")

    def test_a_rejection_needs_a_reason_and_tells_the_salesperson(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "Say why"):
            order.with_user(self.reviewer).action_fmcg_reject(" ")
        order.with_user(self.reviewer).action_fmcg_reject("Shop is closed")
        self.assertEqual(order.fmcg_review_state, "rejected")
        message = order.message_ids[0]
        self.assertIn("Shop is closed", message.body)
        self.assertIn(self.rep.partner_id, message.notified_partner_ids)
        with self.assertRaisesRegex(UserError, "Shop is closed"):
            order.action_confirm()

    def test_the_number_of_queries_does_not_grow(self):
        def queries(count):
            lines = ((self.cola, 2, self.case), (self.milk, 3, self.piece))
            orders = self.env["sale.order"].concat(*(self.order(*lines) for _number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            # Core asks for it once in each environment, and those of earlier runs may be there still.
            self.env.user.mapped("tz")
            before = self.env.cr.sql_log_count
            orders.action_fmcg_review()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.env.company.account_use_credit_limit = True
        self.shop.credit_limit = 1
        # The first runs fill the caches.
        many, few = (min(queries(count) for _run in range(3)) for count in (50, 1))
        self.assertEqual(many, few)
