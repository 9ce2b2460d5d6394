import logging
import random
import time

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, RedirectWarning, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.misc import split_every

from .sale_order_review import OPEN_STATES

_logger = logging.getLogger(__name__)

INVOICED_WITH_RELEASE = ("order",)
TRIES = 20
OTHERS_WERE_FASTER = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
INVOICED_AT_DELIVERY = ("order", "delivery")


class SaleOrder(models.Model):
    """Approved orders become deliveries and draft invoices, as their type says."""

    _inherit = "sale.order"

    fmcg_release_error = fields.Text(
        string="Not Released", readonly=True, copy=False, help="Why the last try to release the order failed."
    )

    def action_fmcg_release(self):
        """Release approved orders now, whatever their type says about the moment.

        :raises AccessError: the user is no reviewer
        :raises UserError: orders that are on hold
        """
        orders = self._fmcg_to_decide()
        held = orders.filtered("fmcg_hold")
        if held:
            names = ", ".join(held.mapped("name"))
            raise UserError(self.env._("These orders are on hold: %s. Take the hold off first.", names))
        orders._fmcg_release()
        return True

    def _fmcg_follow_release(self):
        """Release the approved orders that do not wait for a wave."""
        return self.filtered(lambda order: order._fmcg_released_at_once())._fmcg_release()

    def _fmcg_released_at_once(self):
        if self.fmcg_order_type_id:
            return self.fmcg_order_type_id.release == "at_once"
        # Without a type a person confirms, except what the customer accepted: core would have confirmed it.
        paid = any(tx.state in ("authorized", "done") for tx in self.sudo().transaction_ids)
        return bool(self.signature) or (paid and self.sudo()._is_confirmation_amount_reached())

    def _fmcg_release(self):
        """Confirm approved orders, reserve their goods and make their draft invoices, in bulk.

        Orders on hold stay. An order that cannot be confirmed keeps its approval, says why, and is passed by.

        :return: the orders that were released
        """
        ready = self.filtered(
            lambda order: order.state in OPEN_STATES
            and order.fmcg_review_state == "approved"
            and not order.fmcg_hold
        )
        # Who has to wait for goods does so before anything was done.
        ready._fmcg_in_batch()
        ready._fmcg_refresh_rewards()
        # Promotions that changed since then take the approval back.
        ready = ready.filtered(lambda order: order.fmcg_review_state == "approved")
        ready._fmcg_allot()
        for order, reason in ready._fmcg_confirm_each().items():
            order._fmcg_release_failed(reason)
        released = ready.filtered(lambda order: order.state == "sale")
        released.filtered("fmcg_release_error").fmcg_release_error = False
        released._fmcg_done_activities("fmcg_order_mgmt.activity_release_failed")
        released._fmcg_in_batch()._fmcg_reserve()
        released._fmcg_invoice(INVOICED_WITH_RELEASE)
        return released

    def _fmcg_confirm_each(self):
        """Confirm orders, all in one call where that works, else by halves: one bad order holds up few.

        :return: why some could not be confirmed, a dict of order to text
        """
        failed = self._fmcg_try_confirm()
        if not failed or len(self) == 1:
            return failed
        half = len(self) // 2
        first, second = (part.with_prefetch(self._prefetch_ids) for part in (self[:half], self[half:]))
        return first._fmcg_confirm_each() | second._fmcg_confirm_each()

    def _fmcg_try_confirm(self):
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                # What it returns may be a notice about rewards; only errors count here.
                self.action_confirm()
        except (UserError, RedirectWarning) as error:
            return dict.fromkeys(self, str(error))
        return {}

    def _fmcg_release_failed(self, reason):
        self.fmcg_release_error = reason
        self._fmcg_done_activities("fmcg_order_mgmt.activity_release_failed")
        decision = self.sudo()._fmcg_last_decision()
        self.activity_schedule(
            "fmcg_order_mgmt.activity_release_failed",
            note=reason,
            user_id=(decision.user_id if not decision.automatic else self.user_id).id or False,
        )

    def _fmcg_done_activities(self, xmlid):
        """Take activities of a kind away that have served their purpose."""
        activities = self.sudo().activity_ids
        kind = activities and self.env.ref(xmlid, raise_if_not_found=False)
        activities.filtered(lambda activity: activity.activity_type_id == kind).unlink()

    def _fmcg_reserve(self):
        """Reserve what the warehouse does not reserve on confirmation by itself."""
        moves = self.sudo().picking_ids.move_ids
        moves.filtered(
            lambda move: move.state in ("confirmed", "partially_available")
            and move.picking_type_id.reservation_method != "at_confirm"
        )._action_assign()

    def _fmcg_invoice(self, policies):
        """Make draft invoices of what can be invoiced now, one for each order whose type says so.

        An order that cannot be invoiced does not hold up the goods: it gets an activity.
        """
        orders = self.filtered(lambda order: order._fmcg_invoicing() in policies)
        due = orders.filtered(lambda order: order._get_invoiceable_lines())
        try:
            with self.env.cr.savepoint():
                return due._fmcg_create_invoices()
        except (UserError, RedirectWarning) as error:
            due._fmcg_invoice_failed(str(error))
        return self.env["account.move"]

    def _fmcg_create_invoices(self):
        # Core calls it grouped when each order gets an invoice of its own.
        orders = self.sudo().with_context(raise_if_nothing_to_invoice=False)
        return orders._create_invoices(grouped=True) if orders else self.env["account.move"]

    @api.model
    def _fmcg_wave_domain(self):
        """Approved orders that wait for no person: those of the wave, and those whose hold was taken off."""
        return (
            Domain("fmcg_review_state", "=", "approved")
            & Domain("state", "in", OPEN_STATES)
            & Domain("fmcg_hold", "=", False)
            & Domain("fmcg_order_type_id", "!=", False)
            & Domain("fmcg_release_error", "=", False)
        )

    @api.model
    def _cron_release(self, chunk=50):
        """Release the wave in chunks, each a transaction; an order that fails is marked and passed by."""
        due = self._fmcg_due_to_release()
        commit = self.env["ir.cron"]._commit_progress
        due._fmcg_allot_wave()
        commit(remaining=len(due))
        for ids in split_every(chunk, due.ids, list):
            self.browse(ids)._fmcg_hand_over()
            if not commit(len(ids)):
                break

    @api.model
    def _fmcg_due_to_release(self):
        """Return the orders that the next wave takes."""
        return self.search(self._fmcg_wave_domain(), order="id")

    def _fmcg_hand_over(self):
        """Release a chunk here and now. Where there are workers for that, they get it instead."""
        self._fmcg_release_chunk()

    def _fmcg_allot_wave(self):
        """Share scarce goods among all that are due before the first of them is released."""
        try:
            self._fmcg_in_batch()
            self._fmcg_allot()
            self.env.flush_all()
        except OTHERS_WERE_FASTER:
            # Each chunk then shares what it finds.
            self.env.cr.rollback()

    def _fmcg_release_chunk(self):
        """Release orders in this transaction, which is rolled back and tried again while others are faster.

        Nobody works on the same goods twice: who comes second waits for their lock, and starts again from
        what the first left. Orders for which that never comes off stay for the next wave.
        """
        for tries in range(TRIES):
            try:
                return self._fmcg_release_locked()
            except OTHERS_WERE_FASTER as error:
                self.env.cr.rollback()
                _logger.info("Releasing again after: %s", str(error).strip())
                # The first time at once: who was faster has finished.
                time.sleep(random.uniform(0, 0.1 * tries))
        return None

    def _fmcg_release_locked(self):
        """Release those of the orders that nobody else works on.

        :raises OperationalError, ConcurrencyError: others were faster; the transaction has to begin again
        """
        orders = self.try_lock_for_update().filtered_domain(self._fmcg_wave_domain())
        try:
            with self.env.cr.savepoint():
                orders._fmcg_release()
        except OTHERS_WERE_FASTER:
            raise
        except Exception as error:
            if len(orders) > 1:
                # The cause may be one order.
                orders._fmcg_release_apart()
            else:
                _logger.warning("Order %s could not be released", orders.name, exc_info=True)
                orders._fmcg_release_failed(str(error))

    def _fmcg_release_apart(self):
        """Release orders one by one, each in a transaction of its own."""
        for order in self:
            order._fmcg_release_chunk()
            self.env["ir.cron"]._commit_progress()
