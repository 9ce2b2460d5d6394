from odoo import fields, models


class StockWarehouse(models.Model):
    """Until when a warehouse takes the orders that no route delivers."""

    _inherit = "stock.warehouse"

    fmcg_cut_off = fields.Float(
        string="Cut-off",
        help="Orders without a route that come in until this hour leave for the next day. "
        "00:00: there is no cut-off.",
    )

    _fmcg_cut_off_in_day = models.Constraint(
        "CHECK (fmcg_cut_off >= 0 AND fmcg_cut_off < 24)",
        "The cut-off is an hour of the day, from 00:00 to 23:59.",
    )
