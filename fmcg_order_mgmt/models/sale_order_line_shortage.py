from odoo import models


class SaleOrderLine(models.Model):
    """What a line is short of."""

    _inherit = "sale.order.line"

    def _fmcg_missing(self, promised):
        """Return what of the line, in base units, is not there on its first day, by its promise's values."""
        first, day = promised["first_on"], promised["promised_on"]
        late = first and (not day or day > first)
        return promised["quantity"] - promised["first_quantity"] if late else 0.0

    def _fmcg_base_price(self):
        """Return what one of the product's own unit costs the customer."""
        size = float(self.product_uom_id._fmcg_size(self.product_id))
        return self.price_unit * (1 - self.discount / 100) / size
