from odoo import models


class FmcgPaymentQuestion(models.AbstractModel):
    """Asks accounting about a payment: an activity of a type of its own."""

    _name = "fmcg.payment.question"
    _description = "Payment Question"

    def action_fmcg_payment_question(self):
        """Open the window that asks the accountant in charge about these records."""
        company = self.company_id[:1] or self.env.company
        kind = self.env.ref("fmcg_order_mgmt.activity_payment_question")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask Accounting"),
            "res_model": "mail.activity.schedule",
            "view_mode": "form",
            "target": "new",
            "context": {
                "active_model": self._name,
                "active_ids": self.ids,
                "active_id": self[:1].id,
                "default_activity_type_id": kind.id,
                "default_activity_user_id": company.sudo().fmcg_accountant_id.id or self.env.uid,
                "dialog_size": "medium",
            },
        }


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "fmcg.payment.question"]


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "fmcg.payment.question"]
