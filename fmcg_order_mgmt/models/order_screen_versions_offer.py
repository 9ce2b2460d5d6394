from odoo import api, models
from odoo.tools import format_datetime


class FmcgOrderScreen(models.AbstractModel):
    """What was chosen about goods that were short stands in the history of an order like any other change."""

    _inherit = "fmcg.order.screen"

    @api.model
    def _order_versions(self, order):
        found = super()._order_versions(order)
        offers = order.fmcg_offer_ids.filtered(lambda offer: offer.state == "answered")
        return found + [(offer.answered_at, self._offer_version(offer)) for offer in offers]

    @api.model
    def _offer_version(self, offer):
        by_customer = offer.answered_by == "customer"
        amounts = [offer.before["total"], sum(each["total"] for each in offer.after)]
        differs = amounts[0] != amounts[1]
        return {
            "id": f"offer_{offer.id}",
            "when": format_datetime(self.env, offer.answered_at, dt_format="short"),
            "who": (offer.partner_id if by_customer else offer.answered_user_id).name,
            "channel": self.env._("Shortage"),
            "kind": "amend",
            "rows": offer._changed_rows(),
            "lines": [],
            "total": [offer.currency_id.format(amount) for amount in amounts] if differs else [],
        }
