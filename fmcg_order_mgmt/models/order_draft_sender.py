from odoo import models

from .order_draft_screen import CUSTOMER

SENDER = {"unknown_sender", "doubtful_sender", "automatic_mail"}


class FmcgOrderDraft(models.Model):
    """No order comes from a sender that is not one known customer, whomever the words name."""

    _inherit = "fmcg.order.draft"

    def _ask_about_sender(self):
        """Ask who sent the message, where nothing else is asked about the whole draft first."""
        for draft in self.filtered(
            lambda d: d.kind != "none" and d.question_code in (False, "which_customer")
        ):
            request = draft.request_id
            code = request._sender_question()
            if code:
                # Lines that wait for the customer go on waiting for the same answer.
                ask = draft._move_question if draft.question_code else draft._ask
                ask(code, sender=request.sender)

    def _close_question(self):
        """Ask about the sender next, unless that is what was answered."""
        others = self.filtered(lambda d: d.question_code and d.question_code not in SENDER | CUSTOMER)
        result = super()._close_question()
        others._ask_about_sender()
        return result
