import re

from odoo.tests import HttpCase, tagged

from .common_feedback import FeedbackCommon

KINDS = ("shipped", "out_for_delivery", "ready_for_pickup", "delivered", "delayed")


@tagged("post_install", "-at_install")
class TestCustomerNotices(FeedbackCommon, HttpCase):
    """The customer chooses on the page without login what is told of parcels, and how."""

    def setUp(self):
        super().setUp()
        self.env.company.fmcg_notice_email = True
        self.shop.phone = "+86 138 0013 8000"
        self.order = self.new_orders()
        url = self.order._fmcg_customer_url()
        self.path = url.removeprefix(self.order.get_base_url())

    def page(self):
        self.env.flush_all()
        return self.url_open(self.path).text

    def choose(self, *names, path=None):
        self.env.flush_all()
        response = self.url_open(
            f"{path or self.path}/notices", data=dict.fromkeys(names, "on") | {"nothing": "1"}
        )
        self.env.invalidate_all()
        return response

    def wants(self, kind):
        company = self.env.company
        return self.shop._fmcg_notice_choice(company)._wants_notice(kind, company)

    def ticked(self, page):
        return re.findall(r'<input type="checkbox" name="(\w+)" checked="', page)

    def test_as_the_company_does_until_the_customer_chooses(self):
        page = self.page()
        self.assertIn("l…@example.com", page)
        self.assertNotIn("lakeside@", page)
        self.assertEqual(self.ticked(page), ["email", *KINDS])
        self.assertNotIn('name="sms"', page, "what the company pays for is not the customer's to switch on")
        response = self.choose("email", "delayed", "sms", "name")
        self.assertEqual(response.status_code, 200)
        self.assertIn("as you chose", response.text)
        self.assertEqual(self.ticked(response.text), ["email", "delayed"])
        chosen = {"fmcg_notices": "customer", "fmcg_notice_email": True, "fmcg_notice_sms": False}
        self.assertRecordValues(self.shop, [chosen | {"name": "Lakeside Shop"}])
        self.assertEqual([kind for kind in KINDS if self.wants(kind)], ["delayed"])

    def test_nothing_any_more_and_back_again(self):
        self.choose("delayed")
        self.assertFalse(self.wants("delayed"))
        self.assertEqual(self.ticked(self.page()), ["delayed"])
        self.choose("email", "delayed")
        self.assertTrue(self.wants("delayed"))

    def test_what_is_not_offered_stays_as_it_is(self):
        self.shop.write({"fmcg_notices": "own", "fmcg_notice_sms": True, "phone": False})
        self.choose("delivered")
        self.assertTrue(self.shop.fmcg_notice_sms)
        self.assertFalse(self.shop.fmcg_notice_email)

    def test_a_way_that_our_people_agreed_with_the_customer_is_offered(self):
        self.shop.write({"fmcg_notices": "own", "fmcg_notice_sms": True})
        page = self.page()
        self.assertIn("…8000", page)
        self.assertNotIn("0013", page)
        self.choose("sms", "delayed")
        self.assertRecordValues(self.shop, [{"fmcg_notice_email": False, "fmcg_notice_sms": True}])

    def test_the_choice_switches_on_nothing_in_another_company(self):
        other = self.env["res.company"].create({"name": "Daughter"})
        self.env.company.fmcg_notice_sms = True
        self.choose("email", "sms", "delayed")
        choice = self.shop._fmcg_notice_choice(other)
        self.assertFalse(choice._wants_notice("delayed", other), "it tells nobody anything")
        other.fmcg_notice_email = True
        self.assertEqual(choice._notice_ways(other), {"email"})
        self.assertEqual(choice._notice_ways(self.env.company), {"email", "sms"})
        self.env.company.fmcg_notice_sms = False
        self.assertEqual(choice._notice_ways(self.env.company), {"email"})

    def test_nobody_is_asked_whom_nothing_can_be_told(self):
        self.shop.write({"email": False, "phone": False})
        self.assertNotIn("o_fmcg_notices", self.page())
        self.assertNotIn("Saved", self.choose("email").text)
        self.assertEqual(self.shop.fmcg_notices, "usual")
        self.shop.email = "lakeside@example.com"
        self.env.company.fmcg_notice_email = False
        self.assertNotIn("o_fmcg_notices", self.page())

    def test_the_choice_of_a_branch_is_its_own(self):
        branch = self.env["res.partner"].create(
            {"name": "Pier", "parent_id": self.shop.id, "type": "delivery"}
        )
        self.order.partner_id = branch
        self.assertIn("l…@example.com", self.page())
        self.choose("email")
        self.assertEqual((branch.fmcg_notices, self.shop.fmcg_notices), ("customer", "usual"))

    def test_a_wrong_link_changes_nothing(self):
        response = self.choose("email", path="/fmcg/status/" + "A" * 43)
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self.shop.fmcg_notices, "usual")
        response = self.url_open(f"{self.path}/notices", allow_redirects=False)
        self.assertIn(response.status_code, (404, 405))
