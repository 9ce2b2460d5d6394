from odoo import models


class ProductProduct(models.Model):
    """What may be taken instead of a variant."""

    _inherit = "product.product"

    def action_fmcg_substitutes(self):
        """Open what may be taken instead of these variants."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_product_substitute")
        return action | {
            "domain": [("product_id", "in", self.ids)],
            "context": {"default_product_id": self.id if len(self) == 1 else False},
        }
