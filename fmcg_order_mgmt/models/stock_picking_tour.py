from odoo import models


class StockPicking(models.Model):
    """What leaves with an own van goes onto its driver's tour."""

    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        # Core takes a delivery that leaves before the others out of its wave later on, the tour keeps it.
        shipments = self.filtered(lambda each: each.state == "done" and each.batch_id.fmcg_day)
        shipments.fmcg_shipment_ids._join_tour()
        shipments.fmcg_shipment_ids.tour_id._fmcg_plan_arrivals()
        return result
