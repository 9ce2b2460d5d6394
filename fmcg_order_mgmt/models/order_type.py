from odoo import fields, models


class FmcgOrderType(models.Model):
    _name = "fmcg.order.type"
    _description = "Order Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    priority = fields.Integer(help="Orders with a higher figure come first in every queue.")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another order type has this code already.")
