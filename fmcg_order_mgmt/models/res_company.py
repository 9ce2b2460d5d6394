from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    fmcg_review_all = fields.Boolean(
        string="Review All Orders",
        help="Orders typed in by hand need an approval too, not only those from a channel.",
    )
