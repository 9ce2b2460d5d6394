from odoo import fields, models


class FmcgReviewReason(models.TransientModel):
    _name = "fmcg.review.reason"
    _description = "Reason for a Review Decision"

    order_ids = fields.Many2many("sale.order", string="Orders", readonly=True)
    kind = fields.Selection([("approved", "Approve"), ("rejected", "Reject")], required=True, readonly=True)
    finding_ids = fields.Many2many("fmcg.review.finding", compute="_compute_finding_ids", string="Blocks")
    reason = fields.Text(required=True)

    def _compute_finding_ids(self):
        for wizard in self:
            wizard.finding_ids = wizard.order_ids._fmcg_open_findings("block")

    def action_decide(self):
        """Take the decision on all orders with the one reason."""
        if self.kind == "approved":
            return self.order_ids.action_fmcg_approve(self.reason)
        return self.order_ids.action_fmcg_reject(self.reason)
