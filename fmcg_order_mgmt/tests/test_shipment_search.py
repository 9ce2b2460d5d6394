from ast import literal_eval

from lxml import etree

from odoo.tests import freeze_time, tagged

from .journey_common import JourneyCase


@tagged("post_install", "-at_install")
class TestShipmentSearch(JourneyCase):
    """What the board's filters, groups and box find, at any hour and in any zone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.dispatcher.tz = "Asia/Shanghai"
        cls.shipments = cls.parcels(4)
        cls.first, cls.second, cls.third, cls.fourth = cls.shipments
        # Nothing promised disturbs what the carrier says, but where a test wants it to.
        cls.shipments.due_at = False
        # 23:30 in UTC, the next morning in Shanghai; and the other way round.
        cls.first.eta = "2026-03-16 23:30"
        cls.second.eta = "2026-03-16 15:30"
        cls.env.flush_all()

    def search(self, model, name, user=None):
        """Return what a filter of the model's search view finds for that user."""
        user = user or self.dispatcher
        records = self.env[model].with_user(user).with_context(tz=user.tz)
        views = {"fmcg.shipment": "fmcg_shipment_view_search", "sale.order": "fmcg_sale_order_view_search"}
        arch = records.get_view(self.env.ref(f"fmcg_order_mgmt.{views[model]}").id, "search")["arch"]
        (domain,) = etree.fromstring(arch).xpath(f"//filter[@name='{name}']/@domain")
        found = records.search(literal_eval(domain.replace("uid", str(records.env.uid))))
        return found.sudo() & (self.shipments if model == "fmcg.shipment" else self.shipments.order_ids)

    def test_arriving_today_is_the_user_s_today(self):
        with freeze_time("2026-03-16 23:50:00"):  # the 17th in Shanghai
            self.assertEqual(self.search("fmcg.shipment", "arriving"), self.first)
            self.assertEqual(self.search("sale.order", "arriving"), self.first.order_ids)
            self.dispatcher.tz = "UTC"
            self.assertEqual(self.search("fmcg.shipment", "arriving"), self.first | self.second)
        with freeze_time("2026-03-16 10:00:00"):
            self.dispatcher.tz = "Asia/Shanghai"
            self.assertEqual(self.search("fmcg.shipment", "arriving"), self.second)
            self.assertEqual(self.search("fmcg.shipment", "arriving_tomorrow"), self.first)
            self.assertEqual(self.search("sale.order", "arriving_tomorrow"), self.first.order_ids)
            self.tell(self.first, "out_for_delivery", "2026-03-16 09:00")
            self.assertEqual(self.search("fmcg.shipment", "arriving"), self.first | self.second)
            self.tell(self.second, "delivered", "2026-03-16 09:30")
            self.assertEqual(self.search("fmcg.shipment", "arriving"), self.first)
            self.assertEqual(self.search("fmcg.shipment", "delivered_today"), self.second)
            self.assertFalse(self.search("sale.order", "arriving"))

    def test_a_promised_day_counts_where_the_carrier_says_none(self):
        self.third.due_at = "2026-03-17 15:59:59"
        self.env.flush_all()
        with freeze_time("2026-03-17 01:00:00"):
            self.assertEqual(self.search("fmcg.shipment", "arriving"), self.first | self.third)
            found = self.env["stock.picking"].search([("fmcg_arrives_on", "=", "today")])
            self.assertEqual(
                found & self.shipments.picking_ids, self.first.picking_ids | self.third.picking_ids
            )
        orders = self.shipments.order_ids
        undated = self.env["sale.order"].search([("fmcg_arrives_on", "=", False)])
        self.assertEqual(undated & orders, self.fourth.order_ids)
        later = self.env["sale.order"].search([("fmcg_arrives_on", ">", "2026-03-16")])
        self.assertEqual(later & orders, self.first.order_ids | self.third.order_ids)

    def test_silent_troubled_and_on_the_way_back(self):
        self.first.alert = "silent"
        self.tell(self.second, "in_transit", "2026-03-16 20:00")
        self.tell(self.third, "returning", "2026-03-16 20:00")
        with freeze_time("2026-03-17 01:00:00"):
            self.assertEqual(self.search("fmcg.shipment", "silent"), self.first)
            self.assertEqual(self.search("fmcg.shipment", "coming_back"), self.third)
            self.assertIn(self.third, self.search("fmcg.shipment", "troubled"))

    def test_mine_are_those_of_my_orders_and_customers(self):
        (self.third.order_ids | self.fourth.order_ids).user_id = self.other_rep
        self.env.flush_all()
        self.assertEqual(self.search("fmcg.shipment", "mine", self.rep), self.first | self.second)

    def test_every_lateness_is_found_and_counted_as_it_is_shown(self):
        self.first.due_at = "2026-03-15 15:59:59"
        self.third.eta = "2026-03-20 04:00"
        self.tell(self.second, "delivered", "2026-03-16 09:30")
        shipments = self.env["fmcg.shipment"].with_user(self.dispatcher)
        with freeze_time("2026-03-17 01:00:00"):
            self.env.flush_all()
            self.env.invalidate_all()
            mine = [("id", "in", self.shipments.ids)]
            expected = {
                "late": self.first,
                "ended": self.second,
                "coming": self.third,
                "undated": self.fourth,
            }
            shown = shipments.search(mine).grouped("lateness")
            self.assertEqual({key: found.sudo() for key, found in shown.items()}, expected)
            for key, found in expected.items():
                self.assertEqual(shipments.search([*mine, ("lateness", "=", key)]).sudo(), found)
            groups = shipments.formatted_read_group(mine, ["lateness"], ["__count"])
            self.assertEqual(
                {group["lateness"]: group["__count"] for group in groups}, dict.fromkeys(expected, 1)
            )
            bars = shipments.read_progress_bar(
                mine, "state", {"field": "lateness", "colors": dict.fromkeys(expected, "info")}
            )
            self.assertEqual(bars["delivered"]["ended"], 1)
            self.assertEqual(bars["pending"]["late"], 1)
            self.assertTrue(shipments.fields_get(["lateness"])["lateness"]["groupable"])
            self.third.eta = "2026-03-17 04:00"
            self.env.flush_all()
            self.assertEqual(self.third.with_user(self.dispatcher).lateness, "today")
            self.assertIn(self.third, shipments.search([("lateness", "=", "today")]).sudo())

    def test_how_late_in_words(self):
        self.first.due_at = "2026-03-14 15:59:59"
        for now, eta, words in (
            ("2026-03-16 17:00", False, "2 d late"),
            ("2026-03-14 18:00", False, "2 h late"),
            ("2026-03-14 18:00", "2026-03-18 03:00", "3 d late"),
            ("2026-03-14 10:00", False, False),
        ):
            with freeze_time(now):
                self.first.eta = eta
                self.env.invalidate_all()
                self.assertEqual(self.first.late_text, words)

    def test_a_number_is_found_however_it_is_pasted(self):
        name = self.first.name
        wide = name.translate({ord(sign): ord(sign) + 0xFEE0 for sign in name})
        grouped = " ".join(name[place : place + 4] for place in range(0, len(name), 4))
        shipments = self.env["fmcg.shipment"].with_user(self.dispatcher)
        for typed in (name, name.lower(), wide, grouped, grouped.replace(" ", "-"), f"  {name}\n", name[4:]):
            with self.subTest(typed):
                self.assertEqual(shipments.search([("find", "ilike", typed)]).sudo(), self.first)
                found = self.env["sale.order"].search([("fmcg_shipment_ids.find", "=", typed)])
                self.assertEqual(found, self.first.order_ids)
        both = shipments.search([("find", "ilike", f"{name}, {self.second.name}")])
        self.assertEqual(both.sudo(), self.first | self.second)
        for typed in (self.first.order_ids.name, "lakeside"):
            self.assertIn(self.first, shipments.search([("find", "ilike", typed)]).sudo())
        self.assertFalse(shipments.search([("find", "ilike", "no such thing")]))
