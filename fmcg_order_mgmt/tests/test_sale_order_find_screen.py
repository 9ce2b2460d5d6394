from itertools import product
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models import finding
from ..models.order_request_screen import OPEN_STATES
from .find_common import FindCase

NEWEST_FIRST = "date_order desc, id desc"


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
                "travel": None,
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

    def _many(self):
        """Eight orders of both shops in turn, each with a message that waits, the later the newer."""
        partners = (self.shop, self.hilltop) * 4
        self.env["sale.order"].create(
            [
                {"partner_id": partner.id, "date_order": f"2026-04-0{day} 10:00:00", "client_order_ref": "PO"}
                for day, partner in enumerate(partners, start=1)
            ]
        )
        for day, partner in enumerate(partners, start=1):
            moment = f"2026-04-0{day} 10:00:00"
            values = {"partner_id": partner.id, "received_at": moment}
            self.env["fmcg.order.request"].receive("chat", "可乐5-6箱 please", **values).action_parse()

    def test_the_same_is_found_however_many_are_looked_through_first(self):
        self._many()
        models = self.env(user=self.reviewer.id)
        for words in ("Lakeside", "Hilltop", "PO", "please 可乐", "Lakeside PO", "green bell", "nothing", ""):
            orders = models["sale.order"].search([("fmcg_find", "ilike", words)], order=NEWEST_FIRST).ids
            waiting = [("find", "ilike", words), ("state", "in", OPEN_STATES)]
            requests = models["fmcg.order.request"].search(waiting).ids
            for limit, offset, newest in product((1, 3, 40), (0, 2), (1, 4, 2000)):
                with self.subTest(words=words, limit=limit, offset=offset, newest=newest):
                    with patch.object(finding, "NEWEST", newest):
                        found = self.found(words=words, limit=limit, offset=offset)
                    page = slice(offset, offset + limit)
                    self.assertEqual([row["id"] for row in found["orders"]], orders[page])
                    self.assertEqual([row["id"] for row in found["requests"]], requests[page])
                    self.assertEqual(found["more"], max(len(orders), len(requests)) > offset + limit)

    def test_a_common_word_is_looked_for_among_the_newest_alone(self):
        self._many()
        self.env.flush_all()

        def asked(offset):
            self.env.invalidate_all()
            with self.assertLogs("odoo.sql_db", "DEBUG") as logs, patch.object(finding, "NEWEST", 4):
                found = self.found(words="Fizzy PO", limit=1, offset=offset)
            lines = [line for line in logs.output if '"sale_order_line"."product_id" IN' in line]
            return len(found["orders"]), [line for line in lines if '"order_id" IN' not in line]

        for order in self.env["sale.order"].search([("client_order_ref", "=", "PO")]):
            order.order_line = [Command.create({"product_id": self.cola.id})]
        self.assertEqual(asked(offset=0), (1, []))
        # What is further back is looked for among all.
        count, among_all = asked(offset=5)
        self.assertEqual(count, 1)
        self.assertTrue(among_all)

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
