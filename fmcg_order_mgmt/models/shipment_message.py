from odoo import models


class FmcgShipment(models.Model):
    """Messages to the carrier and to the customer, which a person reads before they go."""

    _inherit = "fmcg.shipment"

    def action_message_carrier(self):
        """Open the message to the carrier, ready to be sent."""
        return self._message_form("carrier", self.env._("Message to Carrier"))

    def action_message_customer(self):
        """Open the message to the customer, ready to be sent."""
        return self._message_form("customer", self.env._("Message to Customer"))

    def _message_form(self, receiver, title):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "fmcg.shipment.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_shipment_id": self.id, "default_receiver": receiver},
        }

    def _message_subject(self, partner, receiver):
        words = self.with_context(lang=self._installed(partner.lang, self.company_id.partner_id.lang))
        if receiver == "carrier":
            return words.env._("Parcel %s", self.name)
        return words.env._("Your order %s", self.order_names or self.name)

    def _link_line(self, url):
        """Return the sentence with the address of the customer's page, in the customer's language."""
        return self.with_context(lang=self._customer_lang()).env._("You can follow it here: %s", url)

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Give the customer a button to the page without login, which the history does not show."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        order = self and self.env.context.get("fmcg_status_button") and self.sudo()._main_order()
        if not order:
            return groups
        title = self.with_context(lang=self._customer_lang()).env._("Follow Your Order")
        button = {"url": order._fmcg_customer_url(), "title": title}
        values = {"active": True, "has_button_access": True, "button_access": button}
        return [("fmcg_status_page", lambda pdata: pdata["type"] != "user", values), *groups]
