from odoo import models


class StockMove(models.Model):
    """Deliveries of the order types that go first carry core's own star."""

    _inherit = "stock.move"

    def _get_new_picking_values(self):
        values = super()._get_new_picking_values()
        if any(self.sale_line_id.order_id.fmcg_order_type_id.mapped("deliver_first")):
            values["priority"] = "1"
        return values
