from datetime import timedelta

from odoo import fields, models

from .review_time import LEAST, LONGEST


class SaleOrder(models.Model):
    """The clock of a review: it runs while somebody looks at the order, not while others are asked."""

    _inherit = "sale.order"

    fmcg_review_spent = fields.Float(
        string="Minutes Spent",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How long the review took before somebody was asked; the rest is measured with the decision.",
    )

    def _fmcg_begin(self):
        """Note that the user looks at orders: own ones and nobody's. Those of others stay whose they are.

        Who comes back after a long time begins anew.
        """
        waiting = self.sudo().filtered_domain(self._fmcg_review_domain())
        mine = waiting.filtered(
            lambda order: order.fmcg_reviewer_id in (order.fmcg_reviewer_id.browse(), self.env.user)
            and not order.fmcg_asked_at
            # Whoever approved it first has nothing more to decide.
            and order.fmcg_first_approver_id != self.env.user
        )
        long_ago = fields.Datetime.now() - timedelta(minutes=LONGEST)
        mine.filtered(
            lambda order: order.fmcg_review_started and order.fmcg_review_started < long_ago
        )._fmcg_write_changed({"fmcg_review_started": False})
        mine._fmcg_start_review()

    def _fmcg_stop_clock(self):
        """Keep what the user has spent on an order; its clock starts again when somebody looks at it."""
        order = self.sudo()
        if not order.fmcg_review_started:
            return
        spent = order.fmcg_review_spent
        if order.fmcg_reviewer_id == self.env.user:
            now = fields.Datetime.now()
            spent += min(self.env["fmcg.review.time"]._minutes_so_far(order, now), LONGEST)
        order._fmcg_write_changed({"fmcg_review_started": False, "fmcg_review_spent": spent})

    def _fmcg_measured(self, minutes):
        """Return how long the review of the order took, of which the last part lasted so many minutes."""
        return max(min(minutes, LONGEST) + self.fmcg_review_spent, LEAST)
