from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fmcg_review_all = fields.Boolean(related="company_id.fmcg_review_all", readonly=False)
    fmcg_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    fmcg_four_eyes_from = fields.Monetary(
        related="company_id.fmcg_four_eyes_from", readonly=False, currency_field="fmcg_currency_id"
    )
    fmcg_audit_share = fields.Float(related="company_id.fmcg_audit_share", readonly=False)
    fmcg_audit_days = fields.Integer(related="company_id.fmcg_audit_days", readonly=False)
    fmcg_allotment_cap = fields.Float(related="company_id.fmcg_allotment_cap", readonly=False)
    fmcg_error_limit = fields.Float(related="company_id.fmcg_error_limit", readonly=False)
    fmcg_review_activities = fields.Boolean(related="company_id.fmcg_review_activities", readonly=False)
    fmcg_close_days = fields.Integer(related="company_id.fmcg_close_days", readonly=False)
    fmcg_offer_hours = fields.Integer(related="company_id.fmcg_offer_hours", readonly=False)
    fmcg_duplicate_hours = fields.Integer(related="company_id.fmcg_duplicate_hours", readonly=False)
    fmcg_rep_sees_balance = fields.Boolean(related="company_id.fmcg_rep_sees_balance", readonly=False)
    fmcg_wave_minutes = fields.Integer(related="company_id.fmcg_wave_minutes", readonly=False)
    fmcg_accountant_id = fields.Many2one(related="company_id.fmcg_accountant_id", readonly=False)
    fmcg_post_invoices = fields.Boolean(related="company_id.fmcg_post_invoices", readonly=False)
    fmcg_order_alias = fields.Char(related="company_id.fmcg_order_alias", readonly=False)
    fmcg_order_alias_domain = fields.Char(related="company_id.alias_domain_id.name")
