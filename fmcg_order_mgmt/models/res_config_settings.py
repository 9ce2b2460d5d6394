from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fmcg_review_all = fields.Boolean(related="company_id.fmcg_review_all", readonly=False)
    fmcg_close_days = fields.Integer(related="company_id.fmcg_close_days", readonly=False)
