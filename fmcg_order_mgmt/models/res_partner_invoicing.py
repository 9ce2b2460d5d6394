from odoo import api, fields, models


class ResPartner(models.Model):
    """How often a customer gets an invoice."""

    _inherit = "res.partner"

    fmcg_invoicing = fields.Selection(
        [
            ("type", "As the order's type says"),
            ("delivery", "At each delivery"),
            ("weekly", "Once a week, one for all orders"),
            ("monthly", "Once a month, one for all orders"),
        ],
        string="Invoicing",
        required=True,
        default="type",
        help="When draft invoices of this customer's orders are made. It goes before the order's type.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "fmcg_invoicing"]
