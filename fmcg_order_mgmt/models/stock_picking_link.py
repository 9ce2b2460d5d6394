import json

from odoo import api, models


class StockPicking(models.Model):
    """Core's link to the carrier's page, where a delivery goes in several parcels."""

    _inherit = "stock.picking"

    @api.depends("fmcg_shipment_ids.name", "fmcg_shipment_ids.carrier_code")
    def _compute_carrier_tracking_url(self):
        """Give a link for each number, as core reads several: it would put all of them into one address."""
        result = super()._compute_carrier_tracking_url()
        for picking in self:
            links = picking._fmcg_links() if len(picking.sudo().fmcg_shipment_ids) > 1 else ()
            if links:
                picking.carrier_tracking_url = json.dumps(links)
        return result

    def _fmcg_links(self):
        """Return number and address of each parcel, as the delivery method's template has it."""
        if not self.sudo().carrier_id.tracking_url:
            return []
        parcels = self.sudo().fmcg_shipment_ids.sorted("id")
        links = [[parcel.name, parcel._tracking_page(self)] for parcel in parcels]
        return [link for link in links if link[1]]
