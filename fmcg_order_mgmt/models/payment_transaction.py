from odoo import models

from .sale_order_review import OPEN_STATES


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Keep payments for orders in review: the money is there, the order waits, somebody is told."""
        orders = self.sale_order_ids
        orders._fmcg_unreviewed().with_context(send_email=True).action_fmcg_review()
        waiting = orders.filtered(lambda order: order.state in OPEN_STATES and order._fmcg_gate_message())
        held = self.filtered(lambda tx: tx.sale_order_ids & waiting)
        held.sale_order_ids._fmcg_note_payment()
        return super(PaymentTransaction, self - held)._check_amount_and_confirm_order()
