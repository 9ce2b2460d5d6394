from odoo import models


class FmcgOrderDraftLine(models.Model):
    """What other software is told of a line."""

    _inherit = "fmcg.order.draft.line"

    def _api_values(self):
        product = self.sudo().product_id
        return {
            "code": product.default_code or None,
            "product": product.name or None,
            "quantity": self.quantity,
            "unit": self.uom_id.name or None,
            "verdict": self.verdict,
            "question": self.question or None,
        }
