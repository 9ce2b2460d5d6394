from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .sale_order_review import OPEN_STATES

# The checks on which accounting decides.
CREDIT_CHECKS = ("credit", "overdue")


class SaleOrder(models.Model):
    """Accounting decides whether a customer may owe more; all else stays with the reviewer."""

    _inherit = "sale.order"

    fmcg_credit_open = fields.Boolean(
        string="Waits for Accounting",
        compute="_compute_fmcg_credit_open",
        search="_search_fmcg_credit_open",
        help="A check of what the customer owes speaks against the order.",
    )

    @api.depends("state", "fmcg_review_state", "fmcg_finding_ids.state")
    def _compute_fmcg_credit_open(self):
        for order in self:
            order.fmcg_credit_open = order._fmcg_is_waiting() and bool(order._fmcg_credit_findings())

    def _search_fmcg_credit_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return (
            Domain("state", "in", OPEN_STATES)
            & Domain("fmcg_review_state", "=", "pending")
            & Domain("fmcg_finding_ids", "any", self._fmcg_credit_domain())
        )

    @api.model
    def _fmcg_credit_domain(self):
        return Domain("state", "=", "open") & Domain("rule_id.code", "in", CREDIT_CHECKS)

    def _fmcg_is_waiting(self):
        return self.state in OPEN_STATES and self.fmcg_review_state == "pending"

    def _fmcg_credit_findings(self):
        return self.sudo().fmcg_finding_ids.filtered(
            lambda finding: finding.state == "open" and finding.rule_id.code in CREDIT_CHECKS
        )

    def action_fmcg_release_credit(self, reason):
        """Allow that the customer owes so much: the findings on credit hold orders up no more.

        :raises AccessError: not of accounting, or the user entered an order
        :raises UserError: no reason, or an order that waits for no such decision
        """
        orders = self._fmcg_to_decide_credit(reason)
        orders._fmcg_decide("credit_released", reason.strip())
        orders._fmcg_credit_findings().state = "accepted"
        orders._fmcg_tell_credit(self.env._("Accounting allows the credit: %s", reason.strip()))
        return True

    def action_fmcg_refuse_credit(self, reason):
        """Refuse that the customer owes so much: the order stays with its reviewer, who is told.

        The errors are those of ``action_fmcg_release_credit``.
        """
        orders = self._fmcg_to_decide_credit(reason)
        orders._fmcg_decide("credit_refused", reason.strip())
        orders._fmcg_tell_credit(self.env._("Accounting refuses the credit: %s", reason.strip()))
        return True

    def _fmcg_to_decide_credit(self, reason):
        """Return the orders on whose credit the user may decide; what they say now was checked."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Only accounting decides on a customer's credit."))
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the decision is kept with its reason."))
        own = self.filtered(lambda order: self.env.user in order._fmcg_entered_by())
        if own:
            names = ", ".join(own.mapped("name"))
            raise AccessError(self.env._("You entered %s. Somebody else decides on the credit.", names))
        # A decision is taken on what is owed and ordered now.
        self.filtered(lambda order: order._fmcg_is_waiting()).sudo().action_fmcg_review()
        settled = self.filtered(lambda order: not order.fmcg_credit_open)
        if settled:
            names = ", ".join(settled.mapped("name"))
            raise UserError(self.env._("Nothing about credit is open on these orders: %s.", names))
        return self

    def _fmcg_tell_credit(self, words):
        for order in self:
            told = order.sudo().fmcg_reviewer_id or order.user_id
            order.message_post(body=words, partner_ids=told.partner_id.ids)

    def action_fmcg_ask_release_credit(self):
        """Ask for the reason of a credit release."""
        return self._fmcg_ask_credit("credit_released", self.env._("Release Credit"))

    def action_fmcg_ask_refuse_credit(self):
        """Ask for the reason of a refusal of credit."""
        return self._fmcg_ask_credit("credit_refused", self.env._("Refuse Credit"))

    def _fmcg_ask_credit(self, kind, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "fmcg.credit.reason",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids, "default_kind": kind},
        }
