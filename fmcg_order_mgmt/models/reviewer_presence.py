import datetime as dt

import pytz

from odoo import api, fields, models

# How far a plan looks ahead: what comes after a week with a holiday before it is no matter of today.
AHEAD = dt.timedelta(days=8)


class FmcgReviewer(models.Model):
    """When reviewers are there: their working hours without leaves, and not while they are away."""

    _inherit = "fmcg.reviewer"

    is_away = fields.Boolean(compute="_compute_is_away")
    presence = fields.Selection(
        [("here", "Here"), ("off", "Off Duty"), ("away", "Away")], compute="_compute_presence"
    )

    @api.depends("away", "away_until")
    def _compute_is_away(self):
        now = fields.Datetime.now()
        for reviewer in self:
            reviewer.is_away = reviewer._is_away(now)

    @api.depends("away", "away_until", "calendar_id", "company_id", "user_id")
    def _compute_presence(self):
        now = fields.Datetime.now()
        windows = self._windows(now)
        for reviewer in self:
            off = "here" if reviewer._works(windows[reviewer], now) else "off"
            reviewer.presence = "away" if reviewer._is_away(now) else off

    def _is_away(self, now):
        return self.away and (not self.away_until or self.away_until > now)

    @api.model
    def _works(self, windows, now):
        return any(begin <= now < end for begin, end in windows)

    def _windows(self, now):
        """Return from and until when each reviewer works in the days ahead, in UTC, in time order."""
        begin = pytz.utc.localize(now)
        found = {}
        for calendar, some in self._by_calendar().items():
            people = some.sudo().user_id.resource_ids
            hours = self._hours(calendar, begin, people)
            for reviewer in some:
                own = reviewer.sudo().user_id.resource_ids.filtered(
                    lambda person, company=reviewer.company_id: person.company_id == company
                )
                found[reviewer] = reviewer._but_away(hours[own[:1].id], now)
        return found

    def _by_calendar(self):
        return self.sudo().grouped(
            lambda reviewer: reviewer.calendar_id or reviewer.company_id.resource_calendar_id
        )

    @api.model
    def _hours(self, calendar, begin, people):
        """Return the working hours in the days ahead, in UTC, by the id of a person; False for anybody."""
        end = begin + AHEAD
        if not calendar:
            return dict.fromkeys([False, *people.ids], [(self._naive(begin), self._naive(end))])
        found = calendar.sudo()._work_intervals_batch(begin, end, resources=people)
        return {
            person: [(self._naive(one), self._naive(other)) for one, other, _why in intervals]
            for person, intervals in found.items()
        }

    def _but_away(self, windows, now):
        if not self._is_away(now):
            return windows
        back = self.away_until
        return [(max(begin, back), end) for begin, end in windows if back and end > back]

    @api.model
    def _naive(self, moment):
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _day_end(self, company, now):
        """Return when, in UTC, the working day ends that is not over yet; False without working hours."""
        calendar = company.resource_calendar_id
        if not calendar:
            return False
        zone = pytz.timezone(calendar.tz)
        hours = self._hours(calendar, pytz.utc.localize(now), self.env["resource.resource"])[False]
        days = {pytz.utc.localize(end).astimezone(zone).date(): end for _begin, end in hours}
        return days[min(days)] if days else False
