from odoo import fields, models


class SaleOrder(models.Model):
    """Which product a customer wants of a promotion that offers several."""

    _inherit = "sale.order"

    fmcg_gifts = fields.Json(
        string="Chosen Gifts",
        copy=False,
        readonly=True,
        help="The products that were chosen of several, by reward. What is not in here is the first one.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("fmcg_gifts"):
            for order in self.filtered(lambda order: order.state in ("draft", "sent")):
                order._fmcg_exchange_gifts()
        return result

    def _fmcg_gift(self, reward):
        """Return the product to give of a reward: the chosen one as long as it is offered, else the first."""
        chosen = (self.fmcg_gifts or {}).get(str(reward.id))
        offered = reward.reward_product_ids
        return offered.filtered(lambda product: product.id == chosen) or offered[:1]

    def _fmcg_exchange_gifts(self):
        """Give what was chosen in the place of what the same rewards gave until now."""
        for line in self.order_line.filtered(lambda line: str(line.reward_id.id) in self.fmcg_gifts):
            gift = self._fmcg_gift(line.reward_id)
            if gift and line.product_id != gift:
                line._reset_loyalty()
                self._apply_program_reward(line.reward_id, line.coupon_id, product=gift, old_lines=line)

    def _fmcg_gifts_given(self):
        """Return which product each reward with a choice gives, by the reward's id as text."""
        lines = self.order_line.filtered(lambda line: line.reward_id.multi_product)
        return {str(line.reward_id.id): line.product_id.id for line in lines}
