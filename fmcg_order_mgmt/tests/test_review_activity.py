from odoo.tests import freeze_time, tagged

from .review_ask_common import NOW, ReviewAskCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewActivity(ReviewAskCommon):
    """Whoever reviews in Odoo's own lists finds each order there once, as long as it is to be reviewed."""

    def test_it_comes_moves_and_goes_with_the_assignment(self):
        ann = self.listed(self.ann)
        orders = self.waiting(3, minutes=2)
        self.assertFalse(self.activities(orders))
        self.plan()
        found = self.activities(orders)
        self.assertEqual(len(found), 3)
        self.assertEqual(found.user_id, self.ann)
        self.assertEqual(set(found.mapped("date_deadline")), {NOW.date()})
        self.assertTrue(all(found.mapped("automated")))
        self.plan()
        self.assertEqual(self.activities(orders), found)
        self.listed(self.bob)
        ann.action_away()
        self.assertEqual(self.activities(orders), found)
        self.assertEqual(found.user_id, self.bob)
        self.approve(orders[0])
        orders[1].with_user(self.bob).action_fmcg_reject("No")
        orders[2].with_user(self.bob)._action_cancel()
        self.assertFalse(self.activities(orders))

    def test_who_is_off_the_list_has_none(self):
        ann = self.listed(self.ann)
        order = self.waiting(1, minutes=2)
        self.plan()
        self.assertEqual(self.activities(order).user_id, self.ann)
        ann.unlink()
        self.assertFalse(order.fmcg_reviewer_id)
        self.assertFalse(self.activities(order))

    def test_nobody_follows_or_is_written_to(self):
        self.listed(self.ann)
        order = self.waiting(1, minutes=2)
        messages = order.message_ids
        self.plan()
        self.assertTrue(self.activities(order))
        self.assertNotIn(self.ann.partner_id, order.message_partner_ids)
        self.assertEqual(order.message_ids, messages)

    def test_the_deadline_is_the_day_of_the_cut_off_there(self):
        self.ann.tz = "Asia/Shanghai"
        order = self.waiting(1, minutes=2)
        order.sudo().fmcg_review_due = "2026-03-05 20:00:00"
        order.with_user(self.ann).action_fmcg_take()
        self.assertEqual(str(self.activities(order).date_deadline), "2026-03-06")

    def test_core_leaves_it_alone(self):
        order = self.waiting()
        order.with_user(self.ann).action_fmcg_take()
        order._create_upsell_activity()
        self.assertTrue(self.activities(order))

    def test_the_company_may_do_without(self):
        order = self.waiting()
        order.with_user(self.ann).action_fmcg_take()
        self.company.fmcg_review_activities = False
        self.assertFalse(self.activities(order))
        other = self.waiting()
        other.with_user(self.ann).action_fmcg_take()
        self.assertFalse(self.activities(other))
        self.company.fmcg_review_activities = True
        self.assertEqual(len(self.activities(order | other)), 2)

    def test_somebodys_own_activity_of_the_kind_is_left(self):
        order = self.waiting()
        own = order.activity_schedule(
            "fmcg_order_mgmt.activity_order_to_review", user_id=self.bob.id, automated=False
        )
        order.with_user(self.ann).action_fmcg_take()
        self.assertEqual(len(self.activities(order)), 2)
        self.approve(order)
        self.assertEqual(self.activities(order), own)

    def test_without_the_type_reviews_go_on(self):
        self.env.ref("fmcg_order_mgmt.activity_order_to_review").unlink()
        order = self.waiting()
        order.with_user(self.ann).action_fmcg_take()
        self.assertEqual(order.fmcg_reviewer_id, self.ann)

    # Queries ----------------------------------------------------------------------------------------------

    def queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_orders(self):
        """Assigned, handed on and given back: as many queries for 50 orders as for one."""
        self.waiting(2).with_user(self.ann)._fmcg_start_review()
        steps = (
            lambda orders: orders.with_user(self.ann)._fmcg_start_review(),
            lambda orders: orders.with_user(self.bob)._fmcg_start_review(),
            lambda orders: orders.sudo()._fmcg_give_back(),
        )
        one, many = self.waiting(1, minutes=1), self.waiting(50, minutes=1)
        for step in steps:
            single = self.queries(lambda step=step: step(one))
            self.assertLessEqual(self.queries(lambda step=step: step(many)), single)

    def test_queries_do_not_grow_with_what_was_asked(self):
        orders = self.waiting(53)
        for order in orders:
            order.with_user(self.ann)._fmcg_ask_customer("Sure?", by_mail=False)

        def decide(some):
            return self.queries(lambda: some.with_user(self.ann)._fmcg_decided_questions("approved", ""))

        decide(orders[:1])
        single = decide(orders[1:3])
        self.assertLessEqual(decide(orders[3:]), single)
        self.assertFalse(self.activities(orders, "customer_asked"))

    def test_what_passes_by_itself_costs_nothing(self):
        self.regular.automation = "clean"
        self.channel.touchless = True
        self.env.company.fmcg_audit_share = 0.0001

        def passing():
            order = self.order()
            self.env.flush_all()
            return order, self.queries(order.action_fmcg_review)

        counts = {True: [], False: []}
        # The first turns fill the caches, and any turn may have to fill one again.
        for wanted in (True, False) * 3:
            self.company.fmcg_review_activities = wanted
            order, count = passing()
            counts[wanted].append(count)
        self.assertEqual(order.fmcg_review_state, "approved")
        self.assertEqual(min(counts[True]), min(counts[False]))
        self.assertFalse(self.activities(order))
        # What a decision does about questions and activities costs nothing where there are none.
        order.read(["fmcg_asked_at", "fmcg_asked_manager_id", "fmcg_reviewer_id"])
        with self.assertQueryCount(0):
            order._fmcg_decided_questions("approved", "")
            order._fmcg_end_review()

    def test_the_queue_costs_the_same_with_many_questions(self):
        counts = []
        for number in (2, 48):
            for order in self.env["sale.order"].concat(*(self.short() for _each in range(number))):
                order.with_user(self.ann)._fmcg_ask_customer("Sure?", by_mail=False)
            self.desk.queue()
            counts.append(self.queries(self.desk.queue))
        self.assertLessEqual(counts[1], counts[0])
