from odoo import api, models

from .shipment_alert import TOGETHER


class FmcgShipmentEvent(models.Model):
    """Whatever brings news of a shipment, somebody and its customer hear of it.

    Events that are withdrawn come one by one; what they change is found by the scheduled job, once all are.
    """

    _inherit = "fmcg.shipment.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        if not self.env.context.get(TOGETHER):
            events.shipment_id._act_safely()
        return events
