from odoo import fields, models


class ResCompany(models.Model):
    """How strictly a company reviews."""

    _inherit = "res.company"

    fmcg_four_eyes_from = fields.Monetary(
        string="Two Approvals From",
        help="Orders of this amount and more are approved by two persons, neither of whom entered them. "
        "0: one is enough.",
    )
    fmcg_audit_share = fields.Float(
        string="Share to Audit",
        default=0.05,
        help="How many of the orders that passed without hands are looked at afterwards, from 0 to 1.",
    )
    fmcg_error_limit = fields.Float(
        string="Tolerated Errors",
        default=0.02,
        help="A lane closes by itself when the audits show more errors than this share.",
    )
    fmcg_audit_days = fields.Integer(
        string="Days to Audit",
        default=7,
        help="A channel's lane closes when drawn orders wait longer for their audit. 0: it stays open.",
    )

    _fmcg_audit_days_positive = models.Constraint(
        "CHECK (fmcg_audit_days >= 0)", "The days to audit cannot be negative; 0 sets no limit."
    )
    _fmcg_lane_terms_sound = models.Constraint(
        "CHECK (fmcg_audit_share > 0 AND fmcg_audit_share <= 1"
        " AND fmcg_error_limit > 0 AND fmcg_error_limit <= 0.25)",
        "The share to audit is above 0 and up to 100 %, that of tolerated errors above 0 and up to 25 %.",
    )
    _fmcg_four_eyes_positive = models.Constraint(
        "CHECK (fmcg_four_eyes_from >= 0)", "The amount cannot be negative; 0 is for one approval."
    )
