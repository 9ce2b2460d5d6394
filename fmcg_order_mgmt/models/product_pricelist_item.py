from odoo import api, fields, models
from odoo.fields import Domain


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

    @api.model
    def _fmcg_of(self, pricelists, products):
        """Return the rules that any of the products may have its price from, in core's order."""
        return self.search(
            Domain("pricelist_id", "in", pricelists.ids)
            & Domain("product_tmpl_id", "in", [False, *products.product_tmpl_id.ids])
            & Domain("product_id", "in", [False, *products.ids])
        )

    def _fmcg_fitting(self, pricelist, product, quantity, date):
        """Return the rule that core takes: the first that fits (`product.pricelist._compute_price_rule`).

        :param quantity: in the product's own unit
        """
        return next(
            (
                rule
                for rule in self
                if rule.pricelist_id == pricelist
                and (not rule.date_start or rule.date_start <= date)
                and (not rule.date_end or rule.date_end >= date)
                and rule._is_applicable_for(product, quantity)
            ),
            self.browse(),
        )
