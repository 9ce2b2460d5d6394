import datetime as dt

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.review.workload import Contents
from .reviewer import MANAGERS
from .sale_order_review import OPEN_STATES

# Only plans and the reviewers' own actions set these.
ASSIGNMENT = (
    "fmcg_reviewer_id",
    "fmcg_reviewer_why",
    "fmcg_review_started",
    "fmcg_review_spent",
    "fmcg_review_due",
    "fmcg_review_late",
    "fmcg_review_minutes",
    "fmcg_review_contents",
)
# Orders that come so shortly before their cut-off are shared out at once.
SOON = dt.timedelta(minutes=30)


class SaleOrder(models.Model):
    """Who reviews an order, until when, and how long it will take."""

    _inherit = "sale.order"

    fmcg_reviewer_id = fields.Many2one(
        "res.users", string="Reviewer", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    fmcg_reviewer_why = fields.Char(readonly=True, copy=False)
    fmcg_reviewer_text = fields.Char(string="Why This Reviewer", compute="_compute_fmcg_reviewer_text")
    fmcg_review_started = fields.Datetime(
        string="Review Started", readonly=True, copy=False, help="When the reviewer opened the order."
    )
    fmcg_review_due = fields.Datetime(
        string="Review Until",
        readonly=True,
        copy=False,
        help="The next cut-off of the customer's route; without a route the end of the working day.",
    )
    fmcg_review_late = fields.Selection(
        [("foreseen", "Will Miss the Cut-off"), ("missed", "Missed the Cut-off")],
        string="Review Late",
        readonly=True,
        copy=False,
    )
    fmcg_review_minutes = fields.Float(
        string="Minutes to Review",
        digits=(16, 1),
        readonly=True,
        copy=False,
        help="Predicted from what is in the order, for a reviewer of average pace.",
    )
    fmcg_review_contents = fields.Json(readonly=True, copy=False, prefetch=False)
    fmcg_review_minutes_text = fields.Char(
        string="What Makes the Work", compute="_compute_fmcg_review_minutes_text"
    )

    @api.depends("fmcg_reviewer_why")
    @api.depends_context("lang")
    def _compute_fmcg_reviewer_text(self):
        words = self._fmcg_reviewer_words()
        for order in self:
            order.fmcg_reviewer_text = words.get(order.fmcg_reviewer_why, False)

    @api.model
    def _fmcg_reviewer_words(self):
        return {
            "taken": self.env._("Took the order."),
            "started": self.env._("Is at it."),
            "stays": self.env._("Has it already and will be in time."),
            "reviewer_away": self.env._("Whoever had it is away or gone."),
            "saves_cutoff": self.env._("Only so it is reviewed before its cut-off."),
            "only_one_may": self.env._("Nobody else who is there may review it."),
            "knows_it": self.env._("Knows the customer."),
            "earliest_free": self.env._("Has time for it first."),
            "late_anyway": self.env._("It will miss its cut-off; here it is done first."),
            "waits": self.env._("Waits for whoever is free first."),
            "nobody_may": self.env._("No reviewer may review such an order."),
            "no_time_left": self.env._("No reviewer has time left for it."),
        }

    @api.depends("fmcg_review_contents")
    @api.depends_context("lang")
    def _compute_fmcg_review_minutes_text(self):
        for order in self:
            kept = order.fmcg_review_contents
            order.fmcg_review_minutes_text = kept and self.env["fmcg.review.contents"]._words(
                Contents.from_json(kept), order.company_id._fmcg_workload()
            )

    @api.model
    def default_get(self, fields):
        return {name: value for name, value in super().default_get(fields).items() if name not in ASSIGNMENT}

    def _fmcg_refuse_forged(self, vals):
        result = super()._fmcg_refuse_forged(vals)
        if not self.env.su and vals.keys() & set(ASSIGNMENT):
            raise UserError(
                self.env._("Who reviews an order until when is planned. A reviewer can take the order.")
            )
        return result

    @api.model
    def _fmcg_review_domain(self):
        """Return the domain of the orders that wait for a reviewer's decision."""
        return Domain("fmcg_review_state", "=", "pending") & Domain("state", "in", OPEN_STATES)

    def action_fmcg_review(self):
        result = super().action_fmcg_review()
        # What the checks found makes work: the next plan predicts it anew.
        self.sudo().filtered("fmcg_review_minutes").fmcg_review_minutes = 0
        return result

    def _fmcg_decide(self, kind, reason=False, automatic=False):
        decided = kind in ("approved", "rejected")
        if decided and not automatic:
            self.env["fmcg.review.time"]._measure(self)
        result = super()._fmcg_decide(kind, reason, automatic)
        if decided:
            self.sudo()._fmcg_leave_plan()
        elif self._fmcg_closes_soon():
            self.env["fmcg.reviewer"]._plan_soon()
        return result

    def _fmcg_closes_soon(self):
        now = fields.Datetime.now()
        closes = [order.sudo()._fmcg_closes(now) for order in self]
        return any(moment and moment <= now + SOON for moment in closes)

    def _fmcg_leave_plan(self):
        """Forget who was to review orders; somebody who has nothing left gets more at once."""
        mine = self.filtered(lambda order: order.fmcg_reviewer_id == self.env.user)
        self._fmcg_write_changed(dict.fromkeys(name for name in ASSIGNMENT if name != "fmcg_review_contents"))
        domain = self._fmcg_review_domain() & Domain("fmcg_reviewer_id", "=", self.env.uid)
        if mine and not self.search(domain, limit=1):
            self.env["fmcg.reviewer"]._plan_soon()

    def action_fmcg_take(self):
        """Take orders to review them now; the clock of their review starts.

        :raises AccessError: the user is no reviewer
        :raises UserError: none of them waits for a review, or somebody else is at one of them
        """
        orders = self._fmcg_to_decide().filtered(lambda order: order.fmcg_review_state == "pending")
        if not orders:
            raise UserError(self.env._("None of these orders waits for a review."))
        others = orders.filtered(
            lambda order: order.fmcg_review_started and order.fmcg_reviewer_id - self.env.user
        )
        if others and not self.env.user.has_group(MANAGERS):
            lines = [f"{order.name}: {order.fmcg_reviewer_id.name}" for order in others]
            raise UserError(self.env._("Somebody is at these orders already:\n%s", "\n".join(lines)))
        orders._fmcg_start_review()
        return True

    def action_fmcg_next(self):
        """Open the order that the user is to review next, whatever the recordset; its clock starts.

        :raises AccessError: the user is no reviewer
        :raises UserError: there is none
        """
        mine = self._fmcg_review_domain() & Domain("fmcg_reviewer_id", "=", self.env.uid)
        order = self.search(
            mine & Domain("company_id", "in", self.env.companies.ids),
            order="fmcg_review_started, fmcg_review_due, id",
            limit=1,
        )
        order._fmcg_to_decide()
        if not order:
            raise UserError(self.env._("No order is assigned to you. Take one from the list, or wait."))
        order._fmcg_start_review()
        return order._get_records_action()

    def _fmcg_start_review(self):
        """Note that the user has opened orders in review."""
        waiting = self.sudo().filtered_domain(self._fmcg_review_domain())
        new = waiting.filtered(
            lambda order: not order.fmcg_review_started or order.fmcg_reviewer_id != self.env.user
        )
        new._fmcg_predict()
        new.filtered(lambda order: order.fmcg_reviewer_id != self.env.user).fmcg_reviewer_why = "taken"
        new._fmcg_write_changed(
            {"fmcg_reviewer_id": self.env.uid, "fmcg_review_started": fields.Datetime.now()}
        )
