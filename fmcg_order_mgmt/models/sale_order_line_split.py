from decimal import Decimal

from odoo import models

# What is smaller comes from converting units.
DIGITS = 6


class SaleOrderLine(models.Model):
    """A line of which a part goes to another order."""

    _inherit = "sale.order.line"

    def _fmcg_base(self):
        """Return the quantity in the product's own unit."""
        base = Decimal(str(self.product_uom_qty)) * self.product_uom_id._fmcg_size(self.product_id)
        return round(base, DIGITS)

    def _fmcg_divided(self, moved):
        """Return the values of a line for so many base units, and those of what stays, None for nothing.

        Both keep the price that was agreed, and the unit where they come out even.

        :param Decimal moved: base units, at most as many as the line has
        """
        kept, copied = self._fmcg_base() - moved, self.copy_data()[0]
        if not kept:
            return copied, None
        size = self.product_uom_id._fmcg_size(self.product_id)
        even = not (moved % size or kept % size)
        unit, parts = (self.product_uom_id, 1) if even else (self.product_id.uom_id, size)
        agreed = {
            "product_uom_id": unit.id,
            "price_unit": self.price_unit / float(parts),
            "technical_price_unit": self.technical_price_unit / float(parts),
            "discount": self.discount,
        }
        moved, kept = (
            agreed | {"product_uom_qty": float(base / (size if even else 1))} for base in (moved, kept)
        )
        return copied | moved, kept
