import importlib.util
from pathlib import Path

from odoo.tests import HttpCase, tagged

from .order_screen_common import OrderScreenCase

# Looks at each step of an order as it shows, with the rules that axe calls serious or critical.
LOOK = """
(async () => {
    const find = (select) => document.querySelector(select);
    const wait = async (what, select) => {
        for (let turn = 0; turn < 200; turn++) {
            const found = document.querySelector(select);
            if (found) { return found; }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`${what}: nothing is ${select}`);
    };
    const look = async (what) => {
        await new Promise((resolve) => setTimeout(resolve, 800));
        const {violations} = await axe.run(find(".o_fmcg_os"), {resultTypes: ["violations"]});
        for (const {id, impact, help, nodes} of violations) {
            if (impact === "serious" || impact === "critical") {
                const where = nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ");
                console.error(`axe, ${what}: ${id} (${impact}) ${help}: ${where.slice(0, 600)}`);
            }
        }
    };
    await wait("customers", "[data-customer]");
    await look("customers");
    find("[data-customer]").click();
    await wait("products", ".o_fmcg_os_row [data-part=plus]");
    find("[aria-label='About this customer']").click();
    await look("customer and products");
    find("[aria-label='About this customer']").click();
    find("[data-tab=all]").click();
    const field = await wait("field", ".o_fmcg_os_row input");
    field.focus();
    field.value = "400";
    field.dispatchEvent(new Event("input", {bubbles: true}));
    await wait("finding", ".o_fmcg_os_finding");
    find("[data-part=review]").click();
    await look("the order with a finding");
    field.value = "4";
    field.dispatchEvent(new Event("input", {bubbles: true}));
    await wait("send", "[data-part=send]:enabled");
    find("[data-part=send]").click();
    await wait("sent", "[data-part=next]");
    await look("sent");
    console.log("test successful");
})().catch((error) => console.error(String(error)));
"""


@tagged("post_install", "-at_install")
class TestOrderScreenAxe(OrderScreenCase, HttpCase):
    """Nobody is shut out: axe finds nothing serious in any step, at both widths and through both doors."""

    def setUp(self):
        super().setUp()
        found = importlib.util.find_spec("axe_core_python")
        if not found:
            self.skipTest("axe is not there: pip install axe-core-python")
        folder = Path(found.submodule_search_locations[0])
        self.axe = (folder / "axe.min.js").read_text(encoding="utf-8")
        self.ten_and_one()
        self.sent(self.line(self.cola, 1), self.line(self.milk, 1))

    def look(self, door):
        self.browser_js(
            door, f"{self.axe};{LOOK}", "!!document.querySelector('.o_fmcg_os')", login="rep.screen"
        )

    def test_at_a_desk_in_odoo(self):
        self.look("/odoo/fmcg-order")

    def test_on_a_telephone_on_its_own_page(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.look("/fmcg/order")
