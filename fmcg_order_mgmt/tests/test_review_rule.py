from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.review.check import CHECKS, Check, Found
from ..models.review_facts import FmcgReviewFacts
from .review_common import ReviewCommon

FOUND = ["stock_short", "stock_short", "stock_short", "order_unreadable", "stock_short"]


@tagged("post_install", "-at_install")
class TestReviewRule(ReviewCommon):
    """Rules as an administrator keeps them: limits, domains, and what happens when one breaks."""

    def domain_rule(self, domain="[('amount_total', '>', 100)]", **values):
        return self.env["fmcg.review.rule"].create(
            {"name": "Large order", "domain": domain, "message": "100% of these are called."} | values
        )

    def reviewed(self, *lines, **values):
        order = self.order(*lines, **values)
        order.action_fmcg_review()
        return order

    def test_a_rule_is_limited_to_types_channels_and_a_company(self):
        rule = self.env.ref("fmcg_order_mgmt.review_rule_stock_short")
        short = ((self.milk, 1, self.piece),)
        other_type = self.env["fmcg.order.type"].create({"name": "Sample", "code": "sample"})
        phone = self.env.ref("fmcg_order_mgmt.channel_phone")
        there = self.env["res.company"].create({"name": "Second House"})
        for limit, other in (
            ({"channel_ids": self.channel}, {"fmcg_channel_id": phone.id}),
            ({"order_type_ids": self.regular}, {"fmcg_order_type_id": other_type.id}),
        ):
            rule.write({name: [(6, 0, records.ids)] for name, records in limit.items()})
            self.assertTrue(self.reviewed(*short).fmcg_finding_ids)
            self.assertFalse(self.reviewed(*short, **other).fmcg_finding_ids)
        rule.company_id = there
        self.assertFalse(self.reviewed(*short).fmcg_finding_ids)

    def test_one_rule_of_a_check_for_each_order(self):
        rule = self.env.ref("fmcg_order_mgmt.review_rule_stock_short")
        phone = self.env.ref("fmcg_order_mgmt.channel_phone")
        with self.assertRaisesRegex(ValidationError, "same check"), self.cr.savepoint():
            rule.copy({"channel_ids": phone.ids})
        rule.channel_ids = self.channel
        second = rule.copy({"channel_ids": phone.ids, "severity": "block"})
        order = self.reviewed((self.milk, 1, self.piece), fmcg_channel_id=phone.id)
        self.assertEqual(order.fmcg_finding_ids.rule_id, second)
        with self.assertRaisesRegex(ValidationError, "same check"):
            second.channel_ids |= self.channel

    def test_a_domain_is_a_rule_and_there_may_be_many(self):
        rule, other = self.domain_rule(severity="block"), self.domain_rule("[('partner_id.ref', '=', 'X')]")
        orders = self.order((self.cola, 60, self.piece)) | self.order()
        orders.action_fmcg_review()
        finding = orders[0].fmcg_finding_ids
        self.assertEqual((finding.rule_id, finding.severity), (rule, "block"))
        self.assertEqual(finding.message, "100% of these are called.")
        self.assertFalse(orders[1].fmcg_finding_ids)
        self.shop.ref = "X"
        orders.action_fmcg_review()
        self.assertEqual(orders[1].fmcg_finding_ids.rule_id, other)

    def test_a_domain_that_cannot_be_used_is_refused(self):
        for wrong in (
            "[]",
            "[(",
            "[('no_such_field', '=', 1)]",
            "[('partner_id', '=', uid)]",
            "[('amount_total', '>', 'many')]",
            "[('state', '=', 'draft'), __import__('os')]",
        ):
            with (
                self.subTest(wrong),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(ValidationError, "Large order"),
                self.cr.savepoint(),
            ):
                self.domain_rule(wrong)
        with self.assertRaises(AccessError):
            self.env["fmcg.review.rule"].with_user(self.reviewer).create({"name": "Mine"})

    def test_a_domain_that_breaks_later_blocks_with_the_reason(self):
        rule = self.domain_rule()
        self.env.cr.execute(
            "UPDATE fmcg_review_rule SET domain = %s WHERE id = %s", ["[('x_gone', '=', 1)]", rule.id]
        )
        rule.invalidate_recordset()
        order = self.order((self.milk, 1, self.piece))
        with mute_logger("odoo.addons.fmcg_order_mgmt.engine.review.check"):
            order.action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids.mapped("code"), ["check_failed", "stock_short"])
        self.assertRegex(order.fmcg_finding_ids[0].message, r"“Large order” could not run .*x_gone.*Ask an")
        self.assertEqual(order.fmcg_block_count, 1)
        rule.domain = "[('amount_total', '>', 100)]"
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_finding_ids.mapped("code"), ["stock_short"])

    def test_a_check_that_raises_blocks_its_order_alone(self):
        milk = self.milk

        class Fragile(Check):
            code = "fragile"

            def find(self, order):
                if any(line.product == milk.id for line in order.lines):
                    raise ZeroDivisionError("division by zero")
                yield Found("fragile", "order", at_most="info")

        self.addCleanup(CHECKS.pop, "fragile")
        self.env["fmcg.review.rule"].create({"name": "Fragile", "code": "fragile", "severity": "info"})
        orders = self.order((milk, 1, self.piece)) | self.order()
        with self.assertLogs("odoo.addons.fmcg_order_mgmt.engine.review.check", "WARNING") as log:
            orders.action_fmcg_review()
        self.assertEqual(len(log.records), 1)
        self.assertNotIn(orders[0].name, log.output[0])
        self.assertEqual(orders.mapped("fmcg_review_state"), ["pending", "pending"])
        self.assertEqual([order.fmcg_block_count for order in orders], [1, 0])
        self.assertEqual(orders[1].fmcg_finding_ids.message, "Fragile")

    def test_a_check_that_nobody_brings_any_more_blocks(self):
        rule = self.env.ref("fmcg_order_mgmt.review_rule_stock_short")
        self.env.cr.execute("UPDATE fmcg_review_rule SET code = 'gone' WHERE id = %s", rule.ids)
        rule.invalidate_recordset()
        order = self.order()
        with self.assertLogs("odoo.addons.fmcg_order_mgmt.engine.review.check", "WARNING"):
            order.action_fmcg_review()
        self.assertEqual((order.fmcg_review_state, order.fmcg_block_count), ("pending", 1))
        self.assertRegex(order.fmcg_finding_ids.message, r"“Stock short” could not run .*gone.*Ask an")

    def test_an_order_that_cannot_be_read_is_blocked_alone(self):
        orders = [self.order((self.milk, 1, self.piece)) for _each in range(5)]
        broken = orders[3]
        broken.client_order_ref = "Doe's secret"
        gather = FmcgReviewFacts._gather

        def fragile(model, some):
            if broken in some:
                # As the database says it: what follows in the transaction must not suffer from it.
                model.env.cr.execute("SELECT 1 / 0")
            return gather(model, some)

        self.patch(FmcgReviewFacts, "_gather", fragile)
        with (
            self.assertLogs("odoo.addons.fmcg_order_mgmt.models.review_facts", "WARNING") as log,
            mute_logger("odoo.sql_db"),
        ):
            self.env["sale.order"].concat(*orders).action_fmcg_review()
        self.assertEqual(len(log.records), 1)
        self.assertEqual([order.fmcg_finding_ids.code for order in orders], FOUND)
        self.assertEqual([order.fmcg_block_count for order in orders], [0, 0, 0, 1, 0])
        self.assertEqual({order.fmcg_review_state for order in orders}, {"pending"})
        self.assertRegex(
            broken.fmcg_finding_ids.message, r"could not be checked \(DivisionByZero: .*zero\)\. Ask an"
        )
        self.patch(FmcgReviewFacts, "_gather", gather)
        broken.action_fmcg_review()
        self.assertEqual((broken.fmcg_finding_ids.code, broken.fmcg_block_count), ("stock_short", 0))

    def test_a_wrong_placeholder_breaks_no_screen(self):
        order = self.reviewed((self.milk, 3, self.piece))
        finding = order.fmcg_finding_ids.sudo()
        good = finding.message
        for figures, message in (
            ({"wanted": 3}, "Stock short: wanted 3"),
            ({**finding.figures, "wanted": "many"}, "Stock short: wanted many"),
            (finding.figures, good),
        ):
            finding.figures = figures
            self.assertIn(message, finding.message)

    def test_sentences_are_translated_where_the_export_finds_them(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        finding = self.reviewed((self.milk, 3, self.piece)).fmcg_finding_ids
        english, chinese = (finding.with_context(lang=code).message for code in ("en_US", "zh_CN"))
        self.assertIn("3 missing", english)
        self.assertIn("Milk", chinese)
        self.assertNotIn("missing", chinese)
