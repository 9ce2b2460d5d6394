from odoo.tests import new_test_user

from .review_common import ReviewCommon


class ReviewDeskCommon(ReviewCommon):
    """The desk of a reviewer with nothing on it, another reviewer, and orders that wait for a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.write({"release": "wave", "automation": "person"})
        cls.env["sale.order"].search([("fmcg_review_state", "=", "pending")]).write({"state": "cancel"})
        cls.desk = cls.env["fmcg.review.desk"].with_user(cls.reviewer)
        cls.second = new_test_user(cls.env, "fmcg_desk_second", groups="fmcg_order_mgmt.group_fmcg_reviewer")

    def waiting(self, *lines, **values):
        order = self.order(*lines, **values)
        order.action_fmcg_review()
        return order

    def found(self, order, code=None):
        findings = order.fmcg_finding_ids.filtered(lambda finding: finding.state == "open")
        return findings.filtered(lambda finding: not code or finding.code == code)

    def seen(self, order):
        return self.desk.order(order.id)["seen"]

    def settle(self, order, code=None, kind=None):
        """Carry out the first remedy, of this kind where one is named, of the order's first such finding."""
        finding = self.found(order, code)[:1]
        kinds = [remedy["kind"] for remedy in finding.remedies]
        index = kinds.index(kind) if kind else 0
        outcome = self.desk.apply_remedy(order.id, finding.id, index, self.seen(order))
        self.assertEqual(outcome["state"], "done")
        return outcome

    def rule(self, code, **values):
        rule = self.env["fmcg.review.rule"].search([("code", "=", code)], limit=1)
        rule.write({"active": True} | values)
        return rule
