from dataclasses import replace

from odoo import api, models

from ..engine.review.checks.not_listed import Listed
from ..engine.review.checks.shelf_life import ShelfLife
from ..engine.review.substitute import Substitute, Substitutes


class FmcgReviewFacts(models.AbstractModel):
    """What may be taken instead of goods that a check may find something against.

    Nothing more is read of goods that nothing stands for, or that are there and may be carried.
    """

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        usable = self._to_replace(orders, parts)
        asking = orders.filtered(lambda order: usable.get(order))
        goods = {order: self._instead(usable[order]) for order in asking}
        free, fresh = self._free_instead(asking, goods), self._fresh_instead(asking, goods, parts)
        listed = self._listed_instead(asking, parts)
        for order in asking:
            there = free[order] | {key: min(free[order][key], kept) for key, kept in fresh[order].items()}
            parts[order.id][Substitutes] = Substitutes(
                {
                    product: tuple(self._substitute(one, there, listed.get(order)) for one in found)
                    for product, found in usable[order].items()
                }
            )
        return parts

    @api.model
    def _substitute(self, usable, free, listed):
        product = usable.product
        may_carry = listed is None or product.id in listed or product.type == "service"
        return Substitute(product.id, usable.ratio, free.get(product.id), may_carry)

    @api.model
    def _instead(self, usable):
        """Return the products that may be taken instead of others."""
        found = [one.product for some in usable.values() for one in some]
        return self.env["product.product"].sudo().union(*found)

    @api.model
    def _to_replace(self, orders, parts):
        """Return what may be taken instead of which goods of each order, by order and product id."""
        found, free = {}, self._free(orders)
        for company, group in orders.grouped("company_id").items():
            products = group.order_line.product_id
            pairs = self.env["fmcg.product.substitute"]._naming(products, company)
            for day, some in group.grouped(self._delivery_day).items() if pairs else ():
                usable = pairs._usable(products, company, day)
                for order in some:
                    ordered = order._fmcg_goods_lines().grouped("product_id")
                    found[order] = {
                        product.id: usable[product.id]
                        for product, lines in ordered.items()
                        if usable[product.id]
                        and self._may_be_refused(lines, parts[order.id], free[order.warehouse_id.id])
                    }
        return found

    @api.model
    def _may_be_refused(self, lines, parts, free):
        """Tell whether a check may find something against the lines of a product."""
        product, listed, life = lines.product_id, parts[Listed].products, parts.get(ShelfLife)
        wanted = sum(line._fmcg_content_line().base_quantity for line in lines)
        return (
            not (product.active and product.sale_ok)
            or (listed is not None and product.id not in listed)
            or (product.is_storable and free.get(product.id, 0.0) < wanted)
            or bool(life and product.id in life.lots and life.fresh(product.id) < wanted)
        )

    @api.model
    def _free_instead(self, orders, goods):
        """Return the free stock of what may be taken instead, by order and product id."""
        found = {}
        for warehouse, group in orders.grouped("warehouse_id").items():
            products = self.env["product.product"].sudo().union(*(goods[order] for order in group))
            free = dict.fromkeys(products.filtered("is_storable").ids, 0.0)
            free |= self._free_of(warehouse, products)
            found |= {order: {key: free[key] for key in goods[order].ids if key in free} for order in group}
        return found

    @api.model
    def _fresh_instead(self, orders, goods, parts):
        """Return what keeps long enough of it, where the customer asks for that, by order and product id."""
        found = {order: {} for order in orders}
        strict = orders.filtered(lambda order: ShelfLife in parts[order.id])
        products = self.env["product.product"].sudo().union(*(goods[order] for order in strict))
        lots = self._dated_lots(products, strict.warehouse_id) if products else {}
        for order in strict:
            life, stock = parts[order.id][ShelfLife], lots[order.warehouse_id.id]
            judged = self._judged(goods[order], life.days).filtered("is_storable").ids
            life = replace(life, lots={product: stock[product] for product in judged})
            found[order] = {product: life.fresh(product) for product in judged}
        return found

    @api.model
    def _listed_instead(self, orders, parts):
        """Return the products that customers with an assortment may carry, by order."""
        bound = orders.filtered(lambda order: parts[order.id][Listed].products is not None)
        return {order: found["listed"] for order, found in self._listed_by_order(bound).items()}
