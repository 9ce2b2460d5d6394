from odoo import fields, models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    fmcg_tracking_account_id = fields.Many2one(
        "fmcg.tracking.account",
        string="Tracking Account",
        index="btree_not_null",
        check_company=True,
        help="Who is asked about parcels of this delivery method. "
        "Choose an account of own vans for deliveries that nobody has to be asked about.",
    )
    fmcg_carrier_code = fields.Char(
        string="Carrier Code at the Provider",
        help="How the tracking provider calls this carrier, such as yuantong. "
        "Needed only where the waybill number does not tell.",
    )
