from odoo import api, models
from odoo.fields import Command

from ..engine import tracking


class FmcgShipment(models.Model):
    """How waybill numbers on deliveries become shipments, join them and leave them."""

    _inherit = "fmcg.shipment"

    @api.model
    def _by_number(self, deliveries):
        """Return the shipments that these deliveries may join, by (company, number)."""
        numbers = {number for picking in deliveries for number in picking._fmcg_numbers()}
        domain = [("company_id", "in", deliveries.company_id.ids), ("name", "in", list(numbers))]
        found = {}
        for shipment in self.search(domain) if numbers else self:
            found.setdefault((shipment.company_id, shipment.name), shipment)
        return found

    @api.model
    def _values_for(self, pickings, number, account, carrier_code=False):
        """Return the values of a new shipment; its carrier is what the number's form says, or the setting."""
        setting = pickings.carrier_id.mapped("fmcg_carrier_code")
        carrier = carrier_code or (account and account._adapter().carrier_of(number))
        phone = next((each.phone for each in pickings.partner_id if each.phone), "")
        return {
            "name": number,
            "carrier_code": carrier or next(filter(None, setting), False) or account.carrier_code,
            "company_id": pickings.company_id[:1].id,
            "account_id": account.id,
            "phone_tail": tracking.phone_tail(phone),
            "picking_ids": [Command.set(pickings.ids)],
        }

    def _join(self, pickings):
        """Let deliveries travel with these shipments too; one that nobody named any more is watched again."""
        self.write({"picking_ids": [Command.link(picking.id) for picking in pickings]})
        self.filtered(lambda shipment: shipment.health == "stopped")._question_changed()

    def _leave(self, pickings):
        """Take deliveries off, since their number was corrected; what is known of the waybill stays."""
        self.write({"picking_ids": [Command.unlink(picking.id) for picking in pickings]})
        for shipment in self:
            names = ", ".join(pickings.mapped("name"))
            shipment.message_post(body=self.env._("The number was taken off %s.", names))
        message = self.env._("No delivery has this number any more, so nobody is asked about it.")
        idle = self.filtered(lambda shipment: not shipment.picking_ids)
        idle.write({"health": "stopped", "message": message, "next_poll_at": False})
