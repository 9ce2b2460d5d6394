from odoo import fields, models


class FmcgRoute(models.Model):
    _inherit = "fmcg.route"

    driver_id = fields.Many2one(
        "res.users",
        string="Driver",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Who usually drives this route. New tours are this person's; another can be set on each.",
    )
