from decimal import Decimal

from odoo import models
from odoo.fields import Domain

from ..engine.intake.model import Promotion


class FmcgIntakeKnowledge(models.AbstractModel):
    """The free goods that a customer may claim: those that core's promotion programs give by themselves."""

    _inherit = "fmcg.intake.knowledge"

    def _promotions(self):
        programs = self.env["loyalty.program"].search(
            self._own_domain()
            & Domain("program_type", "in", ("buy_x_get_y", "promotion"))
            & Domain("trigger", "=", "auto")
            & Domain("applies_on", "=", "current")
            # Who may have these, and whether some are left, is told when the order is made.
            & Domain("pricelist_ids", "=", False)
            & Domain("limit_usage", "=", False)
            & Domain("sale_ok", "=", True)
        )
        return tuple(
            promotion
            for program in programs
            for rule in program.rule_ids
            for reward in program.reward_ids
            if (promotion := self._promotion(program, rule, reward))
        )

    def _promotion(self, program, rule, reward):
        """Return the promotion of a rule and a reward, None where they say something else than buy and get.

        Core counts what is bought by the units of the lines and gives what is free in the product's own
        unit: the pack of which whole ones are given is the one that both are meant in.
        """
        product = reward.reward_product_id
        counted = {"unit": reward.required_points / rule.reward_point_amount, "order": rule.minimum_qty}
        bought = counted.get(rule.reward_point_mode)
        if not (product and bought and bought >= rule.minimum_qty and rule.mode == "auto"):
            return None
        if not product.filtered_domain(rule._get_valid_product_domain()):
            return None
        kind, size = self._given_in(product, reward.reward_product_qty)
        free = Decimal(reward.reward_product_qty) / size
        return Promotion(
            product=product.id,
            buy=Decimal(str(bought)),
            free=free,
            unit=kind,
            date_from=program.date_from or None,
            date_to=program.date_to or None,
            most=free if rule.reward_point_mode == "order" else None,
        )

    @staticmethod
    def _given_in(product, quantity):
        """Return kind and size of the largest pack of which the quantity is whole ones."""
        base = product.uom_id
        packs = product.uom_ids.filtered("fmcg_kind").sorted("factor", reverse=True)
        for uom in packs:
            size = uom.factor / base.factor
            if size > 1 and quantity % size == 0:
                return uom.fmcg_kind, Decimal(str(size))
        return base.fmcg_kind or "piece", Decimal(1)
