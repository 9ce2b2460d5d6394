from collections import defaultdict
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.promise.supply import Shelf, Supply

OPEN_MOVES = ("waiting", "confirmed", "partially_available", "assigned")


class FmcgPromiseSupply(models.AbstractModel):
    """What can be promised of goods: one look at stock, receipts and what others were promised.

    The number of queries does not depend on how many goods, warehouses or orders are asked for. Everything is
    read with full rights: a rep promises goods of a warehouse that is closed to reps.
    """

    _name = "fmcg.promise.supply"
    _description = "Supply to Promise From"

    @api.model
    def _shelves(self, products, warehouses, but_for=()):
        """Return the engine's shelves by warehouse id and product id.

        :param but_for: the orders that are asked for now; what they were promised before is free for them
        """
        stored = products.filtered("is_storable")
        supplies, owed = self._seen(stored, warehouses, but_for)
        shelves = {
            (warehouse.id, product.id): Shelf(supplies[warehouse.id, product.id])
            for warehouse in warehouses
            for product in stored
        }
        return self._owing(shelves, owed)

    @api.model
    def _seen(self, products, warehouses, but_for):
        """Look at what there is and who waits for it.

        :return: the engine's supplies by warehouse id and product id, and what is owed: (day, the same key,
            quantity)
        """
        supplies, owed = defaultdict(list), []
        if products and warehouses:
            self._flush()
            zones = {warehouse.id: self._zone(warehouse) for warehouse in warehouses}
            self._add_stock(supplies, products, zones)
            self._add_moves(supplies, owed, products, zones)
            self._add_promised(owed, products, warehouses, but_for)
        return supplies, owed

    @api.model
    def _owing(self, shelves, owed):
        """Keep on the shelves what others wait for, the earliest day first; return the shelves."""
        for day, key, quantity in sorted(owed):
            shelves[key].owe(quantity, day)
        return shelves

    @api.model
    def _zone(self, warehouse):
        return pytz.timezone(warehouse.partner_id.tz or warehouse.company_id.partner_id.tz or "UTC")

    @api.model
    def _flush(self):
        for model, names in (
            ("stock.quant", ["product_id", "location_id", "quantity", "expiration_date", "removal_date"]),
            ("stock.location", ["usage", "warehouse_id"]),
            ("stock.move", ["product_id", "location_id", "location_dest_id", "state", "date", "product_qty"]),
            ("stock.move", ["date_deadline"]),
            ("sale.order", ["state", "fmcg_review_state", "warehouse_id"]),
            ("fmcg.promise", ["is_current", "reached_on", "quantity", "short"]),
        ):
            self.env[model].flush_model(names)

    @api.model
    def _add_stock(self, supplies, products, zones):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT place.warehouse_id, q.product_id, q.expiration_date, q.removal_date, SUM(q.quantity)
                  FROM stock_quant q
                  JOIN stock_location place ON place.id = q.location_id
                 WHERE q.product_id IN %(products)s AND place.usage = 'internal'
                   AND place.warehouse_id IN %(warehouses)s
                 GROUP BY 1, 2, 3, 4
                """,
                products=tuple(products.ids),
                warehouses=tuple(zones),
            )
        )
        for warehouse, product, expires, removed, quantity in rows:
            days = (moment and _day(moment, zones[warehouse]) for moment in (expires, removed))
            supplies[warehouse, product].append(Supply(quantity, None, *days))

    @api.model
    def _add_moves(self, supplies, owed, products, zones):
        """Add what comes into the warehouses, and what is to leave them; moves within one are neither."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.product_id, origin.warehouse_id, goal.warehouse_id, %(comes_at)s AS comes_at,
                       COALESCE(m.date_deadline, m.date), %(is_made)s AS is_made, SUM(m.product_qty)
                  FROM stock_move m
                  JOIN (SELECT id, CASE WHEN usage = 'internal' THEN warehouse_id END AS warehouse_id
                          FROM stock_location) origin ON origin.id = m.location_id
                  JOIN (SELECT id, CASE WHEN usage = 'internal' THEN warehouse_id END AS warehouse_id
                          FROM stock_location) goal ON goal.id = m.location_dest_id
                 WHERE m.product_id IN %(products)s AND %(is_open)s
                   AND origin.warehouse_id IS DISTINCT FROM goal.warehouse_id
                 GROUP BY 1, 2, 3, 4, 5, 6
                """,
                products=tuple(products.ids),
                comes_at=self._comes_at(),
                is_made=self._is_made(),
                is_open=self._is_open(),
            )
        )
        now = fields.Datetime.now()
        for product, origin, goal, comes_at, due_at, is_made, quantity in rows:
            if goal in zones:
                # What is late may come any day; today is the best that can be hoped for.
                day = _day(max(comes_at, now), zones[goal])
                supplies[goal, product].append(Supply(quantity, on=day, made=is_made))
            if origin in zones:
                owed.append((_next_day(max(due_at, now), zones[origin]), (origin, product), quantity))

    @api.model
    def _comes_at(self):
        """Return as SQL when the goods of a move ``m`` are there."""
        return SQL("m.date")

    @api.model
    def _is_made(self):
        """Return as SQL whether a move ``m`` brings goods of the company's own production."""
        return SQL("FALSE")

    @api.model
    def _is_open(self):
        """Return as SQL whether a move ``m`` will come."""
        return SQL("m.state IN %s", OPEN_MOVES)

    @api.model
    def _add_promised(self, owed, products, warehouses, but_for):
        """Add what orders that are not released yet were promised."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.reached_on, o.warehouse_id, p.product_id, SUM(p.quantity - p.short)
                  FROM fmcg_promise p
                  JOIN sale_order o ON o.id = p.order_id
                 WHERE p.is_current AND p.line_id IS NOT NULL AND p.reached_on IS NOT NULL
                   AND p.product_id IN %(products)s AND o.warehouse_id IN %(warehouses)s
                   AND o.state IN ('draft', 'sent') AND o.fmcg_review_state IN ('pending', 'approved')
                   AND o.id NOT IN %(orders)s
                 GROUP BY 1, 2, 3
                """,
                products=tuple(products.ids),
                warehouses=tuple(warehouses.ids),
                orders=tuple(order.id for order in but_for if order.id) or (0,),
            )
        )
        owed += [(day, (warehouse, product), quantity) for day, warehouse, product, quantity in rows]


def _day(moment, zone):
    return pytz.utc.localize(moment).astimezone(zone).date()


def _next_day(moment, zone):
    # What leaves on a day is with the customer on the next one, as the engine counts.
    return _day(moment, zone) + timedelta(days=1)
