from odoo.tests import tagged

from .axe_common import AxeCase
from .order_screen_common import OrderScreenCase

# An order from its customer to its being sent.
STEPS = """
    await wait("customers", "[data-customer]");
    await look("customers", ".o_fmcg_os");
    find("[data-customer]").click();
    await wait("products", ".o_fmcg_os_row [data-part=plus]");
    find("[aria-label='About this customer']").click();
    await look("customer and products", ".o_fmcg_os");
    find("[aria-label='About this customer']").click();
    find("[data-tab=all]").click();
    const field = await wait("field", ".o_fmcg_os_row input");
    field.focus();
    field.value = "400";
    field.dispatchEvent(new Event("input", {bubbles: true}));
    await wait("finding", ".o_fmcg_os_finding");
    find("[data-part=review]").click();
    await look("the order with a finding", ".o_fmcg_os");
    field.value = "4";
    field.dispatchEvent(new Event("input", {bubbles: true}));
    await wait("send", "[data-part=send]:enabled");
    find("[data-part=send]").click();
    await wait("sent", "[data-part=next]");
    await look("sent", ".o_fmcg_os");
"""


@tagged("post_install", "-at_install")
class TestOrderScreenAxe(OrderScreenCase, AxeCase):
    """Axe finds nothing serious in any step of an order, at both widths and through both doors."""

    def setUp(self):
        super().setUp()
        self.ten_and_one()
        self.sent(self.line(self.cola, 1), self.line(self.milk, 1))

    def test_at_a_desk_in_odoo(self):
        self.look_at("/odoo/fmcg-order", STEPS, ".o_fmcg_os", "rep.screen")

    def test_on_a_telephone_on_its_own_page(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.look_at("/fmcg/order", STEPS, ".o_fmcg_os", "rep.screen")
