from odoo.tests import tagged

from .axe_common import AxeCase
from .shipment_act_common import ShipmentActCase


@tagged("post_install", "-at_install")
class TestShipmentMessageAxe(ShipmentActCase, AxeCase):
    """The shipment in trouble and its ready message, for everybody."""

    def test_the_message_of_a_shipment_in_trouble(self):
        shipment = self.shipments()
        self.scan(shipment, "attempt_failed", 0)
        steps = """
            await wait("the alert", ".o_field_widget[name=alert]");
            (await wait("the button", "button[name=action_message_customer]")).click();
            await wait("the text", ".modal [name=text] textarea");
            await wait("the button to copy", ".modal .o_field_widget[name=chat_text] button");
            await look("the message", ".modal-content");
        """
        path = f"/odoo/fmcg-shipments/{shipment.id}"
        self.look_at(path, steps, ".o_form_view", self.dispatcher.login)
