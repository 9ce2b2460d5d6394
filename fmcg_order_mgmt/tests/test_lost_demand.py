from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .counter_offer_common import CounterOfferCommon


@tagged("post_install", "-at_install")
class TestLostDemand(CounterOfferCommon):
    """What was asked for and not sold is kept for good."""

    def test_it_says_who_wanted_what_and_why_not(self):
        order = self.short()
        self.apply(self.offer(order), "substitute")
        self.assertRecordValues(
            self.env["fmcg.lost.demand"].search([("order_id", "=", order.id)]),
            [
                {
                    "cause": "substituted",
                    "product_id": self.milk.id,
                    "quantity": 20,
                    "value": 40,
                    "partner_id": self.shop.id,
                    "user_id": self.rep.id,
                    "company_id": order.company_id.id,
                    "instead_id": self.soy.id,
                }
            ],
        )

    def test_an_order_that_is_cancelled_while_it_is_short(self):
        order = self.short()
        order._fmcg_cancel()
        self.assertEqual(self.lost(order), [("cancelled", self.milk, 20)])
        whole = self.short((self.cola, 2, self.piece))
        whole._fmcg_cancel()
        self.assertFalse(self.lost(whole))

    def test_it_is_history(self):
        order = self.short()
        order._fmcg_cancel()
        lost = self.env["fmcg.lost.demand"].search([("order_id", "=", order.id)])
        with self.assertRaises(AccessError):
            lost.sudo().write({"quantity": 1})
        with self.assertRaises(AccessError):
            lost.sudo().unlink()
        with self.assertRaises(AccessError):
            lost.sudo().create({"cause": "cut"})

    def test_a_rep_sees_what_own_customers_did_not_get(self):
        order = self.short()
        order._fmcg_cancel()
        lost = self.env["fmcg.lost.demand"].search([("order_id", "=", order.id)])
        other = new_test_user(self.env, "fmcg_other_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.assertTrue(lost.with_user(self.rep).search([("id", "=", lost.id)]))
        self.assertFalse(lost.with_user(other).search([("id", "=", lost.id)]))
