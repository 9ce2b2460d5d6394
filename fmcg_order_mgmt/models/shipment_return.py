from odoo import fields, models


class FmcgShipment(models.Model):
    _inherit = "fmcg.shipment"

    to_collect = fields.Text(
        compute="_compute_to_collect",
        compute_sudo=True,
        help="What the customers of these orders give back on delivery.",
    )

    def _compute_to_collect(self):
        for shipment in self:
            told = shipment.order_ids.mapped("fmcg_to_collect")
            shipment.to_collect = "\n".join(words for words in told if words)
