from odoo import api, fields, models
from odoo.fields import Domain


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_feedback_ids = fields.One2many("fmcg.order.feedback", "order_id", string="Feedback")
    fmcg_closed = fields.Boolean(
        string="Closed",
        compute="_compute_fmcg_closed",
        store=True,
        help="The customer has answered, or the time to wait for an answer is over.",
    )

    @api.depends("fmcg_feedback_ids.state")
    def _compute_fmcg_closed(self):
        for order in self:
            order.fmcg_closed = any(feedback.state != "asked" for feedback in order.fmcg_feedback_ids)

    def _fmcg_feedback_values(self):
        """Return the values of the question about this order, with its delivery where only one went out."""
        done = self.picking_ids.filtered(lambda p: p.state == "done" and p.picking_type_code == "outgoing")
        return {"order_id": self.id, "picking_id": done.id if len(done) == 1 else False}

    @api.model
    def _fmcg_to_ask_domain(self):
        """Return the domain of orders that came through a channel and whose customer was not asked."""
        return Domain("fmcg_channel_id", "!=", False) & Domain("fmcg_feedback_ids", "=", False)

    def _fmcg_ask_feedback(self):
        """Ask the customers of those orders that were not asked yet; return what is new."""
        orders = self.sudo().filtered_domain(self._fmcg_to_ask_domain())
        return self.env["fmcg.order.feedback"].sudo()._ask(orders)
