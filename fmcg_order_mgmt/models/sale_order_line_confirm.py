from odoo import models

from .confirm_batch import batch_of


class SaleOrderLine(models.Model):
    """Orders that are confirmed together get their references, pickings and notes in one call each."""

    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, **kwargs):
        batch = batch_of(self.env)
        if not batch:
            return super()._action_launch_stock_rule(**kwargs)
        self._fmcg_make_references(batch)
        batch.collects_pickings = True
        try:
            result = super()._action_launch_stock_rule(**kwargs)
        finally:
            batch.collects_pickings = False
        batch.take_pickings(self.env).action_confirm()
        batch.post_origins(self.env)
        return result

    def _fmcg_make_references(self, batch):
        """Make the references of the orders that get their first moves now, as core does one by one."""
        firsts = {}
        for line in self:
            order = line.order_id
            if order in firsts or not batch.is_first(order) or order.stock_reference_ids:
                continue
            if line.state == "sale" and not order.locked and line.product_id.type == "consu":
                # Nothing was procured for these orders yet.
                if line.product_uom_qty:
                    firsts[order] = line._prepare_reference_vals()
        self.env["stock.reference"].create(list(firsts.values()))
