from odoo import fields, models


class DeliveryCarrier(models.Model):
    """Whom to write to about parcels of a delivery method."""

    _inherit = "delivery.carrier"

    fmcg_carrier_partner_id = fields.Many2one(
        "res.partner",
        string="Carrier's Contact",
        index="btree_not_null",
        check_company=True,
        help="Messages about parcels in trouble go to this contact's e-mail address or phone.",
    )
