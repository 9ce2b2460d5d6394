from odoo import api, models

from ..engine.intake.readers.rep_cart import CHANNEL, RepCart
from ..engine.intake.shown import excerpt


class FmcgOrderRequest(models.Model):
    """A cart of the order screen is kept as data; people see its lines."""

    _inherit = "fmcg.order.request"

    def _is_cart(self):
        return self.channel_id.code == CHANNEL and (self.body or "").startswith("{")

    def _taken_off(self):
        """Return which of date, note and reference a cart takes off its order."""
        return RepCart().taken_off(self.body) if self._is_cart() else frozenset()

    def _gifts(self):
        """Return the products that a cart chooses of promotions, by reward."""
        return RepCart().gifts(self.body) if self._is_cart() else {}

    @api.depends("line_ids.source_text")
    def _compute_excerpt(self):
        result = super()._compute_excerpt()
        for request in self.filtered(lambda request: request._is_cart() and request.line_ids):
            request.excerpt = excerpt(", ".join(filter(None, request.line_ids.mapped("source_text"))))
        return result

    def _desk_blocks(self):
        if not self._is_cart() or not self.line_ids:
            return super()._desk_blocks()
        rows = [[{"text": line.source_text or "", "line": line.id}] for line in self.line_ids]
        notes = [[{"text": note, "line": False}] for note in filter(None, self.draft_ids.mapped("note"))]
        return [{"quoted": False, "parts": parts} for parts in (*rows, *notes)]
