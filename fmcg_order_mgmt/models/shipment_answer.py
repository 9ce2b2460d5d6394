import datetime as dt

from odoo import fields, models

from ..engine import tracking
from .shipment import naive, utc_now

# An answer of another kind says nothing about the parcel.
HEARD = ("ok", "not_found")
# What carriers say; what people report is not theirs to withdraw.
CARRIER_SOURCES = ("poll", "push")
# A scan so long before the goods left is of another parcel that had the number before.
BEFORE = dt.timedelta(days=30)
# The first look after the provider was told of a number: by then it has asked the carrier itself.
FIRST_LOOK = dt.timedelta(hours=1)
SHOWN = 2000


class FmcgShipment(models.Model):
    """Takes in what providers say, asked or by themselves."""

    _inherit = "fmcg.shipment"

    def _take_answers(self, answers, source="poll", registering=False):
        """Store what was said of each shipment: events, health, expected arrival, when to ask again.

        :param answers: ``engine.tracking.Answer``, one for each shipment in their order
        :param source: who spoke first: "poll" when we asked, "push" when the provider called
        :param registering: the answers are about being told of the numbers
        """
        # Two answers at once would store the same events; it is only the rows that are held, and only now.
        self.lock_for_update(allow_referencing=True)
        self._act_together(lambda shipments: shipments._take_in(answers, source, registering))

    def _take_in(self, answers, source, registering):
        heard = [(shipment, answer) for shipment, answer in zip(self, answers, strict=True) if answer.events]
        others = self._store_events(heard, source)
        # An event that lay ahead at the last answer may count by now.
        self.env.add_to_compute(self._fields["state"], self)
        now, unread = utc_now(), []
        for shipment, answer in zip(self, answers, strict=True):
            vals = shipment._answer_values(answer, source, registering, shipment in others, now)
            changed = {name: value for name, value in vals.items() if shipment[name] != value}
            shipment.write(changed)
            if "unread" in changed:
                unread += [(shipment.account_id.provider, words) for words in answer.unread]
        self.env["fmcg.tracking.code"]._note_unread(unread)

    def _answer_values(self, answer, source, registering, is_another, now):
        failures = self._failures_after(answer, source)
        health = "wrong_carrier" if is_another else answer.health
        vals = self._monitor_values(answer, registering)
        if source == "push" and answer.health != "ok":
            # It spoke of its watching, not of the parcel: asking is to show.
            return vals | {"next_poll_at": self._soon()}
        moment, health = tracking.next_poll(self._watch(health, failures, answer.retry_after), now)
        if registering and moment and answer.health == "ok" and not answer.events:
            moment = min(moment, now + max(FIRST_LOOK, self.account_id._floor()))
        vals |= {
            "health": health,
            "message": self._message(answer, health, is_another),
            "failures": failures,
            "next_poll_at": bool(moment) and naive(moment),
        }
        if source == "poll":
            vals["last_polled_at"] = naive(now)
        if answer.eta:
            vals |= {"eta": naive(answer.eta), "eta_to": naive(answer.eta_to)}
        return vals

    def _failures_after(self, answer, source):
        if answer.health in HEARD:
            return 0
        return self.failures + (source == "poll")

    def _monitor_values(self, answer, registering):
        """Return what an answer changes of how the shipment is watched."""
        vals = {}
        if answer.unregistered or answer.stopped:
            vals["monitor"] = "none" if answer.unregistered else "stopped"
        elif answer.health in HEARD:
            told = registering or self.monitor == "subscribed"
            vals["monitor"] = "subscribed" if told else "polling"
        if registering and answer.health == "ok":
            vals |= {"registered_at": fields.Datetime.now(), "registrations": self.registrations + 1}
        if answer.ref:
            vals["provider_ref"] = answer.ref
        if answer.carrier and answer.carrier != self.carrier_code:
            vals["proposed_carrier"] = answer.carrier
        if answer.unread:
            vals["unread"] = "\n".join(answer.unread)[:SHOWN]
        return vals

    def _soon(self):
        """Return the next moment at which the provider does not mind being asked."""
        now = fields.Datetime.now()
        return max(now, self.last_polled_at + self.account_id._floor()) if self.last_polled_at else now

    def _message(self, answer, health, is_another):
        if is_another:
            return self.env._(
                "What the carrier reports is older than this delivery: the number was used before, or it is "
                "not this parcel's. Check number and carrier."
            )
        if health == "expired":
            return self.env._("There was no news for 30 days, so the carrier is not asked any more.")
        return False if answer.health == "ok" else self.account_id._explain(answer)

    def _store_events(self, heard, source):
        """Add what is new, and withdraw what a provider that repeats the whole journey leaves out.

        :param heard: shipments with their answers
        :return: the shipments of which only another parcel's scans came
        """
        others, news, withdrawn, back = self.browse(), [], [], []
        for shipment, answer in heard:
            rows = shipment.event_ids.filtered(lambda event: event.source in CARRIER_SOURCES)
            known = {event.fingerprint: event for event in rows}
            reported = shipment._said(answer.events, source)
            if not reported:
                others |= shipment
            change = shipment._change(known, reported, answer, source)
            news += [reported[mark] for mark in change.new]
            withdrawn += [known[mark].id for mark in change.withdrawn]
            back += [known[mark].id for mark in change.back]
        events = self.env["fmcg.shipment.event"].sudo()
        events.browse(withdrawn).write({"is_superseded": True})
        events.browse(back).write({"is_superseded": False})
        self.env["fmcg.tracking.code"]._note(events.create(news))
        return others

    def _change(self, known, reported, answer, source):
        """Return what an answer changes of the known events; when it was asked for is noted by the claim."""
        asked = source == "poll" and (self.last_polled_at or fields.Datetime.now())
        return tracking.merge(
            {
                mark: tracking.Known(event.occurred_at, event.create_date, event.is_superseded)
                for mark, event in known.items()
            },
            {mark: values["occurred_at"] for mark, values in reported.items()},
            answer.full,
            asked or None,
        )

    def _said(self, events, source):
        """Return the values of the records for events, by fingerprint, without those of an earlier parcel."""
        shipped = self.shipped_on or self.create_date.date()
        began = dt.datetime.combine(shipped, dt.time(), dt.timezone.utc) - BEFORE
        provider, found = self.account_id.provider, {}
        for event in events:
            if event.occurred_at >= began:
                values = self._event_values(event, source=source, provider=provider)
                found.setdefault(values["fingerprint"], values)
        return found
