from odoo import fields, models


class FmcgOrderChannel(models.Model):
    _name = "fmcg.order.channel"
    _description = "Order Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    team_id = fields.Many2one("crm.team", string="Sales Team")
    order_type_id = fields.Many2one("fmcg.order.type", string="Default Order Type")
    touchless = fields.Boolean(
        string="Touchless Lane",
        default=True,
        help="Clean orders of this channel may approve themselves, where their order type says so.",
    )
    claims_promotions = fields.Boolean(
        string="Promotions by Themselves",
        help="Orders of this channel get what the automatic promotions give, without anybody claiming it.",
    )
    color = fields.Integer()

    _code_uniq = models.Constraint("UNIQUE (code)", "Another channel has this code already.")
