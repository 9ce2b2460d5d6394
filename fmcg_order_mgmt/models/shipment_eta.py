import datetime as dt

from odoo import api, fields, models

from ..engine import tracking
from ..engine.tracking import lane
from .shipment import OWN, naive

# From this rank on the carrier has had the parcel in its hands.
SCANNED = tracking.RANKS["picked_up"]


class FmcgShipment(models.Model):
    """When a parcel is expected: the carrier's word, else one's own experience on its lane."""

    _inherit = "fmcg.shipment"

    picked_up_at = fields.Datetime(string="First Scan", compute="_compute_picked_up_at", store=True)
    lane_region = fields.Char(string="Region", compute="_compute_lane_region", store=True)
    eta_source = fields.Selection(
        [("provider", "Carrier"), ("own", "Own experience")],
        string="Expected by",
        readonly=True,
        copy=False,
        help="Who expects it then: the carrier, or own experience with other parcels on the same lane.",
    )

    @api.depends("event_ids.state", "event_ids.occurred_at", "event_ids.is_superseded")
    def _compute_picked_up_at(self):
        for shipment in self:
            moments = (
                event.occurred_at
                for event in shipment.event_ids
                if not event.is_superseded and tracking.RANKS[event.state] >= SCANNED
            )
            shipment.picked_up_at = min(moments, default=False)

    @api.depends("partner_id")
    def _compute_lane_region(self):
        """Take the address as it is when the parcel leaves; it does not follow when the customer moves."""
        for shipment in self:
            partner = shipment.partner_id
            shipment.lane_region = lane.region(
                partner.country_id.code or "", partner.state_id.code or "", partner.zip or ""
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_eta_source(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_eta_source(vals))

    @api.model
    def _with_eta_source(self, vals):
        """Note that whoever sets the expected arrival without saying more passes the carrier's word on."""
        if "eta" not in vals or "eta_source" in vals:
            return vals
        return {**vals, "eta_source": "provider" if vals["eta"] else False}

    def _lane(self):
        """Return the engine's lane that speaks for this shipment, None when there is none.

        Own vans follow their tours; what carriers take says nothing of them.
        """
        if self.carrier_code == OWN:
            return None
        known = self.env["fmcg.shipment.lane"]._known(self.company_id.id)
        return lane.chosen(known, self.carrier_code or "", self.lane_region or "")

    def _own_eta(self, now):
        """Return the values that set the expected arrival by own experience, none where the carrier knows."""
        told = self.eta and self.eta_source != "own"
        if told or not self.picked_up_at or self.state in tracking.TERMINAL | {"returning"}:
            return {}
        eta = naive(self._experience(now))
        return {"eta": eta, "eta_source": bool(eta) and "own"} if eta != self.eta else {}

    def _needs(self):
        """Return how long a parcel in this state needs from now on at least, None where that is not known."""
        found = self._lane()
        return found and lane.still_needed(found, self.state)

    def _experience(self, now, ask=lane.arrival):
        """Return when own experience expects a parcel that is under way, None where there is none.

        With ``lane.next_step`` for ``ask``: when it will expect it later.
        """
        found, news = self._lane(), self.last_event_at or self.picked_up_at
        return found and news and ask(found, self.state, aware(self.picked_up_at), aware(news), now)

    def _expected(self, now):
        """Return when the parcel is expected; a word of the carrier that did not come true counts no more."""
        eta = aware(self.eta)
        return eta if not eta or eta > now else self._experience(now) or eta

    @api.model
    def _look_again(self, company):
        """Have what is under way estimated again, by the scheduled job."""
        waiting = self.search([("company_id", "=", company.id), ("state", "not in", list(tracking.TERMINAL))])
        waiting.write({"act_at": fields.Datetime.now()})


def aware(moment):
    """Return a moment of the ORM as the engine wants it, None for none."""
    return moment.replace(tzinfo=dt.timezone.utc) if moment else None
