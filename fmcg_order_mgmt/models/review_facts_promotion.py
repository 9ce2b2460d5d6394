from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..engine.review.checks.promotion import FreeClaim, Given, Promotions


class FmcgReviewFacts(models.AbstractModel):
    """Which promotions the orders take, and which free goods customers count on."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        claims = self._free_claims(orders)
        for order in orders:
            given = self._given(order.order_line.filtered("is_reward_line"))
            if given or claims[order.id]:
                day = order._get_confirmed_tx_create_date()
                parts[order.id][Promotions] = Promotions(day, given, tuple(claims[order.id]))
        return parts

    @api.model
    def _given(self, lines):
        coupons = lines.grouped(lambda line: (line.reward_id.program_id, line.coupon_id))
        return tuple(
            self._program(program, coupon.expiration_date, taken=1) for program, coupon in coupons if program
        )

    @api.model
    def _program(self, program, expires=False, taken=0):
        ends = [day for day in (program.date_to, expires) if day]
        return Given(
            key=program.id,
            name=program.name,
            active=program.active and program.sale_ok,
            date_from=program.date_from or None,
            date_to=min(ends, default=None),
            used_up=program.limit_usage and program.total_order_count - taken >= program.max_usage,
        )

    @api.model
    def _free_claims(self, orders):
        """Return the claims of free goods that are on no order, a list by order id."""
        lines = (
            self.env["fmcg.order.draft.line"]
            .sudo()
            .search(
                Domain("draft_id.sale_order_id", "in", orders.ids)
                & Domain("action", "=", "free")
                & Domain("booked", "=", False)
                & Domain("dropped", "=", False)
                & Domain("product_id", "!=", False)
            )
        )
        over = self._promotions_over(lines)
        claims = defaultdict(list)
        for line in lines:
            program = over.get((line.draft_id.company_id, line.product_id))
            told = program and self._program(program)
            claim = FreeClaim(line.id, line.source_text or "", line.product_id.id, told)
            claims[line.draft_id.sale_order_id.id].append(claim)
        return claims

    @api.model
    def _promotions_over(self, lines):
        """Return the program that last gave each product free, by company and product."""
        rewards = self.env["loyalty.reward"].sudo().with_context(active_test=False)
        found = rewards.search(
            Domain("reward_type", "=", "product") & Domain("reward_product_id", "in", lines.product_id.ids)
        )
        programs = {}
        for program in found.program_id.sorted(
            lambda program: (program.date_to or program.create_date.date())
        ):
            for company in program.company_id or lines.draft_id.company_id:
                for product in program.reward_ids.reward_product_id:
                    programs[company, product] = program
        return programs
