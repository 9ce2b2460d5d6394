from odoo import models

from .confirm_batch import batch_of


class StockPicking(models.Model):
    """Deliveries of orders that are confirmed together are confirmed in one call, and so are their notes."""

    _inherit = "stock.picking"

    def action_confirm(self):
        batch = batch_of(self.env)
        if batch and batch.collects_pickings:
            batch.pickings.update(self.ids)
            return True
        return super().action_confirm()

    def message_post_with_source(self, source_ref, **kwargs):
        batch = batch_of(self.env)
        if batch and source_ref == "mail.message_origin_link" and batch.made.issuperset(self.ids):
            # A new delivery has no follower who is told of notes.
            batch.origins.append((self, kwargs["render_values"]))
            return self.env["mail.message"]
        return super().message_post_with_source(source_ref, **kwargs)
