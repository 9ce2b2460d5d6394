from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewFacts(ReviewCommon):
    """What the checks of goods and of their delivery find on real orders."""

    def found(self, order):
        order.action_fmcg_review()
        return {finding.code: finding for finding in order.fmcg_finding_ids}

    def chat(self, body):
        """Return the order of a message of the shop; cola is called 果酿 330ml there."""
        self.cola.write({"name": "蓝湾果酿 330ml", "fmcg_spec": "330ml*24"})
        self.case.fmcg_kind = "case"
        request = self.env["fmcg.order.request"].receive("chat", body, partner_id=self.shop.id)
        request.action_parse()
        request.action_create_order()
        return request.sale_order_ids

    def test_the_size_that_the_customer_wrote(self):
        order = self.chat("蓝湾果酿10箱")
        self.assertFalse(self.found(order))
        self.env["fmcg.order.draft.line"].search(
            [("draft_id", "in", order.fmcg_draft_ids.ids)]
        ).source_text = "蓝湾果酿500ml 10箱"
        finding = self.found(order)["other_size"]
        self.assertIn("500ml", finding.message)
        self.assertEqual((finding.product_id, finding.severity), (self.cola, "warn"))

    def test_packs_that_became_loose(self):
        order = self.chat("蓝湾果酿10箱")
        order.order_line.product_uom_qty = 10.5
        self.cola.fmcg_fraction = True
        self.assertFalse(self.found(order))
        self.cola.fmcg_fraction = False
        found = self.found(order)
        self.assertEqual(set(found), {"part_of_pack", "part_pack"})
        self.assertIn("252 Units", found["part_of_pack"].message)
        self.assertEqual([r["quantity"] for r in found["part_of_pack"].remedies], [264, 240])

    def test_a_unit_that_is_not_the_products(self):
        box = self.env["uom.uom"].create(
            {"name": "Box of 10", "relative_factor": 10, "relative_uom_id": self.piece.id}
        )
        order = self.order((self.cola, 3, box), (self.cola, 1, self.case))
        found = self.found(order)
        self.assertEqual(list(found), ["unit_not_sold"])
        self.assertIn("Box of 10, only by Units, Case of 24", found["unit_not_sold"].message)
        self.assertEqual(found["unit_not_sold"].line_id, order.order_line[0])

    def test_outside_the_assortment_and_listings_that_end(self):
        self.stock(self.milk, 10)
        listing = self.env["fmcg.assortment"].create(
            {"product_id": self.cola.id, "partner_id": self.shop.id, "date_to": date(2031, 3, 3)}
        )
        order = self.order((self.cola, 1, self.case), (self.milk, 1, self.piece))
        unpacking = self.env["product.product"].create({"name": "Unpacking", "type": "service"})
        order.order_line = [Command.create({"product_id": unpacking.id, "product_uom_qty": 1})]
        self.assertEqual(self.found(order)["not_listed"].product_id, self.milk)
        self.assertNotIn("listing_ended", self.found(order))
        order.commitment_date = datetime(2031, 3, 4, 12)
        self.assertEqual(self.found(order)["listing_ended"].product_id, self.cola)
        listing.unlink()
        self.assertFalse(self.found(order))

    def test_a_listing_of_a_channel_and_of_another_company_is_none(self):
        there = self.env["res.company"].create({"name": "Second House"})
        phone = self.env.ref("fmcg_order_mgmt.channel_phone")
        listing = {"product_id": self.milk.id, "partner_id": self.shop.id}
        self.env["fmcg.assortment"].with_company(there).create(listing | {"company_id": there.id})
        self.env["fmcg.assortment"].create(listing | {"channel_id": phone.id})
        self.assertFalse(self.found(self.order()))
        self.assertIn("not_listed", self.found(self.order(fmcg_channel_id=phone.id)))

    def test_stock_that_does_not_keep_long_enough(self):
        yoghurt = self.env["product.product"].create(
            {"name": "Yoghurt", "is_storable": True, "tracking": "lot", "use_expiration_date": True}
        )
        for name, days in (("soon", 20), ("late", 60)):
            lot = self.env["stock.lot"].create(
                {
                    "name": name,
                    "product_id": yoghurt.id,
                    "expiration_date": Datetime.now() + timedelta(days=days),
                    "removal_date": Datetime.now() + timedelta(days=days - 5),
                }
            )
            self.env["stock.quant"]._update_available_quantity(
                yoghurt, self.warehouse.lot_stock_id, 10, lot_id=lot
            )
        order = self.order((yoghurt, 15, self.piece))
        self.assertFalse(self.found(order))
        self.shop.fmcg_min_shelf_life_days = 30
        finding = self.found(order)["shelf_life"]
        self.assertEqual(
            finding.message, "Yoghurt: 15 Units ordered, only 10 free with 30 days left when they arrive."
        )
        self.assertEqual(finding.remedies[0]["quantity"], 10)
        yoghurt.expiration_time = 28
        self.assertFalse(self.found(order))
        yoghurt.expiration_time = 90
        # in fifty days even the others are too old
        order.commitment_date = Datetime.now() + timedelta(days=50)
        self.assertEqual(self.found(order)["shelf_life"].figures["fresh"], 0)
        other = self.env["stock.warehouse"].create({"name": "Far Depot", "code": "FAR"})
        self.assertEqual(
            set(self.found(self.order((yoghurt, 1, self.piece), warehouse_id=other.id))), {"stock_short"}
        )

    def route(self, **values):
        route = self.env["fmcg.route"].create(
            {"name": "North", "code": "N9", "cut_off": 15, "warehouse_id": self.warehouse.id} | values
        )
        self.warehouse.partner_id.tz = "America/Los_Angeles"
        self.shop.fmcg_route_id = route
        return route

    # Tuesday, 14:00 in San Francisco
    @freeze_time("2026-03-17 21:00:00")
    def test_days_on_which_the_route_does_not_come(self):
        self.route()
        for day, code, remedy in (
            (18, None, None),
            (16, "day_past", "2026-03-18"),
            (17, "day_too_early", "2026-03-18"),
            (21, "day_closed", "2026-03-18"),
        ):
            order = self.order(commitment_date=datetime(2026, 3, day, 19))
            found = self.found(order)
            with self.subTest(day):
                self.assertEqual(list(found), [code] if code else [])
                if code:
                    self.assertEqual([r["date"] for r in found[code].remedies], [remedy])

    @freeze_time("2026-03-17 22:30:00")
    def test_the_moment_at_which_the_order_came_in_counts(self):
        self.route()
        self.case.fmcg_kind = "case"
        self.cola.name = "蓝湾果酿"
        for minutes, late in ((45, False), (15, True)):
            request = self.env["fmcg.order.request"].receive(
                "chat",
                f"蓝湾果酿10箱 {'x' * minutes}",
                partner_id=self.shop.id,
                received_at=Datetime.now() - timedelta(minutes=minutes),
            )
            draft = self.env["fmcg.order.draft"].create(
                {"request_id": request.id, "partner_id": self.shop.id, "sale_order_id": self.order().id}
            )
            draft.sale_order_id.commitment_date = datetime(2026, 3, 18, 19)
            self.assertEqual("day_too_early" in self.found(draft.sale_order_id), late)

    @freeze_time("2026-03-17 21:00:00")
    def test_holidays_of_the_company(self):
        self.route()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Founders' Day",
                "company_id": self.env.company.id,
                "calendar_id": False,
                "date_from": "2026-03-18 07:00:00",
                "date_to": "2026-03-19 06:59:59",
            }
        )
        found = self.found(self.order(commitment_date=datetime(2026, 3, 18, 19)))
        self.assertEqual(found["day_closed"].remedies[0]["date"], "2026-03-19")
        self.assertFalse(self.found(self.order(commitment_date=datetime(2026, 3, 19, 19))))

    @freeze_time("2026-03-17 21:00:00")
    def test_without_a_route_only_the_past_is_closed(self):
        self.assertFalse(self.found(self.order(commitment_date=datetime(2026, 3, 21, 19))))
        found = self.found(self.order(commitment_date=datetime(2026, 3, 16, 12)))
        self.assertEqual(found["day_past"].message, "The delivery date 03/16/2026 is past.")

    def test_an_address_that_nobody_finds(self):
        branch = self.env["res.partner"].create(
            {"name": "Back Door", "parent_id": self.shop.id, "type": "delivery", "city": "Reno"}
        )
        order = self.order(partner_shipping_id=branch.id)
        found = self.found(order)
        self.assertEqual([(f.code, f.severity) for f in found.values()], [("no_street", "warn")])
        self.assertIn("Back Door", found["no_street"].message)
        branch.street = "2 Lake St"
        self.assertFalse(self.found(order))
        self.shop.phone = False
        self.assertEqual(self.found(order)["no_contact"].severity, "info")

    def test_the_screen_offers_what_it_can_do(self):
        order = self.order((self.milk, 1, self.piece))
        order.action_fmcg_review()
        finding, screen = order.fmcg_finding_ids.sudo(), self.env["fmcg.order.screen"]
        finding.remedies = [
            {"kind": "unit", "quantity": 2, "unit": self.case.id, "date": None},
            {"kind": "date", "quantity": 0, "unit": None, "date": "2026-03-18"},
            {"kind": "unit", "quantity": 2, "unit": 2**31 - 1, "date": None},
            {"kind": "paint_it_red", "quantity": 0},
        ]
        labels = [remedy["label"] for remedy in screen._carried_out(finding._remedies()[finding])]
        self.assertEqual(labels, ["Take 2 Case of 24", "Deliver on 03/18/2026"])

    def drafted(self, orders):
        """Give each order a message that names packs and a price, and counts on free milk."""
        request = self.env["fmcg.order.request"].receive("chat", "hello", partner_id=self.shop.id)
        line = {
            "quantity": 2,
            "uom_id": self.case.id,
            "price_claim": 2,
            "unit_kind": "case",
            "source_text": "2箱",
        }
        lines = [
            Command.create(line | {"product_id": self.cola.id, "action": "add"}),
            Command.create(line | {"product_id": self.milk.id, "action": "free"}),
        ]
        self.env["fmcg.order.draft"].create(
            [
                {
                    "request_id": request.id,
                    "partner_id": self.shop.id,
                    "sale_order_id": order.id,
                    "line_ids": lines,
                }
                for order in orders
            ]
        )

    def test_orders_of_goods_of_their_own_cost_no_more(self):
        values = {"is_storable": True, "list_price": 2, "uom_ids": [Command.link(self.case.id)]}
        goods = self.env["product.product"].create([values | {"name": f"Juice {n}"} for n in range(20)])
        orders = self.env["sale.order"].concat(*(self.order((each, 2, self.case)) for each in goods))

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["fmcg.review.facts"]._build(some)
            return self.env.cr.sql_log_count - before

        queries(orders)
        self.assertLessEqual(queries(orders), queries(orders[0]) + 2)

    def test_the_number_of_queries_does_not_grow(self):
        self.route()
        self.env["fmcg.review.rule"].create({"name": "Large", "domain": "[('amount_total', '>', 1)]"})
        for product in self.cola | self.milk:
            self.env["fmcg.assortment"].create({"product_id": product.id, "partner_id": self.shop.id})
        self.stock(self.milk, 1000)
        self.shop.fmcg_min_shelf_life_days = 3
        self.cola.use_expiration_date = True

        def queries(count):
            lines = ((self.cola, 2, self.case), (self.milk, 3, self.piece))
            days = (datetime(2031, 3, 3 + number % 5, 20) for number in range(count))
            orders = self.env["sale.order"].concat(*(self.order(*lines, commitment_date=day) for day in days))
            self.drafted(orders)
            self.env.flush_all()
            self.env.invalidate_all()
            # Core asks for it once in each environment, and those of earlier runs may be there still.
            self.env.user.mapped("tz")
            before = self.env.cr.sql_log_count
            orders.action_fmcg_review()
            self.env.flush_all()
            taken = self.env.cr.sql_log_count - before
            # Core writes in batches of a hundred records; these are not more.
            self.assertEqual(set(orders.fmcg_finding_ids.mapped("code")), {"domain", "free_not_given"})
            return taken

        # The first runs fill the caches.
        many, few = (min(queries(count) for _run in range(3)) for count in (50, 1))
        self.assertEqual(many, few)
