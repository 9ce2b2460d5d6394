from odoo import models
from odoo.fields import Domain


class StockMoveLine(models.Model):
    """Core's own waves, by product or place, and those of the routes leave each other alone."""

    _inherit = "stock.move.line"

    def _is_auto_waveable(self):
        return super()._is_auto_waveable() and not self.picking_id._fmcg_has_wave()

    def _get_potential_existing_waves_extra_domain(self, domain_list, picking_type):
        domains = super()._get_potential_existing_waves_extra_domain(domain_list, picking_type)
        return [*domains, Domain("fmcg_day", "=", False)]

    def _is_new_potential_line_extra(self, potential_line):
        return (
            super()._is_new_potential_line_extra(potential_line)
            and not potential_line.picking_id._fmcg_has_wave()
        )
