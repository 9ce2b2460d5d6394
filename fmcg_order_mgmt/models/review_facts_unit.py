from odoo import api, models

from ..engine.review.checks.unit_not_allowed import Unit, UsedUnit, UsedUnits


class FmcgReviewFacts(models.AbstractModel):
    """The units that goods were ordered in, and those that they are sold in."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for order in orders:
            lines = order._fmcg_goods_lines().filtered("product_uom_id")
            parts[order.id][UsedUnits] = UsedUnits(tuple(self._used_unit(line) for line in lines))
        return parts

    @api.model
    def _used_unit(self, line):
        product = line.product_id
        units = product.uom_id | product.uom_ids
        return UsedUnit(
            line=line.id,
            product=product.id,
            quantity=line.product_uom_qty,
            unit=self._unit(line.product_uom_id, product),
            allowed=tuple(self._unit(unit, product) for unit in units),
            parts=product.fmcg_fraction,
        )

    @api.model
    def _unit(self, unit, product):
        return Unit(unit.id, unit.name, unit.fmcg_kind or "", float(unit._fmcg_size(product)))
