from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .review_ask_common import NOW, ReviewAskCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewClock(ReviewAskCommon):
    """Who looks at an order at the desk reviews it: the time is the server's, and it has bounds."""

    def minutes(self, order):
        times = self.env["fmcg.review.time"].search([("order_id", "in", order.ids)], order="id")
        return [round(each, 2) for each in times.mapped("minutes")]

    def approve_at(self, moment, order, user=None):
        with freeze_time(moment):
            desk = self.desk.with_user(user or self.ann)
            self.assertEqual(desk.approve(order.id, "", self.seen(order, user))["state"], "done")

    def test_looking_starts_the_clock_of_nobodys_order(self):
        order = self.waiting()
        seen = self.seen(order)
        self.assertTrue(self.desk.begin(order.id))
        self.assertEqual((order.fmcg_reviewer_id, order.fmcg_review_started), (self.ann, NOW))
        self.assertEqual(self.seen(order), seen)
        self.approve_at("2026-03-04 09:04", order)
        self.assertEqual(self.minutes(order), [4])

    def test_looking_again_goes_on_and_after_long_begins_anew(self):
        order = self.waiting()
        self.desk.begin(order.id)
        with freeze_time("2026-03-04 09:10"):
            self.desk.begin(order.id)
        self.assertEqual(order.fmcg_review_started, NOW)
        with freeze_time("2026-03-04 11:00"):
            self.desk.begin(order.id)
        self.approve_at("2026-03-04 11:03", order)
        self.assertEqual(self.minutes(order), [3])

    def test_no_time_is_longer_than_anybody_looks(self):
        order = self.waiting()
        self.desk.begin(order.id)
        self.approve_at("2026-03-04 17:00", order)
        self.assertEqual(self.minutes(order), [30])

    def test_somebody_elses_stays_whose_it_is(self):
        order = self.waiting()
        order.with_user(self.bob).action_fmcg_take()
        with freeze_time("2026-03-04 09:01"):
            self.desk.begin(order.id)
        self.assertEqual((order.fmcg_reviewer_id, order.fmcg_review_started), (self.bob, NOW))
        self.approve_at("2026-03-04 09:05", order)
        self.assertEqual(self.minutes(order), [])

    def test_the_first_of_two_approvers_has_no_clock_any_more(self):
        self.company.fmcg_four_eyes_from = 1
        order = self.waiting()
        self.desk.approve(order.id, "", self.seen(order))
        self.desk.begin(order.id)
        self.assertFalse(order.fmcg_reviewer_id)

    def test_what_is_decided_has_no_clock(self):
        order = self.waiting()
        self.approve(order)
        self.desk.begin(order.id)
        self.assertFalse(order.fmcg_review_started or order.fmcg_reviewer_id)
        with self.assertRaises(UserError):
            self.desk.begin(0)

    def test_waiting_for_an_answer_is_no_work(self):
        order = self.short()
        self.desk.begin(order.id)
        with freeze_time("2026-03-04 09:03"):
            self.ask(order)
            self.assertFalse(order.fmcg_review_started)
            self.assertAlmostEqual(order.fmcg_review_spent, 3)
            self.desk.begin(order.id)
            self.assertFalse(order.fmcg_review_started)
        with freeze_time("2026-03-04 10:00"):
            self.desk.answer(order.id, self.question(order).id, "Yes", seen=self.seen(order))
            self.desk.begin(order.id)
        self.approve_at("2026-03-04 10:02", order)
        self.assertEqual(self.minutes(order), [5])
        self.assertFalse(order.fmcg_review_spent)
