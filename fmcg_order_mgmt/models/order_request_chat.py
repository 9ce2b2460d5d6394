from odoo import fields, models


class FmcgOrderRequest(models.Model):
    """Where in a chat a message was written."""

    _inherit = "fmcg.order.request"

    gateway_id = fields.Many2one("fmcg.chat.gateway", readonly=True, copy=False, check_company=True)
    conversation = fields.Char(
        index="btree_not_null", readonly=True, copy=False, help="The chat or group, as the gateway names it."
    )

    # How many messages a gateway has handed over lately is asked with each of them.
    _gateway_idx = models.Index("(gateway_id, create_date) WHERE gateway_id IS NOT NULL")
