from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fmcg_promise_capacity = fields.Boolean(related="company_id.fmcg_promise_capacity", readonly=False)
