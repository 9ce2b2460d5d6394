from odoo import models


class SaleOrder(models.Model):
    """The e-mail that asks a customer about goods that are short leads to the page without login."""

    _inherit = "sale.order"

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Lead the customer to the open counter-offer, in the e-mail that sends it."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        if not self or not self.env.context.get("fmcg_counter_offer"):
            return groups
        offer = self.sudo().fmcg_offer_ids.filtered(lambda offer: offer.state == "sent")[:1]
        if not offer:
            return groups
        title = self.with_context(lang=self._fmcg_customer_lang()).env._("Choose")
        button = {"url": offer.url, "title": title}
        values = {"active": True, "has_button_access": True, "button_access": button}
        return [("fmcg_counter_offer", lambda pdata: pdata["type"] != "user", values), *groups]
