from zoneinfo import ZoneInfo

from odoo import models


class SaleOrder(models.Model):
    """An order on its way: its journey, and in one row where it is."""

    _name = "sale.order"
    _inherit = ["sale.order", "fmcg.travelling"]

    def _fmcg_travel_row(self):
        """Return where the goods of this order are, in one row; None as long as nothing is under way."""
        # Who may see the order may know where it is.
        shipments = self.sudo().fmcg_shipment_ids
        waits = self.fmcg_shipment_state == "pending" and self.fmcg_stage != "shipped"
        if not shipments or waits or self.fmcg_stage in ("closed", "cancelled"):
            return None
        return {
            "state": self.fmcg_shipment_state,
            "label": shipments._label_of("state", self.fmcg_shipment_state),
            "expected": shipments._latest_arrival_text(ZoneInfo(self.env.tz.zone)),
            "late": any(shipment.is_late for shipment in shipments),
        }
