from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .order_screen_common import OrderScreenCase


@tagged("post_install", "-at_install")
class TestOrderScreen(OrderScreenCase):
    def test_the_start_tells_who_and_what(self):
        self.cola.categ_id = self.env["product.category"].create({"name": "Drinks"})
        start = self.screen.start()
        self.assertEqual([row["id"] for row in start["customers"]], [self.shop.id])
        self.assertEqual(start["currency"]["id"], self.env.company.currency_id.id)
        self.assertIn(self.cola.categ_id.id, [row["id"] for row in start["categories"]])

    def test_only_those_who_enter_orders_may_ask(self):
        driver = new_test_user(self.env, "driver.screen", groups="fmcg_order_mgmt.group_fmcg_driver")
        screen = self.screen.with_user(driver)
        for ask in (
            screen.start,
            screen.catalogue,
            screen.find_customers,
            lambda: screen.customer(self.shop.id),
            lambda: screen.rows(self.shop.id, [self.cola.id]),
            lambda: screen.quote(self.cart(self.line(self.cola, 1))),
            lambda: screen.send(self.cart(self.line(self.cola, 1)), self.key()),
            lambda: screen.open_order(1),
            lambda: screen.answer(1, "leave"),
        ):
            with self.assertRaises(AccessError):
                ask()

    def test_the_catalogue_comes_once(self):
        first = self.screen.catalogue()
        cola = next(row for row in first["products"] if row["id"] == self.cola.id)
        self.assertEqual([unit["size"] for unit in cola["units"]], [1, 24])
        self.assertEqual(cola["sound"].split(), ["kl", "kele"])
        self.assertEqual(cola["barcodes"], [("6901234567892", self.piece.id)])
        self.assertIsNone(self.screen.catalogue(first["stamp"])["products"])
        self.cola.name = "新可乐"
        self.env.flush_all()
        # One transaction has one moment; another one would have a later one.
        self.env.cr.execute("UPDATE product_template SET write_date = write_date + INTERVAL '1 second'")
        again = self.screen.catalogue(first["stamp"])
        self.assertIn("新可乐", [row["name"] for row in again["products"]])

    def test_goods_without_a_category_are_goods(self):
        self.milk.categ_id = False
        self.assertNotIn(False, [row["id"] for row in self.screen.start()["categories"]])
        rows = {row["id"]: row for row in self.screen.catalogue()["products"]}
        self.assertFalse(rows[self.milk.id]["category"])

    def test_a_customer_is_found_by_whatever_is_at_hand(self):
        self.shop.write({"name": "张记便利店 Lakeside", "phone": "+1 650-555-0177", "city": "Colma"})
        for words in ("lake", "S-77", "0177", "6505550177", "zj", "colma lake", "张记"):
            found = [row["id"] for row in self.screen.find_customers(words)]
            self.assertIn(self.shop.id, found, words)
        for words in ("nowhere", "lake nowhere", "%", "_", "\\"):
            self.assertNotIn(self.shop.id, [r["id"] for r in self.screen.find_customers(words)], words)

    def test_the_customer_comes_with_basket_orders_and_days(self):
        order = self.sent(
            self.line(self.cola, 10), self.line(self.milk, 2), self.line(self.milk, 5, self.piece)
        )
        card = self.screen.customer(self.shop.id)
        self.assertEqual(
            card["last"]["lines"],
            [
                {"product": self.cola.id, "unit": self.case.id, "quantity": 10},
                {"product": self.milk.id, "unit": self.case.id, "quantity": 2},
                {"product": self.milk.id, "unit": self.piece.id, "quantity": 5},
            ],
        )
        self.assertEqual({row["product"] for row in card["usual"]}, {self.cola.id, self.milk.id})
        self.assertEqual([row["id"] for row in card["open"]], [order.id])
        self.assertEqual(len(card["delivery"]["days"]), 8)
        self.assertIsNone(card["balance"])
        self.env.company.fmcg_rep_sees_balance = True
        self.assertTrue(self.screen.customer(self.shop.id)["balance"]["owes"])

    def test_an_archived_customer_is_named_and_loses_nothing(self):
        self.shop.active = False
        with self.assertRaisesRegex(UserError, "not active any more"):
            self.screen.quote(self.cart(self.line(self.cola, 1)))
        for key in (0, -1, None, "x", 10**12):
            with self.assertRaises(UserError):
                self.screen.customer(key)

    def test_rows_hold_the_price_of_each_unit_and_the_free_stock(self):
        rows = self.screen.rows(self.shop.id, [self.cola.id])
        told = rows[str(self.cola.id)]
        self.assertEqual(told["prices"], {str(self.piece.id): 2, str(self.case.id): 48})
        self.assertEqual(told["free"], 5000)
        self.assertEqual(self.screen.rows(self.shop.id, []), {})
        for wrong in (None, "1", [True and "x"], list(range(1, 400))):
            with self.assertRaises(UserError):
                self.screen.rows(self.shop.id, wrong)

    def test_the_queries_do_not_grow(self):
        values = {"type": "consu", "uom_id": self.piece.id, "uom_ids": [(4, self.case.id)], "list_price": 3}
        many = self.env["product.product"].create([values | {"name": f"Water {i}"} for i in range(50)])
        self.env.company.fmcg_duplicate_hours = 0
        self.env["account.analytic.distribution.model"].search([]).unlink()
        for ask in (
            lambda products: self.screen.rows(self.shop.id, products.ids),
            lambda products: self.screen.quote(self.cart(*[self.line(p, 1) for p in products])),
            lambda products: self.sent(*[self.line(p, len(products)) for p in products]),
        ):
            counts = []
            for products in (many[:2], many):
                ask(products[:-1])
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                ask(products)
                counts.append(self.env.cr.sql_log_count - before)
            self.assertLessEqual(counts[1] - counts[0], 3, counts)


@tagged("post_install", "-at_install")
class TestOrderScreenQuote(OrderScreenCase):
    def test_a_quote_says_what_the_order_will_say(self):
        self.ten_and_one()
        cart = self.cart(self.line(self.cola, 10), self.line(self.milk, 3, self.piece), note="Back door")
        before = self.env["sale.order"].search_count([])
        quote = self.screen.quote(cart)
        self.assertEqual(self.env["sale.order"].search_count([]), before)
        order = self.sent(*cart["lines"], note="Back door")
        self.assertEqual(quote["total"], order.amount_total)
        self.assertEqual(quote["tax"], order.amount_tax)
        self.assertEqual(
            [(row["product"], row["quantity"], row["price"], row["subtotal"]) for row in quote["lines"]],
            [
                (x.product_id.id, x.product_uom_qty, x.price_unit, x.price_subtotal)
                for x in order._fmcg_goods_lines()
            ],
        )
        self.assertEqual([row["quantity"] for row in quote["rewards"]], [24])
        self.assertEqual(order.order_line.filtered("is_reward_line").product_uom_qty, 24)
        self.assertEqual((order.fmcg_channel_id.code, order.fmcg_note), ("rep", "Back door"))
        self.assertEqual(order.user_id, self.rep)

    def test_a_promotion_ahead_is_counted(self):
        self.ten_and_one()
        quote = self.screen.quote(self.cart(self.line(self.cola, 8)))
        self.assertEqual(
            [(row["quantity"], row["products"]) for row in quote["ahead"]], [(2, [self.cola.id])]
        )
        self.assertFalse(self.screen.quote(self.cart(self.line(self.cola, 10)))["ahead"])

    def test_the_second_gift_is_counted_too(self):
        program = self.ten_and_one()
        program.rule_ids.write({"reward_point_mode": "unit", "minimum_qty": 1})
        program.reward_ids.required_points = 10
        for ordered, missing, given in ((9, [1], []), (10, [], [24]), (13, [7], [24]), (20, [], [48])):
            with self.subTest(ordered=ordered):
                quote = self.screen.quote(self.cart(self.line(self.cola, ordered)))
                self.assertEqual([row["quantity"] for row in quote["ahead"]], missing)
                self.assertEqual([row["quantity"] for row in quote["rewards"]], given)

    def test_the_same_goods_twice_are_asked_about_before_they_are_sent(self):
        first = self.sent(self.line(self.cola, 1))
        quote = self.screen.quote(self.cart(self.line(self.cola, 1)))
        message = first.fmcg_draft_ids.request_id
        self.assertIn(message.name, quote["question"])
        self.assertEqual([answer["key"] for answer in quote["answers"]], ["same", "twice"])
        self.assertEqual(quote["repeats"], message.id)
        meant = self.cart(self.line(self.cola, 1), twice=quote["repeats"])
        again = self.screen.quote(meant)
        self.assertEqual((again["question"], again["answers"], again["repeats"]), ("", [], None))
        self.assertEqual(self.screen.send(meant, self.key())["state"], "done")

    def test_what_is_meant_twice_is_that_message_alone(self):
        self.sent(self.line(self.cola, 1))
        milk = self.sent(self.line(self.milk, 1)).fmcg_draft_ids.request_id
        for twice in (milk.id, 0, True, "1", None, [1], 2**40):
            with self.subTest(twice=twice):
                cart = self.cart(self.line(self.cola, 1), twice=twice)
                self.assertTrue(self.screen.quote(cart)["answers"])
        outcome = self.screen.send(self.cart(self.line(self.cola, 1), twice=milk.id), self.key())
        self.assertEqual(outcome["state"], "question")

    def test_nearly_the_same_is_found_with_the_order_to_change_instead(self):
        self.env.ref("fmcg_order_mgmt.review_rule_duplicate_order").active = True
        first = self.sent(self.line(self.cola, 1), self.line(self.milk, 1))
        quote = self.screen.quote(self.cart(self.line(self.cola, 1), self.line(self.milk, 2)))
        self.assertEqual(quote["question"], "")
        (found,) = [each for each in quote["findings"] if first.name in each["message"]]
        self.assertEqual(found["severity"], "warn")
        (remedy,) = found["remedies"]
        self.assertEqual((remedy["kind"], remedy["order"]), ("open", first.id))
        first.sudo().action_cancel()
        quote = self.screen.quote(self.cart(self.line(self.cola, 1), self.line(self.milk, 2)))
        self.assertFalse([each for each in quote["findings"] if first.name in each["message"]])

    def test_a_quote_leaves_no_gap_in_the_numbers(self):
        first = self.sent(self.line(self.cola, 1))
        self.screen.quote(self.cart(self.line(self.milk, 1)))
        second = self.sent(self.line(self.milk, 1))
        self.assertEqual(int(second.name[1:]) - int(first.name[1:]), 1)

    def test_findings_come_with_their_remedies(self):
        quote = self.screen.quote(self.cart(self.line(self.cola, 300)))
        found = quote["findings"][0]
        self.assertEqual(found["product"], self.cola.id)
        self.assertEqual([(r["kind"], r["quantity"]) for r in found["remedies"]], [("quantity", 5000)])

    def test_what_cannot_be_ordered_is_said_and_the_rest_is_counted(self):
        gone = self.milk.copy()
        gone.sale_ok = False
        lines = [
            self.line(self.cola, 1),
            self.line(gone, 1),
            self.line(self.cola, 0.5),
            self.line(self.cola, -1),
            self.line(self.cola, 10**9),
            self.line(self.cola, 1, self.env.ref("uom.product_uom_dozen")),
            self.line(self.cola, "6"),
            self.line(self.cola, True),
        ]
        quote = self.screen.quote(self.cart(*lines))
        self.assertEqual(len(quote["problems"]), 7)
        self.assertEqual(len(quote["lines"]), 1)

    def test_a_cart_that_is_none_is_refused(self):
        for cart in (
            None,
            [],
            {},
            {"customer": self.shop.id},
            self.cart(),
            self.cart("x"),
            self.cart(*[{}] * 2001),
        ):
            with self.assertRaises(UserError):
                self.screen.quote(cart)
        with self.assertRaises(UserError):
            self.screen.quote(self.cart(self.line(self.cola, 1), note="x" * 3000))


@tagged("post_install", "-at_install")
class TestOrderScreenSend(OrderScreenCase):
    def test_one_key_makes_one_order(self):
        key, cart = self.key(), self.cart(self.line(self.cola, 1))
        first, again = self.screen.send(cart, key), self.screen.send(cart, key)
        self.assertEqual(first["order"]["id"], again["order"]["id"])
        self.assertFalse(again["differs"])
        changed = self.screen.send(self.cart(self.line(self.cola, 2)), key)
        self.assertTrue(changed["differs"])
        self.assertEqual(len(self.env["sale.order"].search([("partner_id", "=", self.shop.id)])), 1)
        for wrong in (None, "", "short", "x" * 80, "with spaces in the key"):
            with self.assertRaises(UserError):
                self.screen.send(cart, wrong)

    def test_people_see_the_lines_of_a_cart(self):
        order = self.sent(self.line(self.cola, 2), self.line(self.milk, 3, self.piece), note="Back door")
        request = order.fmcg_draft_ids.request_id
        self.assertEqual(request.excerpt, "2 Case of 24 可乐 330ml, 3 Units 纯牛奶 250ml")
        shown = [part["text"] for block in request.desk["blocks"] for part in block["parts"]]
        self.assertEqual(shown, ["2 Case of 24 可乐 330ml", "3 Units 纯牛奶 250ml", "Back door"])
        self.assertIn('"product"', request.body)

    def test_a_visit_of_today_is_closed_by_its_order(self):
        day = self.env["fmcg.visit"]._day_of(self.rep)
        visit = self.env["fmcg.visit"].create(
            {"partner_id": self.shop.id, "user_id": self.rep.id, "date": day}
        )
        self.assertEqual([row["id"] for row in self.screen.start()["visits"]], [visit.id])
        order = self.sent(self.line(self.cola, 2))
        self.assertEqual((visit.state, visit.order_id), ("done", order))
        self.assertTrue(self.screen.start()["visits"][0]["done"])

    def test_the_card_names_what_must_be_stocked(self):
        self.env["fmcg.assortment"].create(
            {"partner_id": self.shop.id, "product_id": self.cola.id, "must_stock": True}
        )
        card = self.screen.customer(self.shop.id)
        self.assertEqual((card["must"], card["listed"]), ([self.cola.id], [self.cola.id]))

    def test_the_same_goods_twice_are_asked_about(self):
        self.sent(self.line(self.cola, 1))
        outcome = self.screen.send(self.cart(self.line(self.cola, 1)), self.key())
        self.assertEqual((outcome["state"], outcome["order"]), ("question", None))
        self.assertEqual([answer["key"] for answer in outcome["answers"]], ["same", "twice"])
        done = self.screen.answer(outcome["draft"], "twice")
        self.assertEqual(done["state"], "done")
        self.assertTrue(done["order"]["name"])
        with self.assertRaisesRegex(UserError, "answered already"):
            self.screen.answer(outcome["draft"], "twice")

    def test_a_cart_takes_the_place_of_one_that_waits(self):
        self.sent(self.line(self.cola, 1))
        waits = self.screen.send(self.cart(self.line(self.cola, 1)), self.key())
        request = self.env["fmcg.order.request"].browse(waits["request"])
        outcome = self.screen.send(
            self.cart(self.line(self.cola, 5)), self.key(), [request.id, 0, "x", 10**12]
        )
        self.assertEqual((outcome["state"], request.state), ("done", "ignored"))
        self.assertTrue(request.body)

    def test_a_cart_that_became_an_order_at_the_desk_stays_one_order(self):
        self.sent(self.line(self.cola, 1))
        waits = self.screen.send(self.cart(self.line(self.cola, 1)), self.key())
        request = self.env["fmcg.order.request"].browse(waits["request"])
        request.action_meant_twice()
        request.action_create_order()
        outcome = self.screen.send(self.cart(self.line(self.cola, 5)), self.key(), [request.id])
        self.assertEqual((outcome["order"]["id"], outcome["differs"]), (request.sale_order_ids.id, True))

    def test_nobody_sets_aside_or_answers_what_another_sent(self):
        self.sent(self.line(self.cola, 1))
        waits = self.screen.send(self.cart(self.line(self.cola, 1)), self.key())
        other = new_test_user(self.env, "other.rep", groups="fmcg_order_mgmt.group_fmcg_reviewer")
        screen = self.screen.with_user(other)
        screen.send(self.cart(self.line(self.milk, 5)), self.key(), [waits["request"]])
        self.assertEqual(self.env["fmcg.order.request"].browse(waits["request"]).state, "question")
        for key in (waits["draft"], 0, "1", 2**40):
            with self.assertRaisesRegex(UserError, "answered already"):
                screen.answer(key, "twice")

    def test_a_day_in_the_past_is_asked_about(self):
        quote = self.screen.quote(self.cart(self.line(self.cola, 1), date="2020-01-01"))
        self.assertIn("is in the past", quote["question"])

    def test_who_stands_in_for_another_takes_the_order(self):
        other = new_test_user(self.env, "other.rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        outcome = self.screen.with_user(other).send(self.cart(self.line(self.cola, 1)), self.key())
        self.assertEqual(self.env["sale.order"].browse(outcome["order"]["id"]).user_id, other)

    def test_a_change_is_no_new_visit(self):
        order = self.sent(self.line(self.cola, 1))
        day = self.env["fmcg.visit"]._day_of(self.rep)
        visit = self.env["fmcg.visit"].create(
            {"partner_id": self.shop.id, "user_id": self.rep.id, "date": day}
        )
        self.sent(self.line(self.cola, 2), order=order.id, seen=order._fmcg_seen())
        self.assertEqual(visit.state, "planned")

    def test_the_history_tells_each_version(self):
        self.ten_and_one()
        order = self.sent(self.line(self.cola, 8), self.line(self.milk, 1))
        self.sent(self.line(self.cola, 10), self.line(self.milk, 0), order=order.id, seen=order._fmcg_seen())
        latest, first = self.screen.versions(order.id)
        self.assertEqual([row["product"] for row in latest["rows"]], [self.cola.name, self.milk.name])
        self.assertEqual([row["goes"] for row in latest["rows"]], [False, True])
        self.assertEqual(latest["total"][1], order.currency_id.format(order.amount_total))
        self.assertEqual(len(first["lines"]), 2)
        self.assertEqual((first["who"], first["channel"]), (self.rep.name, "Sales Rep"))

    def test_a_cart_names_the_customer_of_its_order(self):
        order = self.sent(self.line(self.cola, 2))
        other = self.shop.copy({"name": "Other Shop"})
        cart = self.cart(self.line(self.cola, 9), order=order.id, seen=order._fmcg_seen(), customer=other.id)
        for ask in (lambda: self.screen.quote(cart), lambda: self.screen.send(cart, self.key())):
            with self.assertRaisesRegex(UserError, "another customer's"):
                ask()
        self.assertEqual(order.order_line.product_uom_qty, 2)

    def test_five_hundred_lines_are_one_order(self):
        values = {"type": "consu", "uom_id": self.piece.id, "uom_ids": [(4, self.case.id)], "list_price": 3}
        many = self.env["product.product"].create([values | {"name": f"Water {i}"} for i in range(500)])
        order = self.sent(*[self.line(product, 1) for product in many])
        self.assertEqual(len(order.order_line), 500)
