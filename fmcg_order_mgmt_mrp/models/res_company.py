from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    fmcg_promise_capacity = fields.Boolean(
        string="Promise What Can Be Produced",
        help="What is short is promised for the day when it could be produced, by free work centres and "
        "components. Otherwise manufacturing orders alone count.",
    )
