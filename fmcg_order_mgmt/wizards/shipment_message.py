from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class FmcgShipmentMessage(models.TransientModel):
    """The form with the message about a shipment that is ready to go to the carrier or to the customer."""

    _name = "fmcg.shipment.message"
    _description = "Message about a Shipment"

    shipment_id = fields.Many2one("fmcg.shipment", required=True, readonly=True)
    receiver = fields.Selection([("carrier", "Carrier"), ("customer", "Customer")], required=True)
    partner_id = fields.Many2one("res.partner", string="To", compute="_compute_receiver")
    email = fields.Char(compute="_compute_receiver")
    phone = fields.Char(compute="_compute_receiver")
    text = fields.Text(
        compute="_compute_text",
        # A stored field would be computed with all rights, for a shipment that the user may not read.
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    chat_text = fields.Text(
        compute="_compute_chat_text",
        help="The message as it is copied for a chat. The customer's has the link to the order's page.",
    )

    @api.depends("shipment_id", "receiver")
    def _compute_receiver(self):
        for wizard in self:
            shipment = wizard._checked()
            to_carrier = wizard.receiver == "carrier"
            contact = shipment._carrier_contact() if to_carrier else shipment._customer_contact()
            wizard.partner_id = contact or (shipment._customer() if not to_carrier else contact)
            wizard.email = contact.email
            wizard.phone = contact.phone if to_carrier else shipment._customer_phone()

    @api.depends("shipment_id", "receiver")
    def _compute_text(self):
        for wizard in self:
            shipment = wizard._checked()
            to_carrier = wizard.receiver == "carrier"
            wizard.text = shipment and (shipment._carrier_text() if to_carrier else shipment._customer_text())

    @api.depends("text", "shipment_id", "receiver")
    def _compute_chat_text(self):
        for wizard in self:
            shipment = wizard._checked()
            order = shipment._main_order()
            link = wizard.receiver == "customer" and order and shipment._link_line(order._fmcg_customer_url())
            wizard.chat_text = "\n\n".join(filter(None, (wizard.text, link)))

    def _checked(self):
        """Return the shipment with all rights, once it is sure that the user may read it."""
        self.shipment_id.check_access("read")
        return self.shipment_id.sudo()

    def action_send(self):
        """Send the message by e-mail; it stays in the shipment's history.

        :raises UserError: no address is known
        """
        self.ensure_one()
        shipment = self._checked()
        if not self.email:
            raise UserError(
                self.env._(
                    "No e-mail address is known. Enter one for the customer, or for the carrier a contact "
                    "on the delivery method; or copy the message and send it by chat."
                )
            )
        shipment.with_context(fmcg_status_button=self.receiver == "customer").message_post(
            body=plaintext2html(self.text),
            subject=shipment._message_subject(self.partner_id, self.receiver),
            partner_ids=self.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        return True

    def action_said(self):
        """Keep that the message was given by chat or telephone."""
        self.ensure_one()
        words = (
            self.env._("Told the carrier:\n%s", self.text)
            if self.receiver == "carrier"
            else self.env._("Told the customer:\n%s", self.text)
        )
        self._checked()._message_log(body=plaintext2html(words))
        return True
