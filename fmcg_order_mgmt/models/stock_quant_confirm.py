import datetime as dt

from odoo import api, models

from .confirm_batch import batch_of


class StockQuant(models.Model):
    """Quants of orders that are confirmed together are read and locked once, for core's own methods."""

    _inherit = "stock.quant"

    def _gather(
        self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0
    ):
        batch = batch_of(self.env)
        if not batch or not batch.knows(self, product_id, location_id):
            return super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)
        strategy = batch.strategy(self, product_id, location_id)
        fresh = self.env.context.get("with_expiration")
        if strategy == "least_packages" or (fresh and not isinstance(fresh, dt.datetime)):
            return super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)
        wanted = (lot_id or self.env["stock.lot"], package_id, owner_id)
        fits = self._fmcg_fits_exactly if strict else self._fmcg_fits
        quants = batch.quants(self, product_id).filtered(
            lambda quant: fits(quant, location_id, *wanted)
            and not (fresh and quant.removal_date and quant.removal_date < fresh)
        )
        return self._fmcg_in_order(quants, strategy).sorted(lambda quant: not quant.lot_id)

    def _fmcg_fits_exactly(self, quant, location, lot, package, owner):
        """Tell of a quant what core's strict domain asks."""
        return (
            quant.location_id == location
            and quant.lot_id.id in (lot.id, False)
            and quant.package_id.id == (package.id if package else False)
            and quant.owner_id.id == (owner.id if owner else False)
        )

    def _fmcg_fits(self, quant, location, lot, package, owner):
        """Tell of a quant what core's other domain asks: anywhere below the location."""
        return (
            quant.location_id.parent_path.startswith(location.parent_path)
            and (not lot or quant.lot_id.id in (lot.id, False))
            and (not package or quant.package_id == package)
            and (not owner or quant.owner_id == owner)
        )

    def _fmcg_in_order(self, quants, strategy):
        if strategy == "closest":
            return quants.sorted(lambda quant: (quant.location_id.complete_name, -quant.id))
        return quants.sorted(self._get_removal_strategy_order(strategy))

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        batch = batch_of(self.env)
        if batch and allow_referencing and limit == 1 and batch.holds(self):
            return self[:1]
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        if batch := batch_of(self.env):
            batch.forget_quants()
        return quants

    def unlink(self):
        result = super().unlink()
        if batch := batch_of(self.env):
            batch.forget_quants()
        return result

    def _update_reserved_quantity(self, *args, **kwargs):
        batch = batch_of(self.env)
        # The line was put off; its goods were reserved when it was.
        return None if batch and batch.booked else super()._update_reserved_quantity(*args, **kwargs)
