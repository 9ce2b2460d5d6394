from collections import Counter
from typing import Any, NamedTuple

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.fmcg_order_mgmt.engine.promise.production import Recipe
from odoo.addons.fmcg_order_mgmt.models.promise_supply import OPEN_MOVES


class Bills(NamedTuple):
    """What products are made of, by warehouse id and product id.

    ``kits``: how much of each stored part is in one, by product id. ``made``: the terms of the engine's
    recipe, with its parts as in kits. ``products``: the products that this is about, and their parts.
    """

    kits: dict
    made: dict
    products: Any

    def on_shelves(self, shelves, warehouse, parts):
        """Return parts as the engine wants them: (shelf, how much)."""
        return tuple((shelves[warehouse, product], each) for product, each in parts.items())

    def recipes(self, shelves):
        """Return the engine's recipes with the shelves of their components."""
        return {
            key: Recipe(**terms | {"parts": self.on_shelves(shelves, key[0], terms["parts"])})
            for key, terms in self.made.items()
        }


class FmcgPromiseBill(models.AbstractModel):
    """What the bills of materials say about goods that are to be promised.

    The queries grow with the levels of kits in kits and with the companies, not with the products.
    """

    _name = "fmcg.promise.bill"
    _description = "Bills of Materials to Promise By"

    @api.model
    def _read(self, products, warehouses):
        """Return the bills of products, and of others that wait for the same parts and work centres."""
        products, warehouses = products.sudo(), warehouses.sudo()
        if not products or not warehouses:
            return Bills({}, {}, products)
        asked = products | self._waited_for(warehouses)
        kits, made, parts = {}, {}, asked.browse()
        for company, own in warehouses.grouped("company_id").items():
            normal = self.env["fmcg.promise.recipe"]._bills(asked, own)
            components = self.env["mrp.bom"].union(*normal.values()).bom_line_ids.product_id
            phantom = self._phantom(asked | components, company)
            parts |= components | self.env["mrp.bom"].union(*phantom.values()).bom_line_ids.product_id
            kits |= self._kits(asked, own, phantom)
            normal = {key: bill for key, bill in normal.items() if key not in kits}
            made |= self.env["fmcg.promise.recipe"]._terms(normal, own, phantom)
        return Bills(kits, made, asked | parts)

    @api.model
    def _waited_for(self, warehouses):
        """Return the products with bills that orders and moves of the warehouses wait for."""
        self.env["fmcg.promise.supply"]._flush()
        self.env["mrp.bom"].flush_model(["active", "type", "product_tmpl_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id
                  FROM product_product product
                 WHERE product.id IN (
                        SELECT p.product_id
                          FROM fmcg_promise p
                          JOIN sale_order o ON o.id = p.order_id
                         WHERE p.is_current AND p.reached_on IS NOT NULL
                           AND o.warehouse_id IN %(warehouses)s AND o.state IN ('draft', 'sent')
                         UNION
                        SELECT m.product_id
                          FROM stock_move m
                          JOIN stock_location place ON place.id = m.location_id
                         WHERE m.state IN %(states)s AND place.usage = 'internal'
                           AND place.warehouse_id IN %(warehouses)s)
                   AND EXISTS (SELECT FROM mrp_bom bill
                                WHERE bill.product_tmpl_id = product.product_tmpl_id AND bill.active
                                  AND (bill.type = 'phantom' OR %(capacity)s))
                """,
                warehouses=tuple(warehouses.ids),
                states=OPEN_MOVES,
                capacity=any(warehouses.company_id.mapped("fmcg_promise_capacity")),
            )
        )
        return self.env["product.product"].sudo().browse(product for (product,) in rows)

    @api.model
    def _phantom(self, products, company):
        """Return the kits' bills by product: of the products, of their parts, and so on."""
        bills, wave = {}, products
        while wave:
            found = self.env["mrp.bom"].sudo()._bom_find(wave, company_id=company.id, bom_type="phantom")
            bills |= dict.fromkeys(wave, self.env["mrp.bom"]) | dict(found)
            parts = self.env["mrp.bom"].union(*found.values()).bom_line_ids.product_id
            wave = parts - wave.union(*bills)
        return bills

    @api.model
    def _kits(self, products, warehouses, phantom):
        kits = {}
        for product in products:
            bill = phantom[product]
            parts = self._parts(product, bill, phantom) if bill else {}
            stored = self._stored(parts)
            # Parts that are not kept on stock limit nothing; a kit of nothing cannot be delivered.
            if bill and (stored or not any(parts.values())):
                kits |= {(warehouse.id, product.id): stored for warehouse in warehouses}
        return kits

    @api.model
    def _stored(self, parts):
        return {part.id: each for part, each in parts.items() if part.is_storable and each > 0}

    @api.model
    def _parts(self, product, bill, phantom):
        """Return how much of each product is in one that is made by a bill, kits in it taken apart.

        A bill that leads back to its product makes nothing: then it is {}.
        """
        parts, wanted = Counter(), [(product, bill, 1.0, {product})]
        while wanted:
            made, bill, quantity, above = wanted.pop()
            for line in bill.bom_line_ids:
                part = line.product_id
                if line._skip_bom_line(made):
                    continue
                if part in above:
                    return {}
                each = self._each(made, bill, line) * quantity
                if phantom[part]:
                    wanted.append((part, phantom[part], each, above | {part}))
                else:
                    parts[part] += each
        return parts

    @api.model
    def _each(self, product, bill, line):
        """Return how much a line of a bill takes for one of the product, both in their own units."""
        times = product.uom_id._compute_quantity(1.0, bill.product_uom_id, round=False) / bill.product_qty
        return line.product_uom_id._compute_quantity(
            times * line.product_qty, line.product_id.uom_id, round=False
        )
