import re
from zoneinfo import ZoneInfo

from odoo.tests import HttpCase, freeze_time, tagged

from .journey_common import JourneyCase

SHANGHAI = ZoneInfo("Asia/Shanghai")


@tagged("post_install", "-at_install")
class TestCustomerParcel(JourneyCase, HttpCase):
    """What the page without login says of parcels, over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.order = cls.make_orders()
        cls.shipment = cls.parcels(orders=cls.order)
        cls.ship(cls.order.picking_ids)

    def page(self, order=None):
        order = order or self.order
        path = order._fmcg_customer_url().removeprefix(order.get_base_url())
        self.env.flush_all()
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        return response

    def said(self, order=None):
        return " ".join(re.sub(r"<[^>]+>", " ", self.page(order).text).split())

    def test_where_it_is_and_what_comes_next(self):
        self.tell(
            self.shipment, "picked_up", "2026-03-16 09:00", "快递员张三13800138000已揽收", location="杭州"
        )
        self.tell(self.shipment, "attempt_failed", "2026-03-16 10:00", "客户不在")
        self.tell(self.shipment, "in_transit", "2026-03-16 08:00", "never happened", is_superseded=True)
        response = self.page()
        for words in (
            "Your order could not be handed over yet.",
            "Attempt Failed",
            "Nobody could take it.",
            self.shipment.name,
            "杭州",
            "客户不在",
            "快递员张三•••已揽收",
        ):
            self.assertIn(words, response.text)
        self.assertRegex(response.text, r'lang="zh"[^>]*>\s*客户不在')
        self.assertNotIn("13800138000", response.text)
        self.assertNotIn("never happened", response.text)

    def test_the_cause_says_what_comes_next(self):
        for reason, words in (
            ("consignee_refused", "If that was a mistake"),
            ("consignee_moved", "so that we can correct it"),
            ("carrier_sorting_error", "Nobody could take it."),
        ):
            event = self.tell(self.shipment, "attempt_failed", "2026-03-16 10:00", words, reason=reason)
            (told,) = self.shipment._customer_journey(self.order, SHANGHAI)
            self.assertIn(words, told["next"])
            event.is_superseded = True

    def test_it_looks_for_news_without_scripts_or_cookies(self):
        response = self.page()
        self.assertRegex(response.text, r'<noscript>\s*<meta http-equiv="refresh" content="\d+"')
        self.opener.cookies.pop("session_id", None)
        self.assertNotIn("session_id", self.page().headers.get("Set-Cookie", ""))
        self.shipment.action_delivered()
        self.assertNotIn('http-equiv="refresh"', self.page().text)

    def test_our_people_s_words_stay_with_us(self):
        self.shipment.with_user(self.dispatcher).action_attempt_failed()
        said = self.said()
        self.assertIn("Attempt Failed", said)
        self.assertNotIn(self.dispatcher.name, said)

    def test_a_waybill_for_two_customers_tells_neither_of_the_other(self):
        other = self.env["res.partner"].create({"name": "Riverside Kiosk", "street": "Pier 9"})
        theirs = self.make_orders(partner_id=other.id, client_order_ref="SECRET-9")
        self.shipment.picking_ids |= theirs.picking_ids
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        self.order.picking_ids.carrier_id = self.env["delivery.carrier"].create(
            {"name": "YTO", "product_id": product.id, "tracking_url": "https://yto.example/"}
        )
        self.tell(
            self.shipment, "out_for_delivery", "2026-03-16 09:00", "正在送往 Riverside Kiosk", location="杭州"
        )
        said = self.said()
        self.assertIn("Out for Delivery", said)
        self.assertIn("杭州", said)
        for secret in ("Riverside", "Pier 9", "SECRET-9", theirs.name, "正在送往", "yto.example"):
            self.assertNotIn(secret, self.page().text)
        self.shipment.picking_ids = self.order.picking_ids
        self.assertIn("https://yto.example/", self.page().text)

    def test_several_parcels_each_with_its_goods(self):
        second = self.make_orders().picking_ids
        second.move_ids.sale_line_id = self.order.order_line
        second.sale_id = self.order
        parcel = self.env["fmcg.shipment"].create(
            {"name": "SF1234567890123", "carrier_code": "shunfeng", "picking_ids": [(6, 0, second.ids)]}
        )
        self.assertEqual(parcel.order_ids, self.order)
        self.assertIn("A part of your order is on its way", self.said())
        self.ship(second)
        said = self.said()
        self.assertIn("Parcel 1 of 2 yuantong YT", said)
        self.assertIn("Parcel 2 of 2 shunfeng SF1234567890123", said)
        self.assertEqual(said.count("In it: 4 Units Water"), 2)
        self.shipment.picking_ids |= second
        self.assertNotIn("In it:", self.said())

    def test_the_page_speaks_the_customer_s_language_and_zone(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shop.write({"lang": "fr_FR", "tz": "America/New_York"})
        self.tell(self.shipment, "in_transit", "2026-03-16 02:00", "已发出")
        self.shipment.eta = "2026-03-17 02:00"
        with freeze_time("2026-03-16 15:00:00"):
            text = self.page().text
        # 22:00 of the 15th and of the 16th in New York.
        self.assertRegex(text, r"dim\. 15 mars|Yesterday|Hier")
        self.assertRegex(text, r"21:00")
        self.assertRegex(text, r'lang="zh"[^>]*>\s*已发出')
