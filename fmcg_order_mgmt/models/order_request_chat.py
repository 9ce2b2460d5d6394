from odoo import fields, models


class FmcgOrderRequest(models.Model):
    """Where in a chat a message was written."""

    _inherit = "fmcg.order.request"

    gateway_id = fields.Many2one(
        "fmcg.chat.gateway", index="btree_not_null", readonly=True, copy=False, check_company=True
    )
    conversation = fields.Char(
        index="btree_not_null", readonly=True, copy=False, help="The chat or group, as the gateway names it."
    )
