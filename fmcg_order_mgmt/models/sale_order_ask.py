from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, format_time

from .review_question import LONGEST_TEXT
from .sale_order_review import OPEN_STATES

# Only questions and answers set these.
ASKED = ("fmcg_asked_at", "fmcg_asked_manager_id", "fmcg_answered_at")


class SaleOrder(models.Model):
    """Who was asked about an order in review, and whether the answer is there."""

    _inherit = "sale.order"

    fmcg_question_ids = fields.One2many("fmcg.review.question", "order_id", string="Questions", readonly=True)
    fmcg_asked_at = fields.Datetime(
        string="Waits for the Customer",
        compute="_compute_fmcg_asked",
        store=True,
        help="Since when the answer of the customer is waited for.",
    )
    fmcg_asked_manager_id = fields.Many2one(
        "res.users", string="Waits for the Manager", compute="_compute_fmcg_asked", store=True
    )
    fmcg_answered_at = fields.Datetime(
        string="Answered",
        compute="_compute_fmcg_asked",
        store=True,
        help="When the last answer came in that was waited for.",
    )
    fmcg_waits_text = fields.Char(string="Waits for", compute="_compute_fmcg_waits_text")

    @api.model
    def default_get(self, fields):
        return {name: value for name, value in super().default_get(fields).items() if name not in ASKED}

    def _fmcg_refuse_forged(self, vals):
        result = super()._fmcg_refuse_forged(vals)
        if not self.env.su and vals.keys() & set(ASKED):
            raise UserError(
                self.env._("Who was asked about an order follows the questions. Ask there instead.")
            )
        return result

    @api.depends("fmcg_question_ids.state", "fmcg_question_ids.answer_ids.date")
    def _compute_fmcg_asked(self):
        for order in self:
            questions = order.fmcg_question_ids
            asked = questions.filtered(lambda question: question.state == "open")
            customer = asked.filtered(lambda question: question.asked == "customer")
            answers = questions.answer_ids.filtered(lambda answer: answer.kind == "answered")
            order.fmcg_asked_at = min(customer.mapped("date"), default=False)
            order.fmcg_asked_manager_id = (asked - customer).manager_id[:1]
            order.fmcg_answered_at = not asked and max(answers.mapped("date"), default=False)

    @api.depends("fmcg_asked_at", "fmcg_asked_manager_id")
    @api.depends_context("lang", "tz")
    def _compute_fmcg_waits_text(self):
        for order in self:
            order.fmcg_waits_text = order._fmcg_waits_words()

    def _fmcg_waits_words(self):
        if self.fmcg_asked_at:
            return self.env._("waits for the customer since %s", self._fmcg_moment(self.fmcg_asked_at))
        manager = self.fmcg_asked_manager_id
        return self.env._("waits for %s", manager.sudo().name) if manager else False

    def _fmcg_moment(self, moment):
        """Return a moment as people say it: of today the time alone."""
        local = fields.Datetime.context_timestamp(self, moment)
        if local.date() == fields.Date.context_today(self):
            return format_time(self.env, local.time(), time_format="short")
        return format_datetime(self.env, moment, dt_format="short")

    def _fmcg_check_asking(self, text):
        """Return the text of a question about the order, once it can be asked.

        :raises AccessError: the user is no reviewer
        :raises UserError: the order does not wait for a decision, or there are no words
        """
        self.ensure_one()
        self._fmcg_to_decide()
        if self.fmcg_review_state != "pending" or self.state not in OPEN_STATES:
            raise UserError(self.env._("%s waits for no decision. There is nothing to ask.", self.name))
        return self._fmcg_words(text)

    @api.model
    def _fmcg_words(self, text):
        words = text.strip() if isinstance(text, str) else ""
        if not words:
            raise UserError(self.env._("There are no words yet. Write what is to be said."))
        if len(words) > LONGEST_TEXT:
            raise UserError(self.env._("This is too long: %s characters are the most.", LONGEST_TEXT))
        return words

    def _fmcg_keep_question(self, asked, text, finding, **values):
        """Keep a question, stop the clock, and let the order stay with somebody until the answer comes."""
        if finding and finding not in self.sudo().fmcg_finding_ids:
            raise UserError(self.env._("The check does not find this any more. Look at the order again."))
        if not self.fmcg_reviewer_id:
            self._fmcg_start_review()
        self._fmcg_stop_clock()
        return self.env["fmcg.review.question"]._ask(self, text, finding, values | {"asked": asked})

    def _fmcg_open_questions(self, asked=None):
        return self.sudo().fmcg_question_ids.filtered(
            lambda question: question.state == "open" and asked in (None, question.asked)
        )

    def _fmcg_end_questions(self, questions, kind, text="", partner=None, user=None):
        """Keep how questions about the orders ended; what they were planned for is over."""
        user = self.env.user if user is None else user
        self.env["fmcg.review.answer"]._keep(questions, kind, text, partner, user)
        # Read together also after the activities were deleted, which empties the cache.
        questions = questions.sudo().browse(questions.ids)
        orders = questions.order_id.browse(questions.order_id.ids)
        orders.filtered(lambda order: not order.fmcg_asked_at)._fmcg_done_activities(
            "fmcg_order_mgmt.activity_customer_asked"
        )
        orders.filtered(lambda order: not order.fmcg_asked_manager_id)._fmcg_done_activities(
            "fmcg_order_mgmt.activity_decision_asked"
        )
        for question in questions.filtered(lambda question: question.asked == "manager"):
            question.order_id._fmcg_return(question)
        orders._fmcg_sync_review_activities()

    def _fmcg_return(self, question):
        """Give an order back to who asked a manager, who has it still and decided nothing."""
        if self.fmcg_reviewer_id == question.manager_id and not self.fmcg_asked_manager_id:
            asker = question.user_id.filtered("active")
            self._fmcg_hand_to(asker, "answered" if asker else False)

    def _fmcg_hand_to(self, user, why):
        """Let somebody else review the order, who begins anew."""
        self.sudo()._fmcg_write_changed(
            {
                "fmcg_reviewer_id": user.id,
                "fmcg_reviewer_why": why,
                "fmcg_review_started": False,
                "fmcg_review_spent": 0.0,
            }
        )

    def _fmcg_decide(self, kind, reason=False, automatic=False):
        result = super()._fmcg_decide(kind, reason, automatic)
        if kind in ("seconded", "approved", "rejected"):
            self._fmcg_decided_questions(kind, reason)
        return result

    def _fmcg_decided_questions(self, kind, reason):
        """End the questions about orders that were decided; a manager's decision is the answer."""
        asked = self.sudo().filtered(lambda order: order.fmcg_asked_at or order.fmcg_asked_manager_id)
        if not asked:
            return
        questions = asked._fmcg_open_questions()
        mine = questions.filtered(lambda question: question.manager_id == self.env.user)
        kinds = dict(self.env["fmcg.review.decision"]._fields["kind"]._description_selection(self.env))
        if mine:
            words = ": ".join(filter(None, (kinds[kind], reason)))
            asked._fmcg_end_questions(mine, "answered", words, self.env.user.partner_id)
        # After the first of two approvals the customer's answer still counts.
        rest = questions - mine if kind != "seconded" else questions.browse()
        if rest:
            asked._fmcg_end_questions(rest, "withdrawn", kinds[kind])

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self._fmcg_end_review()
        return result

    def _fmcg_end_review(self):
        """Take cancelled orders from whoever was to review them, or was asked about them."""
        orders = self.sudo()
        if questions := orders.filtered(
            lambda order: order.fmcg_asked_at or order.fmcg_asked_manager_id
        )._fmcg_open_questions():
            orders._fmcg_end_questions(questions, "withdrawn", self.env._("Cancelled"))
        orders.filtered("fmcg_reviewer_id")._fmcg_leave_plan()

    # The plan ---------------------------------------------------------------------------------------------

    def _fmcg_opened_by_others(self, reviewers, since):
        """Orders about which somebody was asked stay with that person, or with who asked."""
        asked = self.fmcg_asked_at or self.fmcg_asked_manager_id
        return bool(asked and self.fmcg_reviewer_id.active) or super()._fmcg_opened_by_others(
            reviewers, since
        )

    @api.model
    def _fmcg_reviewer_words(self):
        return super()._fmcg_reviewer_words() | {
            "asked": self.env._("Was asked to decide."),
            "answered": self.env._("Has the answer to the question."),
        }
