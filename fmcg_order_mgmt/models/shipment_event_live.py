from odoo import api, models


class FmcgShipmentEvent(models.Model):
    _inherit = "fmcg.shipment.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.shipment_id._announce()
        return events

    def write(self, vals):
        result = super().write(vals)
        self.shipment_id._announce()
        return result
