from odoo import api, models
from odoo.fields import Domain

from ..engine.review.assign import Order
from ..engine.review.workload import Contents
from .reviewer_plan import minutes_from

LEAST_MINUTES = 0.1
# An order type with so much priority counts as two others.
PRIORITY_UNIT = 10


class SaleOrder(models.Model):
    """What a plan of the reviews needs to know of orders, and what it changes."""

    _inherit = "sale.order"

    def _fmcg_predict(self):
        """Predict how long orders will take, where that is not known."""
        orders = self.filtered(lambda order: not order.fmcg_review_minutes)
        contents = self.env["fmcg.review.contents"]._gather(orders) if orders else {}
        for order in orders:
            found = contents[order.id]
            minutes = max(order.company_id._fmcg_workload().minutes(found), LEAST_MINUTES)
            order.with_context(tracking_disable=True).write(
                {"fmcg_review_contents": found.as_json(), "fmcg_review_minutes": minutes}
            )

    def _fmcg_predicted_minutes(self):
        contents = Contents.from_json(self.fmcg_review_contents)
        return max(self.company_id._fmcg_workload().minutes(contents), LEAST_MINUTES)

    def _prepare_fmcg_review_time(self, now, predicted, minutes):
        return {
            "order_id": self.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.fmcg_reviewer_id.id,
            "date": now,
            "contents": self.fmcg_review_contents,
            "predicted": predicted,
            "minutes": minutes,
        }

    @api.model
    def _fmcg_to_plan(self, company, now):
        """Return a company's orders in review with minutes and cut-off; others leave the plan."""
        here = Domain("company_id", "=", company.id)
        orders = self.search(here & self._fmcg_review_domain(), order="id")
        held = self.search(here & Domain("fmcg_reviewer_id", "!=", False))
        (held - orders)._fmcg_leave_plan()
        orders._fmcg_predict()
        orders._fmcg_set_due(company, now)
        return orders

    def _fmcg_set_due(self, company, now):
        """Set the next cut-off of orders, and mark those that missed one."""
        day_end = self.env["fmcg.reviewer"]._day_end(company, now)
        for order in self:
            due = order.fmcg_review_due or order._fmcg_closes(order._fmcg_last_decision().date)
            missed = due and due < now
            order._fmcg_write_changed(
                {
                    "fmcg_review_due": order._fmcg_closes(now) or day_end,
                    "fmcg_review_late": "missed" if missed else order.fmcg_review_late,
                }
            )

    def _fmcg_closes(self, moment):
        """Return the first cut-off after ``moment`` for the day that is wanted, False without one."""
        timetable, wanted = self._fmcg_timetable(), self.commitment_date
        if not timetable:
            return False
        return (timetable.closes_for(moment, wanted) if wanted else timetable.closes(moment)) or False

    def _fmcg_review_needs(self):
        """Return what a reviewer must be for, as pairs of a kind and a value."""
        found = {
            "channel": self.fmcg_channel_id.id,
            "type": self.fmcg_order_type_id.id,
            "lang": self.partner_id.lang,
        }
        return frozenset((kind, value) for kind, value in found.items() if value)

    def _fmcg_opened_by_others(self, reviewers, since):
        """Whether somebody opened the order lately who is not in the list of reviewers."""
        user, started = self.fmcg_reviewer_id, self.fmcg_review_started
        return bool(user.active and user not in reviewers and started and started > since)

    def _fmcg_engine_order(self, holder, needs, now):
        user, started = holder
        minutes = self.fmcg_review_minutes
        if started:
            minutes = max(minutes + minutes_from(self.fmcg_review_started, now), min(minutes, 1.0))
        return Order(
            key=self.id,
            minutes=minutes,
            due=minutes_from(self.fmcg_review_due, now),
            priority=1 + max(self.fmcg_priority, 0) / PRIORITY_UNIT,
            needs=needs,
            marks=frozenset([self.partner_id.id]),
            reviewer=user,
            started=started,
        )

    def _fmcg_take_plan(self, placements):
        """Take over what the engine found; orders with the same outcome are written together."""
        outcomes = {}
        for order, placement in zip(self, placements, strict=True):
            outcome = order._fmcg_outcome(placement)
            outcomes[outcome] = outcomes.get(outcome, self.browse()) + order
        for (user, why, late, moved), orders in outcomes.items():
            values = {"fmcg_reviewer_id": user, "fmcg_reviewer_why": why, "fmcg_review_late": late}
            orders._fmcg_write_changed(values | ({"fmcg_review_started": False} if moved else {}))

    def _fmcg_outcome(self, placement):
        user = placement.reviewer if placement.held else False
        moved = user != self.fmcg_reviewer_id.id
        why = placement.why if user or not placement.reviewer else "waits"
        if not moved and user:
            # Who keeps an order keeps the reason, too.
            why = self.fmcg_reviewer_why or why
        foreseen = "foreseen" if placement.late else False
        late = "missed" if self.fmcg_review_late == "missed" else foreseen
        return user, why, late, moved

    def _fmcg_write_changed(self, values):
        """Write values to those of the orders that have others, without a word in their chatter."""

        def differs(order):
            had = {name: order._fields[name].convert_to_write(order[name], order) for name in values}
            return any((had[name] or False) != (value or False) for name, value in values.items())

        changed = self.filtered(differs)
        if changed:
            changed.with_context(tracking_disable=True).write(values)

    def _fmcg_give_back(self):
        """Put orders back into the pool."""
        self._fmcg_write_changed(
            {"fmcg_reviewer_id": False, "fmcg_reviewer_why": False, "fmcg_review_started": False}
        )
