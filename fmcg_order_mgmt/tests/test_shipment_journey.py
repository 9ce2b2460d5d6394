from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.http_routing.tests.common import MockRequest

from ..models.shipment_live import CHANNEL, NEWS
from .journey_common import JourneyCase


@tagged("post_install", "-at_install")
class TestShipmentJourney(JourneyCase):
    """Rep, dispatcher and customer are shown the same journey, each what is theirs to see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.env.user.tz = "Asia/Shanghai"
        cls.order = cls.make_orders()
        cls.shipment = cls.parcels(orders=cls.order)

    def journey(self, record=None, name="fmcg_journey", user=None):
        self.env.invalidate_all()
        (told,) = (record or self.order).with_user(user or self.dispatcher)[name]
        return told

    def test_the_journey_by_day_newest_first(self):
        self.tell(self.shipment, "picked_up", "2026-03-16 09:00", "已揽收", location="杭州")
        self.tell(self.shipment, "in_transit", "2026-03-16 15:00", "已发出")
        # In Shanghai this is the next day already.
        self.tell(self.shipment, "out_for_delivery", "2026-03-16 23:30", "派件中", is_superseded=True)
        self.shipment.eta = "2026-03-17 07:20"
        self.dispatcher.tz = "Asia/Shanghai"
        with freeze_time("2026-03-17 01:00:00"):
            told = self.journey()
            self.assertEqual(told, self.journey(self.order.picking_ids))
            self.assertEqual(told, self.journey(self.shipment, "timeline"))
        self.assertEqual([day["label"] for day in told["days"]], ["Today", "Yesterday"])
        newest, *before = [event for day in told["days"] for event in day["events"]]
        self.assertTrue(newest["withdrawn"])
        self.assertEqual([event["text"] for event in before], ["已发出", "已揽收"])
        self.assertEqual((before[1]["place"], before[1]["lang"], before[1]["person"]), ("杭州", "zh", False))
        self.assertIn("已发出", told["last"]["text"])
        self.assertEqual((told["state"], told["label"]), ("in_transit", "In Transit"))
        self.assertRegex(told["expected"], r"^Arrives today between 2:00\sPM and 5:00\sPM$")
        self.shipment.sudo().eta_to = "2026-03-17 08:00"
        with freeze_time("2026-03-17 01:00:00"):
            self.assertRegex(self.journey()["expected"], r"between 3:20\sPM and 4:00\sPM$")
            # Not said of one day: the hours of its begin alone.
            self.shipment.sudo().eta_to = "2026-03-18 03:00"
            self.assertRegex(self.journey()["expected"], r"between 2:00\sPM and 5:00\sPM$")

    def test_when_it_arrives_in_words(self):
        self.dispatcher.tz = "Asia/Shanghai"
        for now, eta, words in (
            ("2026-03-16 01:00", "2026-03-16 23:30", "Arrives tomorrow between"),
            ("2026-03-16 01:00", "2026-03-16 16:00", "Arrives tomorrow"),
            ("2026-03-17 09:30", "2026-03-17 07:20", "Arrives today"),
            ("2026-03-16 01:00", "2026-03-20 03:00", "Arrives on Fri, Mar 20"),
            ("2026-03-19 01:00", "2026-03-17 03:00", "Was expected on Tue, Mar 17"),
        ):
            self.shipment.eta = eta
            with freeze_time(now):
                self.assertEqual(
                    self.journey()["expected"].partition(" between")[0], words.removesuffix(" between")
                )
                self.assertEqual(" between" in self.journey()["expected"], " between" in words)
        self.shipment.write({"eta": "2026-03-17 07:20", "eta_source": "own"})
        with freeze_time("2026-03-17 01:00"):
            self.assertEqual(self.journey()["expected"], "Arrives today")
        self.tell(self.shipment, "delivered", "2026-03-17 10:00", signed_by="门卫")
        told = self.journey()
        self.assertEqual((told["expected"], told["days"][0]["events"][0]["signed"]), ("", "Signed by 门卫"))

    def test_a_person_s_words_are_marked(self):
        self.shipment.with_user(self.dispatcher).action_delivered()
        (event,) = self.journey()["days"][0]["events"]
        self.assertTrue(event["person"])
        self.assertIn(self.dispatcher.name, event["text"])

    def test_reps_see_the_journeys_of_their_own_orders(self):
        screen = self.env["fmcg.order.screen"]
        (told,) = screen.with_user(self.rep).journey(self.order.id)
        self.assertEqual(told["name"], self.shipment.name)
        with self.assertRaises(AccessError):
            screen.with_user(self.other_rep).journey(self.order.id)
        with self.assertRaises(AccessError):
            screen.with_user(self.driver).journey(self.order.id)
        for wrong in (0, "x", 2**40):
            with self.assertRaisesRegex(UserError, "does not exist"):
                screen.with_user(self.rep).journey(wrong)
        with self.assertRaises(AccessError):
            self.shipment.with_user(self.other_rep).read(["timeline"])

    def test_one_waybill_of_two_reps_shows_each_the_same(self):
        other = self.make_orders(user_id=self.other_rep.id)
        self.shipment.picking_ids |= other.picking_ids
        self.env.flush_all()
        self.assertEqual(self.journey(other, user=self.other_rep)["id"], self.shipment.id)
        self.assertEqual(self.shipment.parcel_count, 1)

    def test_found_orders_say_where_they_are(self):
        self.tell(self.shipment, "in_transit", "2026-03-16 09:00", "已发出")
        self.shipment.eta = "2026-03-17 07:20"
        with freeze_time("2026-03-17 01:00:00"):
            self.env.invalidate_all()
            orders = self.env["sale.order"].with_user(self.rep)
            found = orders.fmcg_find_orders(favourite="arriving")["orders"]
            mine = [row for row in found if row["id"] == self.order.id]
        self.assertEqual(mine[0]["travel"]["label"], "In Transit")
        self.assertIn("Arrives today", mine[0]["travel"]["expected"])
        self.assertFalse(mine[0]["travel"]["late"])

    def test_the_carrier_s_own_page(self):
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        method = self.env["delivery.carrier"].create(
            {
                "name": "YTO",
                "product_id": product.id,
                "fmcg_carrier_code": "yuantong",
                "tracking_url": "https://carrier.example/?n=<shipmenttrackingnumber>",
            }
        )
        self.assertEqual(self.journey()["carrier"], "yuantong")
        self.shipment.picking_ids.carrier_id = method
        self.assertEqual(self.journey()["carrier"], "YTO")
        self.assertEqual(self.journey()["url"], f"https://carrier.example/?n={self.shipment.name}")
        method.tracking_url = "javascript:alert('<shipmenttrackingnumber>')"
        self.assertEqual(self.journey()["url"], "")

    def test_core_s_link_has_an_address_for_each_parcel(self):
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        page = "https://carrier.example/?n=<shipmenttrackingnumber>"
        method = self.env["delivery.carrier"].create(
            {"name": "YTO", "product_id": product.id, "tracking_url": page}
        )
        picking, first = self.shipment.picking_ids, self.shipment.name
        picking.carrier_id = method
        self.assertEqual(picking.carrier_tracking_url, f"https://carrier.example/?n={first}")
        self.assertFalse(picking.get_multiple_carrier_tracking())
        second = "YT7777777777777"
        picking.carrier_tracking_ref = f"{first}, {second}"
        links = [[number, f"https://carrier.example/?n={number}"] for number in (first, second)]
        self.assertEqual(picking.get_multiple_carrier_tracking(), links)
        warehouse = new_test_user(self.env, "link.stock", groups="stock.group_stock_user")
        self.assertEqual(picking.with_user(warehouse).get_multiple_carrier_tracking(), links)
        method.tracking_url = False
        picking.invalidate_recordset(["carrier_tracking_url"])
        self.assertFalse(picking.carrier_tracking_url)

    def test_many_journeys_take_no_more_queries_than_one(self):
        def read(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.with_user(self.dispatcher).read(["fmcg_journey", "fmcg_arrives_on"])
            return self.env.cr.sql_log_count - before

        orders = self.make_orders(50)
        shipments = self.parcels(orders=orders)
        for hour in (8, 9):
            self.tell(shipments, "in_transit", f"2026-03-16 0{hour}:00", "已发出")
        read(orders[0])
        self.assertLessEqual(read(orders), read(orders[1]))

    def test_open_screens_hear_of_changes_alone(self):
        self.env.cr.precommit.run()
        before = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0

        def heard():
            self.env.cr.precommit.run()
            news = self.env["bus.bus"].search([("id", ">", before), ("message", "like", NEWS)])
            return news.mapped("message")

        self.shipment.write({"next_poll_at": "2026-03-17 01:00", "health": self.shipment.health})
        self.assertFalse(heard())
        self.tell(self.shipment, "picked_up", "2026-03-16 09:00")
        self.tell(self.shipment, "in_transit", "2026-03-16 10:00")
        self.shipment.eta = "2026-03-17 07:20"
        messages = heard()
        self.assertEqual(set(messages), {f'{{"type":"{NEWS}","payload":{{"ids":[{self.shipment.id}]}}}}'})
        self.assertLessEqual(len(messages), 3)

    def test_who_may_hear(self):
        company = (self.env.company, CHANNEL)
        clerk = self.env["res.users"].create({"name": "Clerk", "login": "fmcg_clerk_news"})
        for user, hears in ((self.rep, True), (self.driver, True), (clerk, False)):
            with self.subTest(user.login), MockRequest(self.env(user=user)) as request:
                request.session.uid = user.id
                websocket = self.env["ir.websocket"].with_user(user)
                told = websocket._build_bus_channel_list([CHANNEL])
                names = [channel for channel in told if isinstance(channel, str)]
                pairs = [channel for channel in told if isinstance(channel, tuple)]
                self.assertEqual(company in pairs, hears)
                self.assertNotIn(CHANNEL, names)
                told = websocket._build_bus_channel_list(["other"])
                self.assertNotIn(company, [channel for channel in told if isinstance(channel, tuple)])
