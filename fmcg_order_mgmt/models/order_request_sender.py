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

    def _sender_question(self):
        """Return the code of what to ask about who sent a message, None for a customer that is known."""
        if self.sender and not self.partner_id:
            return "unknown_sender"
        return "doubtful_sender" if self.sender_doubt else None

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
