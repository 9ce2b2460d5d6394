from odoo import api, fields, models

# Smaller differences come from adding floats.
LEAST = 1e-6


class FmcgPromise(models.Model):
    """A promise tells what of it is produced first; a kit was brought when all its parts were."""

    _inherit = "fmcg.promise"

    made = fields.Float(readonly=True, help="What of it is produced first.")

    @api.depends("made")
    def _compute_text(self):
        return super()._compute_text()

    def _sentence(self):
        if not self.made or not self.promised_on:
            return super()._sentence()
        if self.made >= self.quantity - LEAST:
            return self.env._("%(day)s: all %(all)s are produced by %(arrives)s.")
        some_at_once = 0 < self.first_quantity and self.first_on < self.promised_on
        if self.made < self.quantity - self.at_hand - LEAST:
            text = self.env._(
                "%(day)s: %(at_hand)s of %(all)s in stock, the rest comes in or is produced by %(arrives)s."
            )
        else:
            text = self.env._(
                "%(day)s: %(at_hand)s of %(all)s in stock, the rest is produced by %(arrives)s."
            )
        first = self.env._("%(first_part)s can be there on %(first)s.")
        return f"{text} {first}" if some_at_once else text

    @api.model
    def _prepare(self, line, promise, is_stocked):
        return super()._prepare(line, promise, is_stocked) | {"made": promise.made}

    def _brought(self, moves):
        """Count the kits whose parts came; of what is no kit the goods."""
        parts = self.line_id.move_ids.filtered(
            lambda move: move.bom_line_id and move.picking_id.fmcg_to_customer
        )
        if not parts:
            return super()._brought(moves)
        ratios = []
        for wanted in parts.grouped("product_id").values():
            came = sum(move.quantity for move in wanted if move in moves)
            ratios.append(came / (sum(wanted.mapped("product_uom_qty")) or 1.0))
        return self.quantity * min(ratios)
