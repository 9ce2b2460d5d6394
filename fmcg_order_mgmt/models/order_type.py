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
    automation = fields.Selection(
        [("person", "A person approves"), ("clean", "Clean orders approve themselves")],
        required=True,
        default="person",
        help="Clean is an order for which no check found a warning or a block.",
    )
    release = fields.Selection(
        [("at_once", "At once"), ("wave", "With the next wave")],
        required=True,
        default="at_once",
        help="When an approved order is confirmed and its goods are reserved.",
    )
    invoicing = fields.Selection(
        [
            ("order", "With the release, the rest at delivery"),
            ("delivery", "At delivery"),
            ("manual", "By hand"),
        ],
        required=True,
        default="order",
        help="When the draft invoice is made. What can be invoiced follows the product's invoicing policy.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "Another order type has this code already.")
