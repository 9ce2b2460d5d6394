import datetime

import psycopg2.errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..engine.opinion import read_opinion
from .common_feedback import FeedbackCommon


@tagged("post_install", "-at_install")
class TestOrderFeedback(FeedbackCommon):
    def ask(self, orders):
        return self.env["fmcg.order.feedback"]._ask(orders)

    def answer(self, feedback, **form):
        return feedback._take_answer(read_opinion(form), "phone", "en_US")

    def test_an_answer_closes_the_order(self):
        order = self.new_orders()
        feedback = self.ask(order)
        self.assertFalse(order.fmcg_closed)
        self.assertTrue(self.answer(feedback, product="5", speed="4", text="Thanks"))
        self.assertTrue(order.fmcg_closed)
        self.assertRecordValues(
            feedback,
            [
                {
                    "state": "answered",
                    "rating_product": 5,
                    "rating_speed": 4,
                    "stars": 4.5,
                    "is_complaint": False,
                }
            ],
        )

    def test_the_first_answer_stands(self):
        feedback = self.ask(self.new_orders())
        self.answer(feedback, product="5")
        self.assertFalse(self.answer(feedback, product="1"))
        self.assertEqual(feedback.rating_product, 5)

    def test_nobody_changes_or_deletes_an_answer(self):
        feedback = self.ask(self.new_orders())
        with self.assertRaisesRegex(UserError, "own answer"):
            feedback.rating_product = 5
        self.answer(feedback, product="1")
        for values in ({"rating_product": 5}, {"text": "fine"}, {"state": "asked"}, {"order_id": False}):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                feedback.sudo().write(values)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            feedback.sudo().unlink()
        manager = new_test_user(self.env, "fmcg_boss", groups="fmcg_order_mgmt.group_fmcg_manager")
        own = feedback.with_user(manager)
        self.assertEqual(own.rating_product, 1)
        for change in (lambda: own.write({"further_count": 3}), own.unlink, lambda: own.create({})):
            with self.assertRaises(AccessError):
                change()

    def test_the_database_refuses_a_second_question_and_a_sixth_star(self):
        order = self.new_orders()
        feedback = self.ask(order)
        model = self.env["fmcg.order.feedback"]
        with mute_logger("odoo.sql_db"):
            self.assertFalse(self.ask(order))
            with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
                model.create({"order_id": order.id})
            for stars in (0, 6):
                values = {"rating_product": stars, "state": "answered", "answered_at": fields.Datetime.now()}
                with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                    feedback.write(values)
                    feedback.flush_recordset()
        self.assertEqual(model.search([("order_id", "=", order.id)]), feedback)

    def test_a_question_not_rated_counts_in_no_average(self):
        first, second = (self.ask(self.new_orders()) for _turn in range(2))
        self.answer(first, product="5", speed="3")
        self.answer(second, product="4")
        rows = self.env["fmcg.order.feedback"]._read_group(
            [("id", "in", (first | second).ids)],
            [],
            ["rating_product:avg", "rating_speed:avg", "rating_service:avg"],
        )
        self.assertEqual(rows, [(4.5, 3, False)])

    def test_orders_close_when_the_waiting_time_is_over(self):
        late, fresh, patient = self.new_orders(3)
        feedback = self.ask(late | fresh | patient)
        now = fields.Datetime.now()
        for record, days in zip(feedback, (8, 6, 400), strict=True):
            record.asked_at = now - datetime.timedelta(days=days)
        other = self.env["res.company"].create({"name": "Patient Ltd", "fmcg_close_days": 0})
        patient.fmcg_feedback_ids.flush_recordset()
        self.env.cr.execute(
            "UPDATE fmcg_order_feedback SET company_id = %s WHERE order_id = %s", (other.id, patient.id)
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_feedback_expire").method_direct_trigger()
        self.assertEqual(feedback.mapped("state"), ["expired", "asked", "asked"])
        self.assertEqual((late | fresh | patient).mapped("fmcg_closed"), [True, False, False])

    def test_what_was_missed_is_asked_later(self):
        orders = self.new_orders(2)
        self.deliver(orders)
        orders[1].fmcg_feedback_ids.unlink()
        with self.enter_registry_test_mode():
            for _turn in range(2):
                self.env.ref("fmcg_order_mgmt.ir_cron_feedback_ask").method_direct_trigger()
        self.assertEqual([len(order.fmcg_feedback_ids) for order in orders], [1, 1])

    def test_an_order_that_never_had_a_channel_is_left_alone(self):
        order = self.env["sale.order"].create({"partner_id": self.shop.id})
        order.order_line = [Command.create({"product_id": self.cola.id, "product_uom_qty": 1})]
        order.action_confirm()
        self.deliver(order)
        self.assertEqual(order.fmcg_stage, "delivered")
        self.assertFalse(order.fmcg_feedback_ids)

    def test_an_answer_after_the_waiting_time_still_counts(self):
        order = self.new_orders()
        feedback = self.ask(order)
        feedback.state = "expired"
        self.assertTrue(order.fmcg_closed)
        self.assertTrue(self.answer(feedback, service="2"))
        self.assertEqual(feedback.state, "answered")
        self.assertTrue(feedback.is_complaint)

    def test_a_rep_sees_the_feedback_of_own_customers_only(self):
        groups = "fmcg_order_mgmt.group_fmcg_rep"
        stranger = new_test_user(self.env, "fmcg_stranger", groups=groups)
        reviewer = new_test_user(self.env, "fmcg_judge", groups="fmcg_order_mgmt.group_fmcg_reviewer")
        feedback = self.ask(self.new_orders())
        model = self.env["fmcg.order.feedback"]
        self.assertIn(feedback, model.with_user(self.rep).search([]))
        self.assertNotIn(feedback, model.with_user(stranger).search([]))
        self.assertIn(feedback, model.with_user(reviewer).search([]))

    def test_asking_fifty_costs_no_more_queries_than_asking_one(self):
        self.deliver(self.new_orders())
        counts = []
        for count in (1, 50):
            orders = self.new_orders(count)
            self.deliver(orders)
            self.assertEqual(orders.fmcg_feedback_ids.picking_id, orders.picking_ids)
            orders.fmcg_feedback_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            begin = self.env.cr.sql_log_count
            asked = orders._fmcg_ask_feedback()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - begin)
            self.assertEqual(len(asked), count)
            self.assertFalse(orders._fmcg_ask_feedback())
        self.assertLessEqual(counts[1], counts[0], counts)
