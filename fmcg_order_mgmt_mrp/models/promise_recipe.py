import math

import pytz

from odoo import api, fields, models

from odoo.addons.fmcg_order_mgmt.engine.promise.production import Station


class FmcgPromiseRecipe(models.AbstractModel):
    """How goods that are short could be produced, where the company promises that."""

    _name = "fmcg.promise.recipe"
    _description = "Productions to Promise From"

    @api.model
    def _bills(self, products, warehouses):
        """Return the bills by which warehouses of one company make products, by warehouse id and product."""
        bills = {}
        if not warehouses.company_id.fmcg_promise_capacity:
            return bills
        for warehouse, rules in self._rules(warehouses).items():
            goods = products.filtered("is_storable")
            if not rules.route_id & warehouse.route_ids:
                goods = goods.filtered(lambda product, routes=rules.route_id: routes & self._routes(product))
            found = self.env["mrp.bom"]._bom_find(
                goods, rules[:1].picking_type_id, warehouse.company_id.id, "normal"
            )
            bills |= {(warehouse.id, product.id): bill for product, bill in found.items()}
        return bills

    @api.model
    def _rules(self, warehouses):
        """Return the rules that produce, by warehouse."""
        rules = self.env["stock.rule"].search(
            [("action", "=", "manufacture"), ("picking_type_id.warehouse_id", "in", warehouses.ids)]
        )
        return rules.grouped(lambda rule: rule.picking_type_id.warehouse_id)

    @api.model
    def _routes(self, product):
        return product.route_ids | product.categ_id.total_route_ids

    @api.model
    def _terms(self, bills, warehouses, phantom):
        """Return the terms of the engine's recipes: see ``Bills``."""
        if not bills:
            return {}
        zone = self.env["fmcg.promise.supply"]._zone(warehouses[0])
        now = pytz.utc.localize(fields.Datetime.now()).astimezone(zone).replace(tzinfo=None)
        times = self._times(self.env["mrp.bom"].union(*bills.values()), zone)
        terms, model = {}, self.env["fmcg.promise.bill"]
        for (warehouse, product_id), bill in bills.items():
            product = self.env["product.product"].browse(product_id)
            parts = model._parts(product, bill, phantom)
            if any(parts.values()) or not bill.bom_line_ids:
                terms[warehouse, product_id] = {
                    "parts": model._stored(parts),
                    "operations": self._operations(product, bill, times),
                    "now": now,
                    "lead_days": max(bill.produce_delay, 0),
                    "spare_days": math.ceil(max(warehouses.company_id.security_lead, 0)),
                    "batch": self._batch(product, bill),
                }
        return terms

    @api.model
    def _batch(self, product, bill):
        size = bill.batch_size if bill.enable_batch_size else 0.0
        return bill.product_uom_id._compute_quantity(size, product.uom_id, round=False)

    @api.model
    def _operations(self, product, bill, times):
        """Return for each operation of a bill, in order, the engine's stations that can do it."""
        operations = bill.operation_ids.filtered(
            lambda operation: not operation._skip_operation_line(product)
        )
        return tuple(
            tuple(
                self._station(product, operation, centre, times[centre.id])
                for centre in self._centres(operation)
            )
            for operation in operations.sorted(lambda operation: (operation.sequence, operation.id))
        )

    @api.model
    def _station(self, product, operation, centre, time):
        bill, unit = operation.bom_id, operation.bom_id.product_uom_id
        capacity, begin, end = centre._get_capacity(product, unit, bill.product_qty)
        return Station(
            time,
            cycle=operation.time_cycle * 100.0 / (centre.time_efficiency or 100.0),
            setup=begin + end,
            capacity=unit._compute_quantity(capacity or bill.product_qty, product.uom_id, round=False),
        )

    @api.model
    def _centres(self, operations):
        """Return the work centres that operations may use, those in the archive left out."""
        centres = operations.workcenter_id
        return (centres | centres.alternative_workcenter_ids).filtered("active")

    @api.model
    def _times(self, bills, zone):
        centres = self._centres(bills.operation_ids)
        # Each operation asks its own centre: what they hold is read for all before.
        centres.capacity_ids.fetch(["product_id", "product_uom_id", "capacity", "time_start", "time_stop"])
        return self.env["fmcg.promise.work.time"]._free(centres, zone)
