from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..engine.intake.envelope import opened
from ..engine.intake.shown import blocks
from .review_question import LONGEST_TEXT


class SaleOrder(models.Model):
    """The customer is asked about an order in review, and what is answered by e-mail comes to the review."""

    _inherit = "sale.order"

    def action_fmcg_ask_customer(self):
        """Open the form in which the customer is asked about this order."""
        return self._fmcg_ask_form("customer", self.env._("Ask the Customer"))

    def _fmcg_ask_form(self, asked, title, finding=None):
        self.ensure_one()
        self._fmcg_to_decide()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "fmcg.review.ask",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_order_id": self.id,
                "default_asked": asked,
                "default_finding_id": finding.id if finding else False,
            },
        }

    def _fmcg_contact(self):
        """Return whom an e-mail about the order goes to: the customer, else the customer's company."""
        partner = self.partner_id
        return (partner | partner.commercial_partner_id).filtered("email")[:1]

    def _fmcg_telephone(self):
        partner = self.partner_id
        return partner.phone or partner.commercial_partner_id.phone or ""

    def _fmcg_customer_lang(self):
        installed = dict(self.env["res.lang"].get_installed())
        wanted = (self.partner_id.lang, self.company_id.partner_id.lang, self.env.lang)
        return next((code for code in wanted if code in installed), "en_US")

    def _fmcg_question_text(self, finding):
        """Return the text with which the customer is asked about a finding, or about the order without "
        "one."""
        lang = self._fmcg_customer_lang()
        order = self.with_context(lang=lang)
        return order.env._(
            "Hello %(customer)s,\n\nwe are looking at your order %(order)s. %(question)s\n\n"
            "Please answer this message.\n\n%(user)s\n%(company)s",
            customer=order.partner_id.name or order.partner_id.display_name,
            order=order.name,
            question=finding._customer_question(lang),
            user=self.env.user.name,
            company=order.company_id.name,
        )

    def _fmcg_ask_customer(self, text, finding=None, by_mail=True):
        """Ask the customer, by e-mail or in another way; the order waits for the answer.

        :raises AccessError: the user is no reviewer
        :raises UserError: it cannot be asked, or there is no address
        """
        words = self._fmcg_check_asking(text)
        contact = self._fmcg_contact() if by_mail else self.partner_id
        if not contact:
            raise UserError(
                self.env._(
                    "No e-mail address of %s is known. Ask by chat or by telephone.", self.partner_id.name
                )
            )
        question = self._fmcg_keep_question(
            "customer", words, finding, partner_id=contact.id, by_mail=bool(by_mail)
        )
        if by_mail:
            self.message_post(
                body=plaintext2html(words),
                subject=self.name,
                partner_ids=contact.ids,
                subtype_xmlid="mail.mt_comment",
            )
        else:
            self._message_log(body=plaintext2html(self.env._("Asked the customer:\n%s", words)))
        self._fmcg_plan_question("fmcg_order_mgmt.activity_customer_asked", self.env.user, words)
        return question

    # The answer -------------------------------------------------------------------------------------------

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if self.sudo().fmcg_asked_at and self._fmcg_is_answer(message):
            self._fmcg_take_reply(message)
        return result

    def _fmcg_is_answer(self, message):
        """Tell whether somebody outside wrote a message, not a machine on their behalf."""
        author = message.sudo().author_id
        raw = self.env.context.get("fmcg_raw_mail")
        if isinstance(raw, bytes) and opened(raw).automatic == "replied":
            return False
        by_mail = message.message_type == "email" and not author
        return by_mail or (message.message_type in ("email", "comment") and author.partner_share)

    def _fmcg_take_reply(self, message):
        """Take what the customer wrote as the answer to all that was asked."""
        order = self.sudo()
        said = blocks(str(message.body or ""), (), mail=True)
        own = [block for block in said if not block.quoted] or said
        words = "\n".join("".join(text for text, _key in block.parts) for block in own)
        words = "\n".join(words.split("\r\n")).strip()
        order._fmcg_end_questions(
            order._fmcg_open_questions("customer"),
            "answered",
            words[:LONGEST_TEXT] or order.env._("(no words)"),
            message.sudo().author_id,
            self.env["res.users"],
        )
