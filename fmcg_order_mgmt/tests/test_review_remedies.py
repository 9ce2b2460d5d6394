from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .review_desk_common import ReviewDeskCommon


@tagged("post_install", "-at_install")
class TestReviewRemedies(ReviewDeskCommon):
    """Another product instead, and a second order: how they are carried out at the desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case.fmcg_kind = "case"
        cls.dozen = cls.env["uom.uom"].create(
            {
                "name": "Tray of 12",
                "relative_factor": 12,
                "relative_uom_id": cls.piece.id,
                "fmcg_kind": "case",
            }
        )
        cls.soy = cls.env["product.product"].create(
            {
                "name": "Soya Drink",
                "is_storable": True,
                "list_price": 3,
                "taxes_id": [Command.clear()],
                "uom_ids": [Command.link(cls.dozen.id)],
            }
        )
        cls.stock(cls.soy, 500)
        cls.pair = cls.env["fmcg.product.substitute"].create(
            {"product_id": cls.milk.id, "substitute_id": cls.soy.id}
        )

    def labels(self, order, code="stock_short"):
        finding = self.found(order, code)[:1]
        told = next(each for each in self.desk.order(order.id)["findings"] if each["id"] == finding.id)
        return [remedy["label"] for remedy in told["remedies"]]

    def lines(self, order):
        return [
            (line.product_id.name, line.product_uom_qty, line.product_uom_id.name, line.price_unit)
            for line in order.order_line
        ]

    def lost(self, order):
        found = self.env["fmcg.lost.demand"].search([("order_id", "=", order.id)])
        return [(lost.cause, lost.product_id, lost.quantity, lost.instead_id) for lost in found]

    def test_what_is_given_up_because_it_is_short_is_kept_as_lost(self):
        nothing = self.env["product.product"]
        for kind, quantity in (("remove", 48), ("quantity", 41)):
            order = self.waiting((self.milk, 2, self.case), (self.cola, 1, self.case))
            self.settle(order, "stock_short", kind)
            self.assertEqual(self.lost(order), [("cut", self.milk, quantity, nothing)])
            order._fmcg_cancel()
            self.stock(self.milk, 7)
        order = self.waiting((self.milk, 2, self.case), (self.cola, 1, self.case))
        self.settle(order, "stock_short", "split")
        self.assertFalse(self.lost(order))

    # Another product -------------------------------------------------------------------------------------

    def test_another_product_is_taken_by_the_same_kind_of_pack_at_its_own_price(self):
        order = self.waiting((self.milk, 2, self.case), (self.cola, 1, self.case))
        order.order_line[0].price_unit = 1
        order.action_fmcg_review()
        self.assertIn("Take Soya Drink instead: 4 Tray of 12", self.labels(order))
        outcome = self.settle(order, "stock_short", "replace")
        self.assertEqual(
            self.lines(order), [("Cola", 1, "Case of 24", 48), ("Soya Drink", 4, "Tray of 12", 36)]
        )
        self.assertFalse(outcome["order"]["findings"])
        self.assertFalse(outcome["more"])
        self.assertIn("Take Soya Drink instead", order.message_ids[0].body)
        self.assertEqual(self.lost(order), [("substituted", self.milk, 48, self.soy)])

    def test_what_comes_out_uneven_is_taken_in_pieces(self):
        self.pair.ratio = 0.7
        order = self.waiting((self.milk, 2, self.case))
        self.assertIn("Take Soya Drink instead: 34 Units", self.labels(order))
        self.settle(order, "stock_short", "replace")
        self.assertEqual(self.lines(order), [("Soya Drink", 34, "Units", 3)])

    def test_what_is_on_the_order_already_is_added_up(self):
        order = self.waiting((self.milk, 1, self.case), (self.soy, 2, self.dozen), (self.milk, 3, self.piece))
        self.settle(order, "stock_short", "replace")
        self.assertEqual(self.lines(order), [("Soya Drink", 51, "Units", 3)])
        order = self.waiting((self.milk, 1, self.case), (self.soy, 2, self.dozen))
        self.settle(order, "stock_short", "replace")
        self.assertEqual(self.lines(order), [("Soya Drink", 4, "Tray of 12", 36)])

    def test_a_price_that_was_agreed_for_a_pack_is_none_for_pieces(self):
        order = self.order((self.milk, 5, self.piece), (self.soy, 2, self.dozen))
        order.order_line[1].price_unit = 30
        order.action_fmcg_review()
        self.settle(order, "stock_short", "replace")
        self.assertEqual(self.lines(order), [("Soya Drink", 29, "Units", 3)])
        self.stock(self.milk, 7)
        order = self.order((self.milk, 1, self.case))
        order.order_line.price_unit = 40
        order.action_fmcg_review()
        self.settle(order, "stock_short", "quantity")
        self.assertEqual(self.lines(order), [("Milk", 7, "Units", 2)])

    def test_what_was_given_free_stays_free(self):
        order = self.order((self.milk, 2, self.case), (self.milk, 12, self.piece))
        order.order_line[1].discount = 100
        order.action_fmcg_review()
        self.settle(order, "stock_short", "replace")
        self.assertRecordValues(
            order.order_line.sorted("discount"),
            [
                {"product_id": self.soy.id, "product_uom_qty": 4, "price_subtotal": 144},
                {"product_id": self.soy.id, "product_uom_qty": 12, "price_subtotal": 0},
            ],
        )

    def test_a_product_that_is_not_sold_any_more_is_replaced(self):
        order = self.order((self.milk, 2, self.case))
        self.milk.active = False
        order.action_fmcg_review()
        self.settle(order, "not_sold", "replace")
        self.assertEqual(order.order_line.product_id, self.soy)

    def test_an_order_that_changed_since_is_looked_at_again(self):
        order = self.waiting((self.milk, 2, self.case))
        finding = self.found(order)
        order.order_line.product_uom_qty = 3
        index = [remedy["kind"] for remedy in finding.remedies].index("replace")
        outcome = self.desk.apply_remedy(order.id, finding.id, index, self.seen(order))
        self.assertEqual(outcome["state"], "changed")
        self.assertEqual(order.order_line.product_id, self.milk)
        self.assertIn("Take Soya Drink instead: 6 Tray of 12", self.labels(order))

    def test_what_is_not_sold_by_now_is_not_offered(self):
        order = self.waiting((self.milk, 2, self.case))
        finding, seen = self.found(order), self.seen(order)
        self.soy.sale_ok = False
        self.assertEqual(self.labels(order), ["Leave it out"])
        self.assertEqual(self.desk.apply_remedy(order.id, finding.id, 1, seen)["state"], "changed")
        self.assertEqual(order.order_line.product_id, self.milk)

    def test_other_ways_out_than_were_seen_are_not_taken(self):
        order = self.waiting((self.milk, 2, self.case))
        finding, seen = self.found(order), self.seen(order)
        self.pair.active = False
        order.action_fmcg_review()
        self.assertEqual(self.desk.apply_remedy(order.id, finding.id, 1, seen)["state"], "changed")
        self.assertEqual(order.order_line.product_id, self.milk)

    def test_nothing_is_settled_on_an_order_that_was_decided_on(self):
        order = self.waiting((self.milk, 2, self.case))
        finding = self.found(order)
        finding.severity = "info"
        self.approve(order)
        with self.assertRaisesRegex(UserError, "not offered any more"):
            self.desk.apply_remedy(order.id, finding.id, 0, self.seen(order))

    # A second order --------------------------------------------------------------------------------------

    def test_the_short_part_moves_to_a_second_order(self):
        self.pair.active = False
        self.stock(self.milk, 30)
        order = self.waiting((self.cola, 1, self.case), (self.milk, 2, self.case))
        self.assertEqual(self.labels(order), ["Take 30 Units", "Move to a second order: 1 Case of 24 Milk"])
        outcome = self.settle(order, "stock_short", "split")
        second = order.fmcg_split_ids
        self.assertEqual(self.lines(order), [("Cola", 1, "Case of 24", 48), ("Milk", 1, "Case of 24", 48)])
        self.assertEqual(self.lines(second), [("Milk", 1, "Case of 24", 48)])
        self.assertEqual((second.fmcg_review_state, second.partner_id), ("pending", self.shop))
        self.assertTrue(outcome["more"])
        self.assertIn(second.name, outcome["notice"])
        rows = [row["id"] for row in self.desk.queue()["rows"]]
        self.assertEqual(set(rows), {order.id, second.id})
        self.assertFalse(self.found(order))

    def test_more_than_two_goods_are_counted(self):
        self.pair.active = False
        teas = self.env["product.product"].create(
            [{"name": f"Tea {number}", "is_storable": True} for number in range(3)]
        )
        order = self.waiting((self.cola, 1, self.piece), *((tea, 2, self.piece) for tea in teas))
        self.assertEqual(
            self.labels(order)[1], "Move to a second order: 2 Units Tea 0, 2 Units Tea 1, 1 more"
        )

    def test_a_part_that_is_clean_then_passes_and_the_other_waits(self):
        self.regular.automation = "clean"
        self.channel.touchless = True
        self.pair.active = False
        order = self.waiting((self.cola, 1, self.case), (self.milk, 2, self.case))
        outcome = self.settle(order, "stock_short", "split")
        self.assertEqual(
            (order.fmcg_review_state, order.fmcg_split_ids.fmcg_review_state), ("approved", "pending")
        )
        self.assertFalse(outcome["order"]["pending"])
        self.assertIn("is approved. The rest is on", outcome["notice"])

    def test_the_second_order_shows_what_the_customer_wrote(self):
        self.pair.active = False
        request = self.env["fmcg.order.request"].receive(
            "chat", "cola 2 cases, milk 2 cases", partner_id=self.shop.id
        )
        request.action_parse()
        request.action_create_order()
        order = request.sale_order_ids
        self.settle(order, "stock_short", "split")
        told = self.desk.order(order.fmcg_split_ids.id)
        self.assertEqual([message["id"] for message in told["messages"]], request.ids)
        self.assertTrue(told["lines"][0]["said"])
        self.assertEqual([each["kind"] for each in told["decisions"]], ["Submitted"])
        versions = self.env["fmcg.order.screen"].versions(order.fmcg_split_ids.id)
        self.assertEqual([version["id"] for version in versions], request.draft_ids.ids)

    def test_what_was_accepted_stays_one_order(self):
        self.pair.active = False
        order = self.waiting((self.cola, 1, self.case), (self.milk, 2, self.case))
        finding = self.found(order, "stock_short")
        order.signature = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        self.assertEqual(self.labels(order), ["Leave it out"])
        with self.assertRaisesRegex(UserError, "signed"):
            self.desk.apply_remedy(order.id, finding.id, 1, self.seen(order))
        self.assertFalse(order.fmcg_split_ids)

    def test_two_reviewers_split_it_once(self):
        self.pair.active = False
        order = self.waiting((self.cola, 1, self.case), (self.milk, 2, self.case))
        finding, seen = self.found(order, "stock_short"), self.seen(order)
        outcomes = [
            self.desk.with_user(user).apply_remedy(order.id, finding.id, 1, seen)["state"]
            for user in (self.reviewer, self.second)
        ]
        self.assertEqual(outcomes, ["done", "changed"])
        self.assertEqual(len(order.fmcg_split_ids), 1)

    def test_the_order_screen_replaces_and_does_not_split(self):
        order = self.waiting((self.cola, 1, self.case), (self.milk, 2, self.case))
        finding = self.found(order, "stock_short")
        told = self.env["fmcg.order.screen"]._carried_out(finding._remedies()[finding])
        self.assertEqual([remedy["kind"] for remedy in told], ["remove", "replace"])
        self.assertEqual(
            (told[1]["product"], told[1]["unit"], told[1]["quantity"]), (self.soy.id, self.dozen.id, 4)
        )

    def test_more_findings_cost_no_more_queries(self):
        counts = []
        for wanted in (3, 50):
            values = {"is_storable": True}
            teas = self.env["product.product"].create([values | {"name": f"Tea {n}"} for n in range(wanted)])
            herbs = self.env["product.product"].create(
                [values | {"name": f"Herb {n}"} for n in range(wanted)]
            )
            for tea, herb in zip(teas, herbs, strict=True):
                self.stock(herb, 9)
                self.pair.create({"product_id": tea.id, "substitute_id": herb.id})
            order = self.waiting((self.cola, 2, self.piece), *((tea, 2, self.piece) for tea in teas))
            for _turn in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                told = self.desk.order(order.id)
                taken = self.env.cr.sql_log_count - before
            counts.append(taken)
            self.assertEqual([len(each["remedies"]) for each in told["findings"]], [3] * wanted)
        self.assertLessEqual(counts[1], counts[0])
