from odoo import fields, models

LOOKED_AT = 20


class FmcgReturnRequestLine(models.Model):
    _name = "fmcg.return.request.line"
    _description = "Return Request Line"
    _order = "return_id, id"

    return_id = fields.Many2one("fmcg.return.request", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    draft_line_id = fields.Many2one(
        "fmcg.order.draft.line", index="btree_not_null", readonly=True, ondelete="set null"
    )
    kind = fields.Selection(
        [("back", "Comes Back"), ("exchange", "Goes Out in Exchange")], required=True, default="back"
    )
    product_id = fields.Many2one("product.product", required=True, index=True)
    quantity = fields.Float(digits="Product Unit", required=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", required=True)
    reason = fields.Char(help="The customer's words.")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Enter how much comes back.")

    def _in_short(self):
        words = f"{self.quantity:g} {self.uom_id.name} {self.product_id.name}"
        return f"→ {words}" if self.kind == "exchange" else words

    def _delivered_by(self):
        """Return the newest delivery move of this customer that can take the whole quantity back."""
        request = self.return_id
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", self.product_id.id),
                ("state", "=", "done"),
                ("company_id", "=", request.company_id.id),
                ("location_dest_id.usage", "=", "customer"),
                ("picking_id.partner_id", "child_of", request.partner_id.ids),
            ],
            order="date desc, id desc",
            limit=LOOKED_AT,
        )
        wanted = self.uom_id._compute_quantity(self.quantity, self.product_id.uom_id)
        return next((move for move in moves if move._fmcg_returnable() >= wanted), moves.browse())

    def _prepare_move(self, source, target):
        return {
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom": self.uom_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
        }

    def _prepare_free_line(self):
        return {
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom_id": self.uom_id.id,
            "discount": 100,
        }
