from odoo.tests import HttpCase, tagged

from .find_common import FindCase


@tagged("post_install", "-at_install")
class TestOrderFindTour(FindCase, HttpCase):
    """Finding in the browser, at a desk and on a telephone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order.commitment_date = "2020-01-01 04:00:00"
        cls.other_order.fmcg_channel_id = cls.env.ref("fmcg_order_mgmt.channel_chat")

    def test_at_a_desk(self):
        self.start_tour("/odoo/fmcg-orders", "fmcg_find_at_the_desk", login="admin")

    def test_on_a_telephone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour("/odoo/fmcg-orders", "fmcg_find_on_the_way", login="admin")
