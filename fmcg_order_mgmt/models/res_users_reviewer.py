from odoo import api, models


class ResUsers(models.Model):
    """Who leaves the house leaves the orders that were to be reviewed."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            reviewers = self._fmcg_reviewers()
            reviewers._plan_all(reviewers.company_id)
        return result

    # The database would delete them, too, but would share out nothing.
    @api.ondelete(at_uninstall=False)
    def _unlink_fmcg_reviewers(self):
        self._fmcg_reviewers().unlink()

    def _fmcg_reviewers(self):
        reviewers = self.env["fmcg.reviewer"].sudo().with_context(active_test=False)
        return reviewers.search([("user_id", "in", self.ids)])
