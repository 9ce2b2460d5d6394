import json

from odoo import api, fields, models


class FmcgReviewDecision(models.Model):
    _name = "fmcg.review.decision"
    _inherit = ["fmcg.append.only"]
    _description = "Review Decision"
    _order = "id desc"
    _rec_name = "kind"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("seconded", "First of two Approvals"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("reopened", "Reopened"),
            ("credit_released", "Credit Released"),
            ("credit_refused", "Credit Refused"),
        ],
        string="Decision",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    date = fields.Datetime(required=True, readonly=True)
    reason = fields.Text(readonly=True)
    automatic = fields.Boolean(readonly=True, help="Taken by a rule of the company, not by a person.")
    content = fields.Json(
        readonly=True, string="Values", prefetch=False, help="What the order said at that moment."
    )
    content_text = fields.Text(compute="_compute_content_text", string="Values in Words")
    content_hash = fields.Char(readonly=True, string="Fingerprint", help="SHA-256 of the values.")

    @api.depends("content")
    def _compute_content_text(self):
        for decision in self:
            decision.content_text = json.dumps(decision.content, indent=1, ensure_ascii=False)
