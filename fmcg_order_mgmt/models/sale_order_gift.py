from odoo import fields, models

from .sale_order_promotion import BY_THEMSELVES

# What leads a program's key among the chosen gifts; a reward's is its id alone.
PROGRAM = "p"


class SaleOrder(models.Model):
    """Which reward a customer wants of a promotion that offers several, and which of its products."""

    _inherit = "sale.order"

    fmcg_gifts = fields.Json(
        string="Chosen Gifts",
        copy=False,
        readonly=True,
        help="The products that were chosen of several, by reward, and the rewards, by program. "
        "What is not in here is the first one.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("fmcg_gifts"):
            for order in self.filtered(lambda order: order.state in ("draft", "sent")):
                order._fmcg_exchange_rewards()
                order._fmcg_exchange_gifts()
        return result

    def _fmcg_reward(self, rewards):
        """Return which of a program's rewards to take: the chosen one where it can be had, else the first."""
        chosen = (self.fmcg_gifts or {}).get(f"{PROGRAM}{rewards.program_id.id}")
        return rewards.filtered(lambda reward: reward.id == chosen) or rewards[:1]

    def _fmcg_gift(self, reward):
        """Return the product to give of a reward: the chosen one as long as it is offered, else the first."""
        chosen = (self.fmcg_gifts or {}).get(str(reward.id))
        offered = reward.reward_product_ids
        return offered.filtered(lambda product: product.id == chosen) or offered[:1]

    def _fmcg_exchange_rewards(self):
        """Give the rewards that were chosen in the place of what the same promotions gave until now."""
        for coupon, lines in self.order_line.grouped("coupon_id").items():
            open_to = self._fmcg_open_rewards(coupon)
            reward = self._fmcg_reward(open_to)
            is_chosen = f"{PROGRAM}{open_to.program_id.id}" in self.fmcg_gifts
            if is_chosen and reward != lines.reward_id:
                lines._reset_loyalty()
                gift = self._fmcg_gift(reward)
                self._apply_program_reward(reward, coupon, product=gift, old_lines=lines)

    def _fmcg_exchange_gifts(self):
        """Give the products that were chosen in the place of what the same rewards gave until now."""
        for line in self.order_line.filtered(lambda line: str(line.reward_id.id) in self.fmcg_gifts):
            gift = self._fmcg_gift(line.reward_id)
            if gift and line.product_id != gift:
                line._reset_loyalty()
                self._apply_program_reward(line.reward_id, line.coupon_id, product=gift, old_lines=line)

    def _fmcg_gifts_given(self):
        """Return which product each reward with a choice gives, by the reward's id as text."""
        lines = self.order_line.filtered(lambda line: line.reward_id.multi_product)
        given = {str(line.reward_id.id): line.product_id.id for line in lines}
        several = self.order_line.reward_id.filtered(lambda reward: len(reward.program_id.reward_ids) > 1)
        return given | {f"{PROGRAM}{reward.program_id.id}": reward.id for reward in several}

    def _fmcg_open_rewards(self, coupon):
        """Return the rewards of a promotion that this order could have with the points of what it has of it.

        None where there is nothing to choose.
        """
        lines = self.order_line.filtered(lambda line: coupon and line.coupon_id == coupon)
        program = lines.reward_id.program_id
        if len(program.reward_ids) < 2 or program.program_type not in BY_THEMSELVES:
            return program.reward_ids.browse()
        points = self._get_real_points_for_coupon(coupon) + sum(lines.mapped("points_cost"))
        return program.reward_ids.filtered(lambda reward: reward.required_points <= points)
