from odoo import api, models
from odoo.tools import SQL

from odoo.addons.fmcg_order_mgmt.engine.promise.kit import Kit
from odoo.addons.fmcg_order_mgmt.engine.promise.production import MadeShelf
from odoo.addons.fmcg_order_mgmt.engine.promise.supply import Shelf


class FmcgPromiseSupply(models.AbstractModel):
    """Manufacturing orders are supply on the day when they are finished, and kits are their parts.

    An order counts from its draft on, as reordering rules leave it there; what it consumes is not free.
    """

    _inherit = "fmcg.promise.supply"

    @api.model
    def _shelves(self, products, warehouses, but_for=()):
        bills = self.env["fmcg.promise.bill"].sudo()._read(products, warehouses)
        if not bills.kits and not bills.made:
            return super()._shelves(products, warehouses, but_for)
        return self._with_bills(bills, products, warehouses, but_for)

    @api.model
    def _with_bills(self, bills, products, warehouses, but_for):
        stored = (products | bills.products).filtered("is_storable")
        kits = products.browse({product for _warehouse, product in bills.kits})
        supplies, owed = self._seen(stored | kits, warehouses, but_for)
        shelves = {}
        for warehouse in warehouses:
            for product in stored | kits:
                key = warehouse.id, product.id
                shelves[key] = (MadeShelf if key in bills.made else Shelf)(supplies[key])
        for key, recipe in bills.recipes(shelves).items():
            shelves[key].recipe = recipe
        for key, parts in bills.kits.items():
            shelves[key] = Kit(bills.on_shelves(shelves, key[0], parts))
        shelves = self._owing(shelves, owed)
        # Elsewhere a kit may be goods like others, which are not kept on stock.
        told = set(stored.ids)
        return {key: shelf for key, shelf in shelves.items() if key in bills.kits or key[1] in told}

    @api.model
    def _flush(self):
        for model, names in (
            ("stock.move", ["production_id", "raw_material_production_id"]),
            ("mrp.workorder", ["production_id", "state", "date_finished"]),
        ):
            self.env[model].flush_model(names)
        return super()._flush()

    @api.model
    def _comes_at(self):
        """Return as SQL when a move's goods are there: the end of the last planned work beats the order's."""
        return SQL(
            """
            COALESCE((SELECT MAX(w.date_finished) FROM mrp_workorder w
                       WHERE w.production_id = m.production_id AND w.state NOT IN ('done', 'cancel')),
                     %s)
            """,
            super()._comes_at(),
        )

    @api.model
    def _is_made(self):
        return SQL("m.production_id IS NOT NULL")

    @api.model
    def _is_open(self):
        produces = SQL("COALESCE(m.production_id, m.raw_material_production_id) IS NOT NULL")
        return SQL("(%s OR m.state = 'draft' AND %s)", super()._is_open(), produces)
