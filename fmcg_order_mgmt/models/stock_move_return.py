from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _fmcg_returnable(self):
        """Return how much of a delivery can still come back, in the product's own unit."""
        taken = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        back = sum(move.product_qty for move in taken)
        return self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id) - back
