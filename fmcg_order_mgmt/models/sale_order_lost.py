from odoo import models

from .sale_order_review import OPEN_STATES


class SaleOrder(models.Model):
    """What a cancelled order was short of was lost, whatever the reason for the cancellation."""

    _inherit = "sale.order"

    def _action_cancel(self):
        short = self.filtered(lambda order: order.state in OPEN_STATES and order.fmcg_short_count)
        lost = self.env["fmcg.lost.demand"].sudo()
        lost._record([values for order in short for values in order._prepare_fmcg_lost()])
        return super()._action_cancel()

    def _prepare_fmcg_lost(self):
        """Return the values of what the order's lines are short of."""
        found = []
        for line in self._fmcg_goods_lines():
            promise = line._fmcg_current_promise()
            missing = promise and promise.is_late and promise.quantity - promise.first_quantity
            if missing and missing > 0:
                found.append(self.env["fmcg.lost.demand"]._prepare(line, missing, "cancelled"))
        return found
