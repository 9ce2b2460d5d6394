import secrets

from odoo import models

from .sale_order_customer_link import TOKEN_BYTES


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _fmcg_make_customer_links(self):
        """Give each order that has none the link of its customer's page, all at once."""
        for order in self.sudo():
            if not order.fmcg_customer_token:
                order.fmcg_customer_token = secrets.token_urlsafe(TOKEN_BYTES)
