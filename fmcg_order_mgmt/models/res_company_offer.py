from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    fmcg_offer_hours = fields.Integer(
        string="Hours to Answer a Counter-Offer",
        default=24,
        help="So long the customer's link takes an answer about goods that are short.",
    )

    _fmcg_offer_hours_positive = models.Constraint(
        "CHECK (fmcg_offer_hours > 0)", "A customer needs at least one hour to answer."
    )
