from odoo import api, fields, models
from odoo.exceptions import UserError

from .pick_list import MOST_WAVES


class StockPickingBatch(models.Model):
    """A wave on paper, and in a workbook."""

    _inherit = "stock.picking.batch"

    fmcg_vehicle = fields.Char(
        string="Vehicle", help="What carries it. Waves of one vehicle and day are one load list."
    )

    fmcg_delivery_count = fields.Integer(string="Deliveries", compute="_compute_fmcg_delivery_count")

    @api.depends("picking_ids.state")
    def _compute_fmcg_delivery_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("batch_id", "in", self.ids), ("state", "!=", "cancel")], ["batch_id"], ["__count"]
            )
        )
        for wave in self:
            wave.fmcg_delivery_count = counts.get(wave._origin, 0)

    def _fmcg_pick_list(self):
        return self.env["fmcg.pick.list"]._values(self)

    def _fmcg_vans(self):
        return self.env["fmcg.load.list"]._vans(self)

    def action_fmcg_pick_list_sheet(self):
        """Download the pick lists of these waves as a workbook.

        :raises UserError: no wave, or too many for one file
        """
        if not self:
            raise UserError(self.env._("Choose a wave first."))
        if len(self) > MOST_WAVES:
            raise UserError(
                self.env._(
                    "%(count)s waves are too many for one file. Choose at most %(most)s.",
                    count=len(self),
                    most=MOST_WAVES,
                )
            )
        ids = ",".join(map(str, self.ids))
        return {"type": "ir.actions.act_url", "url": f"/fmcg/pick_list?waves={ids}", "target": "download"}
