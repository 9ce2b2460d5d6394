from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.fmcg_order_mgmt.engine.promise.work_time import WorkTime
from odoo.addons.fmcg_order_mgmt.models.sale_order_promise import DAYS_AHEAD


class FmcgPromiseWorkTime(models.AbstractModel):
    """When work centres are free: their calendars' hours less the work orders that wait for them."""

    _name = "fmcg.promise.work.time"
    _description = "Free Time of Work Centres"

    @api.model
    def _free(self, centres, zone):
        """Return the engine's free time by id of the work centre, in the local time of a zone.

        A work centre without a calendar has no hours: nothing can be planned on it.
        """
        hours = self._hours(centres)
        planned, waiting = self._orders(centres)

        def local(moment):
            return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

        times = {}
        for centre in centres:
            working = [
                [each.astimezone(zone).replace(tzinfo=None) for each in span] for span in hours[centre]
            ]
            busy = [(local(begin), local(end)) for begin, end in planned.get(centre.id, ())]
            times[centre.id] = time = WorkTime(working, busy)
            for since, minutes in waiting.get(centre.id, ()):
                time.fill(minutes, local(since))
        return times

    @api.model
    def _hours(self, centres):
        """Return the working hours by work centre, holidays left out."""
        begin = pytz.utc.localize(fields.Datetime.now())
        end = begin + timedelta(days=DAYS_AHEAD)
        hours = dict.fromkeys(centres, ())
        for calendar, group in centres.grouped("resource_calendar_id").items():
            if calendar:
                found = calendar._work_intervals_batch(
                    begin, end, resources=group.resource_id, tz=pytz.timezone(calendar.tz)
                )
                hours |= {centre: [span[:2] for span in found[centre.resource_id.id]] for centre in group}
        return hours

    @api.model
    def _orders(self, centres):
        """Return the work that waits for work centres.

        :return: by id of the work centre the spans of planned work orders, and (moment, minutes) of what
            nobody has planned, or what should be done already
        """
        self.env["mrp.workorder"].flush_model()
        self.env["mrp.production"].flush_model(["date_start", "state"])
        now, planned, waiting = fields.Datetime.now(), {}, {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT w.workcenter_id, w.date_start, w.date_finished, COALESCE(p.date_start, %(now)s),
                       GREATEST(COALESCE(w.duration_expected, 0) - COALESCE(w.duration, 0), 0)
                  FROM mrp_workorder w
                  JOIN mrp_production p ON p.id = w.production_id
                 WHERE w.workcenter_id IN %(centres)s AND w.state NOT IN ('done', 'cancel')
                   AND p.state NOT IN ('done', 'cancel')
                 ORDER BY 4, w.id
                """,
                now=now,
                centres=tuple(centres.ids) or (0,),
            )
        )
        for centre, begin, end, since, minutes in rows:
            if begin and end and end > now:
                planned.setdefault(centre, []).append((begin, end))
            else:
                waiting.setdefault(centre, []).append((max(since, now), float(minutes)))
        return planned, waiting
