from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .order_screen_common import OrderScreenCase


@tagged("post_install", "-at_install")
class TestSaleOrderGift(OrderScreenCase):
    """Ten cases of cola, and one of several gifts on top."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mug, cls.tray = cls.env["product.product"].create(
            [{"name": name, "type": "consu", "list_price": 4, "sale_ok": False} for name in ("Mug", "Tray")]
        )
        cls.tag = cls.env["product.tag"].create(
            {"name": "Gifts", "product_product_ids": [Command.set((cls.mug | cls.tray).ids)]}
        )
        cls.reward = cls.ten_and_one().reward_ids
        cls.reward.write(
            {"reward_product_id": False, "reward_product_tag_id": cls.tag.id, "reward_product_qty": 1}
        )
        cls.first, cls.second = cls.reward.reward_product_ids
        cls.chosen = {str(cls.reward.id): cls.second.id}

    def ten(self, **values):
        return self.cart(self.line(self.cola, 10), **values)

    def gift(self, order):
        return order.order_line.filtered("is_reward_line").product_id

    def test_the_quote_tells_what_there_is_to_choose(self):
        (told,) = self.screen.quote(self.ten())["rewards"]
        self.assertEqual((told["reward"], told["product"]), (self.reward.id, self.first.id))
        self.assertEqual([each["product"] for each in told["choices"]], [self.first.id, self.second.id])
        self.assertEqual([each["name"] for each in told["choices"]], [self.first.name, self.second.name])
        (told,) = self.screen.quote(self.ten(gifts=self.chosen))["rewards"]
        self.assertEqual(told["product"], self.second.id)

    def test_without_a_choice_the_first_one_is_given(self):
        order = self.sent(self.line(self.cola, 10))
        self.assertEqual(self.gift(order), self.first)
        self.assertFalse(order.fmcg_gifts)

    def test_a_single_gift_is_no_choice(self):
        self.tag.product_product_ids = self.mug
        (told,) = self.screen.quote(self.ten())["rewards"]
        self.assertEqual(told["choices"], [])

    def test_the_choice_is_kept_in_the_order(self):
        order = self.sent(self.line(self.cola, 10), gifts=self.chosen)
        self.assertEqual(self.gift(order), self.second)
        self.assertEqual(order.fmcg_gifts, self.chosen)
        self.assertEqual(order.order_line.filtered("is_reward_line").price_total, 0)
        # Below ten the gift goes; what was chosen counts once there are ten again.
        for quantity, gift in ((9, self.env["product.product"]), (11, self.second)):
            self.sent(self.line(self.cola, quantity), order=order.id, seen=order._fmcg_seen())
            self.assertEqual(self.gift(order), gift)

    def test_the_choice_of_an_order_is_changed(self):
        order = self.sent(self.line(self.cola, 10))
        opened = self.screen.open_order(order.id)
        self.assertEqual(opened["gifts"], {str(self.reward.id): self.first.id})
        total = order.amount_total
        change = {"order": order.id, "seen": opened["seen"], "gifts": self.chosen}
        (told,) = self.screen.quote(self.cart(**change))["rewards"]
        self.assertEqual((told["product"], told["quantity"]), (self.second.id, 1))
        self.assertEqual(self.gift(order), self.first)
        self.sent(**change)
        self.assertEqual((self.gift(order), order.amount_total), (self.second, total))
        self.assertEqual(self.screen.open_order(order.id)["gifts"], self.chosen)

    def test_what_is_not_offered_is_not_given(self):
        reward = str(self.reward.id)
        for gifts in (
            {reward: self.milk.id},
            {reward: -1},
            {reward: "x"},
            {reward: None},
            {"x": 1},
            {"0": self.mug.id},
            [self.mug.id],
            "x",
            dict.fromkeys(map(str, range(1000)), self.second.id),
        ):
            with self.subTest(gifts=gifts):
                (told,) = self.screen.quote(self.ten(gifts=gifts))["rewards"]
                self.assertEqual(told["product"], self.first.id)

    def test_a_confirmed_order_offers_no_choice(self):
        order = self.sent(self.line(self.cola, 10))
        reviewer = new_test_user(self.env, "gift.reviewer", groups="fmcg_order_mgmt.group_fmcg_reviewer")
        order.with_user(reviewer).action_fmcg_approve("Known customer")
        if order.state != "sale":
            order.sudo().action_confirm()
        self.assertEqual(self.screen._quoted(order)["rewards"][0]["choices"], [])

    def test_the_queries_do_not_grow_with_the_gifts(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.screen.quote(self.ten())
            return self.env.cr.sql_log_count - before

        counts = []
        for gifts in (self.mug | self.tray, self._many_gifts()):
            self.tag.product_product_ids = gifts
            count()
            counts.append(count())
        self.assertLessEqual(counts[1] - counts[0], 1)

    def _many_gifts(self):
        return self.env["product.product"].create([{"name": f"Toy {i}"} for i in range(40)])
