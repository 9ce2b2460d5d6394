import datetime as dt
import logging

from odoo import api, fields, models

from ..engine.tracking import alert as engine
from ..engine.tracking import lane
from .batches import in_batches
from .collision import COLLISIONS
from .shipment import STATES, naive, utc_now
from .shipment_eta import aware

_logger = logging.getLogger(__name__)

# In the context while many shipments change one by one.
TOGETHER = "fmcg_act_together"

# The engine's kinds and causes in its own order, in words.
ALERTS = [
    ("signed_returned", "Signed For, Then Sent Back"),
    ("troubled", "In Trouble"),
    ("returned", "Coming Back"),
    ("late", "Late"),
    ("silent", "No News"),
]
CAUSES = [
    ("returning", "On its way back"),
    ("returned", "Back with the sender"),
    ("lost", "Lost"),
    ("consignee_refused", "Refused by the receiver"),
    ("carrier_damaged_parcel", "Damaged on the way"),
    ("customs_delay", "Held by customs"),
    ("consignee_not_available", "Receiver not reached"),
    ("attempt_failed", "Could not be delivered"),
    ("exception", "Stopped by a problem"),
    ("needs_phone", "Phone digits missing"),
    ("wrong_carrier", "Carrier unclear"),
    ("overdue", "Promised time has passed"),
    ("behind", "Expected after the promised time"),
    ("silent", "No news for too long"),
]
# What happened so long ago is history that became known late; nobody is asked to act on it.
PAST = dt.timedelta(days=30)
DAY = dt.timedelta(days=1)
# A shipment that cannot be looked at is left alone so long.
REST = dt.timedelta(hours=1)


class FmcgShipment(models.Model):
    """Looks after shipments: expected arrival, trouble, and what customers are told follow what is known.

    ``act_at`` is when a shipment has to be looked at again. A change of what it depends on makes that now, so
    that whatever no hook saw is found by the scheduled job.
    """

    _inherit = "fmcg.shipment"

    alert = fields.Selection(ALERTS, index="btree_not_null", readonly=True, copy=False)
    alert_cause = fields.Selection(CAUSES, string="Because", readonly=True, copy=False)
    alert_since = fields.Datetime(string="Since", readonly=True, copy=False)
    acted_state = fields.Selection(
        STATES, default="pending", copy=False, help="The state that was acted on last."
    )
    act_at = fields.Datetime(compute="_compute_act_at", store=True, index="btree_not_null", copy=False)

    @api.depends(
        "state", "reason", "health", "due_at", "eta", "last_event_at", "delivered_first_at", "order_ids"
    )
    def _compute_act_at(self):
        self.act_at = fields.Datetime.now()

    @api.depends("alert_cause")
    def _compute_is_behind(self):
        result = super()._compute_is_behind()
        self.filtered(lambda shipment: shipment.alert_cause == "behind").is_behind = True
        return result

    def write(self, vals):
        result = super().write(vals)
        if "eta" in vals and not self.env.context.get(TOGETHER):
            self._act()
        return result

    def _act_together(self, change):
        """Change many shipments one by one, and look after all of them once, when that is done.

        :param change: called with these shipments
        """
        change(self.with_context(**{TOGETHER: True}))
        now = fields.Datetime.now()
        self.filtered(lambda shipment: shipment.act_at and shipment.act_at <= now)._act_safely()

    def _act_safely(self):
        """Look after the shipments; what goes wrong with that loses no news, the job tries it again."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._act()
        except COLLISIONS:
            # Another transaction was first; only the whole of this one can be tried again.
            raise
        except Exception:
            _logger.exception("shipments %s could not be looked after", self.ids)

    def _act(self):
        """Bring expected arrival, alert, activity and notices in step with what is known now.

        For any number of shipments, with queries that do not grow with them; doing it again changes nothing.
        """
        shipments, now = self.sudo(), utc_now()
        for shipment in shipments:
            shipment._keep(shipment._own_eta(now))
        found = {shipment: shipment._find_alert(now) for shipment in shipments}
        shipments._plan_notices(found, now)
        shipments._sync_alert_activities(found)
        for shipment, alert in found.items():
            shipment._keep(shipment._acted(alert, now))

    def _find_alert(self, now):
        """Return the engine's alert, None as well for what nobody sends any more."""
        alert = engine.find(self._situation(now), now)
        deliveries = alert and self.picking_ids
        called_off = deliveries and all(delivery.state == "cancel" for delivery in deliveries)
        return None if called_off else alert

    def _acted(self, alert, now):
        """Return the values that remember what was found, and when to look again."""
        kind, cause = (alert.kind, alert.cause) if alert else (False, False)
        since = self.alert_since if kind == self.alert else bool(kind) and naive(now)
        return {
            "alert": kind,
            "alert_cause": cause,
            "alert_since": since,
            "acted_state": self.state,
            "act_at": self._look_at(kind, now),
        }

    def _look_at(self, kind, now):
        """Return when to look again; what has an alert at least daily, for what no time or event tells."""
        moment = engine.look_again(self._situation(now), now)
        if kind and not self._is_past():
            moment = min(moment or now + DAY, now + DAY)
        return naive(moment)

    def _situation(self, now):
        found = self._lane()
        return engine.Situation(
            state=self.state,
            health=self.health,
            news_at=aware(self.last_event_at or self.create_date),
            quiet=dt.timedelta(hours=self.company_id.fmcg_silent_hours),
            reason=self.reason or "",
            due_at=aware(self.due_at),
            eta=self._expected(now),
            signed_at=aware(self.delivered_first_at),
            pause=found and dt.timedelta(hours=found.pause),
            needs=self._needs(),
            step=self._experience(now, lane.next_step),
        )

    def _is_past(self):
        """Say whether what happened is too long ago to ask anybody to act on it now."""
        return bool(self.last_event_at) and self.last_event_at < fields.Datetime.now() - PAST

    def _keep(self, values):
        """Write these values where they differ, without looking at the shipment again for it."""
        if self._convert_to_write({name: self[name] for name in values}) != values:
            return super().write(values)
        return True

    @api.model
    def _cron_act(self, limit=5000):
        """Look at the shipments whose time has come, longest due first; called by the scheduled job."""
        domain = [("act_at", "<=", fields.Datetime.now())]
        due = self.search(domain, limit=limit, order="act_at, id")
        remaining = len(due) if len(due) < limit else self.search_count(domain)
        in_batches(due, domain, remaining, type(self)._act, type(self)._rest)

    def _rest(self):
        """Leave a shipment that could not be looked at alone for a while."""
        _logger.exception("shipment %s could not be looked after", self.id)
        self._keep({"act_at": fields.Datetime.now() + REST})
