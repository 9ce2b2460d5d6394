from odoo import fields, models


class ResCompany(models.Model):
    """How shipments are looked after, and what customers are told who have not chosen for themselves."""

    _name = "res.company"
    _inherit = ["res.company", "fmcg.notice.choice"]

    fmcg_silent_hours = fields.Integer(
        string="Hours without News",
        default=48,
        help="A parcel on its way without news for longer gets an alert. In other states it is less or more "
        "by that state's own factor; where enough parcels went the same lane, what is usual there counts.",
    )
    fmcg_shipment_user_id = fields.Many2one(
        "res.users",
        string="Looks after Shipments",
        domain="[('share', '=', False)]",
        help="Acts on shipments in trouble whose order has no salesperson. Empty: a dispatcher.",
    )
    fmcg_night_from = fields.Float(
        string="Night Begins",
        default=21,
        help="Customers get no notice from this hour on, in their time zone.",
    )
    fmcg_night_to = fields.Float(
        string="Night Ends", default=8, help="The same hour as the beginning: there is no night."
    )

    _fmcg_silent_hours_positive = models.Constraint(
        "CHECK (fmcg_silent_hours > 0)", "The hours without news must be more than zero."
    )
    _fmcg_night_hours = models.Constraint(
        "CHECK (fmcg_night_from >= 0 AND fmcg_night_from < 24 AND fmcg_night_to >= 0 AND fmcg_night_to < 24)",
        "The night begins and ends between 0:00 and 23:59.",
    )
