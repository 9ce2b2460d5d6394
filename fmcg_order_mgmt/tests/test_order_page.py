from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestOrderPage(HttpCase):
    def test_a_rep_gets_the_page_and_nobody_frames_it(self):
        new_test_user(self.env, "rep.page", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.authenticate("rep.page", "rep.page")
        answer = self.url_open("/fmcg/order")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("assets_order_page", answer.text)
        self.assertEqual(answer.headers["X-Frame-Options"], "DENY")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_without_a_login_it_asks_for_one(self):
        answer = self.url_open("/fmcg/order", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    @mute_logger("odoo.http")
    def test_others_are_refused(self):
        new_test_user(self.env, "driver.page", groups="fmcg_order_mgmt.group_fmcg_driver")
        self.authenticate("driver.page", "driver.page")
        self.assertEqual(self.url_open("/fmcg/order").status_code, 403)
