from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..engine.review.workload import DEFAULTS
from .reviewer_common import MORNING, ReviewerCommon


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestReviewTime(ReviewerCommon):
    """Minutes are predicted from what is in an order, measured, and learnt from."""

    def measured(self):
        return self.env["fmcg.review.time"].search([("company_id", "=", self.company.id)], order="id")

    def test_minutes_follow_what_is_in_the_order(self):
        plain = self.waiting()
        short = self.order((self.cola, 1, self.piece), (self.milk, 5, self.piece))
        short.action_fmcg_review()
        self.plan()
        figures = DEFAULTS
        new = figures["order"] + figures["unknown_customer"]
        self.assertAlmostEqual(
            plain.fmcg_review_minutes, new + figures["line"] + figures["new_product"], delta=0.06
        )
        more = 2 * figures["line"] + 2 * figures["new_product"] + figures["severity:warn"]
        self.assertAlmostEqual(short.fmcg_review_minutes, new + more, delta=0.06)
        self.assertEqual(
            short.fmcg_review_minutes_text,
            "a customer hardly known (1.5), any order (0.8), 2 products new to the customer (0.6), "
            "1 warnings (0.5), 2 lines (0.1)",
        )

    def test_what_the_customer_had_before_is_known(self):
        before = self.waiting()
        self.plan()
        self.approve(before)
        before.action_confirm()
        order = self.waiting()
        self.plan()
        contents = order.fmcg_review_contents
        self.assertEqual((contents["orders_so_far"], contents["new_products"]), (1, 0))
        self.assertLess(order.fmcg_review_minutes, 2)

    def test_a_new_review_predicts_anew(self):
        order = self.waiting()
        self.plan()
        before = order.fmcg_review_minutes
        self.milk.sale_ok = True
        order.order_line = [(0, 0, {"product_id": self.milk.id, "product_uom_qty": 5})]
        order.action_fmcg_review()
        self.plan()
        self.assertGreater(order.fmcg_review_minutes, before)

    def test_what_a_person_takes_is_measured(self):
        self.listed(self.ann)
        first, second, untouched = self.waiting(3)
        self.plan()
        (first | second).with_user(self.ann).action_fmcg_take()
        with freeze_time("2026-03-04 09:04"):
            first.with_user(self.ann).action_fmcg_approve()
        with freeze_time("2026-03-04 09:07"):
            second.with_user(self.ann).action_fmcg_reject("Wrong prices")
            untouched.with_user(self.bob).action_fmcg_approve()
        times = self.measured()
        self.assertEqual(times.order_id, first | second)
        self.assertEqual(times.mapped("minutes"), [4, 3])
        self.assertEqual(times.user_id, self.ann)
        self.assertFalse((first | second).fmcg_reviewer_id)
        self.assertFalse(first.fmcg_review_started)

    def test_what_is_decided_in_one_go_shares_the_time(self):
        orders = self.waiting(2)
        orders.with_user(self.ann).action_fmcg_take()
        with freeze_time("2026-03-04 09:06"):
            orders.with_user(self.ann).action_fmcg_approve()
        self.assertEqual(self.measured().mapped("minutes"), [3, 3])

    def test_what_approves_itself_is_not_measured(self):
        order = self.waiting()
        order.with_user(self.ann).action_fmcg_take()
        self.regular.automation = "clean"
        order.with_user(self.ann).action_fmcg_review()
        self.assertEqual(order.fmcg_review_state, "approved")
        self.assertFalse(self.measured())
        self.assertFalse(order.fmcg_reviewer_id)

    def test_the_night_learns_minutes_and_paces(self):
        ann, bob = self.listed(self.ann), self.listed(self.bob)
        slow, quick = self.waiting(12), self.waiting(12)
        slow.with_user(self.ann)._fmcg_start_review()
        quick.with_user(self.bob)._fmcg_start_review()
        with freeze_time("2026-03-04 10:00"):
            slow.with_user(self.ann).action_fmcg_approve()
        with freeze_time("2026-03-04 09:36"):
            quick.with_user(self.bob).action_fmcg_approve()
        self.run_job("learn_reviews")
        model = self.company.fmcg_review_model
        self.assertEqual(model["reviews"], 24)
        self.assertGreater(model["figures"]["order"], DEFAULTS["order"])
        self.assertGreater(ann.pace, 1.05)
        self.assertLess(bob.pace, 0.95)
        self.assertEqual((ann.measured, bob.measured), (12, 12))
        # Without news nothing is learnt twice.
        self.run_job("learn_reviews")
        self.assertEqual(self.company.fmcg_review_model, model)
        # The quick one is done first, and what the customer's last reviewers know counts.
        order = self.waiting(1, minutes=4)
        self.plan()
        self.assertEqual(order.fmcg_reviewer_id, self.bob)
        self.assertEqual(order.fmcg_reviewer_text, "Knows the customer.")

    def test_nobody_writes_measurements_and_each_sees_only_own_ones(self):
        order = self.waiting()
        order.with_user(self.ann).action_fmcg_take()
        order.with_user(self.ann).action_fmcg_approve()
        time = self.measured()
        self.assertGreater(time.minutes, 0)
        self.assertEqual(time.with_user(self.ann).search([]), time)
        self.assertFalse(time.with_user(self.bob).search([("id", "=", time.id)]))
        self.assertEqual(time.with_user(self.manager).order_id, order)
        for user in (self.ann, self.manager):
            with self.assertRaises(AccessError):
                time.with_user(user).minutes = 1
            with self.assertRaises(AccessError):
                time.with_user(user).unlink()
        with self.assertRaises(AccessError):
            time.with_user(self.rep).read(["minutes"])
