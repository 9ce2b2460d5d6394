from odoo import fields, models
from odoo.exceptions import UserError

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
        before = {order: order.fmcg_gifts or {} for order in self} if vals.get("fmcg_gifts") else {}
        result = super().write(vals)
        for order, chosen in before.items():
            if order.state in ("draft", "sent"):
                order._fmcg_exchange(
                    {key: value for key, value in order.fmcg_gifts.items() if chosen.get(key) != value}
                )
        return result

    def _fmcg_exchange(self, chosen):
        """Give what was chosen just now in the place of what the same promotions gave until now.

        What people took in another way meanwhile is theirs.
        """
        # The points are those of the lines as they are now.
        self._update_programs_and_rewards()
        self._fmcg_exchange_rewards(chosen)
        self._fmcg_exchange_gifts(chosen)

    def _fmcg_by_choice(self, rewards):
        """Return a program's rewards in the order in which they are to be taken: the chosen one first."""
        chosen = (self.fmcg_gifts or {}).get(f"{PROGRAM}{rewards.program_id.id}")
        return rewards.sorted(lambda reward: reward.id != chosen)

    def _fmcg_gift(self, reward):
        """Return the product to give of a reward: the chosen one as long as it is offered, else the first."""
        chosen = (self.fmcg_gifts or {}).get(str(reward.id))
        offered = reward.reward_product_ids
        return offered.filtered(lambda product: product.id == chosen) or offered[:1]

    def _fmcg_exchange_rewards(self, chosen):
        for coupon, lines in self.order_line.grouped("coupon_id").items():
            open_to = self._fmcg_open_rewards(coupon)
            wanted = chosen.get(f"{PROGRAM}{open_to.program_id.id}")
            reward = open_to.filtered(lambda each, wanted=wanted: each.id == wanted)
            if reward and len(lines.reward_id) == 1 and lines.reward_id != reward:
                self._fmcg_take_reward(reward, coupon, lines)

    def _fmcg_exchange_gifts(self, chosen):
        for line in self.order_line.filtered(lambda line: str(line.reward_id.id) in chosen):
            gift = self._fmcg_gift(line.reward_id)
            if gift and gift != line.product_id:
                self._fmcg_take_reward(line.reward_id, line.coupon_id, line)

    def _fmcg_take_reward(self, reward, coupon, instead=None):
        """Take a reward, in the place of these lines where there are any; return whether core gives it.

        Where it does not, such as a discount on goods that are not there, all stays as it was.
        """
        lines = instead or self.env["sale.order.line"]
        try:
            with self.env.cr.savepoint():
                lines._reset_loyalty(complete=True)
                gift = self._fmcg_gift(reward)
                result = self._apply_program_reward(reward, coupon, product=gift, old_lines=lines)
                if result.get("error"):
                    raise UserError(result["error"])
        except UserError:
            return False
        return True

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
