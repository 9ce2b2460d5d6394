from odoo import api, models
from odoo.tools import float_is_zero, formatLang


class SaleOrderLine(models.Model):
    """A line's quantity as people read it: in the unit ordered, by kind of unit, and in base units."""

    _inherit = "sale.order.line"

    def _fmcg_page_values(self):
        """Return the line's product and its quantities, as ordered, in base units, and what fell short."""
        product, uom = self.product_id, self.product_uom_id
        short = self.product_uom_qty - self.qty_delivered
        is_short = short > 0 and not float_is_zero(short, precision_rounding=uom.rounding)
        arrived = self.order_id.fmcg_stage in ("delivered", "closed")
        return {
            "name": product.name,
            "code": product.default_code,
            "quantity": self._fmcg_number(self.product_uom_qty),
            "unit": uom.name,
            "pieces": self._fmcg_number(self.product_qty) if uom != product.uom_id else "",
            "piece_unit": product.uom_id.name,
            "delivered": self._fmcg_number(self.qty_delivered) if arrived and is_short else "",
        }

    def _fmcg_in_words(self):
        """Return the line in short: quantity, unit and product."""
        quantity = self._fmcg_number(self.product_uom_qty)
        return f"{quantity} {self.product_uom_id.name} {self.product_id.display_name}"

    def _fmcg_print_values(self, kinds):
        """Return what the printed order shows of this line.

        :param list kinds: the columns; the quantity stands under the kind of the line's unit
        """
        product, uom = self.product_id, self.product_uom_id
        has_content = uom and uom != product.uom_id
        content = self._fmcg_number(uom._compute_quantity(1, product.uom_id)) if has_content else ""
        own = self._fmcg_kind()
        return {
            "line": self,
            "code": product.default_code,
            "barcode": self._fmcg_barcode(),
            "name": product.name if product else self.name,
            "content": f"1 {uom.name} = {content} {product.uom_id.name}" if content else "",
            "quantities": [self._fmcg_quantity() if kind == own else "" for kind in kinds],
        }

    def _fmcg_barcode(self):
        """Return the barcode to scan for the unit ordered: that of the pack where it has one of its own."""
        own = self.product_id.product_uom_ids.filtered(lambda pack: pack.uom_id == self.product_uom_id)
        return own[:1].barcode or self.product_id.barcode

    def _fmcg_kind(self):
        """Return the kind of the line's unit, "other" for one that is none."""
        return self.product_uom_id.fmcg_kind or "other"

    def _fmcg_quantity(self):
        quantity = self._fmcg_number(self.product_uom_qty)
        return f"{quantity} {self.product_uom_id.name}" if self._fmcg_kind() == "other" else quantity

    def _fmcg_sum(self, kind):
        """Return the sum in units of one kind, as text; nothing where the units cannot be added."""
        lines = self.filtered(lambda line: line._fmcg_kind() == kind)
        if not lines or (kind == "other" and len(lines.product_uom_id) > 1):
            return ""
        return self._fmcg_number(sum(lines.mapped("product_uom_qty")))

    @api.model
    def _fmcg_number(self, number):
        """Return a quantity as text in the reader's language: no decimals where there are none."""
        decimals = len(f"{number:.3f}".rstrip("0").partition(".")[2])
        return formatLang(self.env, number, digits=decimals)
