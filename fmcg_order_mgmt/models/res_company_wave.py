from odoo import fields, models


class ResCompany(models.Model):
    """When the warehouse takes what was ordered."""

    _inherit = "res.company"

    fmcg_wave_minutes = fields.Integer(
        string="Release Before Cut-off",
        default=30,
        help="So many minutes before the cut-off, approved orders that wait for the wave are released.",
    )

    _fmcg_wave_minutes_positive = models.Constraint(
        "CHECK (fmcg_wave_minutes >= 0 AND fmcg_wave_minutes <= 1440)",
        "Orders are released at the cut-off or up to 1440 minutes (a day) before it.",
    )
