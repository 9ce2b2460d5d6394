from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from ..engine.intake import difference
from .sale_order_review import OPEN_STATES

# What may stand against changing the target order; a person can agree to it.
STANDS_AGAINST = ("picking", "shipped", "order_cancelled")
ONE, ZERO = Decimal(1), Decimal(0)


class FmcgOrderDraft(models.Model):
    """Amendments, cancellations and holds: applied to the order they speak of while its stage allows it."""

    _inherit = "fmcg.order.draft"

    target_lines = fields.Json(
        readonly=True, help="What the order held when this was read, in base units by product."
    )
    agreed = fields.Char(readonly=True, help="The question about the order that a person answered with yes.")
    change_data = fields.Json(
        readonly=True, prefetch=False, help="What the order said before and after the change."
    )

    def write(self, vals):
        result = super().write(vals)
        if "target_order_id" in vals:
            # Another order than the one read: what was agreed or remembered was about that one.
            chosen = self.filtered(lambda draft: not draft.target_draft_id and not draft.sale_order_id)
            chosen.agreed = False
            chosen._check_targets()
        return result

    def _change_lines(self):
        """Return the lines that change the goods of an order."""
        return self.line_ids.filtered(
            lambda line: line.product_id and not line.dropped and line.action in ("add", "set", "remove")
        )

    def _changes(self):
        """Return the changes as the engine compares them; a cancellation takes everything away."""
        if self.kind == "cancel":
            units = {line.product: line.unit for line in self._standing()}
            return [difference.Change("remove", x, unit, ONE, ZERO) for x, unit in units.items()]
        return [line._engine_change() for line in self._change_lines()]

    def _standing(self):
        """Return the lines that the target holds: those of the order, else of the draft before it."""
        order = self.target_order_id or self.target_draft_id.sale_order_id
        if order:
            return order._fmcg_standing()
        lines = self.target_draft_id._change_lines().filtered("uom_id")
        return [line._engine_standing() for line in lines]

    def _target_holds(self):
        held = {}
        for line in self._standing():
            held[str(line.product)] = held.get(str(line.product), 0.0) + float(line.base)
        return held

    def _check_targets(self):
        """Remember what the targets hold now, and ask where they cannot be changed as a matter of course."""
        for draft in self.filtered(lambda draft: draft._changes_order() and draft._has_target()):
            draft.target_lines = draft._target_holds()
            draft._ask_about_target()
            draft._ask_about_strangers()

    def _ask_about_target(self):
        """Put the question that the stage of the order raises, unless another one comes first."""
        order = self.target_order_id
        code = order._fmcg_change_question() if order else False
        if self.question_code in STANDS_AGAINST and code != self.question_code:
            self._close_question()
        if code and code != self.agreed and not self.question_code:
            self._ask(code, ref=order.name)
        return bool(self.question_code)

    def _ask_about_strangers(self):
        lines = self._change_lines()
        ref = self.target_order_id.name or self.target_draft_id.request_id.name
        for place in difference.strangers(self._standing(), self._changes()):
            if lines[place].verdict == "ok":
                values = {"words": lines[place].source_text or lines[place].product_id.name, "ref": ref}
                lines[place].write(
                    {"verdict": "ask", "question_code": "not_in_order", "question_values": values}
                )

    def _ask(self, code, **values):
        self.write({"question_code": code, "question_values": values})

    def _apply_changes(self):
        """Bring the orders that ready drafts speak of to what they say, in the order of the messages.

        A draft whose order cannot be changed any more stays with a question. Applying again changes nothing.
        """
        due = self.filtered(lambda draft: draft.state == "ready").sorted(
            lambda draft: (draft.request_id.received_at, draft.id)
        )
        due._follow_target_drafts()
        due.target_order_id._fmcg_lock()
        if due:
            due._apply_each()

    def _follow_target_drafts(self):
        """Name the orders that the drafts of earlier messages became; one that is ready becomes it now."""
        waiting = self.filtered(lambda draft: not draft.target_order_id)
        ready = waiting.target_draft_id.filtered(lambda draft: draft.state == "ready")
        if ready:
            ready._create_new_orders()
            ready.request_id._update_state()
        for draft in waiting:
            draft.target_order_id = draft.target_draft_id.sale_order_id

    def _apply_each(self):
        """Apply all in one go where that works, else one by one: what fails gets a question of its own."""
        try:
            with self.env.cr.savepoint():
                self._apply_now()
        except (UserError, RedirectWarning) as error:
            if len(self) == 1:
                self._ask("not_changed", ref=self.target_order_id.name, reason=error.args[0])
                return
            for draft in self:
                draft._apply_each()

    def _apply_now(self):
        # The note of the change says more than core's log of the total, which would stand beside it.
        self = self.with_context(mail_notrack=True)
        # Read for all at once: the commands of core look at one line each.
        self.target_order_id.order_line.fetch(["tax_ids", "product_no_variant_attribute_value_ids"])
        applied = self.browse()
        cancels = self.browse()
        # Core cancels many orders at once; the sequence of the messages counts all the same.
        for draft in self:
            if draft.kind == "cancel":
                cancels |= draft
            else:
                applied |= cancels._apply_cancellations() | draft._apply_amendment()
                cancels = self.browse()
        applied |= cancels._apply_cancellations()
        orders = applied.target_order_id
        orders.filtered(lambda o: o.state in OPEN_STATES and o._fmcg_is_gated()).action_fmcg_review()
        applied._log_changes()

    def _apply_cancellations(self):
        due = self.filtered(lambda draft: draft._may_be_applied())
        before = {draft: draft._change_record() for draft in due}
        if due:
            due.target_order_id._fmcg_cancel()
        for draft in due:
            draft._record_change(before[draft])
        return due

    def _apply_amendment(self):
        if not self._may_be_applied():
            return self.browse()
        before = self._change_record()
        values = self._change_values()
        if values:
            self.target_order_id._fmcg_change(values)
            self.target_order_id._fmcg_renew_promotions()
        self._record_change(before)
        self._book_extras()
        return self

    def _may_be_applied(self):
        """Whether the order still is what the change was agreed on for; else ask."""
        if not self.target_order_id:
            self._ask("target_waits", ref=self.target_draft_id.request_id.name)
        elif not self._ask_about_target() and self._is_stale():
            self._ask("order_changed", ref=self.target_order_id.name)
        return not self.question_code

    def _is_stale(self):
        """Whether somebody changed a product of the order that this speaks of, after it was read."""
        if self.kind == "cancel" or self.target_lines is False:
            return False
        then, now = self.target_lines, self._target_holds()
        touched = {str(line.product_id.id) for line in self._change_lines()}
        return any(then.get(key, 0.0) != now.get(key, 0.0) for key in touched)

    def _change_values(self):
        """Return the values to write to the order."""
        order = self.target_order_id
        values = {"order_line": commands} if (commands := self._line_commands()) else {}
        if self.requested_date and self.requested_date != self._day_of(order.commitment_date):
            values["commitment_date"] = self._requested_moment()
        if "date" in self.request_id._taken_off() and order.commitment_date:
            values["commitment_date"] = False
        if self.kind == "hold" and not order.fmcg_hold:
            values["fmcg_hold"] = True
        if gifts := self.request_id._gifts():
            values["fmcg_gifts"] = (order.fmcg_gifts or {}) | gifts
        return values | self._text_values()

    def _text_values(self):
        """Return what a cart of the order screen says beside the goods; a customer's words stay theirs."""
        if not self.request_id._is_cart():
            return {}
        order, gone = self.target_order_id, self.request_id._taken_off()
        said = {"note": ("fmcg_note", self.note), "reference": ("client_order_ref", self.client_order_ref)}
        return {
            field: text or False
            for name, (field, text) in said.items()
            if (text or name in gone) and (text or False) != order[field]
        }

    def _line_commands(self):
        order, standing = self.target_order_id, self._standing()
        parts = {line.product_id.id: line._engine_parts() for line in self._change_lines() if line.parts}
        steps = []
        for row in difference.rows(standing, self._changes()):
            if row.product in parts:
                steps += difference.exact(row.product, parts[row.product], standing)
            else:
                steps += self._steps(row, standing)
        return [self._line_command(order, step) for step in steps]

    def _steps(self, row, standing):
        try:
            return difference.steps(row, standing, keeps_units=self.target_order_id.state == "sale")
        except difference.Unreachable as error:
            name = self.env["product.product"].browse(error.product).display_name
            raise UserError(
                self.env._("%s cannot be changed to this amount in the unit of its line.", name)
            ) from error

    def _line_command(self, order, step):
        quantity = float(step.quantity)
        if step.key is None:
            return Command.create(
                {"product_id": step.product, "product_uom_qty": quantity, "product_uom_id": step.unit}
            )
        if not quantity and order.state in OPEN_STATES:
            return Command.delete(step.key)
        line = self.env["sale.order.line"].browse(step.key)
        values = {"product_uom_qty": quantity}
        if line.product_uom_id.id != step.unit:
            values["product_uom_id"] = step.unit
        return Command.update(step.key, values)

    def _change_record(self):
        """Return what to keep of a change before it is made."""
        order = self.target_order_id
        return {"before": order._fmcg_snapshot(), "stage": order.fmcg_stage, "rows": self._difference_rows()}

    def _record_change(self, record):
        order = self.target_order_id
        after = {"after": order._fmcg_snapshot(), "date": fields.Datetime.now().isoformat()}
        self.write({"sale_order_id": order.id, "change_data": record | after})

    def _difference_rows(self):
        """Return the difference as JSON keeps it: base units by product, with the unit to show them in."""
        standing = self._standing()
        changes = self._changes()
        # The largest unit of the order shows an amount in the fewest figures.
        units = {line.product: line.unit for line in sorted(standing, key=lambda line: line.size)}
        names = self.env["product.product"].browse([change.product for change in changes])
        names = {product.id: product.display_name for product in names}
        return [
            {
                "product_id": row.product,
                "product": names[row.product],
                "was": float(row.was),
                "will": float(row.will),
                "uom_id": units.get(row.product) or row.unit,
            }
            for row in difference.rows(standing, changes)
        ]
