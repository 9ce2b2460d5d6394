from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.intake.difference import Change, Standing


class FmcgOrderDraftLine(models.Model):
    _name = "fmcg.order.draft.line"
    _description = "Order Draft Line"
    _inherit = ["fmcg.intake.question"]
    _order = "draft_id, sequence, id"

    draft_id = fields.Many2one("fmcg.order.draft", required=True, index=True, ondelete="cascade")
    request_id = fields.Many2one(related="draft_id.request_id", store=True, index=True)
    state = fields.Selection(related="draft_id.state")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", index="btree_not_null")
    quantity = fields.Float(digits="Product Unit")
    uom_id = fields.Many2one("uom.uom", string="Unit")
    base_quantity = fields.Float(compute="_compute_base_quantity", store=True, digits="Product Unit")
    action = fields.Selection(
        [
            ("add", "Order"),
            ("set", "Change to"),
            ("remove", "Remove"),
            ("return", "Return"),
            ("free", "Free Goods"),
        ],
        required=True,
        default="add",
    )
    verdict = fields.Selection(
        [("ok", "Clear"), ("ask", "Question"), ("block", "Blocked")], required=True, default="ask"
    )
    score = fields.Float(aggregator=None)
    span_start = fields.Integer(aggregator=None)
    span_end = fields.Integer(aggregator=None)
    source_text = fields.Char(string="Words", readonly=True)
    source_name = fields.Char(string="File", readonly=True)
    parts = fields.Json(readonly=True, help="Units and quantities where the amount is meant in just these.")
    answer_data = fields.Json(readonly=True)
    answers = fields.Json(compute="_compute_answers")
    price_claim = fields.Float(digits="Product Price", aggregator=None)
    note = fields.Char()
    dropped = fields.Boolean(help="Left out by a person; the words stay.")

    @api.depends("product_id", "quantity", "uom_id")
    def _compute_base_quantity(self):
        for line in self:
            uom, base = line.uom_id, line.product_id.uom_id
            line.base_quantity = uom._compute_quantity(line.quantity, base) if uom and base else 0

    @api.depends("answer_data", "product_id")
    @api.depends_context("lang")
    def _compute_answers(self):
        """The ready answers with labels in the reader's language: another product, or an amount."""
        given = [answer for line in self for answer in line.answer_data or []]
        products = self.env["product.product"].browse({a["product_id"] for a in given if a["product_id"]})
        uoms = self.env["uom.uom"].browse({a["uom_id"] for a in given if a["uom_id"]})
        names = {record: record.name for record in (*products.exists(), *uoms.exists())}
        for line in self:
            line.answers = [a | {"label": line._answer_label(a, names)} for a in line.answer_data or []]

    def _answer_label(self, answer, names):
        product = self.env["product.product"].browse(answer["product_id"])
        if product in names and product != self.product_id:
            return names[product]
        uom = self.env["uom.uom"].browse(answer["uom_id"])
        amount = f"{answer['quantity']:g}" if answer["quantity"] else ""
        return " ".join(filter(None, (amount, names.get(uom)))) or names.get(product) or answer["label"]

    def action_answer(self, index):
        """Take the ready answer at ``index``; an answer that is not there changes nothing."""
        self.ensure_one()
        self.check_access("write")
        answers = self.answers or []
        if not 0 <= index < len(answers):
            return False
        keys = ("product_id", "quantity", "uom_id")
        chosen = {key: answers[index][key] for key in keys if answers[index].get(key) is not None}
        self.write(chosen | {"note": answers[index]["label"]})
        return self.action_settle()

    def action_settle(self):
        """Accept lines that a person completed; those without product, quantity or unit stay open."""
        complete = self.filtered(lambda line: line._is_complete())
        complete.write({"verdict": "ok", "question_code": False})
        self.request_id._update_state()
        if complete != self:
            raise UserError(self.env._("Choose a product, a quantity above zero and a unit first."))
        return True

    def _is_complete(self):
        if self.action == "remove" and not self.quantity:
            return bool(self.product_id)
        return bool(self.product_id and self.uom_id and (self.quantity > 0 or self.action == "set"))

    def action_drop(self):
        """Leave lines out of the order; their words stay on the message."""
        self.write({"dropped": True, "question_code": False})
        self.request_id._update_state()
        return True

    def _prepare_order_line(self):
        return {
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom_id": self.uom_id.id,
            **({"discount": 100} if self.action == "free" else {}),
        }

    def _engine_size(self):
        return self.uom_id._fmcg_size(self.product_id) if self.uom_id else Decimal(1)

    def _engine_base(self):
        return Decimal(str(self.quantity)) * self._engine_size()

    def _engine_parts(self):
        return [(unit, Decimal(str(quantity))) for unit, quantity in self.parts]

    def _engine_change(self):
        """Return the line as the engine compares it with an order."""
        return Change(
            self.action, self.product_id.id, self.uom_id.id, self._engine_size(), self._engine_base()
        )

    def _engine_standing(self):
        """Return the line as one of an order that is still to be made."""
        size, base = self._engine_size(), self._engine_base()
        return Standing(self.id, self.product_id.id, self.uom_id.id, size, base, self.product_id.uom_id.id)

    def _order_of(self, base):
        """Return values of the line that order this many base units: in its own unit where that is whole."""
        whole = base % self._engine_size() == 0
        uom = self.uom_id if whole else self.product_id.uom_id
        size = self._engine_size() if whole else Decimal(1)
        return {"action": "add", "quantity": float(base / size), "uom_id": uom.id}
