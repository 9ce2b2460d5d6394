from odoo import fields, models


class FmcgOrderDraft(models.Model):
    """What drafts are found by among many."""

    _inherit = "fmcg.order.draft"

    client_order_ref = fields.Char(index="trigram")
