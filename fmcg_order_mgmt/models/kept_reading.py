from odoo import fields, models
from odoo.exceptions import UserError


class FmcgKeptReading(models.AbstractModel):
    """What the machine read, kept from a person's first change on, so that it can be brought back."""

    _name = "fmcg.kept.reading"
    _description = "Kept Reading"

    before_changes = fields.Json(readonly=True, copy=False)

    def _kept_fields(self):
        """Return the fields that a person may change; they are kept, and any of them counts as a change."""
        return ()

    def write(self, vals):
        if self._by_person(vals):
            for record in self.filtered(lambda r: not r.before_changes):
                super(FmcgKeptReading, record).write({"before_changes": record._reading()})
        return super().write(vals)

    def _by_person(self, vals):
        """Whether values come from a person: the machine opens questions, only persons answer them."""
        answered = "question_code" in vals and not vals["question_code"]
        return "before_changes" not in vals and (answered or bool(vals.keys() & set(self._kept_fields())))

    def _reading(self):
        names = (*self._kept_fields(), "question_code", "question_values")
        return {name: self._fields[name].convert_to_write(self[name], self) for name in names} | self._dated()

    def _dated(self):
        """JSON knows no dates."""
        dates = (name for name in self._kept_fields() if self._fields[name].type == "date")
        return {name: fields.Date.to_string(self[name]) for name in dates}

    def _made_orders(self):
        """Return the orders that these records became, or the returns where there is no order."""
        return self.env["sale.order"]

    def _check_open(self):
        """Refuse to change what an order was made of.

        :raises UserError: naming the order, where the change belongs
        """
        orders = self._made_orders()
        if orders:
            names = ", ".join(orders.mapped("display_name"))
            raise UserError(self.env._("%s exists already. Change it there.", names))

    def action_undo(self):
        """Bring back what the machine read, with its question; what was never changed stays.

        :raises UserError: the order is made already
        """
        self._check_open()
        for record in self.filtered("before_changes"):
            record.write(record.before_changes | {"before_changes": False})
        self.request_id._update_state()
        return True
