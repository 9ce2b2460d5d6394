from odoo import models


class FmcgOrderDraft(models.Model):
    """A trial: the order that a draft would make, for a transaction that is taken back."""

    _inherit = "fmcg.order.draft"

    def _scratch_order(self):
        """Make or change the order as it will be, run the checks on it, and decide nothing."""
        order = self._scratch_change() if self._changes_order() else self._scratch_new()
        order._fmcg_renew_promotions()
        self.env["fmcg.review.rule"]._check_orders(order)
        return order

    def _scratch_new(self):
        values = self._prepare_order()
        # No amount depends on them.
        self._leave_out_analytics([values])
        # A number that is given takes none from the sequence.
        return self.env["sale.order"].create(values | {"name": "/"})

    def _scratch_change(self):
        order, values = self.target_order_id, self._change_values()
        if values:
            order.write(values)
        return order
