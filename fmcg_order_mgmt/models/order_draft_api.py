from odoo import models


class FmcgOrderDraft(models.Model):
    """What other software is told of a draft."""

    _inherit = "fmcg.order.draft"

    def _api_values(self):
        order = self.sudo().sale_order_id
        return {
            "kind": self.kind,
            "state": self.state,
            "question": self.question or None,
            "reference": self.client_order_ref or None,
            "order": order.name or None,
            "stage": order.fmcg_stage or None,
            "lines": [line._api_values() for line in self.line_ids],
        }
