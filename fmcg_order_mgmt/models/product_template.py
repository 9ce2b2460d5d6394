from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    fmcg_spec = fields.Char(
        string="Specification",
        help="Content and packing as printed on the case, such as 330ml*24. Messages quote it, and what "
        "stands in it is not taken for a quantity.",
    )
    fmcg_fraction = fields.Boolean(
        string="Part Packs",
        help="On: half a pack may be ordered when it comes out in whole pieces. Off: it is asked about.",
    )
