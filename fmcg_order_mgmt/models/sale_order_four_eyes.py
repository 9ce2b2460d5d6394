from odoo import api, fields, models
from odoo.exceptions import AccessError


class SaleOrder(models.Model):
    """Above an amount two persons approve an order, and neither of them entered it."""

    _inherit = "sale.order"

    fmcg_first_approver_id = fields.Many2one(
        "res.users", string="First Approval", compute="_compute_fmcg_first_approver_id"
    )

    @api.depends("fmcg_decision_ids.kind", "fmcg_review_state", "amount_total")
    def _compute_fmcg_first_approver_id(self):
        for order in self:
            first = order.sudo()._fmcg_last_decision()
            standing = first.kind == "seconded" and not order._fmcg_has_changed()
            order.fmcg_first_approver_id = first.user_id if standing else False

    def _fmcg_needs_four_eyes(self):
        limit = self.company_id.sudo().fmcg_four_eyes_from
        if not limit:
            return False
        # Splitting an order opens no way round the limit.
        family = self.sudo()._fmcg_split_family()
        return sum(order.amount_total / (order.currency_rate or 1.0) for order in family) >= limit

    def _fmcg_for_first_eyes(self):
        """Return the orders that somebody else has to approve as well before they are.

        :raises AccessError: orders that the user entered
        """
        large = self.filtered(lambda order: order._fmcg_needs_four_eyes())
        own = large.filtered(lambda order: self.env.user in order._fmcg_entered_by())
        if own:
            raise AccessError(
                self.env._(
                    "You entered %(orders)s. From %(limit)s on somebody else approves an order.",
                    orders=", ".join(own.mapped("name")),
                    limit=own.company_id[:1].currency_id.format(
                        own.company_id[:1].sudo().fmcg_four_eyes_from
                    ),
                )
            )
        return large.filtered(
            lambda order: order.fmcg_first_approver_id in (self.env["res.users"], self.env.user)
        )

    def _fmcg_entered_by(self):
        """Return whose order it is: the salesperson, and who entered the order or its messages."""
        # Whoever splits an order enters nothing.
        entered = self.browse().sudo().union(*(order.fmcg_split_from_id or order for order in self.sudo()))
        return self.user_id | entered.create_uid | entered.fmcg_draft_ids.request_id.create_uid
