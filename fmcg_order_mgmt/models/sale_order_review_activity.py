from contextlib import contextmanager

from odoo import fields, models
from odoo.tools import plaintext2html

TO_REVIEW = "fmcg_order_mgmt.activity_order_to_review"


class SaleOrder(models.Model):
    """Activities for those who review in Odoo's own lists: they come, move and go with the assignment."""

    _inherit = "sale.order"

    @contextmanager
    def _fmcg_moved(self):
        """Let the activities follow, all at once, when some of the orders get another reviewer."""
        before = {order: order.fmcg_reviewer_id for order in self}
        yield
        self.filtered(lambda order: order.fmcg_reviewer_id != before[order])._fmcg_sync_review_activities()

    def _fmcg_take_plan(self, placements):
        with self._fmcg_moved():
            return super()._fmcg_take_plan(placements)

    def _fmcg_give_back(self):
        with self._fmcg_moved():
            return super()._fmcg_give_back()

    def _fmcg_leave_plan(self):
        with self._fmcg_moved():
            return super()._fmcg_leave_plan()

    def _fmcg_start_review(self):
        with self._fmcg_moved():
            return super()._fmcg_start_review()

    def _fmcg_sync_review_activities(self):
        """Plan one activity for whoever is to review each order, none for orders that nobody is to review.

        While somebody is asked about an order, the activity about that stands for it.
        """
        kind = self and self.env.ref(TO_REVIEW, raise_if_not_found=False)
        if not kind:
            return
        orders = self.sudo()
        wanted = orders.filtered(lambda order: order._fmcg_is_planned())
        ours = [("activity_type_id", "=", kind.id), ("res_model", "=", self._name), ("automated", "=", True)]
        # Nobody becomes a follower of each order that was once to be reviewed, nor gets an e-mail about it.
        quiet = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True, fmcg_no_follower=True)
        )
        had = quiet.search([*ours, ("res_id", "in", self.ids)])
        kept = had.grouped("res_id")
        had.filtered(lambda activity: activity.res_id not in wanted.ids).unlink()
        for user, some in wanted.grouped("fmcg_reviewer_id").items():
            of_others = quiet.concat(*(kept.get(order.id, quiet) for order in some))
            of_others = of_others.filtered(lambda activity, user=user: activity.user_id != user)
            of_others.write({"user_id": user.id})
        missing = wanted.filtered(lambda order: order.id not in kept)
        quiet.create([order._prepare_fmcg_review_activity(kind) for order in missing])

    def _fmcg_is_planned(self):
        return bool(
            self.fmcg_reviewer_id
            and self.company_id.fmcg_review_activities
            and self.fmcg_review_state == "pending"
            and not (self.fmcg_asked_at or self.fmcg_asked_manager_id)
        )

    def _prepare_fmcg_review_activity(self, kind):
        return {
            "activity_type_id": kind.id,
            "automated": True,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": self.fmcg_reviewer_id.id,
            "date_deadline": self._fmcg_due_day(self.fmcg_reviewer_id, self.fmcg_review_due),
        }

    def _fmcg_due_day(self, user, due):
        """Return the day of a moment for a person; today where it is past or there is none."""
        now = fields.Datetime.now()
        here = self.with_context(tz=user.tz or self.env.context.get("tz"))
        return fields.Datetime.context_timestamp(here, max(due or now, now)).date()

    def _fmcg_plan_question(self, xmlid, user, words):
        """Plan an activity about a question; one of a kind for an order."""
        self._fmcg_done_activities(xmlid)
        self.sudo().activity_schedule(
            xmlid,
            date_deadline=self._fmcg_due_day(user, self.fmcg_cut_off),
            note=plaintext2html(words),
            user_id=user.id,
        )
        self._fmcg_sync_review_activities()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if self.env.context.get("fmcg_no_follower"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
