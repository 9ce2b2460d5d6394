from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fmcg_silent_hours = fields.Integer(related="company_id.fmcg_silent_hours", readonly=False)
    fmcg_shipment_user_id = fields.Many2one(related="company_id.fmcg_shipment_user_id", readonly=False)
    fmcg_night_from = fields.Float(related="company_id.fmcg_night_from", readonly=False)
    fmcg_night_to = fields.Float(related="company_id.fmcg_night_to", readonly=False)
    fmcg_notice_email = fields.Boolean(related="company_id.fmcg_notice_email", readonly=False)
    fmcg_notice_sms = fields.Boolean(related="company_id.fmcg_notice_sms", readonly=False)
    fmcg_notice_chat = fields.Boolean(related="company_id.fmcg_notice_chat", readonly=False)
    fmcg_notice_shipped = fields.Boolean(related="company_id.fmcg_notice_shipped", readonly=False)
    fmcg_notice_out_for_delivery = fields.Boolean(
        related="company_id.fmcg_notice_out_for_delivery", readonly=False
    )
    fmcg_notice_ready_for_pickup = fields.Boolean(
        related="company_id.fmcg_notice_ready_for_pickup", readonly=False
    )
    fmcg_notice_delivered = fields.Boolean(related="company_id.fmcg_notice_delivered", readonly=False)
    fmcg_notice_delayed = fields.Boolean(related="company_id.fmcg_notice_delayed", readonly=False)
