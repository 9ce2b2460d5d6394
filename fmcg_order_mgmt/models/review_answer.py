from odoo import api, fields, models
from odoo.exceptions import UserError


class FmcgReviewAnswer(models.Model):
    """What ended a question: the answer in the words of whoever gave it, or that it was taken back."""

    _name = "fmcg.review.answer"
    _inherit = ["fmcg.append.only"]
    _description = "Answer to a Question during a Review"
    _order = "id desc"
    _rec_name = "text"

    question_id = fields.Many2one(
        "fmcg.review.question", required=True, index=True, ondelete="cascade", readonly=True
    )
    order_id = fields.Many2one(related="question_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="question_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("answered", "Answered"), ("withdrawn", "Withdrawn")], required=True, readonly=True
    )
    text = fields.Text(readonly=True)
    partner_id = fields.Many2one("res.partner", string="Answered by", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users",
        string="Noted by",
        readonly=True,
        ondelete="restrict",
        help="Empty for what the customer wrote.",
    )
    date = fields.Datetime(string="Answered at", required=True, readonly=True)

    @api.model
    def _keep(self, questions, kind, text, partner, user):
        """Keep one answer to each of the questions."""
        values = {
            "kind": kind,
            "text": text or False,
            "partner_id": partner.id if partner else False,
            "user_id": user.id if user else False,
            "date": fields.Datetime.now(),
        }
        return self.sudo()._record([values | {"question_id": question.id} for question in questions])

    @api.model
    def _closed_error(self):
        return UserError(
            self.env._("This question is answered or taken back already. Look at the order again.")
        )
