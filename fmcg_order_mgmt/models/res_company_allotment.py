from odoo import fields, models


class ResCompany(models.Model):
    """How goods are shared that are not there for all."""

    _inherit = "res.company"

    fmcg_allotment_cap = fields.Float(
        string="Largest Share of Scarce Goods",
        default=0.5,
        help="Of goods that are not there for all, one order takes at most so much, from 0 to 1, while "
        "others of the same priority and day want them too.",
    )

    _fmcg_allotment_cap_sound = models.Constraint(
        "CHECK (fmcg_allotment_cap > 0 AND fmcg_allotment_cap <= 1)",
        "The largest share of scarce goods is above 0 and up to 1.",
    )
