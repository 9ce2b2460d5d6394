from odoo import api, fields, models


class FmcgCreditReason(models.TransientModel):
    _name = "fmcg.credit.reason"
    _description = "Reason for a Decision on Credit"

    order_ids = fields.Many2many("sale.order", string="Orders", readonly=True)
    kind = fields.Selection(
        [("credit_released", "Release Credit"), ("credit_refused", "Refuse Credit")],
        required=True,
        readonly=True,
    )
    finding_ids = fields.Many2many("fmcg.review.finding", compute="_compute_finding_ids", string="Findings")
    reason = fields.Text(required=True)

    @api.depends("order_ids")
    def _compute_finding_ids(self):
        for wizard in self:
            wizard.finding_ids = wizard.order_ids._fmcg_credit_findings()

    def action_decide(self):
        """Take the decision on all orders with the one reason."""
        if self.kind == "credit_released":
            return self.order_ids.action_fmcg_release_credit(self.reason)
        return self.order_ids.action_fmcg_refuse_credit(self.reason)
