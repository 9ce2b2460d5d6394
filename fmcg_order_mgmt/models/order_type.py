from odoo import fields, models


class FmcgOrderType(models.Model):
    _name = "fmcg.order.type"
    _description = "Order Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    priority = fields.Integer(help="Orders with a higher figure come first in every queue.")
    deliver_first = fields.Boolean(
        string="First in the Warehouse",
        help="Deliveries of such orders carry Odoo's star: they stand on top of the lists and get the goods "
        "first.",
    )
    color = fields.Integer()
    active = fields.Boolean(default=True)
    promotion_share_from = fields.Float(
        help="Orders get this type by themselves where so much of their value, from 0 to 1, is promotional. "
        "0: never by itself."
    )
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

    _promotion_share_sound = models.Constraint(
        "CHECK (promotion_share_from >= 0 AND promotion_share_from <= 1)",
        "The promotional share is between 0 and 100 %.",
    )
    _code_uniq = models.Constraint("UNIQUE (code)", "Another order type has this code already.")
