import datetime as dt

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import tracking
from .shipment import naive, utc_now

MONITORS = [
    ("none", "Not Registered"),
    ("polling", "Asked"),
    ("subscribed", "Reports by Itself"),
    ("stopped", "No Longer Followed"),
]


class FmcgShipment(models.Model):
    """How a shipment is watched, apart from how it does."""

    _inherit = "fmcg.shipment"

    monitor = fields.Selection(MONITORS, string="Watched", default="none", readonly=True, copy=False)
    provider_ref = fields.Char(string="Provider's Id", readonly=True, copy=False)
    registrations = fields.Integer(
        readonly=True, copy=False, help="So often the provider was told of this number."
    )
    registered_at = fields.Datetime(readonly=True, copy=False)
    proposed_carrier = fields.Char(
        readonly=True, copy=False, help="The provider finds that this carrier has the parcel."
    )
    eta_to = fields.Datetime(
        string="Expected until",
        readonly=True,
        copy=False,
        help="The end of the time in which it is expected.",
    )
    shipped_on = fields.Date(
        string="Shipped", compute="_compute_shipped_on", store=True, help="When the goods left the warehouse."
    )
    unread = fields.Text(
        string="Not Understood",
        readonly=True,
        copy=False,
        help="What the provider sent and nobody could read.",
    )

    @api.depends("picking_ids.date_done")
    def _compute_shipped_on(self):
        for shipment in self:
            left = [moment for moment in shipment.picking_ids.mapped("date_done") if moment]
            shipment.shipped_on = left and min(left)

    def action_use_proposed_carrier(self):
        """Take the carrier that the provider found, and ask again.

        :raises UserError: none was proposed
        """
        self.check_access("write")
        for shipment in self:
            if not shipment.proposed_carrier:
                raise UserError(self.env._("No other carrier was proposed for %s.", shipment.name))
            shipment.write({"carrier_code": shipment.proposed_carrier, "proposed_carrier": False})
        return True

    def _question_changed(self):
        result = super()._question_changed()
        # Another account or carrier knows nothing of this number yet.
        told = self.filtered(lambda shipment: shipment.monitor != "none" or shipment.provider_ref)
        told.write({"monitor": "none", "provider_ref": False})
        return result

    def _to_register(self):
        """Return those of which the provider has to be told, or told again, before it reports."""
        return self.filtered(
            lambda shipment: shipment.monitor == "none"
            and shipment.account_id._registers()
            and shipment.registrations < shipment.account_id._adapter().max_registrations
        )

    def _waybill(self):
        """Return the shipment as the engine asks for it."""
        partner = self.partner_id
        return tracking.Waybill(
            self.name,
            self.carrier_code or "",
            self.phone_tail or "",
            destination=partner.city or "",
            ref=self.provider_ref or "",
            shipped_on=self.shipped_on or None,
            postcode=partner.zip or "",
            country=partner.country_id.code or "",
        )

    def _watch(self, health, failures, retry_after=None):
        account, zone = self.account_id, dt.timezone.utc
        return tracking.Watch(
            state=self.state,
            health=health,
            since=self.create_date.replace(tzinfo=zone),
            seed=f"{self.company_id.id}/{self.carrier_code}/{self.name}",
            changed_at=self.last_event_at and self.last_event_at.replace(tzinfo=zone) or None,
            delivered_at=self.delivered_at and self.delivered_at.replace(tzinfo=zone) or None,
            failures=failures,
            retry_after=retry_after,
            pushed=account.is_pushed and self.monitor == "subscribed",
            **account._pace(),
        )

    def _postpone(self):
        """Ask again later, as after an answer that was none."""
        for shipment in self:
            failures = shipment.failures + 1
            moment, _health = tracking.next_poll(shipment._watch(shipment.health, failures), utc_now())
            shipment.write({"failures": failures, "next_poll_at": moment and naive(moment)})

    @api.model
    def _shipments_named(self, company, numbers):
        """Return the shipments of a company that have these numbers, the latest journey of each first."""
        return self.search([("company_id", "=", company.id), ("name", "in", list(numbers))])
