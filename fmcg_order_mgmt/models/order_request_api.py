from odoo import models


class FmcgOrderRequest(models.Model):
    """What other software is told of a message that it sent."""

    _inherit = "fmcg.order.request"

    def _api_values(self):
        """Return how far one message is, as JSON holds it; sentences are in the language of the user."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "reason": self.reason or None,
            "reference": self.external_ref or None,
            "same_as": self.sudo().duplicate_of_id.name or None,
            "drafts": [draft._api_values() for draft in self.draft_ids],
        }
