from odoo import fields, models


class ResPartner(models.Model):
    """What a customer may and should carry."""

    _inherit = "res.partner"

    fmcg_listing_count = fields.Integer(string="Own Listings", compute="_compute_fmcg_listing_count")

    def _compute_fmcg_listing_count(self):
        counts = self.env["fmcg.assortment"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        by_partner = {partner.id: count for partner, count in counts}
        for partner in self:
            partner.fmcg_listing_count = by_partner.get(partner.id, 0)

    def action_fmcg_listings(self):
        """Open what is listed for these customers alone."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_assortment")
        return action | {
            "domain": [("partner_id", "in", self.ids)],
            "context": {"default_partner_id": self.id if len(self) == 1 else False},
        }

    def _fmcg_chains(self):
        """Return by id each customer together with those above it, the nearest first."""
        chains = {}
        for partner in self:
            above = chain = partner
            while above := above.parent_id:
                chain += above
            chains[partner.id] = chain
        return chains
