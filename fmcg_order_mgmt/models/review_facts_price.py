from odoo import api, models

from ..engine.review.checks.minimum_order import Smallest
from ..engine.review.checks.price_floor import Price, Prices


class FmcgReviewFacts(models.AbstractModel):
    """What the goods are sold for, line by line and in all."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for order in orders:
            company = order.company_id
            currency = company.currency_id.id
            lines = order.with_company(company)._fmcg_goods_lines()
            prices = tuple(self._price(line) for line in lines if line.product_uom_qty > 0)
            amount = order.amount_untaxed / (order.currency_rate or 1.0)
            parts[order.id][Prices] = Prices(currency, prices)
            parts[order.id][Smallest] = Smallest(amount, order._fmcg_route().minimum_order, currency)
        return parts

    @api.model
    def _price(self, line):
        product = line.product_id
        base = line._fmcg_content_line().base_quantity
        return Price(
            line=line.id,
            product=product.id,
            unit=product.uom_id.name,
            price=line.price_subtotal / base / (line.order_id.currency_rate or 1.0),
            cost=product.standard_price,
            catalogue=product.lst_price,
        )
