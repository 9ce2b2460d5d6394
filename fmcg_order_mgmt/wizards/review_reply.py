from odoo import fields, models


class FmcgReviewReply(models.TransientModel):
    """The form in which a reviewer writes down what was answered."""

    _name = "fmcg.review.reply"
    _description = "Answer to a Question during a Review"

    question_id = fields.Many2one("fmcg.review.question", required=True, readonly=True)
    text = fields.Text(string="Answer", required=True)

    def action_keep(self):
        """Keep the answer; the order stands first again."""
        self.ensure_one()
        order = self.question_id.order_id
        order._fmcg_to_decide()
        order._fmcg_lock()
        self.question_id._take_answer(self.text)
        return True
