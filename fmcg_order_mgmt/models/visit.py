from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class FmcgVisit(models.Model):
    """A rep at a customer's on a day: planned, and what came of it."""

    _name = "fmcg.visit"
    _description = "Visit"
    _order = "date, sequence, id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, check_company=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Sales Representative",
        required=True,
        check_company=True,
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    plan_date = fields.Date(
        string="Planned for",
        readonly=True,
        index=True,
        copy=False,
        help="The day by the customer's plan, from which the visit may have been moved. "
        "Empty: entered by hand.",
    )
    sequence = fields.Integer(default=10, help="Its place in the day.")
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("missed", "Missed"), ("skipped", "Skipped")],
        required=True,
        default="planned",
        readonly=True,
        help="Missed: the day passed and nobody said how it went. Skipped: left out on purpose.",
    )
    outcome = fields.Selection(
        [("order", "Order"), ("no_order", "No Order"), ("closed", "Shop Closed"), ("other", "Other")],
        readonly=True,
        copy=False,
    )
    order_id = fields.Many2one(
        "sale.order", check_company=True, index="btree_not_null", readonly=True, copy=False
    )
    note = fields.Text(copy=False)
    street = fields.Char(related="partner_id.street")
    city = fields.Char(related="partner_id.city")
    phone = fields.Char(related="partner_id.phone")

    _once_a_day = models.UniqueIndex(
        "(partner_id, date, user_id)", "This customer has a visit of the same person on that day already."
    )
    _user_day_idx = models.Index("(user_id, date)")
    _outcome_when_done = models.Constraint(
        "CHECK ((state = 'done') = (outcome IS NOT NULL))",
        "A visit that was made has an outcome, and no other one has.",
    )

    @api.depends("partner_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for visit in self:
            day = visit.date and format_date(self.env, visit.date)
            visit.display_name = " · ".join(filter(None, [visit.partner_id.display_name, day]))

    def action_no_order(self):
        """Record that the customer needed nothing."""
        return self._record("no_order")

    def action_closed(self):
        """Record that nobody was there."""
        return self._record("closed")

    def action_other(self):
        """Record that the visit was made for something else, which the note may tell."""
        return self._record("other")

    def action_skip(self):
        """Leave the visits out on purpose."""
        return self.write({"state": "skipped", "outcome": False, "order_id": False})

    def action_reopen(self):
        """Take back what was recorded."""
        return self.write({"state": "planned", "outcome": False, "order_id": False})

    def _record(self, outcome):
        return self.write({"state": "done", "outcome": outcome, "order_id": False})

    def _record_order(self, order):
        """Record that the visit brought this order; a later one takes its place.

        :param order: one ``sale.order`` of the visited customer, its branches or its head office
        :raises UserError: the order is another customer's
        """
        self.ensure_one()
        if order.partner_id.commercial_partner_id != self.partner_id.commercial_partner_id:
            raise UserError(
                self.env._(
                    "%(order)s is an order of %(customer)s, but the visit was to %(visited)s.",
                    order=order.display_name,
                    customer=order.partner_id.display_name,
                    visited=self.partner_id.display_name,
                )
            )
        self.write({"state": "done", "outcome": "order", "order_id": order.id})

    @api.model
    def _day_of(self, user):
        """Return the date that it is for this user: in their time zone, else their company's, else in UTC."""
        user = user.sudo()
        zone = user.tz or user.company_id.partner_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))

    @api.model
    def _today(self, user):
        """Return the visits of this user's today, whatever their state, in the order of the tour."""
        return self.search([("user_id", "=", user.id), ("date", "=", self._day_of(user))])
