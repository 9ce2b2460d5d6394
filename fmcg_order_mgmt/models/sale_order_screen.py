from odoo import api, fields, models


class SaleOrder(models.Model):
    """What the screens of an order show beside its facts."""

    _inherit = "sale.order"

    fmcg_stage = fields.Selection(group_expand="_group_expand_fmcg_stage")
    fmcg_order_type_color = fields.Integer(related="fmcg_order_type_id.color")

    @api.model
    def _group_expand_fmcg_stage(self, stages, domain):
        """Show the columns in the order of the way, those in the middle even when they are empty."""
        known = [name for name, _label in self._fields["fmcg_stage"].selection]
        open_stages = known[known.index("review") : known.index("closed")]
        return [name for name in known if name in {*stages, *open_stages}]
