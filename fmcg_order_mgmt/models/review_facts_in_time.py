from odoo import api, models

from ..engine.review.facts import InTime


class FmcgReviewFacts(models.AbstractModel):
    """What was promised for the first delivery day, though it is not all on stock now."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _read_ahead(self, orders):
        result = super()._read_ahead(orders)
        orders.order_line.fmcg_promise_ids.mapped("is_late")
        return result

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for order in orders:
            lines = order.order_line.filtered(lambda line: line._fmcg_comes_in_time())
            if lines:
                parts[order.id][InTime] = InTime(frozenset(lines.ids))
        return parts
