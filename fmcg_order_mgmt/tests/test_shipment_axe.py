from odoo.tests import tagged

from ..models import sale_order_customer_page
from .axe_common import AxeCase
from .journey_common import JourneyCase

UNFOLDED = """
    const head = await wait("parcels", ".o_fmcg_journey button[aria-expanded]");
    head.focus();
    head.click();
    await wait("journey", "[data-event]");
    if (document.documentElement.scrollWidth > window.innerWidth) {
        console.error(`the order is ${document.documentElement.scrollWidth} px wide`);
    }
    await look("the order's parcels", ".o_fmcg_journey");
"""
PAGE = """
    await wait("parcel", ".o_fmcg_parcel");
    if (document.documentElement.scrollWidth > window.innerWidth) {
        console.error(`the page is ${document.documentElement.scrollWidth} px wide`);
    }
    find(".o_fmcg_parcel details").open = true;
    await look("the customer's page", ".o_fmcg_page");
    // What is old on the page is renewed, and what the customer has unfolded stays so.
    find("[data-live=status] h1").textContent = "Old news";
    find(".o_fmcg_parcel h2").textContent = "Old news";
    for (let turn = 0; turn < 100 && find(".o_fmcg_page").textContent.includes("Old news"); turn++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    if (find(".o_fmcg_page").textContent.includes("Old news") || !find(".o_fmcg_parcel details").open) {
        console.error("the page was not renewed, or what was unfolded is folded");
    }
"""


@tagged("post_install", "-at_install")
class TestShipmentAxe(JourneyCase, AxeCase):
    """A journey shuts nobody out: on the order at a desk, and on the customer's telephone."""

    def setUp(self):
        super().setUp()
        self.order = self.make_orders()
        self.shipment = self.parcels(orders=self.order, eta="2030-03-18 07:20")
        self.ship(self.order.picking_ids)
        long_words = "快件已到达【杭州转运中心】，正发往下一站" * 3
        for hour, state in enumerate(
            ("picked_up", "in_transit", "in_transit", "exception", "attempt_failed")
        ):
            self.tell(self.shipment, state, f"2026-03-16 0{hour}:00", long_words, location="杭州")
        self.tell(self.shipment, "in_transit", "2026-03-16 08:00", is_superseded=True)

    def test_the_order_at_a_desk(self):
        self.browser_size = "1280x800"
        self.look_at(f"/odoo/sales/{self.order.id}", UNFOLDED, ".o_fmcg_journey", self.rep.login)

    def test_the_customer_s_page_on_a_telephone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.patch(sale_order_customer_page, "REFRESH", 1)
        path = self.order._fmcg_customer_url().removeprefix(self.order.get_base_url())
        self.look_at(path, PAGE, ".o_fmcg_page", None)
