from odoo import api, models


class FmcgShipmentEvent(models.Model):
    """With the news that goods have arrived, the customer is asked how it was."""

    _inherit = "fmcg.shipment.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.filtered(lambda event: event.state == "delivered").shipment_id.order_ids._fmcg_ask_feedback()
        return events
