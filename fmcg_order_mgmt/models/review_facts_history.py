from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..engine.review.history import Earlier, History, Peers

HISTORY_DAYS = 365
ORDERS_EACH = 100
# What similar outlets take is looked up for so many days: enough for a mean, and quick to read.
PEER_DAYS = 120


class FmcgReviewFacts(models.AbstractModel):
    """What customers ordered before, and what similar outlets take of the same goods."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        if not orders:
            return parts
        self._flush_history()
        earlier = self._earlier(orders)
        peers = self._peers(orders)
        packs, units = self._packs(orders.order_line.product_id), self._units_sold(earlier)
        for order in orders:
            place = (order.date_order, order.id)
            # What was split off an order repeats nothing.
            family = order._fmcg_split_family().ids
            before = [
                each
                for each in earlier[self._customer_key(order)]
                if (each.at, each.key) < place and each.key not in family
            ]
            parts[order.id][History] = History(
                at=order.date_order,
                earlier=tuple(before),
                peers=peers[order.company_id.id, order.partner_id.fmcg_outlet_class_id.id],
                packs=packs,
                units=units,
            )
        return parts

    @api.model
    def _customer_key(self, order):
        return order.company_id.id, order.partner_id.id

    @api.model
    def _flush_history(self):
        for model, names in (
            ("sale.order", ["state", "date_order", "partner_id", "company_id", "name"]),
            ("sale.order.line", ["order_id", "product_id", "product_uom_id", "product_uom_qty", "discount"]),
            ("sale.order.line", ["reward_id", "is_delivery"]),
            ("product.template", ["uom_id"]),
            ("res.partner", ["fmcg_outlet_class_id"]),
        ):
            self.env[model].flush_model(names)

    @api.model
    def _bought(self):
        """Return a table of what was ordered and is paid for: order, product and quantity in its own unit."""
        return SQL(
            """
            SELECT l.order_id, l.product_id, l.product_uom_qty * u.factor / own.factor AS base
              FROM sale_order_line l
              JOIN product_product p ON p.id = l.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom u ON u.id = l.product_uom_id
              JOIN uom_uom own ON own.id = t.uom_id
             WHERE l.product_uom_qty > 0 AND l.reward_id IS NULL
               AND l.is_delivery IS NOT TRUE AND COALESCE(l.discount, 0) < 100
            """
        )

    @api.model
    def _earlier(self, orders):
        """Return the orders of the customers in the year before, oldest first, by company and customer."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.company_id, o.partner_id, o.id, o.name, o.date_order, o.state = 'sale',
                       l.product_id, SUM(l.base)
                  FROM (SELECT *, row_number() OVER (
                            PARTITION BY company_id, partner_id ORDER BY date_order DESC, id DESC
                        ) AS place
                          FROM sale_order
                         WHERE partner_id IN %(partners)s AND company_id IN %(companies)s
                           AND state != 'cancel' AND date_order >= %(since)s) o
                  JOIN (%(bought)s) l ON l.order_id = o.id
                 WHERE o.place <= %(most)s
                 GROUP BY 1, 2, 3, 4, 5, 6, 7
                 ORDER BY o.date_order, o.id
                """,
                partners=tuple(orders.partner_id.ids),
                companies=tuple(orders.company_id.ids),
                since=min(orders.mapped("date_order")) - timedelta(days=HISTORY_DAYS),
                most=ORDERS_EACH + len(orders),
                bought=self._bought(),
            )
        )
        goods = defaultdict(dict)
        for *head, product, base in rows:
            goods[tuple(head)][product] = base
        found = defaultdict(list)
        for (company, partner, key, name, at, agreed), quantities in goods.items():
            found[company, partner].append(Earlier(key, name, at, quantities, bool(agreed)))
        return found

    @api.model
    def _peers(self, orders):
        """Return what outlets of each class take of the orders' products, by company and class (ids)."""
        found = defaultdict(dict)
        products = orders.order_line.product_id.ids
        if not products:
            return found
        since = min(orders.mapped("date_order")) - timedelta(days=PEER_DAYS)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, outlet_class, product_id, COUNT(*), AVG(LN(base)), STDDEV_POP(LN(base))
                  FROM (SELECT o.company_id, r.fmcg_outlet_class_id AS outlet_class, l.order_id, l.product_id,
                               SUM(l.base) AS base
                          FROM (%(bought)s) l
                          JOIN sale_order o ON o.id = l.order_id
                          JOIN res_partner r ON r.id = o.partner_id
                         WHERE l.product_id IN %(products)s AND o.company_id IN %(companies)s
                           AND o.state = 'sale' AND o.date_order >= %(since)s
                         GROUP BY 1, 2, 3, 4) taken
                 GROUP BY 1, 2, 3
                """,
                bought=self._bought(),
                products=tuple(products),
                companies=tuple(orders.company_id.ids),
                since=since,
            )
        )
        for company, outlet_class, product, count, mean, deviation in rows:
            # A class of outlets that is not set is one of its own.
            found[company, outlet_class or False][product] = Peers(count, float(mean), float(deviation))
        return found

    @api.model
    def _packs(self, products):
        """Return the sizes above one of the packs of products, by product id."""
        return {
            product.id: tuple(
                sorted(size for unit in product.uom_ids if (size := float(unit._fmcg_size(product))) > 1)
            )
            for product in products
        }

    @api.model
    def _units_sold(self, earlier):
        """Return the name of the own unit of each product that was ordered before and is still sold."""
        keys = {key for orders in earlier.values() for each in orders for key in each.quantities}
        products = self.env["product.product"].sudo().browse(keys)
        return {product.id: product.uom_id.name for product in products if product.active and product.sale_ok}
