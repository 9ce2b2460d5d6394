from collections import Counter
from dataclasses import replace

from odoo import api, models

from ..engine.review.facts import Beside
from .sale_order_review import OPEN_STATES


class FmcgReviewFacts(models.AbstractModel):
    """What was asked for together with an order and stands on others since it was split."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _read_ahead(self, orders):
        result = super()._read_ahead(orders)
        first = orders.fmcg_split_from_id
        family = first | first.fmcg_split_ids | orders.fmcg_split_ids
        family.mapped("state")
        family.order_line.product_id.mapped("uom_id")
        return result

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for order in orders:
            others = order._fmcg_split_family() - order
            goods = others.filtered(lambda other: other.state != "cancel")._fmcg_goods_lines()
            if goods:
                parts[order.id][Beside] = Beside(self._quantities(goods))
        return parts

    @api.model
    def _credit(self, orders):
        """Return limit and debt with what an order was split from or before: each part alone may fit in."""
        credit = super()._credit(orders)
        for order in orders.filtered(lambda order: order.id in credit):
            before = sum(self._company_amount(other) for other in self._split_before(order, orders))
            if before:
                found = credit[order.id]
                credit[order.id] = replace(found, owed=found.owed + before)
        return credit

    @api.model
    def _split_before(self, order, orders):
        """Return the earlier parts of a split order that do not count as agreed to yet."""
        return order._fmcg_split_family().filtered(
            lambda other: other.id < order.id
            and other.state in OPEN_STATES
            and (other in orders or other.fmcg_review_state != "approved")
        )

    @api.model
    def _quantities(self, lines):
        found = Counter()
        for line in lines:
            found[line.product_id.id] += line._fmcg_content_line().base_quantity
        return found
