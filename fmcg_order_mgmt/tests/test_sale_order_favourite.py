from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .find_common import FindCase


@tagged("post_install", "-at_install")
class TestSaleOrderFavourite(FindCase):
    """Orders that are late, and those that wait for oneself."""

    def waiting(self, user):
        return self.env["sale.order"].with_user(user).search([("fmcg_waits_for_me", "=", True)]).sudo()

    def draft(self, user, **values):
        line = Command.create({"product_id": self.cola.id, "product_uom_qty": 2})
        values = {"partner_id": self.shop.id, "user_id": user.id, "order_line": [line]} | values
        channel = self.env.ref("fmcg_order_mgmt.channel_chat")
        return self.env["sale.order"].create(values | {"fmcg_channel_id": channel.id})

    def test_what_is_late(self):
        with freeze_time("2026-03-18 15:00:00"):  # still the 18th in Shanghai
            self.assertFalse(self.order.fmcg_is_late)
            self.assertNotIn(self.order, self.env["sale.order"].search([("fmcg_is_late", "=", True)]))
        self.order.invalidate_recordset(["fmcg_is_late"])
        with freeze_time("2026-03-18 17:00:00"):
            self.assertTrue(self.order.fmcg_is_late)
            late = self.env["sale.order"].search([("fmcg_is_late", "=", True)])
            self.assertIn(self.order, late)
            self.assertNotIn(self.other_order, late)
            self.order.with_context(disable_cancel_warning=True).action_cancel()
            self.assertFalse(self.order.fmcg_is_late)
            self.assertNotIn(self.order, self.env["sale.order"].search([("fmcg_is_late", "=", True)]))

    def test_what_waits_for_a_rep(self):
        clean, doubtful, rejected, foreign = (
            self.draft(user) for user in (self.rep, self.rep, self.rep, self.other_rep)
        )
        (clean | doubtful | rejected | foreign).action_fmcg_review()
        (rejected | foreign).with_user(self.reviewer).action_fmcg_reject("Too much")
        (clean.fmcg_finding_ids | rejected.fmcg_finding_ids).sudo().unlink()
        rule = self.env["fmcg.review.rule"].search([], limit=1)
        self.env["fmcg.review.finding"].create(
            {"order_id": doubtful.id, "rule_id": rule.id, "code": "x", "subject": "x", "severity": "warn"}
        )
        mine = self.waiting(self.rep)
        self.assertEqual(mine & (clean | doubtful | rejected | foreign), doubtful | rejected)
        shown = (clean | doubtful | rejected).with_user(self.rep)
        self.assertEqual(shown.mapped("fmcg_waits_for_me"), [False, True, True])
        self.assertEqual(
            self.waiting(self.reviewer) & (clean | doubtful | rejected | foreign), clean | doubtful
        )

    def test_what_waits_for_a_reviewer_is_not_a_colleagues(self):
        mine, nobodys, colleagues = (self.draft(self.rep) for _each in range(3))
        orders = mine | nobodys | colleagues
        orders.action_fmcg_review()
        mine.sudo().fmcg_reviewer_id = self.reviewer
        nobodys.sudo().fmcg_reviewer_id = False
        colleagues.sudo().fmcg_reviewer_id = self.env.user
        self.assertEqual(self.waiting(self.reviewer) & orders, mine | nobodys)

    def test_what_waits_for_a_dispatcher(self):
        dispatcher = new_test_user(
            self.env, "fmcg_waiting_dispatcher", groups="fmcg_order_mgmt.group_fmcg_dispatcher"
        )
        stuck, fine = self.draft(self.rep), self.draft(self.rep)
        self.env.ref("fmcg_order_mgmt.order_type_regular").release = "wave"
        orders = stuck | fine
        orders.action_fmcg_review()
        orders.with_user(self.reviewer).action_fmcg_approve("Known")
        stuck.fmcg_release_error = "The customer is archived."
        self.assertEqual(self.waiting(dispatcher) & (orders | self.both), stuck)
        self.order.fmcg_shipment_ids.with_user(dispatcher).action_attempt_failed()
        self.assertEqual(self.waiting(dispatcher) & (orders | self.both), stuck | self.order)

    def test_what_is_decided_waits_for_nobody(self):
        for user in (self.rep, self.reviewer):
            self.assertFalse(self.waiting(user) & self.both)
