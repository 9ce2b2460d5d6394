from odoo import api, fields, models

from .sale_order_review import OPEN_STATES

# Set where orders are shared out among the reviewers.
PLANNED = "fmcg_review_due"


class SaleOrder(models.Model):
    """Until when an order that is open has to be decided on, to go out with the next tour of its route."""

    _inherit = "sale.order"

    fmcg_cut_off = fields.Datetime(
        string="Cut-off",
        compute="_compute_fmcg_cut_off",
        compute_sudo=True,
        help="Until when the order must be approved to be delivered on the first day that it came in for.",
    )

    @api.depends(lambda self: self._fmcg_cut_off_depends())
    def _compute_fmcg_cut_off(self):
        for order in self:
            order.fmcg_cut_off = order.state in OPEN_STATES and order._fmcg_cut_off()

    @api.model
    def _fmcg_cut_off_depends(self):
        """Return what the cut-off follows from; the planned one only where there are plans."""
        planned = [PLANNED] if PLANNED in self._fields else []
        return [
            "state",
            "date_order",
            "partner_id.fmcg_route_id",
            "partner_shipping_id.fmcg_route_id",
            "fmcg_draft_ids.request_id.received_at",
            *planned,
        ]

    def _fmcg_cut_off(self):
        planned = PLANNED in self._fields and self[PLANNED]
        route = self._fmcg_route()
        if planned or not route:
            return planned or False
        return route._closes(self.env["fmcg.review.facts"]._came_in(self))
