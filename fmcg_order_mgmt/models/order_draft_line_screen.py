from odoo import fields, models
from odoo.exceptions import UserError

# Which questions are answered by choosing which field.
ANSWERED_BY = {
    "product_id": {"which_product", "unknown_product", "product_guess", "product_conflict"},
    "uom_id": {"which_unit", "unit_not_sold", "pack_conflict"},
    "quantity": {
        "no_quantity",
        "vague_quantity",
        "as_before",
        "bad_quantity",
        "half_unit",
        "outlier",
        "duplicate_product",
        "pack_conflict",
    },
}


class FmcgOrderDraftLine(models.Model):
    """What a person does with a line on the message screen: choose, accept, leave out, take back."""

    _name = "fmcg.order.draft.line"
    _inherit = ["fmcg.order.draft.line", "fmcg.kept.reading"]

    unit_kind = fields.Char(
        readonly=True, help="The kind of unit that was written, kept for a product that is chosen by hand."
    )

    def _kept_fields(self):
        return "product_id", "quantity", "uom_id", "action", "verdict", "dropped", "note"

    def _made_orders(self):
        return self.draft_id._made_orders()

    def action_take(self, values):
        """Take a person's choice of product, quantity or unit; it answers the question that asks for it.

        :param dict values: ``product_id``, ``quantity`` or ``uom_id``; others are refused
        :raises UserError: a quantity that is not above zero, a product that is not sold, another field, or
            an order that is made already
        """
        self.ensure_one()
        self._check_open()
        self.write(self._taken(values))
        self._ask_what_is_missing(values.keys())
        self.request_id._update_state()
        return True

    def _taken(self, values):
        """Return the values to write: a new product keeps the kind of unit that was written."""
        if not values or values.keys() - ANSWERED_BY.keys():
            raise UserError(self.env._("Only product, quantity and unit of a line can be chosen."))
        if "quantity" in values and not values["quantity"] > 0:
            raise UserError(self.env._("A quantity must be above zero. Leave the line out instead."))
        product = self.env["product.product"].browse(values.get("product_id") or self.product_id.id)
        if not product.exists().sale_ok:
            raise UserError(self.env._("This product is not sold. Choose another one."))
        units = product.uom_id | product.uom_ids
        unit = self.env["uom.uom"].browse(values.get("uom_id") or self.uom_id.id)
        if unit in units:
            return dict(values)
        kind = unit.fmcg_kind or self.unit_kind or self.draft_id.partner_id.fmcg_default_unit
        return {**values, "uom_id": units.filtered(lambda u: u.fmcg_kind and u.fmcg_kind == kind)[:1].id}

    def _ask_what_is_missing(self, taken):
        """Close a question that is answered; ask for what the line still lacks, one thing at a time."""
        answered = any(self.question_code in ANSWERED_BY[name] for name in taken)
        if self.question_code and not answered:
            return False
        said = {"words": self.source_text or self.product_id.name or "?"}
        if not self.product_id:
            code = "which_product"
        elif self._is_complete():
            return self.action_settle()
        elif self.quantity > 0:
            code, said = "which_unit", {**said, "quantity": self.quantity}
        else:
            code = "no_quantity"
        return self.write({"verdict": "ask", "question_code": code, "question_values": said})

    def desk_products(self, query=""):
        """Return the products that come nearest to the line's words, or to what is typed into the search.

        :return: dicts with ``id``, ``label`` and ``detail`` (code, packs, what the customer last ordered)
        """
        self.ensure_one()
        self.check_access("read")
        return self.draft_id._desk_products(query or self.source_text or "", given=self._given(query))

    def _given(self, query):
        """The products of the ready answers stand first while nothing is searched for."""
        found = [answer["product_id"] for answer in self.answer_data or [] if answer["product_id"]]
        return [] if query else [*self.product_id.ids, *found]

    def _desk_values(self, last):
        """Return what the message screen shows of each line, by its id, in a fixed number of queries.

        :param last: the customers' latest order lines of the products
        """
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        actions = dict(self._fields["action"]._description_selection(self.env))
        before = {(line.order_partner_id, line.product_id): line for line in last}
        return {
            line.id: line._desk_line(verdicts, actions)
            | {"answers": line._desk_answers(before.get((line.draft_id.partner_id, line.product_id)))}
            for line in self
        }

    def _desk_line(self, verdicts, actions):
        product, base = self.product_id, self.product_id.uom_id
        units = base | product.uom_ids
        return {
            "id": self.id,
            "source": self.source_text or "",
            "file": self.source_name or "",
            "product": self.draft_id._desk_link(product),
            "quantity": self.quantity,
            "unit": {"id": self.uom_id.id, "name": self.uom_id.name} if self.uom_id else False,
            "units": [{"id": unit.id, "label": unit.name} for unit in units],
            "base": f"{self.base_quantity:g} {base.name}" if self.uom_id and self.uom_id != base else "",
            "action": self.action,
            "action_label": actions[self.action],
            "verdict": self.verdict,
            "verdict_label": verdicts[self.verdict],
            "score": round(self.score * 100) if self.product_id else 100,
            "question": self.question or "",
            "waits": self._waits(),
            "price": self.price_claim,
            "note": self.note or "",
            "dropped": self.dropped,
            "changed": bool(self.before_changes and not self.before_changes.get("added")),
            "complete": self._is_complete(),
        }

    def _waits(self):
        """Whether the line only waits for the answer to its draft's own question."""
        return bool(self.question_code) and self.question_code == self.draft_id.question_code

    def _desk_answers(self, last):
        """Return the ready answers: those of the engine by their place, else amounts for a person to take."""
        if self.verdict == "ok" or self.dropped or self._waits():
            return []
        given = [{"label": x["label"], "index": index} for index, x in enumerate(self.answers or [])]
        if given or not self.product_id:
            return given
        if self.question_code in ANSWERED_BY["quantity"]:
            return self._amounts(last)
        return self._units() if self.question_code in ANSWERED_BY["uom_id"] else []

    def _units(self):
        """The quantity in each unit of the product."""
        return [
            {"label": f"{self.quantity:g} {unit.name}", "values": {"uom_id": unit.id}}
            for unit in self.product_id.uom_id | self.product_id.uom_ids
        ]

    def _amounts(self, last):
        """The quantity as it was read and the one of the customer's latest order."""
        found = {}
        if self.quantity > 0 and self.uom_id:
            found[self.quantity, self.uom_id] = f"{self.quantity:g} {self.uom_id.name}"
        if last:
            amount = f"{last.product_uom_qty:g} {last.product_uom_id.name}"
            told = self.env._("%(amount)s as last time", amount=amount)
            found[last.product_uom_qty, last.product_uom_id] = told
        return [
            {"label": label, "values": {"quantity": quantity, "uom_id": uom.id}}
            for (quantity, uom), label in found.items()
            if uom in self.product_id.uom_id | self.product_id.uom_ids
        ]

    def _told(self):
        """The line in one row of text, for a log."""
        amount = f"{self.quantity:g}" if self.quantity else ""
        made = " ".join(filter(None, (amount, self.uom_id.name, self.product_id.display_name))) or "–"
        left = self.env._("left out") if self.dropped else ""
        return " · ".join(filter(None, (self.source_text, made, left)))
