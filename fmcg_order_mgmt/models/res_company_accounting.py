from odoo import fields, models


class ResCompany(models.Model):
    """Who answers questions about money, and what may be posted without hands."""

    _inherit = "res.company"

    fmcg_accountant_id = fields.Many2one(
        "res.users",
        string="Accountant in Charge",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("account.group_account_invoice").ids)],
        help="Payment questions about orders and invoices go to this person.",
    )
    fmcg_post_invoices = fields.Boolean(
        string="Post Invoices",
        help="Invoices that orders, deliveries and periods bring about are posted at once. "
        "Off: they wait as drafts for a person.",
    )
