from odoo import models

from .remedies import KINDS, RemedyKind


class FmcgReviewFinding(models.Model):
    """What would settle a finding, as it is shown and carried out."""

    _inherit = "fmcg.review.finding"

    def _remedies(self):
        """Return the remedies of each finding as they can be carried out, a list by finding."""
        keys = {key for finding in self for key in finding._named_goods()}
        products = self.env["product.product"].browse(keys).exists()
        goods = {product.id: product for product in products}
        return {
            finding: [finding._remedy(values, goods) for values in finding.remedies or ()] for finding in self
        }

    def _remedy(self, values, goods):
        return KINDS.get(values["kind"], RemedyKind)(self, values, goods)

    def _named_goods(self):
        """Yield the ids of the products that the remedies name beside the one that was found."""
        for values in self.remedies or ():
            yield from (product for product, _quantity in values.get("moves") or ())
            if values.get("product"):
                yield values["product"]
