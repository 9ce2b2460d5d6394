from datetime import timedelta

from odoo import api, fields, models

# How far back the reading itself asks about an order with the same goods.
ASKED_HOURS = 24


class FmcgOrderDraft(models.Model):
    """A draft with the goods of another message waits until a person says what it is."""

    _inherit = "fmcg.order.draft"

    repeats_id = fields.Many2one(
        "fmcg.order.request", string="Repeats", index="btree_not_null", readonly=True, ondelete="set null"
    )

    def _is_held(self):
        return bool(self.repeats_id) and not self.request_id.duplicate_answer

    @api.depends("repeats_id", "request_id.duplicate_answer")
    def _compute_state(self):
        return super()._compute_state()

    def _state_of_facts(self):
        state = super()._state_of_facts()
        if not self.repeats_id or state in ("done", "ignored"):
            return state
        if self.request_id.duplicate_answer == "same":
            return "ignored"
        return "question" if state == "ready" and self._is_held() else state

    @api.depends("repeats_id", "request_id.duplicate_answer")
    def _compute_question(self):
        result = super()._compute_question()
        for draft in self.filtered(lambda draft: draft._is_held()):
            values = {"ref": draft.sudo().repeats_id.name}
            draft.question = self._question_text("duplicate_message", values)
        return result

    @api.depends("repeats_id", "request_id.duplicate_answer")
    def _compute_answers(self):
        result = super()._compute_answers()
        for draft in self.filtered(lambda draft: draft.state in ("question", "blocked") and draft._is_held()):
            draft.answers = [
                {"key": "same", "label": self.env._("It is the same")},
                {"key": "twice", "label": self.env._("It is meant twice")},
            ]
        return result

    def _desk_question(self):
        """Ask about the repetition first: the other questions may not need an answer."""
        if self.state in ("question", "blocked") and self._is_held():
            return {"text": self.question, "answers": self.answers}
        return super()._desk_question()

    def _answer_twice(self):
        self.request_id.action_meant_twice()

    def _answer_same(self):
        self.request_id.action_same_message()

    def action_settle(self):
        """Close the question of drafts; where a repetition was asked first, the other question stays open."""
        held = self.filtered(lambda draft: draft._is_held())
        held.write({"repeats_id": False})
        for request in held.request_id:
            if not request.draft_ids.repeats_id:
                request.duplicate_answer = "twice"
        held.request_id._update_state()
        rest = self.filtered(lambda draft: draft not in held or not draft.question_code)
        return super(FmcgOrderDraft, rest).action_settle()

    def _repeated_goods(self):
        """Return the message that each order repeats, goods by goods of the same customer within the window.

        What the reading asked about such an order is withdrawn: the window decides.
        """
        fresh = self.filtered(lambda d: d.kind == "order" and d.partner_id and d._goods())
        found = {}
        others = fresh._orders_around()
        for draft in fresh:
            same = others[draft.partner_id.id].filtered(draft.sudo()._has_the_goods_of)
            draft._withdraw_question(same)
            repeated = same.filtered(draft.sudo()._repeats).request_id
            # Of messages that are read together, the later one repeats.
            together = repeated & self.sudo().request_id
            repeated -= together.filtered(draft.request_id.sudo()._precedes)
            if repeated:
                first = repeated.sorted(lambda r: (r.received_at, r.id))[:1]
                found[draft] = first.sudo(self.env.su)
        return found

    def _orders_around(self):
        """Return all order drafts of these customers near these messages, a recordset by customer's id."""
        if not self:
            return {}
        window = timedelta(hours=max(ASKED_HOURS, *self.company_id.mapped("fmcg_duplicate_hours")))
        moments = self.request_id.mapped("received_at")
        domain = [
            ("partner_id", "in", self.partner_id.ids),
            ("kind", "=", "order"),
            ("company_id", "in", self.company_id.ids),
            ("request_id.received_at", ">=", min(moments) - window),
            ("request_id.received_at", "<=", max(moments) + window),
            ("request_id.state", "!=", "ignored"),
        ]
        return (self.sudo().search(domain) | self.sudo()).grouped(lambda draft: draft.partner_id.id)

    def _has_the_goods_of(self, other):
        return (
            self.request_id != other.request_id
            and self.company_id == other.company_id
            and self._goods() == other._goods()
        )

    def _withdraw_question(self, same):
        """Take back the question about an order that came by a message: here the messages are compared."""
        asked = self.question_code == "duplicate_order" and not self.client_order_ref
        names = [*same.request_id.mapped("name"), *same.sale_order_id.mapped("name")]
        if asked and (self.question_values or {}).get("ref") in names:
            lines = self.line_ids.filtered(lambda line: line.question_code == "duplicate_order")
            # A machine's change is none that a person would want to take back.
            machine = {"question_code": False, "question_values": False, "before_changes": False}
            lines.write(machine | {"verdict": "ok"})
            self.write(machine)

    def _repeats(self, other):
        """Whether an order with the same goods stands, near enough to be meant by this one too."""
        window = timedelta(hours=self.company_id.fmcg_duplicate_hours)
        told_apart = self.client_order_ref != other.client_order_ref and other.client_order_ref
        return (
            abs(self.request_id.received_at - other.request_id.received_at) < window
            and other.repeats_id != self.request_id
            and not other.dismissed
            and other.sale_order_id.state != "cancel"
            and not (told_apart and self.client_order_ref)
        )

    def _goods(self):
        """Return what is ordered as a set, empty while a line is not clear."""
        lines = self.line_ids.filtered(lambda line: not line.dropped and line.action == "add")
        unclear = lines.filtered(lambda x: x.verdict != "ok" and x.question_code != "duplicate_order")
        if unclear:
            return set()
        return {(line.product_id, line.base_quantity) for line in lines}
