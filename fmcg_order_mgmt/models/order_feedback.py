import datetime

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine.opinion import MAX_STARS, QUESTIONS, Opinion, is_complaint

RATINGS = tuple(f"rating_{question}" for question in QUESTIONS)
ANSWER = frozenset({*RATINGS, "receipt", "text", "answered_at", "answered_from", "lang"})
EXPIRE_BATCH = 100
# More is no opinion any more; who holds the link could fill the order's history.
MAX_FURTHER = 10


class FmcgOrderFeedback(models.Model):
    """What the customer was asked about an order, and the one answer that counts.

    An answer is a fact: it is written once, by the customer's page, and never changed by anybody. A question
    that was not rated is empty in the database, so that averages leave it out.
    """

    _name = "fmcg.order.feedback"
    _description = "Customer Feedback"
    _rec_name = "order_id"
    _order = "id desc"
    _check_company_auto = True

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, readonly=True, ondelete="restrict", check_company=True
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery",
        index="btree_not_null",
        readonly=True,
        check_company=True,
        help="The delivery that was rated, where the order had only one.",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    user_id = fields.Many2one(related="order_id.user_id", store=True, index=True)
    state = fields.Selection(
        [("asked", "Asked"), ("answered", "Answered"), ("expired", "No Answer")],
        required=True,
        default="asked",
        index=True,
        readonly=True,
    )
    asked_at = fields.Datetime(string="Asked On", required=True, default=fields.Datetime.now, readonly=True)
    answered_at = fields.Datetime(string="Answered On", readonly=True, index=True, copy=False)
    answered_from = fields.Selection(
        [("phone", "Phone"), ("computer", "Computer")],
        readonly=True,
        copy=False,
        help="Kind of device. Neither its address nor anything else about it is kept.",
    )
    lang = fields.Char(string="Language", readonly=True, copy=False)
    rating_product = fields.Integer(string="Products", aggregator="avg", readonly=True, copy=False)
    rating_speed = fields.Integer(string="Delivery Speed", aggregator="avg", readonly=True, copy=False)
    rating_packaging = fields.Integer(string="Packaging", aggregator="avg", readonly=True, copy=False)
    rating_service = fields.Integer(string="Service", aggregator="avg", readonly=True, copy=False)
    stars = fields.Float(compute="_compute_stars", digits=(2, 1), help="Average of the questions answered.")
    receipt = fields.Selection(
        [
            ("complete", "All Received"),
            ("missing", "Something Missing"),
            ("damaged", "Something Damaged"),
        ],
        string="Received in Full",
        readonly=True,
        copy=False,
    )
    text = fields.Text(string="Customer's Words", readonly=True, copy=False)
    is_complaint = fields.Boolean(
        string="Needs Care",
        compute="_compute_is_complaint",
        store=True,
        help="Two stars or fewer on any question, or something missing or damaged.",
    )
    further_count = fields.Integer(
        string="Further Answers",
        readonly=True,
        copy=False,
        help="Answers that came after the one that counts; they are notes on the order.",
    )

    _order_uniq = models.UniqueIndex("(order_id)", "The customer was asked about this order already.")
    _answered_when = models.Constraint(
        "CHECK ((state = 'answered') = (answered_at IS NOT NULL))",
        "An answer has a moment, nothing else has.",
    )
    _rating_range = models.Constraint(
        "CHECK (LEAST(rating_product, rating_speed, rating_packaging, rating_service) >= 1"
        " AND GREATEST(rating_product, rating_speed, rating_packaging, rating_service) <= 5)",
        "A rating is a number of stars from 1 to 5.",
    )
    _due_idx = models.Index("(asked_at) WHERE state = 'asked'")

    @api.depends(*RATINGS)
    def _compute_stars(self):
        for feedback in self:
            given = [feedback[rating] for rating in RATINGS if feedback[rating]]
            feedback.stars = sum(given) / len(given) if given else 0

    @api.depends(*RATINGS, "receipt")
    def _compute_is_complaint(self):
        for feedback in self:
            feedback.is_complaint = is_complaint([feedback[rating] for rating in RATINGS], feedback.receipt)

    def write(self, vals):
        """Take an answer once; afterwards only the count of further answers moves, whoever asks."""
        if vals.keys() != {"further_count"} and "answered" in self.mapped("state"):
            raise UserError(self.env._("What a customer answered cannot be changed, by nobody."))
        if vals.keys() & ANSWER and vals.get("state") != "answered":
            raise UserError(self.env._("Only the customer's own answer fills in ratings and words."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if "answered" in self.mapped("state"):
            raise UserError(self.env._("What a customer answered is kept. It cannot be deleted."))

    @api.model
    def _ask(self, orders):
        """Ask the customers of these orders, each once, and return what is new."""
        if not orders:
            # A savepoint would write all that waits to be written, at each scan of a parcel.
            return self.browse()
        try:
            with self.env.cr.savepoint():
                return self.create([order._fmcg_feedback_values() for order in orders])
        except UniqueViolation:
            # Another transaction is asking one of them right now; the cron asks those that are left.
            return self.browse()

    def _take_answer(self, opinion, device, lang):
        """Write the customer's answer and return True; False when one stands already.

        :param Opinion opinion: a faultless one, as engine.opinion reads it
        :param str device: "phone" or "computer"
        :param str lang: code of the language in which the page was shown
        """
        self.ensure_one()
        if self.state == "answered":
            return False
        values = {f"rating_{question}": stars for question, stars in opinion.stars.items()}
        values |= {"receipt": opinion.receipt, "text": opinion.text or False, "lang": lang}
        self.write(
            values | {"state": "answered", "answered_at": fields.Datetime.now(), "answered_from": device}
        )
        return True

    def _take_further_answer(self, opinion):
        """Count an answer that came after the first one.

        :return: "same" when it says what the first one said, "full" when there were too many, else "kept"
        """
        self.ensure_one()
        first = self._opinion()
        if (first.stars, first.receipt, first.text) == (opinion.stars, opinion.receipt, opinion.text):
            return "same"
        if self.further_count >= MAX_FURTHER:
            return "full"
        self.further_count += 1
        return "kept"

    def _opinion(self):
        """Return what was answered in the engine's form."""
        stars = {question: self[f"rating_{question}"] for question in QUESTIONS}
        given = {question: star for question, star in stars.items() if star}
        return Opinion(given, self.receipt or None, self.text or "")

    @api.model
    def _question_labels(self):
        """Return the name of each question, as the customer and the team read it."""
        described = self.fields_get(RATINGS, ["string"])
        return {question: described[f"rating_{question}"]["string"] for question in QUESTIONS}

    @api.model
    def _answer_labels(self, opinion):
        """Return an answer as a list of (question, answer) in words."""
        names = self._question_labels()
        labels = [
            (names[question], "★" * stars + "☆" * (MAX_STARS - stars))
            for question, stars in opinion.stars.items()
        ]
        if opinion.receipt:
            receipt = self.fields_get(["receipt"], ["string", "selection"])["receipt"]
            labels.append((receipt["string"], dict(receipt["selection"])[opinion.receipt]))
        return labels

    def _page_values(self):
        """Return what the customer's page needs to ask, or to show what was answered."""
        return {
            "feedback": self,
            "answers": self._answer_labels(self._opinion()) if self.state == "answered" else [],
            "question_labels": self._question_labels(),
            "receipt_labels": dict(self._fields["receipt"]._description_selection(self.env)),
            "star_labels": {
                1: self.env._("Very bad"),
                2: self.env._("Bad"),
                3: self.env._("All right"),
                4: self.env._("Good"),
                5: self.env._("Very good"),
            },
        }

    @api.model
    def _overdue_domain(self):
        """Return the domain of questions whose waiting time is over, each company by its own setting."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].sudo().search([("fmcg_close_days", ">", 0)])
        waits = [
            Domain("company_id", "in", group.ids) & Domain("asked_at", "<=", now - datetime.timedelta(days))
            for days, group in companies.grouped("fmcg_close_days").items()
        ]
        return Domain("state", "=", "asked") & Domain.OR(waits)

    @api.model
    def _cron_expire(self, limit=1000):
        """Stop waiting for answers that did not come in time, so that their orders close."""
        domain = self._overdue_domain()
        due = self.search(domain, limit=limit, order="asked_at, id")
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(due) if len(due) < limit else self.search_count(domain))
        for batch in split_every(EXPIRE_BATCH, due.ids, self.browse):
            batch.try_lock_for_update().filtered_domain(domain).write({"state": "expired"})
            if not progress(len(batch)):
                break
