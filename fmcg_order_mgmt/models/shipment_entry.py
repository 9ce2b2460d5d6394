from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import tracking
from .shipment import OWN

# After so long a finished number may belong to another parcel.
REUSED_AFTER = timedelta(days=30)


class FmcgShipment(models.Model):
    """How waybill numbers on deliveries become shipments, join them and leave them."""

    _inherit = "fmcg.shipment"

    @api.model
    def _by_number(self, deliveries):
        """Return the shipments that these deliveries may join, by (company, number)."""
        numbers = {number for picking in deliveries for number in picking._fmcg_numbers()}
        domain = [("company_id", "in", deliveries.company_id.ids), ("name", "in", list(numbers))]
        found = {}
        for shipment in self.search(domain)._still_used() if numbers else self:
            found.setdefault((shipment.company_id, shipment.name), shipment)
        return found

    def _still_used(self):
        """Return those whose number cannot be another parcel's yet: under way, or finished not long ago."""
        before = fields.Datetime.now() - REUSED_AFTER
        return self.filtered(
            lambda each: (each.last_event_at or each.create_date) > before
            or (each.state not in tracking.TERMINAL and each.health not in ("stopped", "expired"))
        )

    @api.model
    def _is_free(self, company_id, number):
        """Say whether a number that was used before may be used for another parcel."""
        domain = [("company_id", "=", company_id), ("name", "=", number)]
        return not self.sudo().search(domain)._still_used()

    def _foreign_to(self, pickings):
        """Return those that bring goods to other customers than these deliveries do."""
        customers = pickings.partner_id.commercial_partner_id
        return self.filtered(
            lambda each: each.picking_ids.partner_id.commercial_partner_id - customers
            and not each.picking_ids & pickings
        )

    @api.model
    def _values_for(self, pickings, number, account, carrier_code=False):
        """Return the values of a new shipment; its carrier is what the number's form says, or the setting."""
        setting = pickings.carrier_id.mapped("fmcg_carrier_code")
        carrier = carrier_code or (account and account._carrier_of(number))
        phone = next((each.phone for each in pickings.partner_id if each.phone), "")
        return {
            "name": number,
            "carrier_code": carrier or next(filter(None, setting), False) or account.carrier_code,
            "company_id": pickings.company_id[:1].id,
            "account_id": account.id,
            "phone_tail": tracking.phone_tail(phone),
            "picking_ids": [Command.set(pickings.ids)],
        }

    @api.model
    def _entered_name(self, vals):
        """Return the number of a new shipment as it is stored; own vans carry theirs under any name.

        :raises UserError: it is no number, or several
        """
        entered = vals.get("name") or ""
        account = self.env["fmcg.tracking.account"].sudo().browse(vals.get("account_id") or [])
        if OWN in (vals.get("carrier_code"), account.provider):
            return " ".join(entered.split()).upper()
        number = tracking.one_number(entered)
        if not number:
            raise UserError(
                self.env._(
                    "%s is not a waybill number: it has 6 to 40 letters and digits. Enter one number only.",
                    entered.strip() or self.env._("What was entered"),
                )
            )
        return number

    @api.model
    def _fill_carrier(self, vals):
        """Take the carrier of a new shipment from its account, where none is named."""
        account = self.env["fmcg.tracking.account"].sudo().browse(vals.get("account_id") or [])
        if account and not vals.get("carrier_code"):
            vals["carrier_code"] = account._usual_carrier_of(vals["name"])

    def _take_carrier(self):
        """Take from a newly chosen account the carrier without which it cannot be asked."""
        for shipment in self.filtered(
            lambda each: each.account_id._needs_carrier() and not each.carrier_code
        ):
            carrier = shipment.account_id._usual_carrier_of(shipment.name)
            if carrier:
                shipment.carrier_code = carrier

    def _undecided(self):
        """Return those that nobody follows until a person chooses among the company's accounts."""
        open_ones = self.sudo().filtered(
            lambda each: not each.account_id
            and each.carrier_code != OWN
            and each.state not in tracking.TERMINAL
            and not any(picking._fmcg_own_van() for picking in each.picking_ids)
        )
        polled = self.env["fmcg.tracking.account"]._polled_of(open_ones.company_id) if open_ones else {}
        return open_ones.filtered(lambda each: len(polled.get(each.company_id, ())) > 1)

    def _is_carried(self):
        """Say whether a carrier has it, even one of whom nobody knows yet how to ask."""
        return self.is_polled or (not self.account_id and self.health == "wrong_carrier")

    @api.model
    def _account_question(self, number):
        return self.env._("Choose the account that follows %s.", number)

    def _join(self, pickings, sure=False):
        """Let deliveries travel with these shipments too; one that nobody named any more is watched again.

        Unless somebody is sure, a person is to look at a number that another customer's deliveries have.
        """
        foreign = self.browse() if sure else self._foreign_to(pickings)
        self.write({"picking_ids": [Command.link(picking.id) for picking in pickings]})
        self.filtered(lambda shipment: shipment.health == "stopped")._question_changed()
        for shipment in foreign:
            shipment._doubt(pickings)

    def _doubt(self, pickings):
        """Have a person look at a number that deliveries of different customers have."""
        self.activity_schedule(
            "fmcg_order_mgmt.activity_shared_waybill",
            user_id=self.env.uid,
            note=self.env._(
                "%(number)s is now on %(deliveries)s too, for another customer. Are they in one parcel? "
                "If not, correct the number.",
                number=self.name,
                deliveries=", ".join(pickings.mapped("name")),
            ),
        )

    def _leave(self, pickings):
        """Take deliveries off, since their number was corrected; what is known of the waybill stays."""
        self.write({"picking_ids": [Command.unlink(picking.id) for picking in pickings]})
        for shipment in self:
            names = ", ".join(pickings.mapped("name"))
            shipment.message_post(body=self.env._("The number was taken off %s.", names))
        message = self.env._("No delivery has this number any more, so nobody is asked about it.")
        idle = self.filtered(lambda shipment: not shipment.picking_ids)
        idle.write({"health": "stopped", "message": message, "next_poll_at": False})
