from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .counter_offer_common import CounterOfferCommon


@tagged("post_install", "-at_install")
class TestCounterOfferRights(CounterOfferCommon):
    """Who may see a counter-offer, and who may do what with it."""

    def test_nobody_writes_one_by_hand(self):
        order = self.short()
        offer = self.offer(order).with_user(self.reviewer)
        for action in (
            lambda: offer.write({"state": "answered"}),
            lambda: offer.line_ids.write({"chosen": False}),
            lambda: offer.create({"order_id": order.id}),
            lambda: offer.unlink(),
            lambda: offer.read(["token"]),
        ):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaisesRegex(UserError, "follows from what it is promised"):
            order.with_user(self.reviewer).fmcg_short_count = 0

    def test_a_rep_sees_own_orders_only(self):
        offer = self.offer(self.short())
        other = new_test_user(self.env, "fmcg_other_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        for record in (offer, offer.line_ids[0]):
            self.assertFalse(record.with_user(other).search([("id", "=", record.id)]))
            self.assertTrue(record.with_user(self.rep).search([("id", "=", record.id)]))
            self.assertTrue(record.with_user(self.reviewer).search([("id", "=", record.id)]))
        for name in ("apply", "withdraw", "renew", "link"):
            with self.assertRaises(AccessError):
                getattr(offer.with_user(other), f"action_{name}")()
        with self.assertRaises(AccessError):
            offer.line_ids[0].with_user(other).action_choose()
        with self.assertRaises(AccessError):
            offer.order_id.with_user(other).action_fmcg_shortage()

    def test_another_company_sees_nothing(self):
        offer = self.offer(self.short())
        company = self.env["res.company"].create({"name": "Elsewhere"})
        manager = new_test_user(
            self.env,
            "fmcg_elsewhere",
            groups="fmcg_order_mgmt.group_fmcg_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self.env["fmcg.counter.offer"].with_user(manager).search([]))
        self.assertFalse(self.env["fmcg.counter.offer.line"].with_user(manager).search([]))
        self.assertTrue(offer)
