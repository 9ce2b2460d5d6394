from odoo import fields, models


class ResPartner(models.Model):
    """What customers chose to be told of their shipments."""

    _name = "res.partner"
    _inherit = ["res.partner", "fmcg.notice.choice"]

    fmcg_notices = fields.Selection(
        [
            ("usual", "As usual in the company"),
            ("own", "As chosen here"),
            ("customer", "As the customer chose"),
        ],
        string="Notices of Shipments",
        required=True,
        default="usual",
        help="Contacts and addresses without a choice of their own follow their company's, "
        "and that follows your settings. What customers choose themselves on their page switches on no way "
        "that you do not tell in.",
    )

    def _fmcg_notice_choice(self, company):
        """Return whose choice counts: the contact's own, its company's own, or that of the settings."""
        if self.fmcg_notices != "usual":
            return self
        above = self.commercial_partner_id
        return above if above.fmcg_notices != "usual" else company

    def _notice_ways(self, company):
        ways = super()._notice_ways(company)
        return ways & company._notice_ways(company) if self.fmcg_notices == "customer" else ways
