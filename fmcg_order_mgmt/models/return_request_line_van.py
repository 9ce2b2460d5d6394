from odoo import fields, models


class FmcgReturnRequestLine(models.Model):
    """A line of a delivery that was not accepted at the door."""

    _inherit = "fmcg.return.request.line"

    # Of what never came nothing is received; somebody looks for it, and the customer does not pay for it.
    kind = fields.Selection(selection_add=[("missing", "Never Arrived")], ondelete={"missing": "set default"})
    move_id = fields.Many2one(
        "stock.move", string="Delivered With", index="btree_not_null", readonly=True, copy=False
    )

    def _prepare_came_back(self, move, quantity, reason):
        labels = {
            "damaged": self.env._("Damaged"),
            "refused": self.env._("Refused at the door"),
            "missing": self.env._("Missing at the door"),
        }
        return {
            "kind": "missing" if reason == "missing" else "back",
            "product_id": move.product_id.id,
            "quantity": quantity,
            "uom_id": move.product_id.uom_id.id,
            "reason": labels[reason],
            "move_id": move.id,
        }

    def _in_short(self):
        words = super()._in_short()
        return self.env._("%s (never arrived)", words) if self.kind == "missing" else words

    def _delivered_by(self):
        move = self.move_id
        if move and self.product_id.uom_id.compare(move._fmcg_returnable(), self.quantity) >= 0:
            return move
        return super()._delivered_by()
