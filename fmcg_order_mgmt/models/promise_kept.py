from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import split_every

# Smaller differences come from adding floats.
LEAST = 1e-6


class FmcgPromise(models.Model):
    """Whether promises were kept: all that was promised was with the customer on the day."""

    _inherit = "fmcg.promise"

    outcome = fields.Selection(
        [("open", "Open"), ("kept", "Kept"), ("broken", "Not Kept"), ("void", "Void")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        help="Judged when the promised day is over. Void: the order was cancelled or the promise replaced.",
    )

    @api.model
    def _cron_judge(self, chunk=500):
        """Judge the promises whose day is over, in chunks, each a transaction."""
        due = self.search(self._due_domain(), order="promised_on, id").ids
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(due))
        for ids in split_every(chunk, due, list):
            self.browse(ids).try_lock_for_update().filtered_domain(self._due_domain())._judge()
            if not commit(len(ids)):
                break

    @api.model
    def _due_domain(self):
        # A day is over everywhere when it is over where it ends last.
        over = fields.Date.today() - timedelta(days=1)
        return Domain("outcome", "=", "open") & Domain("promised_on", "<", over)

    def _judge(self):
        by_outcome = {}
        for promise in self:
            outcome = promise._judged()
            by_outcome[outcome] = by_outcome.get(outcome, self.browse()) | promise
        for outcome, promises in by_outcome.items():
            promises.outcome = outcome

    def _judged(self):
        line = self.line_id
        if not self.is_current or not line or self.order_id.state == "cancel":
            return "void"
        arrived = [move for move in line.move_ids if self._is_in_time(move)]
        there = self._brought(arrived)
        if not self.is_stocked:
            there = line.product_uom_id._compute_quantity(line.qty_delivered, self.product_id.uom_id)
        return "kept" if there >= self.quantity - LEAST else "broken"

    def _brought(self, moves):
        """Return how much of what was promised these moves of its line brought, in the product's own unit."""
        unit = self.product_id.uom_id
        return sum(move.product_uom._compute_quantity(move.quantity, unit) for move in moves)

    def _is_in_time(self, move):
        """Tell whether a move brought goods to the customer until the promised day.

        Where a shipment is followed, its arrival counts; else that the goods have left the warehouse.
        """
        picking = move.picking_id
        if move.state != "done" or not picking.fmcg_to_customer:
            return False
        shipments = picking.fmcg_shipment_ids
        moments = shipments.mapped("delivered_at") if shipments else [picking.date_done]
        facts = self.env["fmcg.review.facts"]
        return all(at and facts._local_day(self.order_id, at) <= self.promised_on for at in moments)
