from contextlib import nullcontext

from odoo import models

from .confirm_batch import batch_of


class StockMove(models.Model):
    """Moves of orders that are confirmed together share their look-ups; their lines are made in one call."""

    _inherit = "stock.move"

    def _update_reserved_quantity(self, need, *args, **kwargs):
        batch = batch_of(self.env)
        if not batch:
            return super()._update_reserved_quantity(need, *args, **kwargs)
        batch.collects = True
        try:
            taken = super()._update_reserved_quantity(batch.allowed(self, need), *args, **kwargs)
        finally:
            batch.collects = False
        batch.took(self, taken)
        return taken

    def _fmcg_reserved(self):
        """Return what is reserved for a move, in the product's own unit."""
        if self.state == "cancel":
            return 0.0
        return self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id, rounding_method="HALF-UP"
        )

    def _trigger_scheduler(self):
        batch = batch_of(self.env)
        moves = batch.with_orderpoint(self) if batch else self
        return super(StockMove, moves)._trigger_scheduler()

    def _update_orderpoints(self):
        batch = batch_of(self.env)
        moves = batch.with_orderpoint(self) if batch else self
        return super(StockMove, moves)._update_orderpoints()

    def _action_confirm(self, *args, **kwargs):
        batch = batch_of(self.env)
        with batch.confirming(self) if batch else nullcontext():
            return super()._action_confirm(*args, **kwargs)

    def _search_picking_for_assignation(self):
        batch = batch_of(self.env)
        return (batch and batch.take_picking(self)) or super()._search_picking_for_assignation()

    def _assign_picking_post_process(self, new=False):
        batch = batch_of(self.env)
        new = new or bool(batch and batch.is_new(self.picking_id))
        return super()._assign_picking_post_process(new=new)
