from datetime import timedelta

from odoo import api, fields, models

from ..engine.intake import difference

CANDIDATES = 6
CANDIDATE_DAYS = 30


class FmcgOrderDraft(models.Model):
    """The ready answers to a question about a whole draft: what is still possible, one click each."""

    _inherit = "fmcg.order.draft"

    answers = fields.Json(compute="_compute_answers")

    @api.depends("question_code", "state", "kind", "partner_id", "target_order_id", "line_ids.dropped")
    @api.depends_context("lang")
    def _compute_answers(self):
        asked = self.filtered(lambda draft: draft.question_code and draft.state in ("question", "blocked"))
        (self - asked).answers = False
        candidates = asked.filtered(lambda draft: draft.question_code == "which_order")._candidates()
        for draft in asked:
            draft.answers = draft._ready_answers(candidates.get(draft.partner_id)) or False

    def _ready_answers(self, candidates):
        """Return the answers as ``[{"key", "label"}]``, the most likely first."""
        labels, keys = self._answer_labels(), self._answer_keys()
        found = [{"key": key, "label": labels[key]} for key in keys]
        if self.question_code == "which_order":
            orders = [
                {"key": f"order:{order.id}", "label": order._fmcg_in_short()} for order in candidates or ()
            ]
            return orders + found
        return found

    def _answer_labels(self):
        return {
            "apply": self.env._("Change it: nothing is picked yet"),
            "ask_warehouse": self.env._("Ask the warehouse"),
            "agree": self.env._("The warehouse says yes: change it"),
            "anyway": self.env._("Change what stands now"),
            "retry": self.env._("Try again"),
            "supplement": self.env._("Make a supplementary order"),
            "give_back": self.env._("Take back what is too much"),
            "new_order": self.env._("Make a new order"),
            "confirm": self.env._("Yes"),
            "leave": self.env._("Leave as it is"),
        }

    def _answer_keys(self):
        """Return the keys of what is possible for the question, in the order of the buttons."""
        keys = {
            "which_order": ("new_order", "leave"),
            "picking": ("apply", "ask_warehouse", "supplement", "leave"),
            "warehouse_asked": ("agree", "supplement", "leave"),
            "shipped": ("supplement", "give_back", "leave"),
            "order_cancelled": ("new_order", "leave"),
            "order_changed": ("anyway", "leave"),
            "not_changed": ("retry", "supplement", "leave"),
            "duplicate_order": ("confirm", "leave"),
            "as_usual": ("confirm", "leave"),
        }.get(self.question_code, ())
        impossible = set()
        if self.target_order_id._fmcg_picking_started():
            impossible.add("apply")
        if not self._additions(self._standing()):
            impossible.add("supplement")
        if not self._reductions():
            impossible.add("give_back")
        if not self._additions([]):
            impossible.add("new_order")
        return [key for key in keys if key not in impossible]

    def _candidates(self):
        """Return the latest orders that drafts may be about, a recordset by customer."""
        if not self.partner_id:
            return {}
        domain = [
            ("partner_id", "in", self.partner_id.ids),
            ("company_id", "in", self.company_id.ids),
            ("state", "!=", "cancel"),
            ("create_date", ">=", fields.Datetime.now() - timedelta(days=CANDIDATE_DAYS)),
        ]
        found = self.env["sale.order"].search(domain, order="id desc").grouped("partner_id")
        return {partner: orders[:CANDIDATES] for partner, orders in found.items()}

    def action_answer(self, key):
        """Take the ready answer with this key; one that is not offered (any more) changes nothing.

        :return: whether it was taken
        """
        self.ensure_one()
        self.check_access("write")
        if key not in [answer["key"] for answer in self.answers or []]:
            return False
        name, _colon, value = key.partition(":")
        getattr(self, f"_answer_{name}")(*filter(None, [value]))
        self.request_id._update_state()
        return True

    def _answer_order(self, order_id):
        self._close_question()
        self.target_order_id = int(order_id)

    def _answer_confirm(self):
        self._close_question()

    def _answer_leave(self):
        self.dismissed = True

    def _answer_apply(self):
        # The order may have moved on since the buttons were drawn: the question then names the new stage.
        self.agreed = "picking"
        self._close_question()
        self._ask_about_target()

    def _answer_agree(self):
        self._answer_apply()

    def _answer_anyway(self):
        self._close_question()
        self._check_targets()

    def _answer_retry(self):
        self._answer_anyway()

    def _answer_ask_warehouse(self):
        """Give whoever picks the order an activity with the difference; the draft waits for the answer."""
        order = self.target_order_id
        pickings = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        record = pickings.sudo()[:1] or order
        record.activity_schedule(
            "fmcg_order_mgmt.activity_change_asked",
            note=self._difference_html(self._difference_views()[self]),
            user_id=pickings.user_id[:1].id or False,
        )
        self._move_question("warehouse_asked", ref=order.name)

    def _move_question(self, code, **values):
        """Exchange the question of the draft; the lines that wait for it wait on."""
        waiting = self.line_ids.filtered(lambda line: line.question_code == self.question_code)
        waiting.write({"verdict": "ask", "question_code": code, "question_values": values})
        self._ask(code, **values)

    def _answer_supplement(self):
        self._become_order(self._additions(self._standing()))

    def _answer_new_order(self):
        self._become_order(self._additions([]))

    def _answer_give_back(self):
        """Make a return of what the customer wants less of; what is wanted more comes as an order."""
        values = self._additions(self._standing())
        for row in self._reductions():
            line = self._change_lines().filtered(lambda x, row=row: x.product_id.id == row.product)[:1]
            line = line or self._line_for(row)
            size = line.uom_id._fmcg_size(line.product_id) if line.uom_id else 0
            uom = line.uom_id if size and not (row.was - row.will) % size else line.product_id.uom_id
            quantity = (row.was - row.will) / uom._fmcg_size(line.product_id)
            values[line] = {"action": "return", "quantity": float(quantity), "uom_id": uom.id}
        self._become_order(values)

    def _line_for(self, row):
        """Make a line for a product that no words name: the whole order is meant."""
        return self.line_ids.create(
            {"draft_id": self.id, "product_id": row.product, "uom_id": row.unit, "action": "remove"}
        )

    def _become_order(self, values):
        """Turn the draft into an order of the lines in ``values``; its other lines are left out."""
        self._close_question()
        for line in self._change_lines():
            if line in values:
                line.write({"verdict": "ok", "question_code": False} | values[line])
            else:
                line.dropped = True
        self.write({"kind": "order", "agreed": False})

    def _reductions(self):
        """Return the rows of the difference that take something away from the order."""
        return [row for row in difference.rows(self._standing(), self._changes()) if row.will < row.was]

    def _additions(self, standing):
        """Return the values of the lines that ask for more than ``standing`` holds, by line."""
        held = {row.product: row for row in difference.rows(standing, self._changes())}
        found = {}
        for line in self._change_lines().filtered("uom_id"):
            row = held.pop(line.product_id.id, None)
            if row and row.will > row.was:
                found[line] = line._order_of(row.will - row.was)
        return found
