from odoo import api, models

from ..engine.review.checks.not_listed import Listed


class FmcgReviewFacts(models.AbstractModel):
    """What the customers may carry on the day of delivery."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for order, outcome in self._listed_by_order(orders).items():
            parts[order.id][Listed] = self._listed_part(order, outcome)
        return parts

    @api.model
    def _listed_by_order(self, orders):
        """Return what ``fmcg.assortment._listed`` says of each order's customer and day."""
        found = {}
        for (company, channel), group in orders.grouped(
            lambda order: (order.company_id, order.fmcg_channel_id)
        ).items():
            wanted = {order: (order.partner_id, self._delivery_day(order)) for order in group}
            listings = self.env["fmcg.assortment"].with_company(company)
            listed = listings._listed_on(list(wanted.values()), channel)
            found |= {order: listed[key] for order, key in wanted.items()}
        return found

    @api.model
    def _listed_part(self, order, outcome):
        ordered = order.order_line.product_id
        listed = outcome["listed"]
        if listed is not None:
            # Assortments are of goods; whoever needs a service may have it.
            services = ordered.filtered(lambda product: product.type == "service")
            listed = frozenset(listed & set(ordered.ids)) | frozenset(services.ids)
        return Listed(listed, frozenset(outcome["ended"] & set(ordered.ids)))
