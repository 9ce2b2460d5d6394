from odoo import models


class SaleOrder(models.Model):
    """Approved orders share goods that are not there for all, before any of them is released."""

    _inherit = "sale.order"

    def _fmcg_allot(self, again=False):
        """Allot scarce goods to the orders.

        :param again: from the beginning; else only to lines that have no allotment of what they want now
        """
        model = self.env["fmcg.allotment"].sudo()
        lines = self.sudo().order_line.filtered(lambda line: line._fmcg_takes_stock())
        there = model.search([("line_id", "in", lines.ids)])
        stale = there if again else there.filtered(lambda each: each._is_stale())
        kept = (there - stale).line_id
        stale.unlink()
        model._allot(lines - kept)

    def _fmcg_day_to_keep(self):
        """Return the day on which the customer wants the order, else the one that was promised, else None."""
        if self.commitment_date:
            return self.env["fmcg.review.facts"]._local_day(self, self.commitment_date)
        return self.fmcg_promised_on or None

    def _action_cancel(self):
        self.env["fmcg.allotment"].sudo().search([("order_id", "in", self.ids)]).unlink()
        return super()._action_cancel()
