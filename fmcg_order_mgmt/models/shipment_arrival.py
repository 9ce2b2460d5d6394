import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, babel_locale_parse, get_lang

from ..engine import tracking
from ..engine.tracking.shown import arrival_window
from .shipment import utc_now

LATENESS = [
    ("late", "Late"),
    ("today", "Arriving Today"),
    ("coming", "In Time"),
    ("undated", "No Day Known"),
    ("ended", "Ended"),
]
# Within so many days a date needs no year.
NEAR = 180
# Of these nobody expects the arrival at the customer any more.
NOT_ARRIVING = (*sorted(tracking.TERMINAL), "returning")


class FmcgShipment(models.Model):
    """When a shipment arrives, and how late it is."""

    _inherit = "fmcg.shipment"

    arrives_on = fields.Date(
        compute="_compute_arrives_on",
        store=True,
        index="btree_not_null",
        help="The day, where the company is, on which the carrier expects it, else the promised one.",
    )
    lateness = fields.Selection(LATENESS, compute="_compute_lateness", search="_search_lateness")
    late_text = fields.Char(string="How Late", compute="_compute_late_text")
    arrival_text = fields.Char(string="Expected Arrival", compute="_compute_arrival_text")

    @api.depends("eta", "due_at", "company_id")
    def _compute_arrives_on(self):
        for shipment in self:
            zone = ZoneInfo(shipment.company_id.partner_id.tz or "UTC")
            moment = shipment.eta or shipment.due_at
            shipment.arrives_on = bool(moment) and local_time(moment, zone).date()

    @api.depends("state", "is_late", "arrives_on")
    @api.depends_context("tz")
    def _compute_lateness(self):
        today = fields.Date.context_today(self)
        for shipment in self:
            if shipment.state in tracking.TERMINAL:
                shipment.lateness = "ended"
            elif shipment.is_late:
                shipment.lateness = "late"
            elif shipment.arrives_on:
                shipment.lateness = "today" if shipment.arrives_on == today else "coming"
            else:
                shipment.lateness = "undated"

    def _search_lateness(self, operator, value):
        if operator != "in":
            return NotImplemented
        ended, late = Domain("state", "in", sorted(tracking.TERMINAL)), Domain("is_late", "=", True)
        today, dated = Domain("arrives_on", "=", "today"), Domain("arrives_on", "!=", False)
        kinds = {
            "ended": ended,
            "late": late,
            "today": ~ended & ~late & today,
            "coming": ~ended & ~late & dated & ~today,
            "undated": ~ended & ~late & ~dated,
        }
        return Domain.OR(kinds[kind] for kind in value if kind in kinds)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Let the board count by lateness, which no column holds: it changes with the clock."""
        if groupby_spec != "lateness":
            return super()._read_group_groupby(alias, groupby_spec, query)
        column = {name: self._field_to_sql(alias, name, query) for name in ("state", "due_at", "arrives_on")}
        return SQL(
            "CASE WHEN %(state)s IN %(ended)s THEN 'ended'"
            " WHEN %(behind)s OR %(due_at)s < %(now)s THEN 'late'"
            " WHEN %(arrives_on)s = %(today)s THEN 'today'"
            " WHEN %(arrives_on)s IS NULL THEN 'undated' ELSE 'coming' END",
            behind=self._field_to_sql(alias, "is_behind", query),
            ended=tuple(tracking.TERMINAL),
            now=fields.Datetime.now(),
            today=fields.Date.context_today(self),
            **column,
        )

    @api.depends("is_late", "is_behind", "due_at", "eta")
    @api.depends_context("lang")
    def _compute_late_text(self):
        """Say how long the promise is over, or by how much it is expected to be missed, if that is known."""
        now = fields.Datetime.now()
        for shipment in self:
            arrives = max(now, shipment.eta or now)
            shipment.late_text = shipment.is_late and self._delay_words(arrives - shipment.due_at)

    def _delay_words(self, delay):
        if delay.days < 0:
            return self.env._("will be late")
        if delay.days:
            return self.env._("%s d late", delay.days)
        return self.env._("%s h late", max(1, delay.seconds // 3600))

    @api.depends("state", "eta", "due_at")
    @api.depends_context("lang", "tz")
    def _compute_arrival_text(self):
        zone = ZoneInfo(self.env.tz.zone)
        for shipment in self:
            shipment.arrival_text = shipment._arrival_text(zone)

    def _arrival_text(self, zone):
        """Return when it arrives as a person in that time zone would say it; "" where nobody can tell."""
        moment = self.eta or self.due_at
        if not moment or self.state in NOT_ARRIVING:
            return ""
        local, now = local_time(moment, zone), utc_now().astimezone(zone)
        # A promise is a day where the company is, whatever the hour of its end is elsewhere.
        day = local.date() if self.eta else self.arrives_on
        if day < now.date():
            return self.env._("Was expected on %s", day_words(self.env, day))
        window = self._arrival_window(local, zone)
        if window and window[1] < now:
            window = None
        return self._day_text(day, (day - now.date()).days, window)

    def _arrival_window(self, local, zone):
        """Return from when to when it comes: as the carrier says, else around its time; None for no hour."""
        if not self._knows_hour():
            return None
        until = self.eta_to and local_time(self.eta_to, zone)
        if until and until > local and until.date() == local.date():
            return local, until
        return arrival_window(local)

    def _knows_hour(self):
        """Say whether more than the day is known: own experience of a lane counts in days."""
        return bool(self.eta) and self.eta_source != "own"

    def _latest_arrival_text(self, zone):
        """Return when the last of these shipments arrives that are still coming, "" when none is."""
        coming = self.filtered(lambda each: each.arrives_on and each.state not in NOT_ARRIVING)
        return coming.sorted("arrives_on")[-1:]._arrival_text(zone) if coming else ""

    def _day_text(self, day, ahead, window):
        """Say a day that is so many days ahead, with the hours where they are known and near."""
        hours = window and {
            "start": clock_words(self.env, window[0]),
            "end": clock_words(self.env, window[1]),
        }
        if ahead == 0:
            if hours:
                return self.env._("Arrives today between %(start)s and %(end)s", **hours)
            return self.env._("Arrives today")
        if ahead == 1:
            if hours:
                return self.env._("Arrives tomorrow between %(start)s and %(end)s", **hours)
            return self.env._("Arrives tomorrow")
        return self.env._("Arrives on %s", day_words(self.env, day))


def local_time(moment, zone):
    """Return a stored moment as an aware one in a time zone."""
    return moment.replace(tzinfo=dt.timezone.utc).astimezone(zone)


def day_words(env, day):
    """Return a day in short with its weekday, as the language writes it: Tue, Dec 1; far ones with a year."""
    far = abs((day - fields.Date.today()).days) > NEAR
    return format_skeleton("yMMMEd" if far else "MMMEd", day, locale=babel_locale_parse(get_lang(env).code))


def clock_words(env, moment):
    """Return the hour and minute of a local moment, as the language writes them."""
    return format_time(moment.time(), format="short", locale=babel_locale_parse(get_lang(env).code))
