from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..engine.review.history import History
from .review_common import HISTORY_CHECKS, ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewFactsHistory(ReviewCommon):
    """Slips, doubled orders and forgotten goods, by what the customer ordered before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock(cls.milk, 10000)
        cls.stock(cls.cola, 100000)
        rules = cls.env["fmcg.review.rule"].with_context(active_test=False).search([])
        for rule in rules:
            rule.active = rule.code in HISTORY_CHECKS

    def past(self, days, *lines, agreed=True, **values):
        order = self.order(*lines, **values)
        if agreed:
            order.action_fmcg_review()
            self.approve(order, "Past")
        order.date_order = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        return order

    def weeks(self, count=8, **values):
        """So many weeks, each with two cases of cola and a case of milk."""
        for week in range(count, 0, -1):
            self.past(7 * week, (self.cola, 2, self.case), (self.milk, 1, self.case), **values)

    def findings(self, order):
        order.action_fmcg_review()
        return {finding.code: finding for finding in order.fmcg_finding_ids}

    def test_the_facts_are_in_base_units_and_oldest_first(self):
        self.weeks(3)
        waiting = self.past(1, (self.milk, 5, self.piece), agreed=False)
        cancelled = self.past(2, (self.milk, 5, self.piece), agreed=False)
        cancelled.state = "cancel"
        free = self.past(3, (self.cola, 9, self.piece), agreed=False)
        free.order_line.discount = 100
        order = self.order()
        (facts,) = self.env["fmcg.review.facts"]._build(order)
        history = facts.part(History)
        self.assertEqual(
            [(dict(each.quantities), each.agreed) for each in history.earlier],
            [({self.cola.id: 48, self.milk.id: 24}, True)] * 3 + [({self.milk.id: 5}, False)],
        )
        self.assertEqual(history.earlier[-1].key, waiting.id)
        self.assertEqual(history.packs[self.cola.id], (24.0,))
        self.assertEqual(history.peers[self.cola.id].orders, 3)
        self.assertEqual(history.units[self.milk.id], self.milk.uom_id.name)

    def test_a_slip_of_ten_is_asked_about_with_what_is_meant(self):
        self.weeks()
        found = self.findings(self.order((self.cola, 20, self.case), (self.milk, 1, self.case)))
        self.assertEqual(found["outlier"].severity, "warn")
        self.assertIn("480", found["outlier"].message)
        self.assertEqual(found["outlier"].remedies[0]["quantity"], 48)

    def test_the_usual_order_is_clean(self):
        self.weeks()
        order = self.order((self.cola, 2, self.case), (self.milk, 1, self.case))
        self.assertFalse(self.findings(order))

    def test_the_same_order_within_the_hour_is_told(self):
        self.weeks()
        first = self.past(0, (self.cola, 3, self.case), (self.milk, 2, self.case))
        found = self.findings(self.order((self.cola, 3, self.case), (self.milk, 2, self.case)))
        self.assertIn(first.name, found["duplicate_order"].message)

    def test_usual_goods_that_are_missing_are_named(self):
        self.weeks()
        order = self.order((self.cola, 2, self.case))
        found = self.findings(order)["usual_missing"]
        self.assertEqual((found.severity, found.product_id), ("info", self.milk))
        self.assertEqual([(remedy["kind"], remedy["quantity"]) for remedy in found.remedies], [("add", 24)])
        self.assertEqual(
            self.env["fmcg.order.screen"]._findings(order)[0]["remedies"][0]["label"],
            f"Add 24 {self.piece.name}",
        )
        self.milk.sale_ok = False
        self.assertNotIn("usual_missing", self.findings(order))

    def test_another_company_has_a_history_of_its_own(self):
        self.weeks()
        other = self.env["res.company"].create({"name": "Other Depot"})
        (facts,) = self.env["fmcg.review.facts"]._build(self.order())
        self.assertTrue(facts.part(History).earlier)
        self.env.user.company_ids += other
        order = (
            self.env["sale.order"]
            .with_company(other)
            .create(
                {
                    "partner_id": self.shop.id,
                    "company_id": other.id,
                    "order_line": [Command.create({"product_id": self.cola.id})],
                }
            )
        )
        (facts,) = self.env["fmcg.review.facts"]._build(order)
        self.assertFalse(facts.part(History).earlier or facts.part(History).peers)
