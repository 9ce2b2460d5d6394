from odoo import api, fields, models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    fmcg_is_promotion = fields.Boolean(
        string="Promotion",
        compute="_compute_fmcg_is_promotion",
        store=True,
        readonly=False,
        help="Goods sold at this price count as promotion. Set by itself for prices that end on a day.",
    )
    fmcg_promotion_name = fields.Char(string="Promotion Name", translate=True)

    @api.depends("date_end")
    def _compute_fmcg_is_promotion(self):
        for rule in self:
            rule.fmcg_is_promotion = bool(rule.date_end)
