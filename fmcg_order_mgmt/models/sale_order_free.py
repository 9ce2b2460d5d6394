from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _fmcg_claim_rewards(self, products):
        """Take the rewards of core's promotions that give these products free, once each."""
        self._update_programs_and_rewards()
        for coupon, rewards in self._get_claimable_rewards().items():
            for reward in rewards.filtered(lambda reward: reward.reward_type == "product"):
                wanted = reward.reward_product_ids & products
                if wanted and reward not in self.order_line.reward_id:
                    self._apply_program_reward(reward, coupon, product=wanted[:1])
        self._update_programs_and_rewards()

    def _fmcg_given_free(self, product):
        """Return how much of a product the promotions give free on the order, in its own unit."""
        lines = self.order_line.filtered(
            lambda line: line.is_reward_line and line.product_id == product and line.discount == 100
        )
        return sum(
            line.product_uom_id._compute_quantity(line.product_uom_qty, product.uom_id) for line in lines
        )
