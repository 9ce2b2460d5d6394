from odoo import models


class StockPicking(models.Model):
    """A delivery that is validated after its shipment arrived is when the customer is asked."""

    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        self.sale_id._fmcg_ask_feedback()
        return result
