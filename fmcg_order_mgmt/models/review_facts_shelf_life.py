from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.fields import Domain

from ..engine.review.checks.shelf_life import Lot, ShelfLife


class FmcgReviewFacts(models.AbstractModel):
    """How long the goods must keep, and how long those on stock do."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        days = {order: self._shelf_life_days(order) for order in orders}
        asking = orders.filtered(days.get)
        lots = self._dated_lots(asking.order_line.product_id, asking.warehouse_id)
        for order in asking:
            arrival, stock = self._delivery_day(order), lots[order.warehouse_id.id]
            judged = self._judged(order.order_line.product_id, days[order])
            dated = {product: stock[product] for product in judged.ids if product in stock}
            parts[order.id][ShelfLife] = ShelfLife(days[order], arrival, dated)
        return parts

    @api.model
    def _judged(self, products, days):
        """Return the goods that can keep so long: who asks for 45 days does not mean fresh yoghurt."""
        return products.filtered(
            lambda product: product.use_expiration_date and not 0 < product.expiration_time < days
        )

    @api.model
    def _shelf_life_days(self, order):
        address, customer = order.partner_shipping_id, order.partner_id
        partners = (address, customer, customer.commercial_partner_id)
        return next(filter(None, (partner.fmcg_min_shelf_life_days for partner in partners)), 0)

    @api.model
    def _dated_lots(self, products, warehouses):
        """Return the free stock by warehouse and product (ids), each with the days when it expires."""
        products = products.filtered("use_expiration_date")
        quants = (
            self.env["stock.quant"]
            .sudo()
            .search_fetch(
                Domain("product_id", "in", products.ids)
                & Domain("location_id.warehouse_id", "in", warehouses.ids)
                & Domain("location_id.usage", "=", "internal"),
                ["product_id", "location_id", "quantity", "reserved_quantity", "expiration_date"],
            )
        )
        lots = defaultdict(lambda: defaultdict(tuple))
        for quant in quants:
            expires = quant.expiration_date.date() if quant.expiration_date else date.max
            lot = Lot(expires, quant.quantity - quant.reserved_quantity)
            lots[quant.location_id.warehouse_id.id][quant.product_id.id] += (lot,)
        return lots
