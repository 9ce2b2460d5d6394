from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    fmcg_default_unit = fields.Selection(
        [("piece", "Piece"), ("inner", "Inner Pack"), ("case", "Case")],
        string="Usual Unit",
        help="What a bare number means when this customer writes one.",
    )
    fmcg_day_first = fields.Boolean(
        string="Day Before Month", help="On: 03/04 in a message means the third of April."
    )
    fmcg_aliases = fields.Char(
        string="Called in Messages", help="Names by which a message may call this customer, split by |."
    )
