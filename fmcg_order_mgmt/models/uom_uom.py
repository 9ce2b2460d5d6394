from decimal import Decimal

from odoo import fields, models

UNIT_KINDS = [("piece", "Piece"), ("inner", "Inner Pack"), ("case", "Case"), ("pallet", "Pallet")]


class UomUom(models.Model):
    _inherit = "uom.uom"

    fmcg_kind = fields.Selection(
        UNIT_KINDS,
        string="Kind of Pack",
        help="Words such as 'box' name a kind of pack; the product tells how much is in it.",
    )

    def _fmcg_size(self, product):
        """Return how many of the product's own units one of this unit holds."""
        self.ensure_one()
        return Decimal(str(self.factor)) / Decimal(str(product.uom_id.factor))
