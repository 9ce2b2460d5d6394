from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

from ..engine import tracking
from ..engine.tracking import tour
from ..engine.tracking.canonical import HARD
from .shipment import OWN, naive
from .shipment_tour import _aware


class FmcgShipment(models.Model):
    """What happens at the door: each report of a driver counts once, with the time at which it happened."""

    _inherit = "fmcg.shipment"

    def report(self, kind, values):
        """Record what a driver saw at the door of these shipments.

        Whatever a report will bring besides, such as a signature, comes as one more of ``values``, and is
        taken by an override of ``_reported``.

        :param str kind: ``arrived``, ``delivered``, ``partly``, ``refused`` or ``nobody``
        :param dict values: ``key``, the report's own name, by which it counts only once; ``at``, when it
            happened (ISO 8601), and ``sent``, what the same clock showed on sending; for ``partly`` also
            ``back``, a list of ``move`` (id), ``quantity`` (in the product's own unit) and ``reason``
            (``damaged``, ``refused`` or ``missing``)
        :return: ``done``, ``known`` (this report came before) or ``same`` (somebody reported the same)
        :raises AccessError: not a driver's own, or not known
        :raises UserError: what is wrong with the report
        """
        outcome = self._report_once(kind, values)
        self.sudo().tour_id._fmcg_plan_arrivals()
        return outcome

    def action_take_back(self):
        """Take back what people reported last of these shipments.

        :raises AccessError: not a dispatcher
        :raises UserError: nothing was reported
        """
        events = self.event_ids.browse()
        for shipment in self:
            reported = shipment._live_events().filtered(lambda event: event.source == "manual").sorted("id")
            # The first is that it left.
            events |= reported[1:][-1:]
        if not events:
            raise UserError(self.env._("Nobody reported anything that could be taken back."))
        events.action_withdraw()
        self.sudo().tour_id._fmcg_plan_arrivals()
        return True

    def _report_once(self, kind, values):
        shipments = self._reportable()
        report = self.env["fmcg.driver.report"]._read(kind, values)
        shipments._lock_to_report()
        events = shipments.sudo().event_ids
        known = events.filtered(lambda event: event.report_key == report.key).shipment_id
        if not (fresh := shipments - known):
            return "known"
        if not (news := fresh.filtered(lambda shipment: not shipment._says_already(report))):
            return "same"
        news._check_may_happen(report)
        news._reported(report, values)
        return "done"

    def _reportable(self):
        """Return these shipments; one that is not the driver's is answered like one that does not exist."""
        found = self.search([("id", "in", self.ids)])
        if not self or set(found.ids) != set(self.ids):
            raise AccessError(self.env._("This stop is not known, or it is on somebody else's tour."))
        found._check_reporter()
        return found

    def _lock_to_report(self):
        """Let reports of one stop from two phones come one after the other."""
        self.env.cr.execute(
            SQL("SELECT id FROM fmcg_shipment WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", self._ids),
            log_exceptions=False,
        )

    def _says_already(self, report):
        """Whether somebody reported the same before, so that this report is no news."""
        reported = self.sudo()._live_events().filtered("report_key")
        same = reported.filtered(lambda event: event.code == report.kind)
        if report.kind == "refused":
            return bool(same) and self.state == "returning"
        earlier = same.filtered(lambda event: event.occurred_at <= naive(report.moment.at))
        if report.kind == "delivered":
            return bool(earlier) and self.state == "delivered"
        return report.kind != "partly" and bool(earlier) and reported[:1] in same

    def _check_may_happen(self, report):
        """Refuse what cannot be: news of goods that are gone, or that came back already.

        :raises UserError: said in words
        """
        at = naive(report.moment.at)
        gone = self.filtered(lambda each: each.state in HARD and at > each.last_event_at)
        if gone:
            raise UserError(
                self.env._("%s was cancelled or is back already. Bring the goods back.", gone[0].name)
            )
        back = self.sudo().event_ids.filtered(lambda event: not event.is_superseded and event.return_ids)
        if report.kind in ("partly", "refused") or any(event.occurred_at <= at for event in back):
            self._refuse_second(back)

    def _refuse_second(self, back):
        if back:
            raise UserError(
                self.env._(
                    "Goods of %s came back already. Take that report back first, or ask a dispatcher.",
                    back[0].shipment_id.name,
                )
            )

    def _reported(self, report, values):
        """Store a report, one event for each shipment, and what follows from it; return the events.

        :param dict values: all that came with it
        """
        parts = self._parts(report)
        events = self._create_reported([part._reported_values(report, kind) for part, kind, _back in parts])
        for event, (_shipment, _kind, back) in zip(events, parts, strict=True):
            if back:
                self.env["fmcg.return.request"].sudo()._came_back(event, back)
        return events

    def _create_reported(self, values):
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.env["fmcg.shipment.event"].sudo().create(values)
        except UniqueViolation as error:
            # The same report came by another request: tried again, the transaction finds it.
            raise ConcurrencyError(str(error)) from error

    def _goods_are_back(self):
        """Close shipments of which all that came back is received."""
        back = self.filtered(
            lambda shipment: shipment.state == "returning"
            and all(request.state in ("done", "refused") for request in shipment.event_ids.return_ids)
        )
        back._report("returned", self.env._("Received back by %s", self.env.user.name))

    def _parts(self, report):
        """Return what the report says of each shipment: it, the kind, and what came back by move.

        :raises UserError: goods that the shipments do not have, or more than they have
        """
        moves = {move.id: move for move in self.sudo().picking_ids.move_ids if move.state == "done"}
        back = {moves[line.move]: line for line in report.back if line.move in moves}
        if len(back) < len(report.back):
            raise UserError(self.env._("This line is not part of the delivery."))
        for move, line in back.items():
            move._fmcg_check_not_accepted(line.quantity)
        parts = []
        for shipment in self:
            brought = shipment.sudo().picking_ids.move_ids & self.env["stock.move"].union(*moves.values())
            parts.append((shipment, *self._part(report, brought, back)))
        return parts

    def _part(self, report, brought, back):
        if report.kind == "refused":
            return "refused", {move: (move._fmcg_brought(), "refused") for move in brought}
        own = {move: (back[move].quantity, back[move].reason) for move in brought if move in back}
        if report.kind != "partly":
            return report.kind, {}
        left = [move for move in brought if move not in own or own[move][0] < move._fmcg_brought()]
        return ("partly" if left else "refused") if own else "delivered", own

    def _reported_values(self, report, kind):
        said = tour.KINDS[kind]
        left = _aware(self.sudo().create_date)
        event = tracking.Event(
            # A van reports nothing before it left: the phone's clock may be a little behind ours.
            max(report.moment.at, left),
            report.moment.raw,
            said.state,
            code=kind,
            description=self._report_words(kind),
            sequence=1,
            reason=said.reason,
        )
        mark = tracking.fingerprint(OWN, report.key, self.name, event)
        return self.env["fmcg.shipment.event"]._values_of(
            event,
            shipment_id=self.id,
            fingerprint=mark,
            report_key=report.key,
            source="manual",
            provider=OWN,
            occurred_at=naive(event.occurred_at),
        )

    def _report_words(self, kind):
        who = self.env.user.name
        return {
            "arrived": self.env._("%s is at the door", who),
            "delivered": self.env._("Delivered by %s", who),
            "partly": self.env._("Delivered by %s, some of it not accepted", who),
            "refused": self.env._("Refused by the customer, %s brings it back", who),
            "nobody": self.env._("%s found nobody there", who),
        }[kind]
