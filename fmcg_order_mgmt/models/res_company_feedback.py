from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    fmcg_close_days = fields.Integer(
        string="Days to Wait for Feedback",
        default=7,
        help="A delivered order closes when its customer answers, or after so many days without an answer. "
        "0: it waits for the answer for ever.",
    )

    _fmcg_close_days_positive = models.Constraint(
        "CHECK (fmcg_close_days >= 0)", "The days to wait cannot be negative; 0 is for ever."
    )
