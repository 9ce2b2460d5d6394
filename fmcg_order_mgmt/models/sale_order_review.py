from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.review.content import content, fingerprint

OPEN_STATES = ("draft", "sent")
STATE_AFTER = {
    "submitted": "pending",
    "reopened": "pending",
    "seconded": "pending",
    "approved": "approved",
    "rejected": "rejected",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_review_state = fields.Selection(
        [
            ("none", "Not Reviewed"),
            ("pending", "To Review"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
        ],
        string="Review",
        compute="_compute_fmcg_review_state",
        store=True,
        index=True,
        help="What the last decision on the order says. Only a decision can change it.",
    )
    fmcg_decision_ids = fields.One2many("fmcg.review.decision", "order_id", string="Decisions", readonly=True)
    fmcg_finding_ids = fields.One2many(
        "fmcg.review.finding",
        "order_id",
        string="Findings",
        domain=[("state", "!=", "solved")],
        readonly=True,
    )
    fmcg_block_count = fields.Integer(
        string="Blocks", compute="_compute_fmcg_finding_counts", store=True, aggregator=None
    )
    fmcg_warn_count = fields.Integer(
        string="Warnings", compute="_compute_fmcg_finding_counts", store=True, aggregator=None
    )

    @api.depends("fmcg_decision_ids.kind")
    def _compute_fmcg_review_state(self):
        for order in self:
            order.fmcg_review_state = STATE_AFTER.get(order._fmcg_last_decision().kind, "none")

    @api.depends("fmcg_finding_ids.state", "fmcg_finding_ids.severity")
    def _compute_fmcg_finding_counts(self):
        for order in self:
            order.fmcg_block_count = len(order._fmcg_open_findings("block"))
            order.fmcg_warn_count = len(order._fmcg_open_findings("warn"))

    def _fmcg_open_findings(self, severity):
        return self.sudo().fmcg_finding_ids.filtered(
            lambda finding: finding.state == "open" and finding.severity == severity
        )

    def _fmcg_last_decision(self):
        """Return the last decision on the order itself; on the credit accounting decides beside it."""
        decisions = self.fmcg_decision_ids.filtered(lambda decision: decision.kind in STATE_AFTER)
        return max(decisions, key=lambda decision: decision._origin.id or 0, default=decisions)

    @api.ondelete(at_uninstall=True)
    def _unlink_except_decided(self):
        decided = self.filtered(
            lambda order: order.fmcg_decision_ids.filtered(lambda d: d.kind != "submitted")
        )
        if decided:
            names = ", ".join(decided.mapped("name"))
            raise UserError(
                self.env._("A decision was taken on %s. Cancel such an order; its history stays.", names)
            )

    def action_fmcg_review(self):
        """Run the checks on the open orders and submit them for a decision.

        Orders of a type that says so approve themselves when no check speaks against them.
        """
        self.check_access("write")
        orders = self.filtered(lambda order: order.state in OPEN_STATES)
        if not orders:
            return True
        orders._fmcg_refresh_rewards()
        # The checks know what comes in before it is needed.
        orders._fmcg_promise()
        self.env["fmcg.review.rule"]._check_orders(orders)
        orders._fmcg_submit()
        orders._fmcg_passing()._fmcg_approve(automatic=True)
        return True

    def _fmcg_passing(self):
        """Return the orders that pass without hands: clean ones, in lanes that are open."""
        clean = self.filtered(lambda order: order._fmcg_approves_itself())
        return clean.filtered(lambda order: not order._fmcg_barred_by())

    def _fmcg_submit(self):
        asked = self.filtered(lambda order: order.fmcg_review_state in ("none", "rejected"))
        asked._fmcg_decide("submitted")
        (self - asked)._fmcg_reopen_changed()

    def _fmcg_approves_itself(self):
        return (
            self.fmcg_review_state == "pending"
            and self.fmcg_order_type_id.automation == "clean"
            # Whoever sorts an order by hand must not open the gate by that.
            and not self.fmcg_type_chosen
            and not self._fmcg_needs_four_eyes()
            and not self.fmcg_block_count
            and not self.fmcg_warn_count
            # What a person refused once needs a person.
            and "rejected" not in self.fmcg_decision_ids.mapped("kind")
        )

    def action_fmcg_approve(self, reason=None):
        """Approve orders; what follows is the type's release policy.

        :param reason: needed where an open finding blocks
        :raises AccessError: the user is no reviewer
        :raises UserError: a block without a reason, or an order that is cancelled
        """
        orders = self._fmcg_to_decide()
        orders.filtered(lambda order: order._fmcg_is_stale()).action_fmcg_review()
        # Clean orders may have approved themselves just now.
        orders = orders.filtered(lambda order: order.state in OPEN_STATES)
        orders = orders.filtered(lambda order: order.fmcg_review_state != "approved")
        orders._fmcg_require_reason(reason)
        first = orders._fmcg_for_first_eyes()
        first._fmcg_decide("seconded", (reason or "").strip())
        return (orders - first)._fmcg_approve(reason)

    def _fmcg_require_reason(self, reason):
        blocks = self._fmcg_open_findings("block")
        if blocks and not (reason or "").strip():
            lines = [f"{finding.order_id.name}: {finding.message}" for finding in blocks]
            raise UserError(self.env._("Say why you approve in spite of this:\n%s", "\n".join(lines)))

    def action_fmcg_reject(self, reason):
        """Reject orders; they stay quotations.

        :param reason: what the salesperson is told
        :raises AccessError: the user is no reviewer
        :raises UserError: no reason, or an order that is cancelled
        """
        orders = self._fmcg_to_decide()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you reject: the salesperson and the customer will ask."))
        orders._fmcg_decide("rejected", reason.strip())
        for order in orders:
            order.message_post(
                body=self.env._("Rejected: %s", reason.strip()), partner_ids=order.user_id.partner_id.ids
            )
        return True

    def _fmcg_approve(self, reason=None, automatic=False):
        self._fmcg_decide("approved", (reason or "").strip(), automatic)
        self._fmcg_done_activities("fmcg_order_mgmt.activity_paid_in_review")
        if automatic:
            self.env["fmcg.review.audit"]._draw(self)
        accepted = self._fmcg_open_findings("block") | self._fmcg_open_findings("warn")
        accepted.state = "accepted"
        self._fmcg_follow_release()
        return True

    def _fmcg_to_decide(self):
        """Return the orders that a decision can still change; check who asks."""
        if not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_reviewer"):
            raise AccessError(self.env._("Only a reviewer can approve or reject orders. Ask one to decide."))
        self.check_access("write")
        cancelled = self.filtered(lambda order: order.state == "cancel")
        if cancelled:
            names = ", ".join(cancelled.mapped("name"))
            raise UserError(self.env._("These orders are cancelled: %s. There is nothing to decide.", names))
        return self.filtered(lambda order: order.state in OPEN_STATES)

    def _fmcg_decide(self, kind, reason=False, automatic=False):
        """Record one decision for each order on what it says now."""
        values = {
            "kind": kind,
            "reason": reason or False,
            "automatic": automatic,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
        }
        records = [values | order._prepare_fmcg_content() for order in self]
        self.env["fmcg.review.decision"].sudo()._record(records)

    def _prepare_fmcg_content(self):
        values = self._fmcg_content()
        return {"order_id": self.id, "content": values, "content_hash": fingerprint(values)}

    def _fmcg_content(self):
        return content(
            self.partner_id.id,
            self.partner_shipping_id.id,
            self.currency_id.name,
            self.amount_total,
            self.commitment_date,
            # Not filtered: what the lines of all orders point at is then read at once.
            [line._fmcg_content_line() for line in self.order_line if not line.display_type],
        )

    def _fmcg_has_changed(self):
        """Whether the order says something else than what the last decision was taken on."""
        last = self.sudo()._fmcg_last_decision()
        return bool(last) and last.content_hash != fingerprint(self._fmcg_content())

    def _fmcg_is_stale(self):
        return self.fmcg_review_state == "none" or self._fmcg_has_changed()

    def _fmcg_reopen_changed(self):
        """Take back decisions on open orders that say something else now."""
        changed = self.filtered(lambda order: order._fmcg_can_reopen() and order._fmcg_has_changed())
        if changed:
            changed._fmcg_decide("reopened", self.env._("The order was changed after the decision."), True)

    def _fmcg_can_reopen(self):
        return self.fmcg_review_state in ("approved", "rejected") and self.state in OPEN_STATES

    def _fmcg_refresh_rewards(self):
        """Bring promotion lines up to date, so that what is reviewed is what core will confirm."""
        for order in self.filtered(lambda order: any(order.order_line.mapped("is_reward_line"))):
            order._update_programs_and_rewards()
