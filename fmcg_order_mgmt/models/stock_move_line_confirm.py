from odoo import api, models

from .confirm_batch import batch_of


class StockMoveLine(models.Model):
    """Lines of moves that are reserved together are put off and made in one call."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        batch = batch_of(self.env)
        if not batch:
            return super().create(vals_list)
        if batch.collects:
            # Core asks move by move and does not look at what it gets.
            self._fmcg_book(vals_list)
            batch.lines += vals_list
            return self.browse()
        if batch.lines:
            batch.booked = True
            try:
                super().create(batch.take_lines())
            finally:
                batch.booked = False
        return super().create(vals_list)

    def _fmcg_book(self, vals_list):
        """Reserve on the quants what core reserves when it makes these lines."""
        for vals in vals_list:
            move = self.env["stock.move"].browse(vals["move_id"])
            place = self.env["stock.location"].browse(vals["location_id"])
            unit = self.env["uom.uom"].browse(vals["product_uom_id"])
            quantity = unit._compute_quantity(
                vals["quantity"], move.product_id.uom_id, rounding_method="HALF-UP"
            )
            if quantity and not move._should_bypass_reservation():
                self.env["stock.quant"]._update_reserved_quantity(
                    move.product_id,
                    place,
                    quantity,
                    lot_id=self.env["stock.lot"].browse(vals.get("lot_id") or ()),
                    package_id=self.env["stock.package"].browse(vals.get("package_id") or ()),
                    owner_id=self.env["res.partner"].browse(vals.get("owner_id") or ()),
                )
