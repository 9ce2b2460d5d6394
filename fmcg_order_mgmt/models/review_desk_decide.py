from odoo import api, models
from odoo.exceptions import UserError


class FmcgReviewDesk(models.AbstractModel):
    """What a reviewer does at the desk: carry out a remedy, approve, reject.

    Each goes with ``seen``, what ``order()`` gave for the order: where it says something else by now, or
    somebody decided on it, nothing is done and the reviewer is told. Of two at once the second is told.

    All return ``{"state", "level", "notice", "order"}``: ``state`` is ``done`` or ``changed``, ``order`` is
    what it says now, None after a decision.
    """

    _inherit = "fmcg.review.desk"

    @api.model
    def approve(self, order_id, reason=None, seen=None):
        """Approve an order; errors are those of ``sale.order.action_fmcg_approve``."""
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        order.action_fmcg_approve(reason)
        failed = bool(order.fmcg_release_error) and order.state != "sale"
        return self._outcome("done", "warning" if failed else "success", self._approved_words(order))

    @api.model
    def reject(self, order_id, reason, seen=None):
        """Reject an order; errors are those of ``sale.order.action_fmcg_reject``."""
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        order.action_fmcg_reject(reason)
        return self._outcome("done", "success", self.env._("%s is rejected.", order.name))

    @api.model
    def apply_remedy(self, order_id, finding_id, index, seen=None):
        """Do what a finding offers, and run the checks again on the orders that this touched.

        The outcome has ``more`` as well: whether other orders than this one wait now.

        :param int index: the place of the remedy among those of the finding
        :raises UserError: there is no such finding or remedy, or the order allows it no more
        """
        order = self._claimed(order_id)
        if changed := self._changed_words(order, seen):
            return self._outcome("changed", "warning", changed, order)
        remedy = self._remedy(order, finding_id, index)
        if not remedy.fits(order):
            order.action_fmcg_review()
            return self._outcome("changed", "warning", self._changed_words(order, None), order)
        note = f"{remedy.finding.message} → {remedy.label()}"
        lost = remedy.lost(order)
        touched = remedy.apply(order)
        self.env["fmcg.lost.demand"].sudo()._record(lost)
        order._message_log(body=note)
        touched._fmcg_claim_if_by_itself()
        touched.action_fmcg_review()
        told = (not self._is_pending(order) and self._approved_words(order), remedy.done(touched))
        outcome = self._outcome("done", "success", " ".join(filter(None, told)), order)
        return outcome | {"more": bool(touched - order)}

    @api.model
    def _remedy(self, order, finding_id, index):
        finding = self._open_findings(order).filtered(lambda found: found.id == finding_id)
        remedies = finding._remedies().get(finding, ()) if self._is_pending(order) else ()
        if not (isinstance(index, int) and 0 <= index < len(remedies)):
            raise UserError(self.env._("This way out is not offered any more. Look at the order again."))
        return remedies[index]

    @api.model
    def _claimed(self, order_id):
        """Return an order that nobody else can decide on until this is done."""
        order = self._given(order_id)
        order.check_access("write")
        order._fmcg_lock()
        return order

    @api.model
    def _outcome(self, state, level, notice, order=None):
        return {"state": state, "level": level, "notice": notice, "order": order and self._told(order)}

    @api.model
    def _changed_words(self, order, seen):
        """Return what to tell whoever saw the order in another state, "" where nothing has changed."""
        if seen == self._seen(order):
            return ""
        if self._is_pending(order):
            return self.env._(
                "%s was changed in the meantime. Nothing was decided; look at what it says now.", order.name
            )
        last = order.sudo()._fmcg_last_decision()
        kinds = dict(last._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(order)s does not wait for you any more: %(decision)s, %(user)s. Nothing else was done.",
            order=order.name,
            decision=kinds.get(last.kind, ""),
            user=last.user_id.name or "",
        )

    @api.model
    def _approved_words(self, order):
        if order.state == "sale":
            return self.env._("%s is approved and released.", order.name)
        if order.fmcg_release_error:
            return self.env._(
                "%(order)s is approved, but not released: %(reason)s",
                order=order.name,
                reason=order.fmcg_release_error,
            )
        if order.fmcg_review_state == "approved":
            return self.env._("%s is approved.", order.name)
        return self.env._("You approved %s first. Its amount needs a second person.", order.name)
