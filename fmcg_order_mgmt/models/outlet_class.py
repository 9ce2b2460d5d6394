from odoo import fields, models


class FmcgOutletClass(models.Model):
    _name = "fmcg.outlet.class"
    _description = "Outlet Class"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and fixed: reports and imports go by it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another outlet class has this code already.")
