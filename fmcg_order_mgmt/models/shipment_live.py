from odoo import api, models

# Where the screens that are open hear of changes, see ``ir.websocket``.
CHANNEL = "fmcg_shipments"
NEWS = "fmcg.shipment/changed"
# What a screen shows beside the events; the rest follows from these.
SHOWN = ("eta", "due_at", "health", "message", "carrier_code", "picking_ids")


class FmcgShipment(models.Model):
    """Open screens hear which shipments have changed, and read what they may read of them."""

    _inherit = "fmcg.shipment"

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        shipments._announce()
        return shipments

    def write(self, vals):
        names = [name for name in SHOWN if name in vals]
        before = {shipment: [shipment[name] for name in names] for shipment in self} if names else {}
        result = super().write(vals)
        changed = [shipment for shipment, old in before.items() if old != [shipment[name] for name in names]]
        self.browse().union(*changed)._announce()
        return result

    def _announce(self):
        """Tell the screens of the company when the transaction is committed; keys only, no contents."""
        waiting = self.env.cr.precommit.data
        for company, shipments in self.sudo().grouped("company_id").items():
            news = waiting.setdefault(NEWS, {})
            if not news:
                self.env.cr.precommit.add(self._send_news)
            news.setdefault(company, set()).update(shipments.ids)

    def _send_news(self):
        bus = self.env["bus.bus"].sudo()
        for company, keys in self.env.cr.precommit.data.pop(NEWS, {}).items():
            bus._sendone((company, CHANNEL), NEWS, {"ids": sorted(keys)})
