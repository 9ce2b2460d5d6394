from odoo import models

from .confirm_batch import KEY, ConfirmBatch, batch_of


class SaleOrder(models.Model):
    """Gated orders that are confirmed in one call share what core looks up for each of their moves."""

    _inherit = "sale.order"

    def _fmcg_in_batch(self):
        """Return the orders in an environment of their batch, their goods locked; others as they are."""
        if not self or batch_of(self.env) or not all(order._fmcg_is_gated() for order in self):
            return self
        return self.with_context(**{KEY: ConfirmBatch(self)})
