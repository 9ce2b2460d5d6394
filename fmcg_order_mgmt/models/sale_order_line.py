from odoo import api, models
from odoo.exceptions import UserError

from ..engine.review.content import ContentLine
from .sale_order_review import OPEN_STATES

CONTENT_FIELDS = {
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "order_id",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._fmcg_reopen_orders()
        return lines

    def write(self, vals):
        orders = self.order_id if "order_id" in vals else self.env["sale.order"]
        result = super().write(vals)
        if "state" in vals:
            self._fmcg_guard_state()
        if CONTENT_FIELDS & vals.keys():
            self._fmcg_reopen_orders(orders)
        return result

    def unlink(self):
        orders = self.filtered(lambda line: not line.is_reward_line).order_id
        result = super().unlink()
        orders._fmcg_reopen_changed()
        return result

    def _fmcg_guard_state(self):
        """Refuse confirmed lines on an order in review: core would deliver them."""
        ahead = self.filtered(lambda line: line.state == "sale" and line.order_id.state in OPEN_STATES)
        if any(order._fmcg_gate_message() for order in ahead.order_id):
            raise UserError(self.env._("A line follows the state of its order. Confirm the order instead."))

    def _fmcg_reopen_orders(self, orders=None):
        orders = orders or self.env["sale.order"]
        if not any(order._fmcg_can_reopen() for order in self.order_id | orders):
            return
        # Promotion lines pass through other values while core renews them; the order looks at the outcome.
        (self.filtered(lambda line: not line.is_reward_line).order_id | orders)._fmcg_reopen_changed()

    def _fmcg_content_line(self):
        unit, base = self.product_uom_id, self.product_id.uom_id
        quantity = self.product_uom_qty
        if unit and base and unit != base:
            quantity = unit._compute_quantity(quantity, base, round=False)
        return ContentLine(self.product_id.id, quantity, self.price_unit, self.discount)
