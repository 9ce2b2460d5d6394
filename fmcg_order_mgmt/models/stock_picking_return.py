from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    fmcg_return_id = fields.Many2one(
        "fmcg.return.request", string="Return", index="btree_not_null", copy=False, readonly=True
    )
    fmcg_to_collect = fields.Text(
        string="To Collect",
        compute="_compute_fmcg_to_collect",
        compute_sudo=True,
        help="What the customer gives back on delivery.",
    )

    def _compute_fmcg_to_collect(self):
        for picking in self:
            picking.fmcg_to_collect = picking.sale_id.fmcg_to_collect
