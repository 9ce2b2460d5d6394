from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestSaleOrderRelease(ReviewCommon):
    """From the approval to the goods and the draft invoice, as the order's type says."""

    def broken_order(self):
        """Return an order that core refuses to confirm: a line without a product."""
        return self.order(
            order_line=[
                Command.create({"product_id": self.cola.id}),
                Command.create({"name": "The thing we talked about"}),
            ]
        )

    def deliver(self, picking, quantity=None):
        if quantity is not None:
            picking.move_ids.quantity = quantity
        picking.with_context(skip_backorder=True, skip_sms=True, skip_expired=True).button_validate()

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_release").method_direct_trigger()
        self.env.invalidate_all()

    def test_approval_releases_at_once(self):
        order = self.order((self.cola, 2, self.case))
        self.approve(order)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(order.picking_ids.move_ids.quantity, 48)
        invoice = order.invoice_ids
        self.assertEqual((invoice.state, invoice.amount_untaxed), ("draft", order.amount_untaxed))
        self.assertEqual(invoice.invoice_line_ids.sale_line_ids, order.order_line)

    def test_many_orders_are_released_together_each_with_its_invoice(self):
        orders = self.order() | self.order() | self.order()
        self.approve(orders)
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertEqual(len(orders.invoice_ids), 3)
        self.assertEqual(len(orders.picking_ids), 3)

    def test_a_second_approval_does_nothing_twice(self):
        order = self.order()
        self.approve(order)
        self.approve(order)
        self.assertEqual(len(order.invoice_ids), 1)
        self.assertEqual(order.fmcg_decision_ids.mapped("kind").count("approved"), 1)

    def test_an_invoice_follows_each_delivery(self):
        self.regular.invoicing = "delivery"
        self.cola.invoice_policy = "delivery"
        order = self.order((self.cola, 10, self.piece))
        self.approve(order)
        self.assertFalse(order.invoice_ids)
        driver = new_test_user(
            self.env, "fmcg_release_dispatcher", groups="fmcg_order_mgmt.group_fmcg_dispatcher"
        )
        self.deliver(order.picking_ids.with_user(driver), 4)
        self.assertEqual(order.invoice_ids.invoice_line_ids.mapped("quantity"), [4])
        self.deliver(order.picking_ids.filtered(lambda picking: picking.state != "done"))
        self.assertEqual(sorted(order.invoice_ids.invoice_line_ids.mapped("quantity")), [4, 6])
        self.assertEqual(set(order.invoice_ids.mapped("state")), {"draft"})

    def test_what_was_invoiced_with_the_release_is_not_invoiced_again(self):
        order = self.order((self.cola, 10, self.piece))
        self.approve(order)
        self.deliver(order.picking_ids)
        self.assertEqual(order.invoice_ids.invoice_line_ids.mapped("quantity"), [10])

    def test_invoices_by_hand_stay_by_hand(self):
        self.regular.invoicing = "manual"
        order = self.order()
        self.approve(order)
        self.deliver(order.picking_ids)
        self.assertFalse(order.invoice_ids)

    def test_core_orders_get_no_invoice_by_themselves(self):
        order = self.order(fmcg_channel_id=False)
        order.action_confirm()
        self.deliver(order.picking_ids)
        self.assertFalse(order.invoice_ids)

    def test_an_order_on_hold_waits_until_the_hold_is_off(self):
        order = self.order(fmcg_hold=True)
        self.approve(order)
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "approved"))
        with self.assertRaisesRegex(UserError, "on hold"):
            order.with_user(self.reviewer).action_fmcg_release()
        self.run_cron()
        self.assertEqual(order.state, "draft")
        order.with_user(self.rep).fmcg_hold = False
        self.run_cron()
        self.assertEqual(order.state, "sale")

    def test_an_order_that_core_refuses_keeps_its_approval_and_says_why(self):
        good, bad = self.order(), self.broken_order()
        self.approve(good | bad)
        self.assertEqual(good.state, "sale")
        self.assertEqual((bad.state, bad.fmcg_review_state), ("draft", "approved"))
        self.assertIn("missing a product", bad.fmcg_release_error)
        self.assertEqual(bad.activity_ids.user_id, self.reviewer)
        self.assertIn("missing a product", bad.activity_ids.note)
        # Tried again without success, it is not told twice.
        bad.with_user(self.reviewer).action_fmcg_release()
        self.assertEqual(len(bad.activity_ids), 1)
        bad.order_line[1].unlink()
        self.assertEqual(bad.fmcg_review_state, "pending")
        self.approve(bad)
        self.assertEqual(bad.state, "sale")
        self.assertFalse(bad.fmcg_release_error)
        self.assertFalse(bad.activity_ids)

    def test_only_a_reviewer_releases(self):
        self.regular.release = "wave"
        order = self.order()
        self.approve(order)
        with self.assertRaises(AccessError):
            order.with_user(self.rep).action_fmcg_release()
        order.with_user(self.reviewer).action_fmcg_release()
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.invoice_ids)

    def test_nothing_is_released_without_an_approval(self):
        order = self.order()
        order.action_fmcg_review()
        self.assertFalse(order._fmcg_release())
        self.assertEqual(order.state, "draft")

    def test_the_wave_releases_what_was_approved_and_passes_by_what_fails(self):
        self.regular.release = "wave"
        good, bad, odd, pending = self.order(), self.broken_order(), self.order(), self.order()
        self.approve(good | bad | odd)
        pending.action_fmcg_review()
        self.assertEqual(set((good | bad | odd).mapped("state")), {"draft"})
        confirm = type(self.env["sale.order"])._action_confirm

        def fail_on_odd(orders):
            if odd.id in orders.ids:
                raise ValueError("wires crossed")
            return confirm(orders)

        with (
            patch.object(type(self.env["sale.order"]), "_action_confirm", fail_on_odd),
            mute_logger("odoo.addons.fmcg_order_mgmt.models.sale_order_release"),
        ):
            self.run_cron()
        self.assertEqual((good | bad | odd | pending).mapped("state"), ["sale", "draft", "draft", "draft"])
        self.assertIn("missing a product", bad.fmcg_release_error)
        self.assertIn("wires crossed", odd.fmcg_release_error)
        self.assertEqual(pending.fmcg_review_state, "pending")
        self.assertEqual(len(good.invoice_ids), 1)
        # What failed waits for a person.
        self.run_cron()
        self.assertEqual(odd.state, "draft")
        odd.with_user(self.reviewer).action_fmcg_release()
        self.assertEqual(odd.state, "sale")

    def test_an_invoice_that_fails_does_not_stop_the_goods(self):
        order = self.order()
        with patch.object(
            type(self.env["sale.order"]), "_create_invoices", side_effect=UserError("No journal")
        ):
            self.approve(order)
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.picking_ids)
        self.assertIn("No journal", order.activity_ids.note)

    def test_promotions_survive_approval_and_their_end_reopens_the_review(self):
        self.env["fmcg.order.type"].search([]).release = "wave"
        program = self.env["loyalty.program"].create(
            {
                "name": "Ten percent off cola",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "rule_ids": [Command.create({"product_ids": self.cola.ids, "minimum_qty": 1})],
                "reward_ids": [Command.create({"reward_type": "discount", "discount": 10})],
            }
        )
        kept, lost = self.order(), self.order()
        for order in kept | lost:
            order._update_programs_and_rewards()
            reward = order._get_claimable_rewards()
            order._apply_program_reward(next(iter(reward.values()))[0], next(iter(reward)))
        self.approve(kept | lost)
        kept.with_user(self.reviewer).action_fmcg_release()
        self.assertEqual(kept.state, "sale")
        self.assertTrue(kept.order_line.filtered("is_reward_line"))
        program.active = False
        lost._fmcg_release()
        self.assertEqual((lost.state, lost.fmcg_review_state), ("draft", "pending"))
        self.assertFalse(lost.order_line.filtered("is_reward_line"))

    def test_a_notice_about_rewards_is_no_failure(self):
        self.env["loyalty.program"].create(
            {
                "name": "Free milk",
                "program_type": "buy_x_get_y",
                "trigger": "auto",
                "applies_on": "current",
                "rule_ids": [
                    Command.create(
                        {"product_ids": self.cola.ids, "reward_point_mode": "unit", "minimum_qty": 1}
                    )
                ],
                "reward_ids": [
                    Command.create(
                        {"reward_type": "product", "reward_product_id": self.milk.id, "required_points": 1}
                    )
                ],
            }
        )
        order = self.order()
        self.approve(order)
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.fmcg_release_error)
        other = self.order()
        self.regular.release = "wave"
        self.approve(other)
        self.assertEqual(other.action_fmcg_confirm(), {"confirmed": other.ids, "blocked": {}})

    def test_goods_that_left_the_range_meanwhile_are_still_delivered(self):
        self.regular.release = "wave"
        order = self.order((self.cola, 5, self.piece))
        self.approve(order)
        self.cola.active = False
        order._fmcg_release()
        self.assertEqual((order.state, order.picking_ids.state), ("sale", "assigned"))
        self.assertEqual(order.picking_ids.move_ids.quantity, 5)

    def test_a_warehouse_that_cannot_deliver_says_so_and_the_others_go_on(self):
        """Its rules are gone: the order keeps its approval, nothing of it is made, and a person is told."""
        self.regular.release = "wave"
        closed = self.env["stock.warehouse"].create({"name": "Closed", "code": "CLO"})
        bad, good = self.order(warehouse_id=closed.id), self.order()
        self.approve(bad | good)
        closed.delivery_route_id.rule_ids.active = False
        (bad | good)._fmcg_release()
        self.assertEqual((bad.state, bad.fmcg_review_state, good.state), ("draft", "approved", "sale"))
        self.assertIn("No rule has been found to replenish", bad.fmcg_release_error)
        self.assertFalse(bad.picking_ids or bad.order_line.move_ids)
        kind = self.env.ref("fmcg_order_mgmt.activity_release_failed")
        self.assertIn(kind, bad.activity_ids.activity_type_id)

    def test_one_bad_order_costs_few_tries(self):
        """The good ones are confirmed by halves, not one by one."""
        self.regular.release = "wave"
        orders = self.env["sale.order"].concat(*(self.order() for _each in range(15)), self.broken_order())
        self.approve(orders)
        tried, confirm = [], type(orders).action_confirm

        def counted(each):
            tried.append(len(each))
            return confirm(each)

        self.patch(type(orders), "action_confirm", counted)
        orders._fmcg_release()
        self.assertEqual(orders.mapped("state").count("sale"), 15)
        self.assertEqual(sorted(tried), [1, 1, 2, 2, 4, 4, 8, 8, 16])
