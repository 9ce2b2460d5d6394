from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_order_type_id = fields.Many2one(
        compute="_compute_fmcg_order_type_id", store=True, readonly=False, precompute=True
    )

    @api.depends("fmcg_channel_id")
    def _compute_fmcg_order_type_id(self):
        for order in self.filtered(lambda order: not order.fmcg_order_type_id):
            order.fmcg_order_type_id = order.fmcg_channel_id.order_type_id

    def _fmcg_confirm_each(self):
        """Confirm orders, all in one call where that works, else one by one.

        :return: why some could not be confirmed, a dict of order to text
        """
        failed = self._fmcg_try_confirm()
        if not failed or len(self) == 1:
            return failed
        reasons = {}
        for order in self:
            reasons |= order._fmcg_try_confirm()
        return reasons

    def _fmcg_try_confirm(self):
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                self.action_confirm()
        except (UserError, RedirectWarning) as error:
            return dict.fromkeys(self, str(error))
        return {}
