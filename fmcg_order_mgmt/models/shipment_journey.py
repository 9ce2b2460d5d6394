from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import groupby

from ..engine.tracking.numbers import AUTO
from ..engine.tracking.shown import language_of
from .shipment import OWN, utc_now
from .shipment_arrival import clock_words, day_words, local_time


class FmcgShipment(models.Model):
    """A shipment's journey as screens show it, the same on each of them and to the customer."""

    _inherit = "fmcg.shipment"

    timeline = fields.Json(compute="_compute_timeline")
    phone = fields.Char(related="partner_id.phone", string="Customer's Phone")
    parcel_count = fields.Integer(
        string="Parcels",
        compute="_compute_parcel_count",
        compute_sudo=True,
        help="How many parcels bring the orders that this one belongs to.",
    )

    @api.depends("name", "state", "reason", "health", "eta", "due_at", "event_ids.is_superseded")
    @api.depends_context("lang", "tz", "uid")
    def _compute_timeline(self):
        for shipment, told in zip(self, self._journey_data(), strict=True):
            shipment.timeline = [told]

    @api.depends("order_ids.fmcg_shipment_ids")
    def _compute_parcel_count(self):
        for shipment in self:
            shipment.parcel_count = len(shipment.order_ids.fmcg_shipment_ids | shipment._origin) or 1

    def _journey_data(self):
        """Return what a screen shows of each of these shipments, in texts of the user's language and zone.

        The number of queries does not depend on that of the shipments. ``days`` are newest first, each with
        its events, newest first; ``expected`` lies ahead of all of them, "" where nobody can tell.
        """
        zone = ZoneInfo(self.env.tz.zone)
        return [shipment._journey_one(zone) for shipment in self]

    def _journey_one(self, zone):
        days = self._journey_days(zone, self.event_ids, lambda event: event.description or "")
        counted = [event for day in days for event in day["events"] if not event["withdrawn"]]
        followed = self.health in (False, "ok", "stopped")
        return {
            "id": self._origin.id,
            "name": self.name or "",
            "carrier": self._carrier_name(),
            "url": self._tracking_page(self.sudo().picking_ids),
            "state": self.state,
            "label": self._label_of("state", self.state),
            "reason": self._label_of("reason", self.reason),
            "health": "" if followed else self._label_of("health", self.health),
            "late": self.late_text or "",
            "expected": self._arrival_text(zone),
            "last": self._last_news(counted),
            "days": days,
        }

    def _carrier_name(self):
        """Return the carrier as its delivery method is called, else as its provider does."""
        if not self.carrier_code or self.carrier_code in (OWN, AUTO):
            return ""
        methods = self.sudo().picking_ids.carrier_id
        named = methods.filtered(lambda method: method.fmcg_carrier_code == self.carrier_code)
        return named[:1].name or self.carrier_code

    @api.model
    def _last_news(self, events):
        if not events:
            return None
        newest = events[0]
        return {
            "when": f"{newest['day']} {newest['time']}",
            "text": newest["text"] or newest["place"] or newest["label"],
        }

    def _label_of(self, name, value):
        return dict(self._fields[name]._description_selection(self.env)).get(value, "")

    def _journey_days(self, zone, events, words):
        """Return these events by day, newest first; ``words`` gives the text of one, "" for its state."""
        today = utc_now().astimezone(zone).date()
        days = groupby(events.sorted(), lambda event: local_time(event.occurred_at, zone).date())
        return [
            {
                "day": str(day),
                "label": (label := self._named_day(day, today)),
                "events": [self._event_data(event, label, zone, words(event)) for event in each],
            }
            for day, each in days
        ]

    def _named_day(self, day, today):
        near = {0: self.env._("Today"), 1: self.env._("Yesterday")}
        return near.get((today - day).days) or day_words(self.env, day)

    def _event_data(self, event, day, zone, text):
        return {
            "id": event._origin.id,
            "day": day,
            "time": clock_words(self.env, local_time(event.occurred_at, zone)),
            "state": event.state,
            "label": self._label_of("state", event.state),
            "reason": self._label_of("reason", event.reason),
            "text": text,
            "lang": language_of(text) if event._is_carriers() else "",
            "place": event.location or "",
            "signed": self.env._("Signed by %s", event.signed_by) if event.signed_by else "",
            "withdrawn": event.is_superseded,
            "person": not event._is_carriers(),
        }

    def _tracking_page(self, pickings):
        """Return the carrier's own page about this number, from the delivery method of these deliveries."""
        for picking in pickings.sudo() if self.carrier_code != OWN else ():
            template = picking.carrier_id.tracking_url
            if template and self.name:
                link = template.replace("<shipmenttrackingnumber>", self.name)
            else:
                link = picking.carrier_tracking_ref == self.name and picking.carrier_tracking_url
            # Some carriers give several links at once, as no address.
            if link and link.startswith(("https://", "http://")):
                return link
        return ""
