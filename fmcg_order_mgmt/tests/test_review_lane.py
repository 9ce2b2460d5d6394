from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewLane(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.write({"release": "wave", "automation": "clean"})
        cls.env.company.write({"fmcg_audit_share": 1, "fmcg_error_limit": 0.02})
        cls.manager = new_test_user(cls.env, "fmcg_lane_manager", groups="fmcg_order_mgmt.group_fmcg_manager")
        cls.lanes = cls.env["fmcg.review.lane"]

    def passed(self, count=1, **values):
        orders = self.env["sale.order"].browse(
            order.id for order in (self.order(**values) for _ in range(count))
        )
        orders.action_fmcg_review()
        return orders

    def audits(self, orders):
        return self.env["fmcg.review.audit"].search([("order_id", "in", orders.ids)])

    def closed(self):
        """Let the audits close the shop's lane for regular orders."""
        orders = self.passed(3)
        for audit in self.audits(orders).with_user(self.reviewer):
            audit.action_wrong("Twice the usual amount")
        return self.lanes.search([("company_id", "=", self.env.company.id)])

    def test_a_share_is_drawn_and_the_same_each_time(self):
        orders = self.passed(3)
        self.assertEqual(set(orders.mapped("fmcg_review_state")), {"approved"})
        self.assertEqual(self.audits(orders).mapped("state"), ["todo"] * 3)
        self.env.company.fmcg_audit_share = 0.0001
        self.assertFalse(self.audits(self.passed(5)))
        again = orders[0]
        again.order_line.product_uom_qty = 3
        again.action_fmcg_review()
        self.assertEqual((again.fmcg_review_state, len(self.audits(again))), ("approved", 1))
        blocked = self.order((self.milk, 5, self.piece))
        blocked.action_fmcg_review()
        self.assertFalse(self.audits(blocked))

    def test_errors_close_the_lane_and_say_why(self):
        lane = self.closed()
        self.assertEqual(
            (lane.channel_id, lane.partner_id, lane.order_type_id), (self.channel, self.shop, self.regular)
        )
        self.assertTrue(lane.is_closed)
        self.assertIn("3 of 3 audited orders", lane.last_reason)
        self.assertEqual((lane.record_ids.kind, lane.record_ids.automatic), ("closed", True))
        self.assertEqual(lane.record_ids.figures["errors"], 3)
        order = self.passed()
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertIn(
            "the lane Chat · Lakeside Shop · Regular Replenishment is closed", order.fmcg_gate_reason
        )
        self.approve(order)
        self.assertEqual(order.fmcg_review_state, "approved")

    def test_another_customers_lane_stays_open(self):
        self.closed()
        other = self.shop.copy({"name": "Hill Shop"})
        self.assertEqual(self.passed(partner_id=other.id).fmcg_review_state, "approved")

    def test_right_ones_close_nothing(self):
        audits = self.audits(self.passed(20)).with_user(self.reviewer)
        audits.action_right()
        self.audits(self.passed()).with_user(self.reviewer).action_wrong("Wrong day")
        self.assertFalse(self.lanes.search([]))

    def test_only_a_decision_on_record_opens_it_again(self):
        lane = self.closed()
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            lane.with_user(self.reviewer).action_open("Please")
        with self.assertRaisesRegex(UserError, "Say why"):
            lane.with_user(self.manager).action_open(" ")
        lane.with_user(self.manager).action_open("Their till was repaired")
        self.assertFalse(lane.is_closed)
        self.assertEqual(lane.record_ids.sorted("id").mapped("kind"), ["closed", "opened"])
        self.assertEqual(self.passed().fmcg_review_state, "approved")
        for act in (
            lambda: lane.record_ids[0].write({"reason": "x"}),
            lambda: lane.record_ids.unlink(),
            lambda: self.env["fmcg.review.lane.record"].create({"lane_id": lane.id, "kind": "opened"}),
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            lane.with_user(self.manager).write({"is_closed": False})
        lane.with_user(self.manager).action_close("Again")
        self.assertEqual(self.passed().fmcg_review_state, "pending")

    def test_what_an_audit_found_stays(self):
        audit = self.audits(self.passed()).with_user(self.reviewer)
        with self.assertRaisesRegex(UserError, "Say what was wrong"):
            audit.action_wrong("")
        audit.action_right()
        with self.assertRaisesRegex(UserError, "Audited already"):
            audit.action_wrong("No")
        with self.assertRaises(AccessError):
            audit.write({"state": "wrong"})
        with self.assertRaises(AccessError):
            self.audits(self.passed()).with_user(self.rep).action_right()

    def test_a_channel_without_a_lane_passes_nothing(self):
        self.channel.touchless = False
        order = self.passed()
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertIn("nothing of Chat passes by itself", order.fmcg_gate_reason)

    def test_a_lane_that_nobody_audits_closes(self):
        self.passed(2)
        late, other = self.audits(self.passed(2)), self.audits(self.passed(1))
        late.passed_at = fields.Datetime.now() - timedelta(days=6)
        self.lanes._cron_close_unaudited()
        self.assertFalse(self.lanes.search([]))
        late.passed_at = fields.Datetime.now() - timedelta(days=8)
        (late[1] | other).with_user(self.reviewer).action_right()
        self.env.company.fmcg_audit_days = 0
        self.lanes._cron_close_unaudited()
        self.assertFalse(self.lanes.search([]))
        self.env.company.fmcg_audit_days = 7
        self.lanes._cron_close_unaudited()
        lane = self.lanes.search([])
        self.assertEqual((lane._key(), lane.is_closed), ((self.channel.id,), True))
        self.assertRegex(lane.last_reason, r"wait for it \(1\), more than the 7 days")
        self.assertIn("Nobody audits", self.passed().fmcg_gate_reason)
        self.lanes._cron_close_unaudited()
        self.assertEqual(len(lane.record_ids), 1)
        lane.with_user(self.manager).action_open("From now on on Mondays")
        self.lanes._cron_close_unaudited()
        self.assertFalse(lane.is_closed)

    def test_the_words_are_asked_for(self):
        audit = self.audits(self.passed())
        wizard = self.env["fmcg.review.lane.reason"].with_user(self.reviewer)
        wizard.create({"kind": "wrong", "audit_ids": audit.ids, "reason": "Wrong pack"}).action_decide()
        self.assertEqual((audit.state, audit.note), ("wrong", "Wrong pack"))
        self.assertIn("Wrong pack", audit.order_id.message_ids[0].body)

    def test_the_queries_do_not_grow(self):
        counts = []
        for count in (1, 50):
            orders = self.env["sale.order"].browse(self.order().id for _ in range(count))
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()
            before = self.env.cr.sql_log_count
            orders._fmcg_passing()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
