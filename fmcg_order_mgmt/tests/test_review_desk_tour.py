from odoo.tests import tagged

from .axe_common import AxeCase
from .review_common import ReviewCommon

# Looks whether anything scrolls sideways, whatever is open, whether the panes of a desk stand in a row, and
# whether everybody can use each step.
STEPS = """
    const fits = (what) => {
        for (const each of document.querySelectorAll(".o_fmcg_rd, .o_fmcg_rd > *")) {
            if (each.scrollWidth > each.clientWidth) {
                console.error(`${what}: ${each.className} scrolls sideways`);
            }
        }
        if (document.documentElement.scrollWidth > window.innerWidth) {
            console.error(`${what}: the page scrolls sideways`);
        }
    };
    const row = await wait("queue", ".o_fmcg_rd_row");
    await look("queue", ".o_fmcg_rd");
    row.click();
    await wait("finding", ".o_fmcg_rd_finding [data-part=remedy]");
    fits("order");
    await look("order", ".o_fmcg_rd");
    (await wait("reject", "[data-part=reject]")).click();
    await wait("reason", "textarea");
    fits("reason");
    await look("reason", ".o_fmcg_rd");
    const panes = document.querySelectorAll(".o_fmcg_rd > *");
    const shown = [...panes].filter((pane) => pane.offsetParent !== null);
    const tops = new Set(shown.map((pane) => pane.getBoundingClientRect().top));
    if (window.innerWidth > 1000 && (shown.length !== 3 || tops.size !== 1)) {
        console.error("queue, order and message do not stand side by side");
    }
"""


@tagged("post_install", "-at_install")
class TestReviewDeskTour(ReviewCommon, AxeCase):
    """The review desk in the browser: a reviewer is led through the first order, at both widths."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.write({"release": "wave", "automation": "person"})
        cls.env["sale.order"].search([("fmcg_review_state", "=", "pending")]).write({"state": "cancel"})

    def setUp(self):
        super().setUp()
        request = self.env["fmcg.order.request"].receive("chat", "cola 3, milk 2", partner_id=self.shop.id)
        request.action_parse()
        request.action_create_order()
        self.first = request.sale_order_ids
        self.next = self.order((self.milk, 1, self.piece))
        self.next.action_fmcg_review()

    def is_led(self):
        self.start_tour("/odoo/fmcg-review-desk", "fmcg_first_review", login=self.reviewer.login)
        self.assertEqual(self.first.fmcg_review_state, "approved")
        self.assertEqual(self.first.order_line.product_id, self.cola)
        self.assertEqual(self.first._fmcg_last_decision().user_id, self.reviewer)
        self.assertEqual(self.next.fmcg_review_state, "pending")

    def test_at_a_desk(self):
        self.is_led()

    def test_on_a_telephone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.is_led()

    def fits(self):
        self.look_at("/odoo/fmcg-review-desk", STEPS, ".o_fmcg_rd_row", self.reviewer.login)

    def test_everything_fits_and_serves_everybody_at_a_desk(self):
        self.browser_size = "1280x800"
        self.fits()

    def test_everything_fits_and_serves_everybody_on_a_telephone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.fits()
