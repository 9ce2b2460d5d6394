from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = "stock.move"

    def _fmcg_returnable(self):
        """Return how much of a delivery can still come back, in the product's own unit."""
        taken = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        back = sum(move.product_qty for move in taken)
        return self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id) - back

    def _fmcg_brought(self):
        """Return how much of a done move left the warehouse, in the product's own unit."""
        return self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id, round=False)

    def _fmcg_check_not_accepted(self, quantity):
        """Refuse more than was brought, and parts of what has none.

        :raises UserError: said in words
        """
        unit, brought = self.product_id.uom_id, self._fmcg_brought()
        if unit.compare(quantity, brought) > 0:
            raise UserError(
                self.env._(
                    "%(product)s: only %(count)s %(unit)s were brought.",
                    product=self.product_id.display_name,
                    count=f"{brought:g}",
                    unit=unit.name,
                )
            )
        if unit.compare(quantity, 0) <= 0 or (unit.fmcg_kind == "piece" and quantity % 1):
            raise UserError(
                self.env._(
                    "%(product)s: enter a whole number of %(unit)s.",
                    product=self.product_id.display_name,
                    unit=unit.name,
                )
            )
