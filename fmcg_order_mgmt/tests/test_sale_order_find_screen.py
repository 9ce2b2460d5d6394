from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .find_common import FindCase


@tagged("post_install", "-at_install")
class TestSaleOrderFindScreen(FindCase):
    """What the order screen is given."""

    def found(self, user=None, **options):
        return self.env["sale.order"].with_user(user or self.reviewer).fmcg_find_orders(**options)

    def test_orders_as_the_screen_shows_them(self):
        with freeze_time("2026-03-18 17:00:00"):
            result = self.found(user=self.rep, words="green bell")
        (row,) = result.pop("orders")
        self.assertEqual(result, {"requests": [], "more": False})
        amount = row.pop("amount")
        self.assertIn("\N{NO-BREAK SPACE}", amount)
        self.assertEqual(
            row,
            {
                "id": self.order.id,
                "name": self.order.name,
                "partner": self.shop.display_name,
                "ref": "PO_7/2026",
                "date": "2026-03-17",
                "stage": self.order.fmcg_stage,
                "stage_label": dict(self.order._fields["fmcg_stage"].selection)[self.order.fmcg_stage],
                "changeable": True,
                "late": True,
                "waiting": False,
                "channel": "Chat",
                "type": "Regular Replenishment",
            },
        )

    def test_messages_that_are_no_order_yet(self):
        waiting = self.receive("可乐5-6箱 with a blue ribbon")
        waiting.action_parse()
        result = self.found(user=self.rep, words="blue ribbon")
        self.assertEqual(result["orders"], [])
        (row,) = result["requests"]
        self.assertEqual(row["id"], waiting.id)
        self.assertEqual((row["state"], row["waiting"], row["channel"]), ("question", True, "Chat"))
        self.assertIn("blue ribbon", row["words"])
        self.assertFalse(self.found(user=self.other_rep, words="blue ribbon")["requests"])

    def test_favourites(self):
        with freeze_time("2026-03-18 17:00:00"):
            late = {row["id"] for row in self.found(favourite="late")["orders"]}
            self.assertIn(self.order.id, late)
            self.assertNotIn(self.other_order.id, late)
        with freeze_time("2026-03-17 10:00:00"):
            today = {row["id"] for row in self.found(user=self.rep, favourite="today")["orders"]}
            self.assertEqual(today, {self.order.id})
        self.assertEqual(self.found(user=self.rep, favourite="waiting")["orders"], [])

    def test_pages(self):
        orders = self.env["sale.order"].create([{"partner_id": self.shop.id} for _ in range(5)])
        pages = [self.found(words="Lakeside", limit=4, offset=offset) for offset in (0, 4)]
        self.assertEqual([len(page["orders"]) for page in pages], [4, 2])
        self.assertEqual([page["more"] for page in pages], [True, False])
        ids = [row["id"] for page in pages for row in page["orders"]]
        self.assertEqual(set(ids), {*orders.ids, self.order.id})

    def test_values_that_cannot_be_right(self):
        for options in (
            {"words": 7},
            {"words": ["x"]},
            {"favourite": "tomorrow"},
            {"limit": 0},
            {"limit": 10_000},
            {"limit": "5"},
            {"offset": -1},
        ):
            with self.subTest(options), self.assertRaises(UserError):
                self.found(**options)
        self.assertTrue(self.found(words=None)["orders"])

    def test_who_may_not_read_orders_is_told(self):
        with self.assertRaises(AccessError):
            self.found(user=self.driver, words="Lakeside")

    def test_queries_do_not_grow_with_what_is_found(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = self.found(words="Lakeside", limit=100)
            return self.cr.sql_log_count - before, len(rows["orders"]), len(rows["requests"])

        self.receive("可乐5-6箱").action_parse()
        count()
        queries, orders, requests = count()
        for number in range(50):
            shop = self.shop.copy({"name": f"Lakeside {number}", "parent_id": False, "user_id": self.rep.id})
            self.order.copy({"partner_id": shop.id})
            self.receive("可乐5-6箱")
        self.assertEqual(count(), (queries, orders + 50, requests + 50))
