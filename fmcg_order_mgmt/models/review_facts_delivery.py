from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.review.checks.delivery_date import Delivery

# So many days ahead are looked at to find one that is possible.
DAYS_AHEAD = 20


class FmcgReviewFacts(models.AbstractModel):
    """When the orders are to arrive, and when they could."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        dated = orders.filtered("commitment_date")
        holidays = self._holidays(dated.company_id)
        for order in dated:
            parts[order.id][Delivery] = self._delivery(order, holidays.get(order.company_id, ()))
        return parts

    @api.model
    def _delivery(self, order, holidays):
        now, route = fields.Datetime.now(), order._fmcg_route()
        today, zone, timetable = self._local_day(order, now), self._zone(order), order._fmcg_timetable()
        if timetable:
            days = timetable.following(now, DAYS_AHEAD)
        else:
            days = [today + timedelta(number) for number in range(1, DAYS_AHEAD + 1)]
        wanted = self._local_day(order, order.commitment_date)
        return Delivery(
            day=wanted,
            today=today,
            first=timetable and timetable.first(self._came_in(order)),
            weekdays=frozenset(route._weekdays()) if route else None,
            closed=frozenset(day for day in (wanted, *days) if is_closed(day, zone, holidays)),
            reachable=tuple(days),
        )

    @api.model
    def _came_in(self, order):
        """Return when the order, or the last message that changed it, came in (UTC)."""
        return max(order._fmcg_source_drafts().request_id.mapped("received_at"), default=order.date_order)

    @api.model
    def _zone(self, order):
        """Return the zone of the place that delivers the order."""
        route = order._fmcg_route()
        name = order.warehouse_id.partner_id.tz or order.company_id.partner_id.tz or "UTC"
        return route._tz() if route else pytz.timezone(name)

    @api.model
    def _local_day(self, order, moment):
        return pytz.utc.localize(moment).astimezone(self._zone(order)).date()

    @api.model
    def _delivery_day(self, order):
        """Return the day on which the order arrives: as agreed, else the next of its route, else today."""
        if order.commitment_date:
            return self._local_day(order, order.commitment_date)
        now, route = fields.Datetime.now(), order._fmcg_route()
        return route and order._fmcg_timetable().first(now) or self._local_day(order, now)

    @api.model
    def _holidays(self, companies):
        """Return the times off of whole companies that are not over, pairs of UTC moments by company.

        Working calendars are there where an application that plans people's time is installed.
        """
        if "resource.calendar.leaves" not in self.env:
            return {}
        holidays = {}
        leaves = self.env["resource.calendar.leaves"].sudo()
        open_leaves = Domain("resource_id", "=", False) & Domain("date_to", ">=", fields.Datetime.now())
        found = leaves.search(open_leaves & Domain("company_id", "in", companies.ids))
        for leave in found:
            company = leave.company_id
            if leave.calendar_id in (leave.calendar_id.browse(), company.resource_calendar_id):
                holidays.setdefault(company, []).append((leave.date_from, leave.date_to))
        return holidays


def is_closed(day, zone, holidays):
    """Tell whether noon of a day is within a holiday."""
    if not holidays:
        return False
    noon = zone.localize(datetime.combine(day, time(12))).astimezone(pytz.utc).replace(tzinfo=None)
    return any(begin <= noon <= end for begin, end in holidays)
