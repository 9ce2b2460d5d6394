from odoo import fields, models


class ResCompany(models.Model):
    """How strictly a company reviews."""

    _inherit = "res.company"

    fmcg_four_eyes_from = fields.Monetary(
        string="Two Approvals From",
        help="Orders of this amount and more are approved by two persons, neither of whom entered them. "
        "0: one is enough.",
    )

    _fmcg_four_eyes_positive = models.Constraint(
        "CHECK (fmcg_four_eyes_from >= 0)", "The amount cannot be negative; 0 is for one approval."
    )
