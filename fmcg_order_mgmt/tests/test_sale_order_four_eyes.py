from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestSaleOrderFourEyes(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.fmcg_four_eyes_from = 100
        cls.regular.write({"release": "wave", "automation": "clean"})
        cls.second = new_test_user(
            cls.env, "fmcg_second_reviewer", groups="fmcg_order_mgmt.group_fmcg_reviewer"
        )

    def large(self, **values):
        order = self.order((self.cola, 60, self.piece), **values)
        order.action_fmcg_review()
        return order

    def test_a_small_order_needs_one_or_none(self):
        order = self.order()
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_review_state, "approved")

    def test_a_large_order_needs_two(self):
        order = self.large()
        self.assertEqual(order.fmcg_review_state, "pending")
        self.approve(order)
        self.assertEqual((order.fmcg_review_state, order.fmcg_first_approver_id), ("pending", self.reviewer))
        self.approve(order)
        self.assertEqual(order.fmcg_review_state, "pending")
        order.with_user(self.second).action_fmcg_approve()
        self.assertEqual(order.fmcg_review_state, "approved")
        self.assertFalse(order.fmcg_first_approver_id)
        self.assertEqual(
            order.fmcg_decision_ids.sorted("id").mapped("kind"),
            ["submitted", "seconded", "seconded", "approved"],
        )

    def test_a_change_in_between_takes_the_first_approval_back(self):
        order = self.large()
        self.approve(order)
        order.order_line.product_uom_qty = 70
        self.assertFalse(order.fmcg_first_approver_id)
        order.with_user(self.second).action_fmcg_approve()
        self.assertEqual((order.fmcg_review_state, order.fmcg_first_approver_id), ("pending", self.second))

    def test_nobody_approves_an_own_large_order(self):
        order = self.large(user_id=self.reviewer.id)
        with self.assertRaisesRegex(AccessError, "You entered"):
            self.approve(order)
        entered = self.order((self.cola, 60, self.piece), user=self.reviewer, user_id=self.second.id)
        entered.action_fmcg_review()
        for user in (self.reviewer, self.second):
            with self.assertRaisesRegex(AccessError, "You entered"):
                entered.with_user(user).action_fmcg_approve()
        small = self.order(user_id=self.reviewer.id)
        self.regular.automation = "person"
        small.action_fmcg_review()
        self.approve(small)
        self.assertEqual(small.fmcg_review_state, "approved")

    def test_of_many_the_small_ones_are_approved(self):
        self.regular.automation = "person"
        small, large = self.order(), self.large()
        small.action_fmcg_review()
        self.approve(small | large)
        self.assertEqual((small | large).mapped("fmcg_review_state"), ["approved", "pending"])

    def test_a_type_chosen_by_a_rep_opens_nothing(self):
        passing = self.regular.copy({"code": "passing", "automation": "clean"})
        self.regular.automation = "person"
        order = self.order()
        order.with_user(self.rep).fmcg_order_type_id = passing
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_review_state, "pending")
