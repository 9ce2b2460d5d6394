from odoo import fields, models


class FmcgTrackingCallNumber(models.Model):
    _name = "fmcg.tracking.call.number"
    _description = "Unknown Number of a Call"
    _order = "id"

    call_id = fields.Many2one("fmcg.tracking.call", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, index=True)
