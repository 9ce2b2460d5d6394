from odoo import fields, models


class ProductTemplate(models.Model):
    """What may be taken instead of a product."""

    _inherit = "product.template"

    fmcg_substitute_count = fields.Integer(string="Substitutes", compute="_compute_fmcg_substitute_count")

    def _compute_fmcg_substitute_count(self):
        variants = self.with_context(active_test=False).product_variant_ids
        counts = self.env["fmcg.product.substitute"]._read_group(
            [("product_id", "in", variants.ids)], ["product_id"], ["__count"]
        )
        by_variant = {product.id: count for product, count in counts}
        for template in self.with_context(active_test=False):
            found = (by_variant.get(variant.id, 0) for variant in template.product_variant_ids)
            template.fmcg_substitute_count = sum(found)

    def action_fmcg_substitutes(self):
        """Open what may be taken instead of these products."""
        return self.with_context(active_test=False).product_variant_ids.action_fmcg_substitutes()
