from collections import Counter
from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestSaleOrderSplit(ReviewCommon):
    """An order of which a part goes to a second one: nothing is lost, nothing becomes dearer."""

    def bases(self, orders):
        found = Counter()
        for line in orders._fmcg_goods_lines():
            found[line.product_id] += line._fmcg_content_line().base_quantity
        return found

    def split(self, order, *moves):
        """Split an order and hold it against what it was."""
        before, total = self.bases(order), order.amount_untaxed
        second = order._fmcg_split({product.id: quantity for product, quantity in moves})
        self.assertEqual(self.bases(order | second), before)
        self.assertEqual(self.bases(second), Counter(dict(moves)))
        self.assertAlmostEqual(sum((order | second).mapped("amount_untaxed")), total)
        return second

    def test_whole_lines_parts_of_lines_and_several_lines_of_a_product(self):
        lines = ((self.cola, 3, self.case), (self.milk, 2, self.case), (self.cola, 5, self.piece))
        second = self.split(self.order(*lines), (self.milk, 48))
        self.assertEqual(second.order_line.mapped("product_uom_qty"), [2])
        second = self.split(self.order(*lines), (self.cola, 5 + 24))
        self.assertEqual(
            sorted((line.product_uom_qty, line.product_uom_id.name) for line in second.order_line),
            [(1, "Case of 24"), (5, "Units")],
        )
        order = self.order(*lines)
        second = self.split(order, (self.cola, 5 + 18), (self.milk, 24))
        self.assertEqual(
            [(line.product_uom_qty, line.product_uom_id.name) for line in order.order_line],
            [(54, "Units"), (1, "Case of 24")],
        )

    def test_prices_and_rebates_stay_as_agreed(self):
        tiers = self.env["product.pricelist"].create(
            {
                "name": "Tiers",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "fixed",
                            "fixed_price": 1.5,
                            "min_quantity": 72,
                            "applied_on": "3_global",
                        }
                    )
                ],
            }
        )
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.case), pricelist_id=tiers.id)
        self.assertEqual(order.order_line.mapped("price_unit"), [36, 48])
        order.order_line[1].write({"price_unit": 40, "discount": 10})
        second = self.split(order, (self.cola, 48), (self.milk, 6))
        self.assertEqual(second.pricelist_id, tiers)
        milk = second.order_line.filtered(lambda line: line.product_id == self.milk)
        self.assertEqual((milk.product_uom_qty, milk.discount), (6, 10))
        self.assertEqual(order.order_line[0].price_unit, 36)

    def test_what_is_agreed_is_the_same_on_both(self):
        address = self.shop.copy({"name": "Back Door", "parent_id": self.shop.id, "type": "delivery"})
        warehouse = self.env["stock.warehouse"].create({"name": "Far Depot", "code": "FAR"})
        campaign = self.env["utm.campaign"].create({"name": "Spring"})
        order = self.order(
            (self.cola, 3, self.case),
            (self.milk, 2, self.case),
            partner_shipping_id=address.id,
            warehouse_id=warehouse.id,
            commitment_date=datetime(2031, 3, 3, 12),
            date_order=datetime(2026, 3, 3, 12),
            client_order_ref="PO-7",
            fmcg_note="Ring twice",
            fmcg_hold=True,
            campaign_id=campaign.id,
        )
        order.order_line = [Command.create({"display_type": "line_note", "name": "Fragile"})]
        second = self.split(order, (self.milk, 48))
        for name in (
            "partner_id",
            "partner_shipping_id",
            "partner_invoice_id",
            "warehouse_id",
            "commitment_date",
            "date_order",
            "client_order_ref",
            "fmcg_note",
            "fmcg_hold",
            "fmcg_channel_id",
            "user_id",
            "team_id",
            "company_id",
            "pricelist_id",
            "campaign_id",
            "fmcg_order_type_id",
            "payment_term_id",
        ):
            self.assertEqual(second[name], order[name], name)
        self.assertEqual(second.fmcg_split_from_id, order)
        self.assertEqual(second.origin, order.name)
        self.assertEqual((order.fmcg_review_state, second.fmcg_review_state), ("none", "none"))
        self.assertNotIn("line_note", second.order_line.mapped("display_type"))
        self.assertIn(second.name, order.message_ids[0].body)
        self.assertIn(order.name, second.message_ids.filtered(lambda m: "Split off" in m.body).body)

    def test_a_type_that_a_person_chose_is_kept_and_another_is_no_choice(self):
        other = self.regular.copy({"code": "other"})
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.case))
        self.assertFalse(self.split(order, (self.milk, 24)).fmcg_type_chosen)
        order.fmcg_order_type_id = other
        second = self.split(order, (self.milk, 24))
        self.assertEqual((second.fmcg_order_type_id, second.fmcg_type_chosen), (other, True))

    def test_a_part_of_a_part_belongs_to_the_first(self):
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.case))
        second = self.split(order, (self.milk, 48))
        third = self.split(second, (self.milk, 24))
        self.assertEqual(third.fmcg_split_from_id, order)
        self.assertEqual(third._fmcg_split_family(), order | second | third)
        self.assertEqual((order.fmcg_split_count, third.fmcg_split_count), (2, 2))
        action = third.action_fmcg_split_family()
        self.assertEqual(self.env["sale.order"].search(action["domain"]), order | second | third)
        self.assertIn(second.name, third.message_ids.filtered(lambda m: "Split off" in m.body).body)

    def test_promotions_are_worked_out_anew_on_both(self):
        gift = self.env["product.product"].create({"name": "Cap", "type": "consu"})
        self.env["loyalty.program"].create(
            {
                "name": "Caps",
                "program_type": "buy_x_get_y",
                "trigger": "auto",
                "applies_on": "current",
                "rule_ids": [
                    Command.create(
                        {
                            "product_ids": [Command.set(self.cola.ids)],
                            "minimum_qty": 10,
                            "reward_point_amount": 1,
                            "reward_point_mode": "unit",
                        }
                    )
                ],
                "reward_ids": [
                    Command.create(
                        {
                            "reward_type": "product",
                            "reward_product_id": gift.id,
                            "reward_product_qty": 1,
                            "required_points": 10,
                        }
                    )
                ],
            }
        )
        order = self.order((self.cola, 50, self.piece), (self.milk, 2, self.case))
        order._fmcg_claim_promotions()

        def given(some):
            return sum(some.order_line.filtered("is_reward_line").mapped("product_uom_qty"))

        self.assertEqual(given(order), 5)
        second = order._fmcg_split({self.cola.id: 20})
        (order | second).action_fmcg_review()
        self.assertEqual((given(order), given(second)), (3, 2))
        self.assertEqual(self.bases(order | second)[self.cola], 50)

    def test_what_the_order_has_not_cannot_move(self):
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.piece))
        tea = self.env["product.product"].create({"name": "Tea"})
        for moves in ({self.milk.id: 3}, {tea.id: 1}, {self.cola.id: 72, self.milk.id: 2}):
            with self.assertRaisesRegex(UserError, "is not what it was any more"):
                order._fmcg_split(moves)
        order.state = "cancel"
        with self.assertRaisesRegex(UserError, "is not what it was any more"):
            order._fmcg_split({self.milk.id: 2})

    def test_what_goes_back_stays_with_the_first(self):
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.piece))
        order.order_line = [Command.create({"product_id": self.milk.id, "product_uom_qty": -1})]
        second = order._fmcg_split({self.milk.id: 2})
        self.assertEqual(second.order_line.product_uom_qty, 2)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [3, -1])

    def test_what_was_paid_or_signed_stays_one_order(self):
        provider = self.env["payment.provider"].create({"name": "Cash"})
        method = self.env["payment.method"].search([], limit=1) or self.env["payment.method"].create(
            {"name": "Cash", "code": "cash"}
        )
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.piece))
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "T1",
                "amount": 1,
                "currency_id": order.currency_id.id,
                "partner_id": self.shop.id,
                "sale_order_ids": [Command.link(order.id)],
                "state": "pending",
            }
        )
        with self.assertRaisesRegex(UserError, "There is a payment"):
            order._fmcg_split({self.milk.id: 2})
        payment.state = "cancel"
        self.split(order, (self.milk, 2))
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.piece))
        order.signature = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
        with self.assertRaisesRegex(UserError, "signed"):
            order._fmcg_split({self.milk.id: 2})

    def test_nobody_makes_an_order_a_part_of_another_by_hand(self):
        order, other = self.order(), self.order()
        mine = order.with_user(self.rep)
        with self.assertRaisesRegex(UserError, "Only splitting"):
            mine.fmcg_split_from_id = other
        with self.assertRaisesRegex(UserError, "Only splitting"):
            mine.write({"fmcg_split_ids": [Command.link(other.id)]})
        with self.assertRaisesRegex(UserError, "Only splitting"):
            self.order(user=self.rep, fmcg_split_from_id=other.id)
        made = self.env["sale.order"].with_user(self.rep).with_context(default_fmcg_split_from_id=other.id)
        self.assertFalse(made.create({"partner_id": self.shop.id}).fmcg_split_from_id)

    def test_four_eyes_count_all_parts(self):
        self.env.company.fmcg_four_eyes_from = 200
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.case))
        second = self.split(order.with_user(self.reviewer), (self.milk, 24))
        (order | second).action_fmcg_review()
        for each in (order, second):
            self.assertLess(each.amount_total, 200)
            self.assertTrue(each._fmcg_needs_four_eyes())
        # Whoever splits it did not enter it; who did is still known.
        self.assertIn(order.create_uid, second._fmcg_entered_by())
        self.assertNotIn(self.reviewer, second._fmcg_entered_by())
        self.approve(second)
        self.assertEqual(second.fmcg_first_approver_id, self.reviewer)

    def test_parts_do_not_double_each_other_nor_fit_the_limit_each_alone(self):
        self.env["fmcg.review.rule"].search(
            [("code", "=", "duplicate_order"), ("active", "=", False)]
        ).active = True
        self.env.company.account_use_credit_limit = True
        self.shop.credit_limit = 150
        order = self.order((self.cola, 3, self.case), (self.milk, 2, self.case))
        self.stock(self.milk, 100)
        order.action_fmcg_review()
        (finding,) = order.fmcg_finding_ids
        self.assertEqual(finding.code, "over_limit")
        (remedy,) = finding.remedies
        self.assertEqual((remedy["kind"], remedy["moves"]), ("split", [[self.cola.id, 72.0]]))
        second = self.split(order, *((self.env["product.product"].browse(p), q) for p, q in remedy["moves"]))
        (order | second).action_fmcg_review()
        self.assertFalse(order.fmcg_finding_ids)
        self.assertEqual(second.fmcg_finding_ids.mapped("code"), ["over_limit"])
        self.assertEqual(second.fmcg_finding_ids.figures["owed"], 96)
        # Once the first is agreed to, it is not counted twice.
        self.approve(order)
        second.action_fmcg_review()
        self.assertEqual(second.fmcg_finding_ids.figures["owed"], 96)
        twin = self.split(self.order((self.cola, 2, self.case), (self.milk, 2, self.case)), (self.milk, 48))
        twin.action_fmcg_review()
        self.assertNotIn(twin.fmcg_split_from_id.name, str(twin.fmcg_finding_ids.mapped("figures")))

    def test_queries_of_the_facts_do_not_grow(self):
        orders = self.env["sale.order"].concat(
            *(self.order((self.cola, 3, self.case), (self.milk, 2, self.case)) for _number in range(20))
        )
        parts = self.env["sale.order"].concat(*(order._fmcg_split({self.milk.id: 48}) for order in orders))
        request = self.env["fmcg.order.request"].receive("chat", "hello", partner_id=self.shop.id)
        self.env["fmcg.order.draft"].create(
            [{"request_id": request.id, "sale_order_id": order.id} for order in orders]
        )

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["fmcg.review.facts"]._build(some)
            return self.env.cr.sql_log_count - before

        queries(parts)
        self.assertLessEqual(queries(parts), queries(parts[0]) + 2)
