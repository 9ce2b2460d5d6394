import datetime as dt
import logging

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every

from .res_partner_visit import PLAN_FIELDS, WEEKDAY_FIELDS

_logger = logging.getLogger(__name__)

DAYS_AHEAD = 7
BATCH = 500


class FmcgVisit(models.Model):
    """Makes the visits that the customers' plans want, and tells which ones were missed."""

    _inherit = "fmcg.visit"

    @api.model
    def _cron_plan(self):
        """Mark what was missed and plan today and the seven days after; called by the scheduled job."""
        progress = self.env["ir.cron"]._commit_progress
        overdue, wanted = self._overdue(), self._wanted()
        missed = self.search(overdue)
        progress(remaining=len(missed) + len(wanted))
        for batch in split_every(BATCH, missed.ids, self.browse):
            batch.try_lock_for_update().filtered_domain(overdue).write({"state": "missed"})
            if not progress(len(batch)):
                return
        for batch in split_every(BATCH, wanted, list):
            self._make(batch)
            if not progress(len(batch)):
                return

    @api.model
    def _plan(self):
        """Plan today and the seven days after at once, as the scheduled job does."""
        self._make(self._wanted())

    @api.model
    def _make(self, wanted):
        try:
            with self.env.cr.savepoint():
                self.create(wanted)
        except UniqueViolation:
            # Somebody entered one of them by hand meanwhile, which only the next transaction can see.
            _logger.info("visits were entered while they were planned; planning them again")
            self.env.ref("fmcg_order_mgmt.ir_cron_visit_plan")._trigger()

    @api.model
    def _overdue(self):
        """Return the domain of the planned visits whose day is over for the one who should have made them."""
        planned = Domain("state", "=", "planned")
        [[users]] = self._read_group(planned, [], ["user_id:recordset"])
        days = users.grouped(self._day_of)
        return planned & Domain.OR(
            Domain("user_id", "in", some.ids) & Domain("date", "<", day) for day, some in days.items()
        )

    @api.model
    def _wanted(self):
        """Return the values of the visits that the plans want for the next days and that are not there yet.

        A customer for whom any visit is there on a day, or was moved away from it, needs no other one.
        """
        partners = self._planned_customers()
        days = {user: self._days_of(user) for user in partners.user_id}
        known = self._known(min(days.values())[0], max(days.values())[-1]) if days else set()
        return [
            partner._fmcg_visit_values(day)
            for partner in partners
            for day in filter(partner._fmcg_visit_plan().is_due, days[partner.user_id])
            if (partner.id, day) not in known
        ]

    @api.model
    def _planned_customers(self):
        """Return the customers with a plan and with somebody who may follow it."""
        weekdays = Domain.OR(Domain(name, "=", True) for name in WEEKDAY_FIELDS)
        followed = Domain("user_id.active", "=", True) & weekdays
        return (
            self.env["res.partner"]
            .search_fetch(followed, PLAN_FIELDS)
            .filtered(lambda partner: partner.company_id <= partner.user_id.company_ids)
        )

    @api.model
    def _days_of(self, user):
        today = self._day_of(user)
        return [today + dt.timedelta(days=days) for days in range(DAYS_AHEAD + 1)]

    @api.model
    def _known(self, first, last):
        """Return customers and days for which there is a visit, as pairs of an id and a date."""
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        visits = self.search_fetch(
            Domain("date", "in", days) | Domain("plan_date", "in", days), ["partner_id", "date", "plan_date"]
        )
        return {(visit.partner_id.id, day) for visit in visits for day in (visit.date, visit.plan_date)}

    @api.model
    def _forget(self, partners):
        """Delete the visits that an old plan of these customers wanted, but for those moved by hand."""
        visits = self.search([("partner_id", "in", partners.ids), ("state", "=", "planned")])
        visits.filtered(
            lambda visit: visit.date == visit.plan_date and visit.date >= self._day_of(visit.user_id)
        ).unlink()
        self.env.ref("fmcg_order_mgmt.ir_cron_visit_plan")._trigger()
