from odoo import models
from odoo.fields import Domain

from ..engine.promotion import missing

# Rewards are taken one after the other; so many at most, whatever the programs say.
MOST_REWARDS = 50
BY_THEMSELVES = ("promotion", "buy_x_get_y")


class SaleOrder(models.Model):
    """Core's promotions, taken without anybody asking for them, and how far the next one is."""

    _inherit = "sale.order"

    def _fmcg_claim_if_by_itself(self):
        """Take the promotions for the orders of channels that do so."""
        self.filtered(lambda order: order.fmcg_channel_id.claims_promotions)._fmcg_claim_promotions()

    def _fmcg_renew_promotions(self):
        """Bring the promotions of changed orders up to date, as far as anything can change there."""
        self._fmcg_claim_if_by_itself()
        by_hand = self.filtered(lambda order: not order.fmcg_channel_id.claims_promotions)
        by_hand.filtered(lambda order: order.state in ("draft", "sent"))._fmcg_refresh_rewards()

    def _fmcg_claim_promotions(self):
        """Take what the automatic promotions give to open orders.

        Of several rewards, and of a reward's products, the one that was chosen is given, else the first.
        Core leaves rewards that nobody claims aside, and the free goods of an order would be lost.
        """
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            order._fmcg_refresh_points()
            taken = 0
            while taken < MOST_REWARDS and order._fmcg_claim_next():
                taken += 1
            if taken:
                order._update_programs_and_rewards()

    def _fmcg_refresh_points(self):
        """Bring the points up to date; core drops them with a reward that cannot be given any more."""
        coupons = self.coupon_point_ids.coupon_id.ids
        self._update_programs_and_rewards()
        if set(coupons) - set(self.coupon_point_ids.coupon_id.ids):
            self._update_programs_and_rewards()

    def _fmcg_claim_next(self):
        """Take one reward that is not taken yet; return whether there was one."""
        for coupon, rewards in self._get_claimable_rewards().items():
            program = coupon.program_id
            by_itself = program.trigger == "auto" and program.applies_on == "current"
            if program.program_type not in BY_THEMSELVES or not by_itself:
                continue
            if self.order_line.filtered(lambda line, coupon=coupon: line.coupon_id == coupon):
                continue
            if any(self._fmcg_take_reward(reward, coupon) for reward in self._fmcg_by_choice(rewards)):
                return True
        return False

    def _fmcg_promotions_ahead(self):
        """Return the rewards that this order has begun to earn and not earned yet, a list of dicts.

        ``products`` are those of the order that count, ``quantity`` (in ``unit``) and ``amount`` (money) what
        is still missing, ``reward`` what it would give.
        """
        programs = self.env["loyalty.program"].search(
            Domain(self._get_program_domain())
            & Domain("trigger", "=", "auto")
            & Domain("applies_on", "=", "current")
            & Domain("program_type", "in", BY_THEMSELVES)
        )
        lines = self._get_not_rewarded_order_lines()
        valid = programs._get_valid_products(lines.product_id)
        found = (self._fmcg_ahead(rule, lines, valid.get(rule)) for rule in programs.rule_ids)
        return [ahead for ahead in found if ahead]

    def _fmcg_ahead(self, rule, lines, products):
        if rule.mode != "auto" or not products:
            return None
        counted = lines.filtered(lambda line: line.product_id in products)
        quantity, amount = self._fmcg_missing(rule, counted)
        if not quantity and not self.currency_id.compare_amounts(amount, 0) > 0:
            return None
        every = rule.minimum_qty == 0 and not (
            rule.product_ids or rule.product_category_id or rule.product_tag_id or rule.product_domain != "[]"
        )
        return {
            "rule": rule.id,
            "program": rule.program_id.id,
            "name": rule.program_id.name,
            "products": [] if every else products.ids,
            "quantity": quantity,
            # Core adds up the units of the lines, whatever they are; one name only where there is one.
            "unit": counted.product_uom_id.name if len(counted.product_uom_id) == 1 else "",
            "amount": amount,
            "reward": rule.program_id.reward_ids[:1].description or "",
        }

    def _fmcg_missing(self, rule, lines):
        """Return what the lines lack of the next reward, in units and in money.

        Core gives points by order, by unit or by money (`_program_check_compute_points`), and goods as many
        times as the points suffice (`_get_reward_values_product`).
        """
        reward = rule.program_id.reward_ids.sorted("required_points")[:1]
        points = rule.reward_point_mode in ("unit", "money") and rule.reward_point_amount
        step = {rule.reward_point_mode: reward.required_points / points} if points else {}
        repeats = reward.reward_type == "product" and not reward.clear_wallet
        taxed = rule.minimum_amount_tax_mode == "incl"
        bought = sum(lines.mapped("price_total" if taxed else "price_subtotal"))
        least = rule._compute_amount(self.currency_id)
        return (
            missing(sum(lines.mapped("product_uom_qty")), rule.minimum_qty, step.get("unit", 0), repeats),
            max(
                missing(bought, least),
                missing(sum(lines.mapped("price_total")), 0, step.get("money", 0), repeats),
            ),
        )
