from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_order_type_id = fields.Many2one("fmcg.order.type", string="Order Type", index="btree_not_null")
    fmcg_channel_id = fields.Many2one("fmcg.order.channel", string="Channel", index="btree_not_null")
    fmcg_draft_ids = fields.One2many("fmcg.order.draft", "sale_order_id", string="Drafts")
    fmcg_hold = fields.Boolean(string="On Hold", help="The customer asked to wait with the delivery.")
    fmcg_note = fields.Text(string="Note for Delivery", help="What was said beside the goods, for everyone.")
    fmcg_priority = fields.Integer(
        related="fmcg_order_type_id.priority", string="Order Priority", store=True, aggregator=None
    )
