from odoo import models

from .shipment_live import CHANNEL


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let those who may read shipments hear of changes, each of their own companies."""
        # Beside names there may be records, which are compared with nothing but records.
        wanted = [channel for channel in channels if not isinstance(channel, str) or channel != CHANNEL]
        if len(wanted) < len(channels):
            # The name alone leads nowhere: what is sent goes to the companies' channels.
            channels = wanted
            if self.env["fmcg.shipment"].has_access("read"):
                channels += [(company, CHANNEL) for company in self.env.user.company_ids]
        return super()._build_bus_channel_list(channels)
