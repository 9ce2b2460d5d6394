from odoo import fields, models
from odoo.fields import Command


class FmcgOrderDraftLine(models.Model):
    _inherit = "fmcg.order.draft.line"

    booked = fields.Boolean(
        readonly=True, help="A return that was taken over, or free goods that the order really gives."
    )

    def _granted(self):
        """Whether free goods were given by a person: the machine had asked about them."""
        return self.action == "free" and bool((self.reading or {}).get("question"))

    def _in_exchange(self):
        """Whether free goods stand for goods of the same kind that come back."""
        back = self.draft_id.line_ids.filtered(lambda line: line.action == "return" and not line.dropped)
        return self.action == "free" and self.product_id in back.product_id

    def _prepare_return_line(self):
        return {
            "draft_line_id": self.id,
            "kind": "back" if self.action == "return" else "exchange",
            "product_id": self.product_id.id,
            "quantity": self.quantity,
            "uom_id": self.uom_id.id,
            "reason": self.source_text,
        }


class FmcgOrderDraft(models.Model):
    """What a message says beside the goods to pay: returns, empties, exchanges and free goods."""

    _inherit = "fmcg.order.draft"

    return_ids = fields.One2many("fmcg.return.request", "draft_id", string="Returns")

    def _kept_lines(self):
        return self.line_ids.filtered(lambda line: line.product_id and line.uom_id and not line.dropped)

    def _return_lines(self):
        """Return the lines of a return: what comes back, and what goes out for it."""
        return self._kept_lines().filtered(
            lambda line: line.quantity > 0 and (line.action == "return" or line._in_exchange())
        )

    def _free_lines(self):
        """Return the lines of free goods that belong to the order itself."""
        return self._kept_lines().filtered(lambda line: line.action == "free" and not line._in_exchange())

    def _order_lines(self):
        """Return the lines that become lines of the order: goods to pay, and what a person gives free."""
        goods = self._kept_lines().filtered(lambda line: line.action == "add")
        return goods | self._free_lines().filtered(lambda line: line._granted())

    def _book_extras(self):
        """Take over what is no plain line: returns become requests, free goods the rewards of promotions."""
        self._create_returns()
        for draft in self.filtered("sale_order_id"):
            free = draft._free_lines()
            free.filtered(lambda line: line._granted()).booked = True
            promised = free.filtered(lambda line: not line.booked)
            if promised:
                promised.booked = False
                draft.sale_order_id._fmcg_claim_rewards(promised.product_id)
                for line in promised:
                    given = draft.sale_order_id._fmcg_given_free(line.product_id)
                    line.booked = given >= line.base_quantity

    def _create_returns(self):
        drafts = self.filtered(lambda draft: not draft.return_ids and draft._return_lines())
        self.env["fmcg.return.request"].create([draft._prepare_return() for draft in drafts])
        for draft in drafts:
            draft._return_lines().booked = True

    def _prepare_return(self):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "draft_id": self.id,
            "sale_order_id": self.sale_order_id.id,
            "line_ids": [Command.create(line._prepare_return_line()) for line in self._return_lines()],
        }
