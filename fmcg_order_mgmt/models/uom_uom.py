from decimal import Decimal

from odoo import fields, models

from ..engine.intake.model import OrderedLine

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

    def _fmcg_ordered(self, product, quantity):
        """Return a line of an order in this unit, as the engine knows it."""
        number = Decimal(str(quantity))
        size = self._fmcg_size(product)
        return OrderedLine(product.id, number, self.fmcg_kind or "piece", self.id, number * size)

    def _fmcg_amount(self, product, quantity):
        """Return base units of a product as a quantity and a unit: this one where it comes out even.

        Else, and where there is no unit, it is the product's own.
        """
        in_unit = quantity / float(self._fmcg_size(product)) if self else 0.0
        if self and round(in_unit % 1, 6) in (0, 1):
            return round(in_unit), self
        return quantity, product.uom_id

    def _fmcg_alike(self, product):
        """Return the unit of a product that is this one or of its kind, empty where it has none."""
        sold_by = product.uom_id | product.uom_ids
        same = (self & sold_by) or sold_by.filtered(
            lambda each: self.fmcg_kind and each.fmcg_kind == self.fmcg_kind
        )
        return same[:1]
