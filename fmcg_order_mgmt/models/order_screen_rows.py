from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

MOST_ROWS = 300


class FmcgOrderScreen(models.AbstractModel):
    """Prices and stock of the products that are on the screen just now."""

    _inherit = "fmcg.order.screen"

    @api.model
    @api.readonly
    def rows(self, partner_id, product_ids):
        """Return price and free stock of products for a customer.

        :return: by product key, as text: ``{"prices": {unit key: price}, "free": base units or None,
            "steps": what can be there from which day on}``, None for goods that are not kept on stock;
            products that are gone are left out
        :raises UserError: the customer is gone, or more products than a screen shows
        """
        self._check_rep()
        partner = self._customer(partner_id)
        products = self._offered(product_ids)
        prices, free = self._prices(partner, products), self._free(partner, products)
        steps = self._steps(partner, products)
        return {
            str(product.id): {
                "prices": prices[product.id],
                "free": free.get(product.id),
                "steps": steps[product.id],
            }
            for product in products
        }

    @api.model
    def _offered(self, keys):
        sound = isinstance(keys, list) and all(isinstance(key, int) and 0 < key < 2**31 for key in keys)
        if not sound or len(keys) > MOST_ROWS:
            raise UserError(self.env._("Ask for at most %s products, by their ids.", MOST_ROWS))
        return self.env["product.product"].search(self._sold_domain() & Domain("id", "in", keys))

    @api.model
    def _prices(self, partner, products):
        """Return the price of each unit of each product, as the customer's price list has it."""
        pricelist = partner.property_product_pricelist
        currency = self._pricelist_currency(partner)
        prices = {product.id: {} for product in products}
        for unit in products.uom_id | products.uom_ids:
            sold_by = products.filtered(lambda p, unit=unit: unit in p.uom_id | p.uom_ids)
            found = pricelist._compute_price_rule(sold_by, 1.0, currency=currency, uom=unit)
            for key, (price, _rule) in found.items():
                prices[key][str(unit.id)] = currency.round(price)
        return prices

    @api.model
    def _warehouse(self, partner):
        """Return the warehouse that an order of this customer would be delivered from."""
        route = partner.fmcg_route_id or partner.commercial_partner_id.fmcg_route_id
        if route.warehouse_id:
            return route.warehouse_id
        user = partner.user_id or self.env.user
        return user.with_company(self.env.company)._get_default_warehouse_id()

    @api.model
    def _free(self, partner, products):
        """Return the free stock by product, read with full rights: reps need not be in the warehouse."""
        warehouse = self._warehouse(partner)
        stored = products.filtered("is_storable").sudo().with_context(warehouse_id=warehouse.id)
        return {product.id: product.free_qty for product in stored}
