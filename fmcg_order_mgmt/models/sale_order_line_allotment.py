from odoo import models


class SaleOrderLine(models.Model):
    """What a line wants of the stock, and the pack that is not to be broken for it."""

    _inherit = "sale.order.line"

    def _fmcg_takes_stock(self):
        """Tell whether the line's goods are taken from the stock when the order is released."""
        return self.product_id.is_storable and self.product_uom_qty > 0 and not self.is_mto

    def _fmcg_base_quantity(self):
        """Return what is wanted, in the product's own unit."""
        own = self.product_id.uom_id
        return self.product_uom_id._compute_quantity(self.product_uom_qty, own, rounding_method="HALF-UP")

    def _fmcg_step(self):
        """Return the least that is given of the goods: a pack of the line's unit, in the product's own unit.

        Goods that are wanted in whole units are given in whole units; others, as by weight, in any part.
        """
        own, unit = self.product_id.uom_id, self.product_uom_id
        if unit != own:
            return unit._compute_quantity(1, own, rounding_method="HALF-UP") or 1.0
        return 1.0 if float(self.product_uom_qty).is_integer() else own.rounding
