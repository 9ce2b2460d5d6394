from odoo.tests import HttpCase, tagged

from .axe_common import AxeCase
from .counter_offer_common import CounterOfferCommon

PAGE = """
    await look("the question", ".o_fmcg_page");
    find(".o_fmcg_choice label").click();
    find(".o_fmcg_choice input").checked = true;
    await look("chosen", ".o_fmcg_page");
"""
ANSWERED = 'await look("what was chosen", ".o_fmcg_page");'
DESK = """
    await wait("options", "[name=line_ids] [name=action_choose]");
    await look("the options", "[name=line_ids]");
"""


class OfferCase(CounterOfferCommon, HttpCase):
    """A counter-offer that is with the customer."""

    def setUp(self):
        super().setUp()
        self.order_short = self.short()
        self.sent = self.offer(self.order_short)

    def path(self):
        self.sent.with_user(self.rep).action_link()
        return self.sent.url.removeprefix(self.order_short.get_base_url())


@tagged("post_install", "-at_install")
class TestOfferPageTour(OfferCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_customer_chooses_on_a_phone(self):
        self.start_tour(self.path(), "fmcg_customer_chooses", login=None)
        self.assertEqual(self.sent.state, "answered")
        self.assertEqual(self.lines(self.order_short)[2], ("Soya Drink", 20, "Units"))

    def test_a_rep_chooses_on_a_phone(self):
        self.start_tour("/odoo/fmcg-shortages", "fmcg_rep_settles_shortage", login=self.rep.login)
        self.assertEqual(self.sent.answered_user_id, self.rep)
        self.assertEqual(self.lines(self.order_short), [("Cola", 2, "Units"), ("Milk", 40, "Units")])


@tagged("post_install", "-at_install")
class TestShortageTour(OfferCase):
    def test_a_rep_chooses_at_a_desk(self):
        self.start_tour("/odoo/fmcg-shortages", "fmcg_rep_settles_shortage", login=self.rep.login)
        self.assertEqual(self.lines(self.order_short), [("Cola", 2, "Units"), ("Milk", 40, "Units")])


@tagged("post_install", "-at_install")
class TestOfferAxe(OfferCase, AxeCase):
    """Axe finds nothing serious where a customer or a rep chooses, at both widths."""

    def test_the_page_at_a_desk(self):
        path = self.path()
        self.look_at(path, PAGE, ".o_fmcg_choice", None)
        self.sent.with_user(self.rep).action_apply()
        self.look_at(f"{path}?said=thanks", ANSWERED, ".o_fmcg_note_good", None)

    def test_the_page_on_a_telephone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.look_at(self.path(), PAGE, ".o_fmcg_choice", None)

    def test_the_options_at_a_desk(self):
        self.look_at(f"/odoo/fmcg-counter-offers/{self.sent.id}", DESK, ".o_form_view", self.rep.login)

    def test_the_options_on_a_telephone(self):
        self.browser_size, self.touch_enabled = "390x844", True
        self.look_at(f"/odoo/fmcg-counter-offers/{self.sent.id}", DESK, ".o_form_view", self.rep.login)
