from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .order_screen_common import OrderScreenCase


@tagged("post_install", "-at_install")
class TestOrderScreenChange(OrderScreenCase):
    """Orders that are changed from the screen they were taken on."""

    def test_an_order_is_changed_in_place(self):
        order = self.sent(
            self.line(self.cola, 2), self.line(self.cola, 3, self.piece), self.line(self.milk, 1)
        )
        loaded = self.screen.open_order(order.id)
        self.assertEqual(len(loaded["lines"]), 3)
        change = self.cart(
            self.line(self.cola, 4),
            self.line(self.cola, 3, self.piece),
            self.line(self.milk, 0),
            order=order.id,
            seen=loaded["seen"],
        )
        quote = self.screen.quote(change)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [2, 3, 1])
        self.sent(*change["lines"], order=order.id, seen=loaded["seen"])
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [4, 3])
        self.assertEqual(quote["total"], order.amount_total)
        self.assertEqual(len(self.env["sale.order"].search([("partner_id", "=", self.shop.id)])), 1)

    def test_a_change_on_something_else_is_put_to_the_rep(self):
        order = self.sent(self.line(self.cola, 2))
        seen = self.screen.open_order(order.id)["seen"]
        order.order_line.product_uom_qty = 5
        cart = self.cart(self.line(self.cola, 3), order=order.id, seen=seen)
        outcome = self.screen.send(cart, self.key())
        self.assertEqual(outcome["state"], "conflict")
        self.assertEqual(outcome["current"]["lines"][0]["quantity"], 5)
        self.assertEqual(order.order_line.product_uom_qty, 5)
        self.sent(self.line(self.cola, 3), order=order.id, seen=outcome["current"]["seen"])
        self.assertEqual(order.order_line.product_uom_qty, 3)

    def test_the_same_change_twice_asks_nothing(self):
        order = self.sent(self.line(self.cola, 2))
        self.sent(self.line(self.cola, 3), order=order.id, seen=order._fmcg_seen())
        self.sent(self.line(self.cola, 3), order=order.id, seen=order._fmcg_seen())
        self.assertFalse(self.screen.quote(self.cart(self.line(self.cola, 3), order=order.id))["question"])
        self.assertEqual(order.order_line.product_uom_qty, 3)

    def test_a_change_keeps_what_it_does_not_name(self):
        order = self.sent(self.line(self.cola, 2), self.line(self.milk, 1), date="2099-03-20")
        order.commitment_date = "2099-03-20 08:00:00"
        milk = order.order_line.filtered(lambda line: line.product_id == self.milk)
        milk.price_unit = 1.23
        self.milk.sale_ok = False
        loaded = self.screen.open_order(order.id)
        self.sent(
            self.line(self.cola, 3),
            order=order.id,
            seen=loaded["seen"],
            date=loaded["date"],
            note="Ring twice",
            reference="PO-9",
        )
        self.assertEqual(milk.price_unit, 1.23)
        self.assertEqual(str(order.commitment_date), "2099-03-20 08:00:00")
        self.assertEqual((order.fmcg_note, order.client_order_ref), ("Ring twice", "PO-9"))
        self.sent(self.line(self.milk, 0), order=order.id, seen=order._fmcg_seen())
        self.assertEqual(order.order_line.product_id, self.cola)
        self.sent(order=order.id, seen=order._fmcg_seen(), note="Ring once")
        self.assertEqual(order.fmcg_note, "Ring once")
        self.assertEqual(self.screen.open_order(order.id)["note"], "Ring once")

    def test_what_stands_beside_the_goods_can_be_taken_off(self):
        order = self.sent(self.line(self.cola, 2), date="2099-03-20", note="Ring twice", reference="PO-9")
        self.assertTrue(order.commitment_date)
        self.sent(order=order.id, seen=order._fmcg_seen(), note="", date="")
        self.assertFalse(order.fmcg_note or order.commitment_date)
        self.assertEqual((order.client_order_ref, order.order_line.product_uom_qty), ("PO-9", 2))
        self.sent(self.line(self.cola, 3), order=order.id, seen=order._fmcg_seen(), reference="")
        self.assertEqual((order.client_order_ref, order.order_line.product_uom_qty), (False, 3))

    def test_an_order_under_way_loses_its_day(self):
        self.env.ref("fmcg_order_mgmt.order_type_regular").write(
            {"automation": "clean", "release": "at_once"}
        )
        order = self.sent(self.line(self.cola, 2), date="2099-03-20")
        self.assertEqual(order.state, "sale")
        asked = self.screen.send(self.cart(order=order.id, seen=order._fmcg_seen(), date=""), self.key())
        done = self.screen.answer(asked["draft"], "apply")
        self.assertEqual(done["state"], "done", done)
        self.assertFalse(order.commitment_date)
        self.assertEqual(order.state, "sale")
        self.assertLess(order.picking_ids.move_ids.date_deadline.year, 2099)

    def test_a_rep_changes_an_order_that_has_a_draft_invoice(self):
        self.cola.invoice_policy = "order"
        order = self.sent(self.line(self.cola, 2))
        order.with_user(self.env.ref("base.user_admin")).action_fmcg_approve("Now")
        order._fmcg_release()
        invoice = order.invoice_ids
        self.assertEqual(invoice.state, "draft")
        cart = self.cart(self.line(self.cola, 3), order=order.id, seen=order._fmcg_seen())
        asked = self.screen.send(cart, self.key())
        done = self.screen.answer(asked["draft"], "apply")
        self.assertEqual(done["state"], "done", done)
        # A person approves here: the change puts the order back, and its invoice with it.
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "pending"))
        self.assertEqual((invoice.state, order.order_line.product_uom_qty), ("cancel", 3))

    def test_a_promotion_follows_the_change(self):
        self.ten_and_one()
        order = self.sent(self.line(self.cola, 8))
        self.assertFalse(order.order_line.filtered("is_reward_line"))
        self.sent(self.line(self.cola, 10), order=order.id, seen=order._fmcg_seen())
        self.assertEqual(order.order_line.filtered("is_reward_line").product_uom_qty, 24)
        self.sent(self.line(self.cola, 9), order=order.id, seen=order._fmcg_seen())
        self.assertFalse(order.order_line.filtered("is_reward_line"))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_changes_the_order_of_another_rep(self):
        other = new_test_user(self.env, "other.rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.env.user.group_ids += self.env.ref("fmcg_order_mgmt.group_fmcg_manager")
        order = self.sent(self.line(self.cola, 2))
        screen = self.screen.with_user(other)
        with self.assertRaises(AccessError):
            screen.open_order(order.id)
        with self.assertRaises(AccessError):
            screen.send(
                self.cart(self.line(self.cola, 9), order=order.id, seen=order._fmcg_seen()), self.key()
            )
        self.assertEqual(order.order_line.product_uom_qty, 2)
