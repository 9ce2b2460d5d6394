from odoo import api, models
from odoo.exceptions import UserError

from .sale_order_review import OPEN_STATES

CONTENT_FIELDS = {
    "partner_id",
    "partner_shipping_id",
    "order_line",
    "commitment_date",
    "pricelist_id",
    "currency_id",
}


class SaleOrder(models.Model):
    """Nothing that came through a channel is confirmed without an approval of what it says now.

    The gate reads stored facts only; a context, which a remote caller can send, opens nothing.
    """

    _inherit = "sale.order"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        # Neither a context nor a user's own default can stand for a decision.
        values.pop("fmcg_review_state", None)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._fmcg_refuse_forged(vals)
        orders = super().create(vals_list)
        # Checked afterwards: a state may come from a default as well.
        orders.filtered(lambda order: order.state not in (*OPEN_STATES, "cancel"))._fmcg_guard()
        return orders

    def write(self, vals):
        self._fmcg_refuse_forged(vals)
        confirmed = revived = self.browse()
        if "state" in vals:
            if vals["state"] in OPEN_STATES:
                revived = self.filtered(lambda order: order.state == "cancel")
            elif vals["state"] != "cancel":
                confirmed = self.filtered(lambda order: order.state in (*OPEN_STATES, "cancel"))
        confirmed._fmcg_guard()
        result = super().write(vals)
        if CONTENT_FIELDS & vals.keys():
            # Content may change in the same call that sets the state.
            confirmed._fmcg_guard()
            self._fmcg_reopen_changed()
        revived._fmcg_reopen_revived()
        return result

    def _fmcg_refuse_forged(self, vals):
        if "fmcg_review_state" in vals:
            raise UserError(
                self.env._("The review state follows the decisions. Approve or reject the order instead.")
            )
        if "fmcg_channel_id" in vals and not vals["fmcg_channel_id"] and self.fmcg_channel_id:
            raise UserError(self.env._("An order keeps the channel it came through."))
        if "fmcg_channel_id" in vals and not self.env.user.has_group("fmcg_order_mgmt.group_fmcg_reviewer"):
            # Another channel may let an order pass where its own would not.
            if self.filtered(lambda order: order.fmcg_channel_id.id not in (False, vals["fmcg_channel_id"])):
                raise UserError(self.env._("Only a reviewer changes the channel that an order came through."))

    def _fmcg_guard(self):
        """Refuse orders that were set to confirmed past the gate."""
        reasons = {order: order._fmcg_gate_message() for order in self}
        self._fmcg_raise_blocked({order: reason for order, reason in reasons.items() if reason})

    @api.model
    def _fmcg_raise_blocked(self, reasons):
        """Raise one error that names every order of ``reasons``, a dict of order to text."""
        if reasons:
            lines = [f"{order.name}: {reason}" for order, reason in reasons.items()]
            raise UserError(self.env._("Nothing was confirmed.\n%s", "\n".join(lines)))

    def _fmcg_is_gated(self):
        return bool(
            self.fmcg_review_state != "none" or self.fmcg_channel_id or self.company_id.sudo().fmcg_review_all
        )

    def _fmcg_gate_message(self):
        """Return why the gate holds the order back, or False."""
        if not self._fmcg_is_gated():
            return False
        if self.state == "cancel":
            return self.env._("it is cancelled. Set it to quotation first.")
        if self.fmcg_review_state == "none":
            return self.env._("it has not been reviewed yet. Press Review first.")
        if self.fmcg_review_state == "pending":
            return self._fmcg_pending_message()
        if self.fmcg_review_state == "rejected":
            return self.env._("it was rejected: %s", self.sudo()._fmcg_last_decision().reason)
        if self._fmcg_has_changed():
            return self.env._("it was changed after its approval. Press Review again.")
        return False

    def _fmcg_pending_message(self):
        findings = self._fmcg_open_findings("block") or self._fmcg_open_findings("warn")
        if not findings:
            barred = self._fmcg_approves_itself() and self._fmcg_barred_by()
            if barred:
                return self.env["fmcg.review.lane"]._barred_words(self.company_id, barred)
            return self.env._("it waits for a reviewer's decision.")
        sentences = " ".join(findings.mapped("message"))
        return self.env._("it waits for a reviewer's decision. %s", sentences)

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._fmcg_gate_message()

    def action_confirm(self):
        unreviewed = self._fmcg_unreviewed()
        unreviewed.action_fmcg_review()
        # A review may have released clean orders.
        waiting = self - unreviewed.filtered(lambda order: order.state not in OPEN_STATES)
        if any(order._fmcg_gate_message() for order in waiting):
            self._fmcg_raise_blocked(waiting._fmcg_blocked())
        return super(SaleOrder, waiting._fmcg_in_batch()).action_confirm()

    def _fmcg_unreviewed(self):
        return self.filtered(
            lambda order: order.state in OPEN_STATES
            and order.fmcg_review_state == "none"
            and order._fmcg_is_gated()
        )

    def _fmcg_blocked(self):
        """Return why orders cannot be confirmed, a dict of order to text; the others are left out."""
        reasons = {order: order._confirmation_error_message() for order in self}
        return {order: reason for order, reason in reasons.items() if reason}

    def action_fmcg_confirm(self):
        """Confirm the orders that can be confirmed and leave the others.

        :return: ``{"confirmed": [ids], "blocked": {id: reason}}``
        """
        self.check_access("write")
        unreviewed = self._fmcg_unreviewed()
        unreviewed.action_fmcg_review()
        released = unreviewed.filtered(lambda order: order.state not in OPEN_STATES)
        blocked = (self - released)._fmcg_blocked()
        good = self - released - self.browse(order.id for order in blocked)
        blocked |= good._fmcg_confirm_each()
        confirmed = self - self.browse(order.id for order in blocked)
        return {
            "confirmed": confirmed.ids,
            "blocked": {order.id: reason for order, reason in blocked.items()},
        }

    def _update_programs_and_rewards(self):
        rewarded = bool(self.order_line.reward_id)
        result = super()._update_programs_and_rewards()
        # Without promotion lines before and afterwards nothing was changed here.
        if rewarded or self.order_line.reward_id:
            self._fmcg_reopen_changed()
        return result

    def _fmcg_reopen_revived(self):
        decided = self.filtered(lambda order: order.fmcg_review_state in ("approved", "rejected"))
        decided._fmcg_decide("reopened", self.env._("The order was cancelled and taken up again."), True)

    def _validate_order(self):
        """Keep a customer's signature on an order in review: it is confirmed once it is approved."""
        self._fmcg_unreviewed().with_context(send_email=True).action_fmcg_review()
        waiting = self.filtered(lambda order: order.state in OPEN_STATES and order._fmcg_gate_message())
        done = self.filtered(lambda order: order._fmcg_is_gated() and order.state == "sale")
        rest = self - waiting - done
        return super(SaleOrder, rest)._validate_order() if rest else None

    def _fmcg_note_payment(self):
        """Tell about paid orders that wait for a decision, once."""
        kind = self.env.ref("fmcg_order_mgmt.activity_paid_in_review")
        for order in self.filtered(lambda order: kind not in order.activity_ids.activity_type_id):
            user = order.team_id.user_id or order.user_id
            order.activity_schedule("fmcg_order_mgmt.activity_paid_in_review", user_id=user.id or False)
