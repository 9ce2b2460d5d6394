from odoo import api, models

from ..engine.review.checks.not_listed import Listed


class FmcgReviewFacts(models.AbstractModel):
    """What the customers may carry on the day of delivery."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for (company, channel), group in orders.grouped(
            lambda order: (order.company_id, order.fmcg_channel_id)
        ).items():
            wanted = {order: (order.partner_id, self._delivery_day(order)) for order in group}
            listings = self.env["fmcg.assortment"].with_company(company)
            listed = listings._listed_on(list(wanted.values()), channel)
            for order, key in wanted.items():
                parts[order.id][Listed] = self._listed_part(order, listed[key])
        return parts

    @api.model
    def _listed_part(self, order, outcome):
        ordered = set(order.order_line.product_id.ids)
        listed = outcome["listed"]
        return Listed(
            None if listed is None else frozenset(listed & ordered), frozenset(outcome["ended"] & ordered)
        )
