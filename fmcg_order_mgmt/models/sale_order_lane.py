from odoo import models


class SaleOrder(models.Model):
    """The touchless lane that an order passes in: its channel's, its customer's in it, and its type's."""

    _inherit = "sale.order"

    def _fmcg_barred_by(self):
        """Return the engine's key of the lane that keeps a clean order from passing, None where it may."""
        if not self.fmcg_channel_id or not self.fmcg_order_type_id:
            return None
        key = (self.fmcg_channel_id.id, self.partner_id.id, self.fmcg_order_type_id.id)
        return self.env["fmcg.review.lane"]._lanes(self.company_id, self.fmcg_channel_id).barred_by(key)
