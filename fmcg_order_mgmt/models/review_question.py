from odoo import api, fields, models
from odoo.exceptions import AccessError

from .reviewer import MANAGERS

LONGEST_TEXT = 5000


class FmcgReviewQuestion(models.Model):
    """What somebody was asked about an order in review; how it went on stands in its answers."""

    _name = "fmcg.review.question"
    _inherit = ["fmcg.append.only"]
    _description = "Question during a Review"
    _order = "id desc"
    _rec_name = "text"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    finding_id = fields.Many2one(
        "fmcg.review.finding", string="About", ondelete="set null", index="btree_not_null", readonly=True
    )
    finding_text = fields.Char(readonly=True, help="What the check said when the question was asked.")
    asked = fields.Selection([("customer", "Customer"), ("manager", "Manager")], required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Person Asked", readonly=True, ondelete="restrict")
    manager_id = fields.Many2one("res.users", string="Manager Asked", readonly=True, ondelete="restrict")
    by_mail = fields.Boolean(string="By E-Mail", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Asked by", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(string="Asked at", required=True, readonly=True)
    text = fields.Text(string="Question", required=True, readonly=True)
    answer_ids = fields.One2many("fmcg.review.answer", "question_id", string="Answers", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
        compute="_compute_state",
        store=True,
        index=True,
    )
    answer = fields.Text(compute="_compute_answer")

    @api.depends("answer_ids.kind")
    def _compute_state(self):
        for question in self:
            kinds = question.answer_ids.mapped("kind")
            question.state = "answered" if "answered" in kinds else kinds[0] if kinds else "open"

    @api.depends("answer_ids.text")
    def _compute_answer(self):
        for question in self:
            question.answer = "\n".join(filter(None, question.answer_ids.sorted("id").mapped("text")))

    def action_note_answer(self):
        """Open the form in which a reviewer writes down what was answered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "fmcg.review.reply",
            "view_mode": "form",
            "target": "new",
            "context": {"default_question_id": self.id},
        }

    def _take_answer(self, text):
        """Keep what a reviewer says was answered; of a manager only a manager does.

        :raises AccessError: the user is no reviewer, or not the one who was asked
        :raises UserError: there are no words, or the question is not open
        """
        self.ensure_one()
        order = self.order_id
        order._fmcg_to_decide()
        self._require_open()
        if self.asked == "manager" and not self.env.user.has_group(MANAGERS):
            raise AccessError(
                self.env._("A manager was asked, and a manager answers. Take the question back.")
            )
        partner = self.env.user.partner_id if self.asked == "manager" else self.partner_id
        order._fmcg_end_questions(self, "answered", order._fmcg_words(text), partner)

    def action_withdraw(self):
        """Take questions back; their orders wait for nobody's answer any more.

        :raises AccessError: the user is no reviewer
        :raises UserError: one of them is answered already
        """
        for order, questions in self.grouped("order_id").items():
            order._fmcg_to_decide()
            order._fmcg_lock()
            questions._require_open()
            order._fmcg_end_questions(questions, "withdrawn")
        return True

    def _require_open(self):
        closed = self.filtered(lambda question: question.state != "open")
        if closed:
            raise self.env["fmcg.review.answer"]._closed_error()

    @api.model
    def _ask(self, order, text, finding, values):
        """Keep what is being asked about an order at this moment."""
        return self.sudo()._record(
            [
                {
                    "order_id": order.id,
                    "finding_id": finding.id if finding else False,
                    "finding_text": finding.message if finding else False,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "text": text,
                }
                | values
            ]
        )
