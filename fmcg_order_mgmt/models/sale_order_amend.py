from decimal import Decimal

from psycopg2.errors import LockNotAvailable

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, format_date

from ..engine.intake.difference import Standing
from ..engine.review.content import fingerprint

LONGEST_WAIT = "3s"
LEFT = ("shipped", "delivered", "closed")


class _NeedsDecision(Exception):
    """A change of a confirmed order that a person has to decide on."""


class SaleOrder(models.Model):
    """Changes that a customer asks for after the order was made."""

    _inherit = "sale.order"

    def _fmcg_lock(self):
        """Keep others from changing the orders until this transaction ends.

        Whoever is at one of them is waited for: a trial gives it back a moment later as it was. Where it was
        changed instead, the database asks for the whole request once more, which core sees to.

        :raises ConcurrencyError: somebody is at one of them for long; a retry waits for the outcome
        """
        if not self.ids:
            return
        lock = SQL("SELECT id FROM sale_order WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(self.ids))
        try:
            self.env.cr.execute(SQL("SET LOCAL lock_timeout = %s", LONGEST_WAIT))
            # That somebody else was faster is no fault that the log should tell.
            self.env.cr.execute(lock, log_exceptions=False)
        except LockNotAvailable as error:
            message = self.env._("One of the orders is being changed at this moment.")
            raise ConcurrencyError(message) from error
        self.env.cr.execute("SET LOCAL lock_timeout TO DEFAULT")

    def _fmcg_change_question(self):
        """Return code of the question that stands against changing the order, or False."""
        self.ensure_one()
        if self.state == "cancel":
            return "order_cancelled"
        if self.fmcg_stage in LEFT:
            return "shipped"
        return "picking" if self.fmcg_stage == "picking" else False

    def _fmcg_picking_started(self):
        """Whether somebody has begun to pick: a list was printed, or goods were taken."""
        pickings = self.picking_ids.filtered(lambda picking: picking.state != "cancel")
        return any(
            picking.printed or picking.state == "done" or any(picking.move_ids.mapped("picked"))
            for picking in pickings
        )

    def _fmcg_goods_lines(self):
        """Return the lines that a customer orders: no rewards, deliveries, sections or notes."""
        return self.order_line.filtered(
            lambda line: line.product_id
            and not (line.display_type or line.is_reward_line or line.is_delivery or line.is_downpayment)
        )

    def _fmcg_standing(self):
        """Return the lines as the engine compares them."""
        return [
            Standing(
                line.id,
                line.product_id.id,
                line.product_uom_id.id,
                line.product_uom_id._fmcg_size(line.product_id),
                Decimal(str(line.product_uom_qty)) * line.product_uom_id._fmcg_size(line.product_id),
                line.product_id.uom_id.id,
            )
            for line in self._fmcg_goods_lines()
        ]

    def _fmcg_seen(self):
        """Return what tells the order's present content from any other, for a screen that stays open."""
        return fingerprint(self._fmcg_content() | {"hold": self.fmcg_hold})

    def _fmcg_snapshot(self):
        """Return what the order says, as JSON keeps it: enough to read it again when it has changed."""
        return {
            "state": self.state,
            "commitment_date": self.commitment_date and self.commitment_date.isoformat(),
            "hold": self.fmcg_hold,
            "total": self.amount_total,
            "lines": [
                {
                    "line_id": line.id,
                    "product_id": line.product_id.id,
                    "product": line.product_id.display_name,
                    "quantity": line.product_uom_qty,
                    "uom_id": line.product_uom_id.id,
                    "unit": line.product_uom_id.name,
                }
                for line in self._fmcg_goods_lines()
            ],
        }

    def _fmcg_change(self, values):
        """Write values that the customer asked for; core lets the goods follow, the gate the review.

        :raises UserError: core, or an invoice, forbids the change
        """
        self.ensure_one()
        if self.state != "sale":
            self.write(values)
        elif self._fmcg_is_gated():
            self._fmcg_change_confirmed(values)
        else:
            self._fmcg_change_in_place(values)

    def _fmcg_change_in_place(self, values):
        """Change a confirmed order: core adapts its deliveries; a draft invoice is made anew."""
        if self.locked:
            raise UserError(self.env._("%s is locked. Unlock it, then try again.", self.name))
        invoices = self.sudo().invoice_ids.filtered(lambda invoice: invoice.state != "cancel")
        if "order_line" in values and any(invoice.state == "posted" for invoice in invoices):
            raise UserError(
                self.env._("%s is invoiced already. Credit the invoice, or make a further order.", self.name)
            )
        invoices.button_cancel()
        self.write(values)
        self._fmcg_reserve()
        if invoices:
            self._fmcg_invoice(("order",))

    def _fmcg_change_confirmed(self, values):
        """Change a confirmed order that needs an approval.

        Where the checks let it pass without a person, it changes as it is. Else it goes back to review with
        the change: its deliveries are cancelled, and made again once it is approved.
        """
        try:
            with self.env.cr.savepoint():
                self._fmcg_change_in_place(values)
                self._fmcg_decide("reopened", self.env._("The customer changed the order."), True)
                self.env["fmcg.review.rule"]._check_orders(self)
                if not self._fmcg_passing():
                    raise _NeedsDecision
                self._fmcg_approve(automatic=True)
        except _NeedsDecision:
            self._fmcg_take_back()
            self.write(values)

    def _fmcg_take_back(self):
        """Make confirmed orders quotations again, which nobody has begun to pick."""
        started = self.filtered(lambda order: order._fmcg_picking_started())
        if started:
            names = ", ".join(started.mapped("name"))
            raise UserError(
                self.env._(
                    "The change needs a reviewer's decision, and the goods are being picked: %s. "
                    "Make a further order instead.",
                    names,
                )
            )
        self._fmcg_cancel()
        self.action_draft()

    def _fmcg_cancel(self):
        """Cancel orders with the draft invoices that their release made.

        Core cancels those as the user, who is often a rep without any right on invoices.
        """
        self.sudo().invoice_ids.filtered(lambda invoice: invoice.state == "draft").button_cancel()
        self.action_cancel()

    def _fmcg_in_short(self):
        """Return what tells the order from others of the same customer: number, day, amount, stage."""
        stage = dict(self._fields["fmcg_stage"]._description_selection(self.env))[self.fmcg_stage]
        day = format_date(self.env, fields.Datetime.context_timestamp(self, self.create_date).date())
        total = self.currency_id.format(self.amount_total)
        return " · ".join((self.name, day, total, stage))
