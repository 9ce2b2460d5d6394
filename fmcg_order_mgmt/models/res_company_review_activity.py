from odoo import fields, models


class ResCompany(models.Model):
    """Whether reviewers get their orders as activities, too."""

    _inherit = "res.company"

    fmcg_review_activities = fields.Boolean(
        string="Reviews as Activities",
        default=True,
        help="Whoever is to review an order gets an activity, which closes by itself with the decision.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "fmcg_review_activities" in vals:
            assigned = [("company_id", "in", self.ids), ("fmcg_reviewer_id", "!=", False)]
            self.env["sale.order"].sudo().search(assigned)._fmcg_sync_review_activities()
        return result
