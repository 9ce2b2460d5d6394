from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .order_screen_common import OrderScreenCase


@tagged("post_install", "-at_install")
class TestSaleOrderReward(OrderScreenCase):
    """Ten cases of cola, and either one more or ten percent off; twenty percent for twenty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.ten_and_one()
        cls.case_more = cls.program.reward_ids
        discount = {"reward_type": "discount", "discount_mode": "percent", "discount_applicability": "order"}
        cls.program.reward_ids = [
            Command.create({**discount, "discount": 10, "required_points": 1}),
            Command.create({**discount, "discount": 20, "required_points": 2}),
        ]
        cls.ten_percent, cls.twenty_percent = cls.program.reward_ids - cls.case_more
        cls.of_program = f"p{cls.program.id}"

    def ten(self, reward=None, **values):
        gifts = {self.of_program: reward.id} if reward else {}
        return self.cart(self.line(self.cola, 10), gifts=gifts, **values)

    def given(self, order):
        return order.order_line.reward_id

    def test_the_quote_tells_what_there_is_to_choose(self):
        (told,) = self.screen.quote(self.ten())["rewards"]
        self.assertEqual(told["reward"], self.case_more.id)
        self.assertEqual(
            told["instead"],
            [{"reward": each.id, "name": each.description} for each in self.case_more | self.ten_percent],
        )
        (told,) = self.screen.quote(self.ten(self.ten_percent))["rewards"]
        self.assertEqual(told["reward"], self.ten_percent.id)
        self.assertLess(told["amount"], 0)
        self.assertEqual(len(told["instead"]), 2)

    def test_a_single_reward_is_no_choice(self):
        (self.ten_percent | self.twenty_percent).unlink()
        (told,) = self.screen.quote(self.ten())["rewards"]
        self.assertEqual(told["instead"], [])

    def test_the_choice_is_kept_in_the_order(self):
        order = self.sent(self.line(self.cola, 10), gifts={self.of_program: self.ten_percent.id})
        self.assertEqual(self.given(order), self.ten_percent)
        self.assertEqual(order.fmcg_gifts, {self.of_program: self.ten_percent.id})
        self.assertEqual(self.screen.open_order(order.id)["gifts"], {self.of_program: self.ten_percent.id})
        # Below ten it goes; what was chosen counts once there are ten again.
        for quantity, reward in ((9, self.program.reward_ids.browse()), (12, self.ten_percent)):
            self.sent(self.line(self.cola, quantity), order=order.id, seen=order._fmcg_seen())
            self.assertEqual(self.given(order), reward)

    def test_the_choice_of_an_order_is_changed_and_back(self):
        order = self.sent(self.line(self.cola, 10))
        self.assertEqual(self.given(order), self.case_more)
        full = order.amount_untaxed
        for reward in (self.ten_percent, self.case_more):
            change = {"order": order.id, "seen": order._fmcg_seen(), "gifts": {self.of_program: reward.id}}
            self.sent(**change)
            self.assertEqual(self.given(order), reward)
            self.assertEqual(len(order.order_line.filtered("is_reward_line")), 1)
        self.assertEqual(order.amount_untaxed, full)

    def test_what_cannot_be_had_is_not_given(self):
        other = self.ten_and_one().reward_ids
        other.program_id.rule_ids.minimum_qty = 99
        for reward in (self.twenty_percent, other):
            (told,) = self.screen.quote(self.ten(reward))["rewards"]
            self.assertEqual(told["reward"], self.case_more.id)

    def take(self, order, reward):
        """Let somebody in the office take a reward, as core's own window does."""
        lines = order.order_line.filtered("is_reward_line")
        coupon = lines.coupon_id
        lines._reset_loyalty(complete=True)
        self.assertFalse(order._apply_program_reward(reward, coupon, old_lines=lines))

    def test_what_people_took_by_hand_stays_when_something_else_is_chosen(self):
        order = self.sent(self.line(self.cola, 10), gifts={self.of_program: self.ten_percent.id})
        self.take(order.sudo(), self.case_more)
        self.assertEqual(self.given(order), self.case_more)
        self.sent(self.line(self.milk, 1), order=order.id, seen=order._fmcg_seen(), gifts={"p999999": 1})
        self.assertEqual(self.given(order), self.case_more)

    def test_more_goods_and_a_better_reward_are_chosen_together(self):
        self.program.rule_ids.write({"reward_point_mode": "unit", "reward_point_amount": 0.1})
        for milk, first in enumerate((self.ten_percent, self.case_more), 1):
            lines = [self.line(self.cola, 10), self.line(self.milk, milk)]
            order = self.sent(*lines, gifts={self.of_program: first.id})
            self.assertEqual(self.given(order), first)
            change = {"order": order.id, "seen": order._fmcg_seen()}
            gifts = {self.of_program: self.twenty_percent.id}
            (told,) = self.screen.quote(self.cart(self.line(self.cola, 20), gifts=gifts, **change))["rewards"]
            self.assertEqual(told["reward"], self.twenty_percent.id)
            self.sent(self.line(self.cola, 20), gifts=gifts, **change)
            self.assertEqual(self.given(order), self.twenty_percent)

    def test_a_discount_on_goods_that_are_not_there_is_not_taken(self):
        self.ten_percent.write(
            {"discount_applicability": "specific", "discount_product_ids": [Command.set(self.milk.ids)]}
        )
        gifts = {self.of_program: self.ten_percent.id}
        lines = [self.line(self.cola, 10), self.line(self.milk, 1)]
        order = self.sent(*lines, gifts=gifts)
        self.assertEqual(self.given(order), self.ten_percent)
        change = {"order": order.id, "seen": order._fmcg_seen()}
        without = self.cart(self.line(self.milk, 0), **change)
        (told,) = self.screen.quote(without)["rewards"]
        self.assertEqual(told["reward"], self.case_more.id, "what can be had is given instead")
        (told,) = self.screen.quote(self.cart(lines[0], gifts=gifts))["rewards"]
        self.assertEqual(told["reward"], self.case_more.id)

    def test_one_discount_on_the_order_gives_way_to_a_smaller_one(self):
        five = self.program.reward_ids.create(
            {
                "program_id": self.program.id,
                "reward_type": "discount",
                "discount": 5,
                "discount_mode": "percent",
                "discount_applicability": "order",
                "required_points": 1,
            }
        )
        order = self.sent(self.line(self.cola, 10), gifts={self.of_program: self.ten_percent.id})
        change = {"order": order.id, "seen": order._fmcg_seen(), "gifts": {self.of_program: five.id}}
        self.sent(**change)
        self.assertEqual(self.given(order), five)
        self.assertEqual(len(order.order_line.filtered("is_reward_line")), 1)

    def test_a_confirmed_order_offers_no_choice(self):
        order = self.sent(self.line(self.cola, 10))
        reviewer = new_test_user(self.env, "reward.reviewer", groups="fmcg_order_mgmt.group_fmcg_reviewer")
        order.with_user(reviewer).action_fmcg_approve("Known customer")
        if order.state != "sale":
            order.sudo().action_confirm()
        self.assertEqual(self.screen._quoted(order)["rewards"][0]["instead"], [])
