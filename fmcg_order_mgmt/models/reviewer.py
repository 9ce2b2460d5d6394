from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

REVIEWERS = "fmcg_order_mgmt.group_fmcg_reviewer"
MANAGERS = "fmcg_order_mgmt.group_fmcg_manager"
OWN_FIELDS = {"away", "away_until"}
# What a plan goes by; a change of it shares the orders out anew.
PLAN_FIELDS = OWN_FIELDS | {
    "active",
    "user_id",
    "company_id",
    "calendar_id",
    "max_open",
    "channel_ids",
    "order_type_ids",
    "lang_ids",
}


class FmcgReviewer(models.Model):
    """Somebody who reviews the orders of a company: which ones, when, how fast, and how many at once."""

    _name = "fmcg.reviewer"
    _description = "Reviewer"
    _rec_name = "user_id"
    _order = "company_id, id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        string="Reviewer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    channel_ids = fields.Many2many(
        "fmcg.order.channel", string="Channels", help="Only orders of these channels; empty for all."
    )
    order_type_ids = fields.Many2many(
        "fmcg.order.type", string="Order Types", help="Only orders of these types; empty for all."
    )
    lang_ids = fields.Many2many(
        "res.lang", string="Languages", help="Only customers who speak one of these; empty for all."
    )
    max_open = fields.Integer(
        string="Orders at Once", help="So many orders are assigned at the same time at most. 0: any number."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="When this person reviews; empty for the company's working hours.",
    )
    away = fields.Boolean(help="Does not review for now. Orders that wait go to others at once.")
    away_until = fields.Datetime(help="Back at this moment by itself; empty for until further notice.")
    pace = fields.Float(
        default=1.0,
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Minutes taken divided by minutes predicted, learnt from measured reviews: below 1 is faster "
        "than the others.",
    )
    measured = fields.Integer(
        string="Measured Reviews", readonly=True, copy=False, help="How many reviews the pace is learnt from."
    )
    open_count = fields.Integer(string="Open Orders", compute="_compute_open")
    open_minutes = fields.Float(string="Minutes of Work", compute="_compute_open")
    may_edit = fields.Boolean(compute="_compute_may_edit")

    _user_uniq = models.Constraint(
        "UNIQUE (user_id, company_id)", "This person is a reviewer of this company already."
    )
    _pace_positive = models.Constraint("CHECK (pace > 0)", "A pace is above 0.")
    _max_open_positive = models.Constraint(
        "CHECK (max_open >= 0)", "The orders at once cannot be negative; 0 is for any number."
    )

    @api.depends_context("uid")
    def _compute_may_edit(self):
        self.may_edit = self.env.user.has_group(MANAGERS)

    @api.depends("user_id", "company_id", "pace")
    def _compute_open(self):
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                self.env["sale.order"]._fmcg_review_domain()
                & fields.Domain("fmcg_reviewer_id", "in", self.user_id.ids),
                ["fmcg_reviewer_id", "company_id"],
                ["__count", "fmcg_review_minutes:sum"],
            )
        )
        found = {(user, company): figures for user, company, *figures in groups}
        for reviewer in self:
            count, minutes = found.get((reviewer.user_id, reviewer.company_id), (0, 0.0))
            reviewer.open_count, reviewer.open_minutes = count, minutes * reviewer.pace

    @api.constrains("user_id")
    def _check_user(self):
        for reviewer in self.filtered(lambda reviewer: not reviewer.user_id.has_group(REVIEWERS)):
            raise ValidationError(
                self.env._(
                    "%s has no right to review orders. Give the role of a reviewer first.",
                    reviewer.user_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        reviewers = super().create(vals_list)
        self._plan_all(reviewers.company_id)
        return reviewers

    def write(self, vals):
        self._check_may_write(vals)
        companies = self.company_id
        result = super().write(vals)
        if PLAN_FIELDS & vals.keys():
            self._plan_all(companies | self.company_id)
        return result

    def unlink(self):
        companies = self.company_id
        held = self._held()
        result = super().unlink()
        held._fmcg_give_back()
        self._plan_all(companies)
        return result

    def _check_may_write(self, vals):
        """Refuse what only a manager may change; the rules see to it that others change only their own."""
        if not (self.env.su or self.env.user.has_group(MANAGERS)) and vals.keys() - OWN_FIELDS:
            raise AccessError(
                self.env._("You can say that you are away or back. Ask a manager for everything else.")
            )

    def _held(self):
        """Return the orders that these reviewers have."""
        orders = self.env["sale.order"].sudo()
        found = orders.search([("fmcg_reviewer_id", "in", self.user_id.ids)])
        pairs = {(reviewer.user_id, reviewer.company_id) for reviewer in self.sudo()}
        return found.filtered(lambda order: (order.fmcg_reviewer_id, order.company_id) in pairs)

    @api.model
    def _plan_all(self, companies):
        for company in companies:
            self.sudo()._plan(company)

    def action_back(self):
        """Say that one is back at work, or as a manager that somebody is."""
        return self.write({"away": False, "away_until": False})

    def action_away(self, until=None):
        """Say that one is away, or as a manager that somebody is; orders that wait go to others at once.

        :param until: when one is back by oneself, in UTC; None for until further notice
        :raises UserError: that is no moment to come
        """
        try:
            back = fields.Datetime.to_datetime(until or False)
        except (TypeError, ValueError):
            back = fields.Datetime.now()
        if back and back <= fields.Datetime.now():
            raise UserError(
                self.env._("Say when you are back as a moment to come, such as 2030-01-31 14:00:00, in UTC.")
            )
        return self.write({"away": True, "away_until": back or False})
