from odoo import api, fields, models


class ResCompany(models.Model):
    """How a company takes messages in."""

    _inherit = "res.company"

    fmcg_duplicate_hours = fields.Integer(
        string="Window for Duplicates",
        default=24,
        help="Hours within which the same goods of the same customer are held as a repetition. 0: never.",
    )
    fmcg_rep_sees_balance = fields.Boolean(
        string="Reps See Balances",
        help="On the order screen, what a customer owes and may owe is shown to sales representatives too.",
    )
    fmcg_order_alias_id = fields.Many2one("mail.alias", string="Alias for Orders", copy=False, readonly=True)
    fmcg_order_alias = fields.Char(
        string="E-Mail for Orders",
        compute="_compute_fmcg_order_alias",
        inverse="_inverse_fmcg_order_alias",
        help="The part before the @ of the address to which customers send orders. Empty: none.",
    )
    fmcg_order_email = fields.Char(related="fmcg_order_alias_id.alias_full_name")

    _fmcg_duplicate_hours_positive = models.Constraint(
        "CHECK (fmcg_duplicate_hours >= 0)", "The window for duplicates cannot be negative."
    )

    @api.depends("fmcg_order_alias_id.alias_name")
    def _compute_fmcg_order_alias(self):
        for company in self:
            company.fmcg_order_alias = company.fmcg_order_alias_id.alias_name

    def _inverse_fmcg_order_alias(self):
        """Give the company an address, another one, or none; whoever may change companies may do that."""
        for company in self:
            alias = company.fmcg_order_alias_id.sudo()
            if not company.fmcg_order_alias:
                company.fmcg_order_alias_id = False
                alias.unlink()
            elif alias:
                alias.alias_name = company.fmcg_order_alias
            else:
                company.fmcg_order_alias_id = alias.create(company._fmcg_order_alias_values())

    def _fmcg_order_alias_values(self):
        return {
            "alias_name": self.fmcg_order_alias,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": self.env["ir.model"]._get_id("fmcg.order.request"),
            "alias_defaults": repr({"company_id": self.id}),
            "alias_contact": "everyone",
        }
