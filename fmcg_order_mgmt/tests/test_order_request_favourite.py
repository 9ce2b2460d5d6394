from odoo.tests import freeze_time, tagged

from .find_common import FindCase


@tagged("post_install", "-at_install")
class TestOrderRequestFavourite(FindCase):
    """Messages that are late, and those that wait for oneself."""

    def waiting(self, user):
        return self.env["fmcg.order.request"].with_user(user).search([("waits_for_me", "=", True)]).sudo()

    def test_messages_that_wait(self):
        requests = self.env["fmcg.order.request"]
        own, unknown = self.receive("可乐5-6箱"), requests.receive("chat", "可乐5-6箱")
        foreign = requests.receive("chat", "可乐5-6箱", partner_id=self.hilltop.id)
        every = own | unknown | foreign | self.message
        # A rep may not read what comes from nobody known; that is for those who read all.
        for user, waiting in ((self.rep, own), (self.other_rep, foreign), (self.reviewer, unknown)):
            found = self.waiting(user)
            self.assertEqual(found & every, waiting)
        self.assertTrue(own.with_user(self.rep).waits_for_me)

    def test_messages_that_are_late(self):
        late = self.receive("可乐5-6箱 明天送", received_at="2026-03-10 04:00:00")
        late.action_parse()
        self.assertEqual(str(late.draft_ids.requested_date), "2026-03-11")
        with freeze_time("2026-03-11 04:00:00"):
            self.assertFalse(late.is_late)
        late.invalidate_recordset(["is_late"])
        with freeze_time("2026-03-12 04:00:00"):
            self.assertTrue(late.is_late)
            found = self.env["fmcg.order.request"].search([("is_late", "=", True)])
            self.assertIn(late, found)
            self.assertNotIn(self.message, found)
