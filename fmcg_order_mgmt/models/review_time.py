from odoo import api, fields, models

from ..engine.review.workload import Contents, Measured, fit, pace

# The pace is learnt from so many of the last reviews, the minutes from so many new ones in a night.
RECENT, NEWS = 2000, 5000
# What has no duration cannot be compared.
LEAST = 0.05
# Nobody looks at one order for longer: whoever did went away from it.
LONGEST = 30.0


class FmcgReviewTime(models.Model):
    """How long the review of an order really took; what predictions are learnt from."""

    _name = "fmcg.review.time"
    _description = "Measured Review"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Reviewer", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Datetime(required=True, readonly=True)
    contents = fields.Json(required=True, readonly=True)
    predicted = fields.Float(string="Predicted Minutes", readonly=True, aggregator="avg")
    minutes = fields.Float(required=True, readonly=True, aggregator="avg")

    @api.model
    def _measure(self, orders):
        """Keep how long the user took for orders that are decided at this moment.

        The clock of an order starts when it was opened, or with the decision before where several were
        opened at once; orders decided in one go share the time as they were predicted.
        """
        mine = orders.sudo().filtered(
            lambda order: order.fmcg_review_started
            and order.fmcg_review_contents
            and order.fmcg_reviewer_id == self.env.user
        )
        if not mine:
            return
        now = fields.Datetime.now()
        minutes = self._minutes_so_far(mine, now)
        predicted = {order: order._fmcg_predicted_minutes() for order in mine}
        total = sum(predicted.values())
        self.sudo().create(
            [
                order._prepare_fmcg_review_time(now, part, order._fmcg_measured(minutes * part / total))
                for order, part in predicted.items()
            ]
        )

    @api.model
    def _minutes_so_far(self, orders, now):
        """Return for how long the user has been at orders, all together."""
        last = self.sudo().search([("user_id", "=", self.env.uid)], limit=1).date
        begin = max(filter(None, [min(orders.mapped("fmcg_review_started")), last]))
        return (now - begin).total_seconds() / 60

    @api.model
    def _cron_learn(self):
        """Learn from the reviews of the day; called by the scheduled job."""
        companies = [company for (company,) in self._read_group([], ["company_id"])]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(companies))
        for company in companies:
            self._learn(company)
            if not progress(1):
                return

    @api.model
    def _learn(self, company):
        """Move the company's model towards what reviews took since the last time, and each one's pace."""
        kept = company.fmcg_review_model or {}
        here = fields.Domain("company_id", "=", company.id)
        news = self.search(here & fields.Domain("id", ">", kept.get("last", 0)), order="id", limit=NEWS)
        if not news:
            return
        recent = self.search(here, limit=RECENT)._engine()
        before = company._fmcg_workload()
        model = fit(news._engine(), before, pace(recent, before))
        company.fmcg_review_model = {
            "figures": model.figures,
            "reviews": model.reviews,
            "last": max(news.ids),
        }
        self._store_paces(company, recent, pace(recent, model))

    @api.model
    def _store_paces(self, company, recent, paces):
        reviewers = self.env["fmcg.reviewer"].with_context(active_test=False)
        for reviewer in reviewers.search([("company_id", "=", company.id)]):
            user = reviewer.user_id.id
            reviewer.pace = paces.get(user, 1.0)
            reviewer.measured = sum(review.reviewer == user for review in recent)

    def _engine(self):
        return [
            Measured(Contents.from_json(review.contents), review.minutes, review.user_id.id)
            for review in self
        ]
