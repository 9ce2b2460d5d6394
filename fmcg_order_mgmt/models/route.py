import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.promise.calendar import DeliveryDays
from ..engine.promise.timetable import Timetable

# The names that the client's weekday widget expects, Monday first as in datetime.weekday().
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class FmcgRoute(models.Model):
    """A delivery tour: the weekdays on which its van runs and until when one must have ordered."""

    _name = "fmcg.route"
    _description = "Delivery Route"
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        index="btree_not_null",
        help="Where the route's goods are picked. Orders of its customers are delivered from here.",
    )
    mon = fields.Boolean(string="Monday", default=True)
    tue = fields.Boolean(string="Tuesday", default=True)
    wed = fields.Boolean(string="Wednesday", default=True)
    thu = fields.Boolean(string="Thursday", default=True)
    fri = fields.Boolean(string="Friday", default=True)
    sat = fields.Boolean(string="Saturday")
    sun = fields.Boolean(string="Sunday")
    cut_off = fields.Float(
        string="Cut-off",
        default=16,
        help="Orders after this hour, local time of the warehouse, count as orders of the next day.",
    )
    lead_days = fields.Integer(
        string="Days Ahead", default=1, help="From the order to its delivery; 1 is the next day."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    minimum_order = fields.Monetary(
        help="Smaller orders, before taxes, are told to the reviewer. 0: the rule's own minimum counts."
    )
    delivery_days = fields.Char(compute="_compute_delivery_days")
    next_delivery_date = fields.Date(
        string="Next Delivery",
        compute="_compute_next_delivery_date",
        help="Day on which an order that comes in at this moment is delivered.",
    )
    partner_ids = fields.One2many("res.partner", "fmcg_route_id", string="Customers")
    partner_count = fields.Integer(compute="_compute_partner_count", string="Number of Customers")

    _code_uniq = models.Constraint(
        "UNIQUE (code, company_id)", "Another route of this company has this code already."
    )
    _cut_off_in_day = models.Constraint(
        "CHECK (cut_off >= 0 AND cut_off < 24)", "The cut-off is an hour of the day, from 00:00 to 23:59."
    )
    _lead_days_positive = models.Constraint(
        "CHECK (lead_days >= 0)", "The days ahead cannot be negative; 0 is delivery on the same day."
    )

    _minimum_order_positive = models.Constraint(
        "CHECK (minimum_order >= 0)", "The minimum of an order cannot be negative; 0 is no minimum."
    )

    @api.constrains(*WEEKDAYS)
    def _check_weekdays(self):
        for route in self:
            if not route._weekdays():
                raise ValidationError(
                    self.env._("Route %s needs at least one day on which it delivers.", route.display_name)
                )

    @api.depends(*WEEKDAYS)
    @api.depends_context("lang")
    def _compute_delivery_days(self):
        names = self._weekday_names()
        for route in self:
            route.delivery_days = ", ".join(names[day] for day in route._weekdays())

    @api.model
    def _weekday_names(self):
        """Return the short names of the weekdays in the user's language, Monday first."""
        return (
            self.env._("Mon"),
            self.env._("Tue"),
            self.env._("Wed"),
            self.env._("Thu"),
            self.env._("Fri"),
            self.env._("Sat"),
            self.env._("Sun"),
        )

    @api.depends(*WEEKDAYS, "cut_off", "lead_days", "warehouse_id.partner_id.tz", "company_id.partner_id.tz")
    def _compute_next_delivery_date(self):
        now = fields.Datetime.now()
        for route in self:
            route.next_delivery_date = route._next_delivery_date(now)

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        counts = self.env["res.partner"]._read_group(
            [("fmcg_route_id", "in", self.ids)], ["fmcg_route_id"], ["__count"]
        )
        by_route = {route.id: count for route, count in counts}
        for route in self:
            route.partner_count = by_route.get(route.id, 0)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for route in self:
            route.display_name = f"{route.code} {route.name}" if route.code else route.name

    def _weekdays(self):
        self.ensure_one()
        return tuple(day for day, name in enumerate(WEEKDAYS) if self[name])

    def _tz(self):
        """Return the zone in which the cut-off is meant: the warehouse's, else the company's, else UTC."""
        self.ensure_one()
        name = self.warehouse_id.partner_id.tz or self.company_id.partner_id.tz
        return pytz.timezone(name or "UTC")

    def _next_delivery_date(self, moment):
        """Return the first day on which the route delivers an order of ``moment``.

        :param datetime moment: when the order came in, naive UTC as Odoo stores it
        :return: a date in the route's own time zone, or False for a route without delivery days
        """
        return self._timetable().first(moment) or False

    def _timetable(self, cut_off=None):
        """Return the delivery days of the route by the clock of its place.

        :param cut_off: an hour that holds instead of the route's own, such as that of a customer; 0 is none
        """
        self.ensure_one()
        days = DeliveryDays(self._weekdays(), cut_off or self.cut_off, self.lead_days)
        return Timetable(days, self._tz())

    def action_view_partners(self):
        """Open the customers of this route."""
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_customer_form")
        return action | {
            "domain": [("fmcg_route_id", "in", self.ids)],
            "context": {
                "default_fmcg_route_id": self.id if len(self) == 1 else False,
                "default_customer_rank": 1,
            },
        }
