from odoo import fields, models

from ..engine.review.workload import Model


class ResCompany(models.Model):
    _inherit = "res.company"

    fmcg_review_model = fields.Json(
        readonly=True, help="Minutes of review by what is in an order, learnt from measured reviews."
    )

    def _fmcg_workload(self):
        """Return the model that predicts minutes of review; before anything was learnt that of experience."""
        kept = self.sudo().fmcg_review_model
        return Model(kept["figures"], kept["reviews"]) if kept else Model()
