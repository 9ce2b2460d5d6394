import datetime as dt
from zoneinfo import ZoneInfo

from odoo import models

from ..engine.tracking import notice as engine
from .shipment import naive
from .shipment_eta import aware


class FmcgShipment(models.Model):
    """Which news of a shipment its customer is to be told, and when that may be."""

    _inherit = "fmcg.shipment"

    def _plan_notices(self, found, now):
        """Queue what customers want to be told of changes since these shipments were looked at last."""
        wanted = {}
        for shipment in self:
            for values in shipment._notices(found[shipment], now):
                wanted[shipment.id, values["kind"], values["sequence"]] = values
        if not wanted:
            return
        notices = self.env["fmcg.shipment.notice"]
        ids = list({shipment_id for shipment_id, _kind, _sequence in wanted})
        known = notices.search_fetch([("shipment_id", "in", ids)], ["shipment_id", "kind", "sequence"])
        for notice in known:
            wanted.pop((notice.shipment_id.id, notice.kind, notice.sequence), None)
        notices.create(list(wanted.values()))

    def _notices(self, alert, now):
        """Return the values of the notices that are due for this shipment now."""
        kinds = [engine.follows(self.acted_state or "pending", self.state)]
        if alert and alert.kind == "late" and self.alert != "late":
            kinds.append("delayed")
        kinds = list(filter(None, kinds))
        company = self.company_id
        choice = kinds and self._customer()._fmcg_notice_choice(company)
        wanted = [kind for kind in kinds if choice._wants_notice(kind, company)]
        return [values for kind in wanted for values in self._notice(kind, now)]

    def _notice(self, kind, now):
        """Return the values of one notice, none where its news is too old."""
        delayed = kind == "delayed"
        happened_at = now if delayed else aware(self.last_event_at) or now
        if engine.is_stale(happened_at, now):
            return []
        zone = self._zone()
        day = (aware(self.due_at) if delayed else happened_at).astimezone(zone).date()
        return [
            {
                "shipment_id": self.id,
                "order_id": self._main_order().id,
                "partner_id": self._customer().id,
                "kind": kind,
                "sequence": engine.sequence(kind, day),
                "happened_at": naive(happened_at),
                "send_at": naive(self._may_tell_at(now)),
            }
        ]

    def _zone(self):
        return ZoneInfo(self._zone_name())

    def _may_tell_at(self, now):
        company = self.company_id
        return engine.may_tell_at(now, self._zone(), company.fmcg_night_from, company.fmcg_night_to)

    def _told_eta_date(self):
        """Return the day on which it is expected at the customer's, None where that is past or doubtful."""
        ahead = self.eta and aware(self.eta) > dt.datetime.now(dt.timezone.utc) and not self._doubts_eta()
        return aware(self.eta).astimezone(self._zone()).date() if ahead else None
