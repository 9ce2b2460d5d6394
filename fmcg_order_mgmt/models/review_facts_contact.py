from odoo import api, models

from ..engine.review.checks.missing_contact import Contact


class FmcgReviewFacts(models.AbstractModel):
    """Whether customers can be reached and found."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        for order in orders:
            address = order.partner_shipping_id or order.partner_id
            people = address | order.partner_id | order.partner_id.commercial_partner_id
            parts[order.id][Contact] = Contact(
                address=address.display_name or "",
                reachable=any(person.phone or person.email for person in people),
                street=bool(address.street or address.street2),
                town=bool(address.city or address.zip),
            )
        return parts
