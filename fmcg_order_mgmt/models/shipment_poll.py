import datetime as dt
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import tracking
from .shipment import naive, utc_now

_logger = logging.getLogger(__name__)

# So many are taken at a time, and so long they belong to the run that took them: more than the slowest
# answers of all of them need.
BATCH = 20
CLAIM = dt.timedelta(minutes=10)
# An answer of another kind says nothing about the parcel.
HEARD = ("ok", "not_found")


class FmcgShipment(models.Model):
    """Asks the carriers, and takes their answers in."""

    _inherit = "fmcg.shipment"

    def action_ask_now(self):
        """Ask the carrier at once for one shipment; several are left to the scheduled job.

        :raises UserError: nobody to ask, or asked so recently that the provider would lock the number
        """
        self.check_access("write")
        for shipment in self:
            shipment._check_may_ask()
        if len(self) > 1:
            self.write({"next_poll_at": fields.Datetime.now()})
            self.env.ref("fmcg_order_mgmt.ir_cron_poll_shipments").sudo()._trigger()
        elif self:
            shipment = self.sudo()
            shipment._take_answer(*shipment.account_id._question([shipment._waybill()])())
        return True

    def _check_may_ask(self):
        if not self.is_polled or not self.carrier_code:
            raise UserError(
                self.env._("Nobody can be asked about %s: it needs an account and a carrier code.", self.name)
            )
        again = self.last_polled_at and self.last_polled_at + self.account_id._floor()
        if again and again > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "%(waybill)s was asked for moments ago, and the provider locks numbers that are asked "
                    "for too often. What you see is its last answer; ask again after %(time)s.",
                    waybill=self.name,
                    time=fields.Datetime.context_timestamp(self, again).strftime("%H:%M"),
                )
            )

    @api.model
    def _due(self):
        """Return the domain of what is to be asked for now."""
        now = fields.Datetime.now()
        ready = Domain("account_id.paused_until", "=", False) | Domain("account_id.paused_until", "<=", now)
        return Domain("next_poll_at", "<=", now) & Domain("account_id.active", "=", True) & ready

    @api.model
    def _cron_poll(self, limit=500):
        """Ask for the shipments that are due, most overdue first; called by the scheduled job.

        Nobody waits for the network: a batch is claimed and committed first, then each answer is stored in a
        transaction of its own, so that one failing shipment stops no other and a killed run loses one answer.
        """
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=self.search_count(self._due()))
        while limit > 0 and (batch := self._claim(min(BATCH, limit))):
            limit -= len(batch)
            questions = batch._questions()
            progress()
            pauses = {}
            for place, (shipment, account, ask) in enumerate(questions):
                if account in pauses:
                    shipment.write({"next_poll_at": pauses[account]})
                else:
                    shipment._poll_one(ask, pauses)
                if not progress(1):
                    batch[place + 1 :]._release()
                    progress()
                    return

    @api.model
    def _claim(self, size):
        """Return due shipments that no other run works on; they stay this run's until the claim is over."""
        due = self.search(self._due(), order="next_poll_at, id", limit=size)
        claimed = due.try_lock_for_update(allow_referencing=True).filtered_domain(self._due())
        claimed.write({"next_poll_at": fields.Datetime.now() + CLAIM})
        return claimed

    def _release(self):
        self.write({"next_poll_at": fields.Datetime.now()})

    def _questions(self):
        """Return for each shipment itself, its account's id, and a call without arguments that asks."""
        return [
            (shipment, shipment.account_id.id, shipment.account_id._question([shipment._waybill()]))
            for shipment in self
        ]

    def _waybill(self):
        return tracking.Waybill(self.name, self.carrier_code or "", self.phone_tail or "")

    def _poll_one(self, ask, pauses):
        """Ask and store; what goes wrong here is logged and postponed, whatever it is."""
        shipment_id = self.id
        try:
            # No query comes before the answer, so that no transaction is open while the network is slow.
            (answer,) = ask()
            self._take_answer(answer)
            if tracking.account_pause(answer):
                pauses[self.account_id.id] = self.account_id.paused_until
            self.env.flush_all()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("the answer about shipment %s could not be stored", shipment_id)
            self._postpone()

    def _postpone(self):
        failures = self.failures + 1
        moment, _health = tracking.next_poll(self._watch(self.health, failures), utc_now())
        self.write({"failures": failures, "next_poll_at": moment and naive(moment)})

    def _take_answer(self, answer):
        """Store what a provider said: events, health, expected arrival, and when to ask again."""
        self.ensure_one()
        # Two answers at once would store the same events; it is only the row that is held, and only now.
        self.lock_for_update(allow_referencing=True)
        self.account_id._note(answer)
        if answer.health == "ok":
            self._store_events(answer.events)
        # An event that lay ahead at the last answer may count by now.
        self.env.add_to_compute(self._fields["state"], self)
        failures = 0 if answer.health in HEARD else self.failures + 1
        moment, health = tracking.next_poll(
            self._watch(answer.health, failures, answer.retry_after), utc_now()
        )
        vals = {
            "health": health,
            "message": self._message(answer, health),
            "failures": failures,
            "last_polled_at": fields.Datetime.now(),
            "next_poll_at": moment and naive(moment),
        }
        if answer.eta:
            vals["eta"] = naive(answer.eta)
        self.write(vals)

    def _message(self, answer, health):
        if health == "expired":
            return self.env._("There was no news for 30 days, so the carrier is not asked any more.")
        return False if answer.health == "ok" else self.account_id._explain(answer)

    def _store_events(self, events):
        """Add what is new; a provider repeats the whole journey, so what it leaves out it has withdrawn.

        An answer that has no event in common with those known is another journey, of a number used again or
        of a service that forgot; it withdraws nothing.
        """
        rows = self.event_ids.filtered(lambda event: event.source == "poll")
        known = {event.fingerprint: event for event in rows}
        reported = {}
        for event in events:
            values = self._event_values(event, source="poll", provider=self.account_id.provider)
            reported.setdefault(values["fingerprint"], values)
        news = [values for mark, values in reported.items() if mark not in known]
        if news:
            self.env["fmcg.shipment.event"].create(news)
        if known.keys() & reported.keys():
            for mark, event in known.items():
                if event.is_superseded != (mark not in reported):
                    event.is_superseded = mark not in reported

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
            **account._pace(),
        )
