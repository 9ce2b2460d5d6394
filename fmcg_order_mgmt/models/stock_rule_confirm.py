from odoo import api, models

from .confirm_batch import batch_of


class StockRule(models.Model):
    """Rules of orders that are confirmed together are searched once for all goods that go the same ways."""

    _inherit = "stock.rule"

    @api.model
    def _search_rule_for_warehouses(self, route_ids, packaging_uom_id, product_id, warehouse_ids, domain):
        def search():
            return super(StockRule, self)._search_rule_for_warehouses(
                route_ids, packaging_uom_id, product_id, warehouse_ids, domain
            )

        batch = batch_of(self.env)
        if not batch:
            return search()
        # What core asks of the product are its routes, and which routes of the warehouse fit it.
        key = (
            self.env,
            tuple(route_ids.ids if route_ids else ()),
            tuple(packaging_uom_id.package_type_id.route_ids.ids if packaging_uom_id else ()),
            tuple((product_id.route_ids | product_id.categ_id.total_route_ids).ids),
            tuple(warehouse_ids.ids),
            tuple(
                route.id
                for route in warehouse_ids.route_ids
                if self._filter_warehouse_routes(product_id, warehouse_ids, route)
            ),
            str(domain),
        )
        return batch.rules(key, search)
