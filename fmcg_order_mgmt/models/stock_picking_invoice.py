from odoo import models

from .sale_order_release import INVOICED_AT_DELIVERY


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        delivered = self.filtered(lambda p: p.state == "done" and p.picking_type_code == "outgoing")
        delivered.sudo().sale_id._fmcg_invoice(INVOICED_AT_DELIVERY)
        return result
