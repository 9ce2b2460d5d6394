import datetime as dt

from odoo import fields, models

from ..engine.tracking import tour
from .shipment import OWN, naive

# A stop should have been reported so long after it was expected.
LATE = dt.timedelta(minutes=30)


class FmcgShipment(models.Model):
    """What an own van carries belongs to its tour: one of core's waves, driven by one person on one day."""

    _inherit = "fmcg.shipment"

    tour_id = fields.Many2one(
        "stock.picking.batch",
        string="Tour",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        help="The wave with which an own van took it. Its driver reports what happens at the door.",
    )
    tour_stop = fields.Integer(
        string="Place on the Tour", copy=False, help="The driver may change it on the way."
    )

    def _join_tour(self):
        """Take what own vans carry onto the tours of its deliveries, in the order of their load lists."""
        for shipment in self.sudo().filtered(lambda each: each.carrier_code == OWN):
            wave = shipment.picking_ids.batch_id[:1]
            if wave.fmcg_day and shipment.tour_id != wave:
                stop = min(shipment.picking_ids.mapped("batch_sequence"))
                shipment.write({"tour_id": wave.id, "tour_stop": stop})

    def _report(self, state, description):
        result = super()._report(state, description)
        self.sudo().tour_id._fmcg_plan_arrivals()
        return result

    def _stops(self):
        """Return the shipments of a tour by stop, a dict by customer in the order of the way."""
        return self.sorted(lambda shipment: (shipment.tour_stop, shipment.id)).grouped("partner_id")

    def _engine_stop(self, key):
        """Return these shipments, those of one stop, as the engine's value."""
        done = tour.outcome(self.mapped("state")) != "open"
        moments = [moment for moment in self.mapped("last_event_at") if moment]
        return tour.Stop(
            key,
            arrived_at=_aware(self._arrived_at()),
            done_at=_aware(max(moments, default=False)) if done else None,
        )

    def _arrived_at(self):
        """Return since when the van stands at this stop, False while it is on its way."""
        there = [
            shipment._live_events()[:1].occurred_at
            for shipment in self
            if shipment._live_events()[:1].code == "arrived"
        ]
        return min(there, default=False)

    def _is_stop_late(self):
        """Whether these shipments, those of one stop, are still open and later than they should be."""
        if tour.outcome(self.mapped("state")) != "open":
            return False
        overdue = fields.Datetime.now() - LATE
        return any(shipment.is_late or (shipment.eta and shipment.eta < overdue) for shipment in self)

    def _live_events(self):
        """Return the events that count, the newest first."""
        events = self.event_ids.filtered(lambda event: not event.is_superseded)
        return events.sorted(lambda event: (event.occurred_at, event.id), reverse=True)

    def _write_expected(self, moment):
        """Note when a stop is reached, where that is news."""
        expected = naive(moment)
        news = self.filtered(lambda shipment: shipment.eta != expected)
        if news:
            news.write({"eta": expected})


def _aware(moment):
    return moment.replace(tzinfo=dt.timezone.utc) if moment else None
