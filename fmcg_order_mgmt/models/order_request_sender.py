from odoo import fields, models

# So many messages back one may still speak of the order that began the conversation.
MOST_STEPS = 20


class FmcgOrderRequest(models.Model):
    """Who sent a message through a door that is open to everybody, and what it follows."""

    _inherit = "fmcg.order.request"

    sender = fields.Char(
        readonly=True, copy=False, help="Address, number or account from which the message came."
    )
    sender_doubt = fields.Boolean(
        string="Doubtful Sender",
        readonly=True,
        copy=False,
        help="The mail server found that the e-mail does not come from where it claims.",
    )
    follows_id = fields.Many2one(
        "fmcg.order.request",
        string="Follows",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        help="The message before it in the same conversation, to which it may add or change something.",
    )

    def _ask_strangers(self):
        """Let no order through from a sender that is not one known customer, whomever the words name."""
        for request in self.filtered("sender"):
            if request.partner_id and not request.sender_doubt:
                continue
            code = "doubtful_sender" if request.partner_id else "unknown_sender"
            request.draft_ids.filtered(
                lambda draft: draft.kind != "none" and draft.question_code in (False, "which_customer")
            ).write({"question_code": code, "question_values": {"sender": request.sender}})

    def _told_to_follow(self):
        """Return what messages carry on whose door knows it, an engine key by request.

        That is the order of the message before, or of the one that that one carried on.
        """
        found = {}
        for request in self.filtered("follows_id"):
            former = request.follows_id
            for _step in range(MOST_STEPS):
                draft = former.draft_ids.filtered(lambda draft: draft._can_be_followed())[-1:]
                if draft or not former:
                    break
                former = former.follows_id
            if draft:
                found[request] = draft.sale_order_id.id or -draft.id
        return found
