from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .review_desk_common import ReviewDeskCommon


@tagged("post_install", "-at_install")
class TestReviewDesk(ReviewDeskCommon):
    """A reviewer's queue, what is shown of each order, and what can be done about it there."""

    def finding(self, order, kind, product=None, **remedy):
        """Put a finding with one remedy on an order, for kinds that need much to come about."""
        return self.env["fmcg.review.finding"].create(
            {
                "order_id": order.id,
                "rule_id": self.rule("stock_short").id,
                "code": "stock_short",
                "subject": f"made {kind}",
                "severity": "warn",
                "product_id": (product or self.cola).id,
                "figures": {"wanted": 2, "free": 1, "missing": 1, "unit": "Units"},
                "remedies": [{"kind": kind, "quantity": 0.0, "unit": None, "date": None} | remedy],
            }
        )

    # The queue -------------------------------------------------------------------------------------------

    def test_the_soonest_then_the_important_then_the_worst_come_first(self):
        urgent = self.regular.copy({"code": "urgent", "priority": 50})
        plain = self.waiting()
        warned = self.waiting((self.milk, 3, self.piece))
        blocked = self.waiting((self.cola, 1, self.piece))
        self.finding(blocked, "remove").severity = "block"
        first = self.waiting(fmcg_order_type_id=urgent.id)
        route = self.env["fmcg.route"].create({"name": "North", "code": "DESK", "sat": True, "sun": True})
        near = self.shop.copy({"name": "Near Shop", "fmcg_route_id": route.id})
        closing = self.waiting(partner_id=near.id)
        late = self.waiting(partner_id=near.id, date_order=fields.Datetime.now() - timedelta(days=9))
        queue = self.desk.queue()
        expected = late | closing | first | blocked | warned | plain
        self.assertEqual([row["id"] for row in queue["rows"]], expected.ids)
        self.assertEqual((queue["count"], queue["blocked"], queue["late"]), (6, 1, 1))
        told = {row["id"]: row for row in queue["rows"]}
        self.assertEqual(told[warned.id]["says"], "Milk: 3 Units ordered, 0 free, 3 missing.")
        self.assertEqual(
            (told[blocked.id]["severity"], told[warned.id]["severity"], told[plain.id]["severity"]),
            ("block", "warn", ""),
        )
        self.assertTrue(told[late.id]["cut_off"] < fields.Datetime.to_string(fields.Datetime.now()))
        self.assertEqual([row["id"] for row in self.desk.queue(2)["rows"]], (late | closing).ids)

    def test_what_is_decided_or_needs_nobody_is_not_asked(self):
        self.env.company.fmcg_four_eyes_from = 100
        order = self.waiting((self.cola, 60, self.piece))
        other = self.waiting()
        self.approve(order)
        self.approve(other)
        self.assertFalse(self.desk.queue()["rows"])
        theirs = self.desk.with_user(self.second)
        self.assertEqual([row["id"] for row in theirs.queue()["rows"]], order.ids)
        told = theirs.order(order.id)
        self.assertTrue(told["second"] and told["pending"])
        self.assertEqual(told["first"], self.reviewer.name)

    def queries(self, ask):
        """Count what asking costs with everything in the caches that is not a record."""
        ask()
        self.env.flush_all()
        counts = []
        for _turn in range(2):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ask()
            counts.append(self.env.cr.sql_log_count - before)
        return counts[-1]

    def test_more_orders_cost_no_more_queries(self):
        """One order's records are partly known from each other; from the second on each kind is a query."""
        counts = []
        for wanted in (2, 48):
            for _number in range(wanted):
                self.waiting((self.milk, 3, self.piece), (self.cola, 2, self.case))
            counts.append(self.queries(self.desk.queue))
        self.assertEqual(len(self.desk.queue()["rows"]), 50)
        self.assertLessEqual(counts[1], counts[0])

    def test_more_lines_and_findings_cost_no_more_queries(self):
        """With one line some records are known already that come in a query of their own with several."""
        counts = []
        for wanted in (3, 50):
            products = self.env["product.product"].create(
                [{"name": f"Tea {number}", "is_storable": True} for number in range(wanted)]
            )
            order = self.waiting(*((product, 2, self.piece) for product in products))
            counts.append(self.queries(lambda order=order: self.desk.order(order.id)))
            told = self.desk.order(order.id)
            self.assertEqual((len(told["lines"]), len(told["findings"])), (wanted, wanted))
        self.assertLessEqual(counts[1], counts[0])

    # One order -------------------------------------------------------------------------------------------

    def test_an_order_is_shown_with_its_reasons_and_words(self):
        before = self.order((self.cola, 48, self.piece), date_order="2026-01-05 10:00:00")
        before.fmcg_channel_id = self.channel
        self.approve(before)
        before._fmcg_release()
        request = self.env["fmcg.order.request"].receive("chat", "cola 3, milk 2", partner_id=self.shop.id)
        request.action_parse()
        request.action_create_order()
        order = request.sale_order_ids
        told = self.desk.order(order.id)
        self.assertTrue(told["pending"])
        self.assertEqual(told["customer"], "Lakeside Shop")
        lines = {line["name"]: line for line in told["lines"]}
        self.assertEqual((lines["Cola"]["quantity"], lines["Cola"]["usual"]), ("3", "48"))
        self.assertEqual(lines["Milk"]["severity"], "warn")
        (message,) = told["messages"]
        parts = [part for block in message["blocks"] for part in block["parts"]]
        self.assertIn("cola", "".join(part["text"] for part in parts))
        self.assertIn(lines["Cola"]["said"], [part["line"] for part in parts])
        self.assertEqual([each["kind"] for each in told["decisions"]], ["Submitted"])
        short = next(each for each in told["findings"] if each["product"] == self.milk.id)
        labels = ["Leave it out", "Move to a second order: 2 Units Milk"]
        self.assertEqual([remedy["label"] for remedy in short["remedies"]], labels)

    def test_an_order_by_hand_has_no_words(self):
        self.assertEqual(self.desk.order(self.waiting().id)["messages"], [])

    def test_why_an_order_waits_in_which_nothing_was_found(self):
        told = self.desk.order(self.waiting().id)
        self.assertEqual(told["waits"], "It waits for a reviewer's decision.")

    # Remedies --------------------------------------------------------------------------------------------

    def test_a_smaller_quantity_settles_a_shortage(self):
        order = self.waiting((self.cola, 40, self.case), (self.cola, 50, self.piece))
        outcome = self.settle(order, "stock_short")
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [1000])
        self.assertEqual(order.order_line.product_uom_id, self.piece)
        self.assertFalse(outcome["order"]["findings"])
        self.assertTrue(outcome["order"]["pending"])
        self.assertIn("1,000", order.message_ids[0].body)

    def test_a_quantity_stays_in_the_unit_of_the_line(self):
        order = self.waiting((self.cola, 4, self.case))
        self.finding(order, "quantity", quantity=48.0)
        self.settle(order)
        self.assertRecordValues(
            order.order_line, [{"product_uom_qty": 2, "product_uom_id": self.case.id, "price_unit": 48}]
        )

    def test_another_unit(self):
        order = self.waiting((self.cola, 4, self.piece))
        self.finding(order, "unit", quantity=4.0, unit=self.case.id)
        self.settle(order)
        self.assertRecordValues(order.order_line, [{"product_uom_qty": 4, "product_uom_id": self.case.id}])

    def test_a_product_is_left_out(self):
        order = self.waiting((self.cola, 2, self.piece), (self.milk, 3, self.piece))
        self.settle(order, "stock_short")
        self.assertEqual(order.order_line.product_id, self.cola)

    def test_a_product_is_added(self):
        order = self.waiting()
        self.finding(order, "add", self.milk, quantity=12.0)
        self.settle(order)
        self.assertRecordValues(order.order_line[1], [{"product_id": self.milk.id, "product_uom_qty": 12}])

    def test_another_day(self):
        self.rule("delivery_date")
        order = self.waiting(commitment_date=fields.Datetime.now() - timedelta(days=5))
        outcome = self.settle(order, "day_past")
        self.assertFalse(self.found(order, "day_past"))
        self.assertGreater(order.commitment_date, fields.Datetime.now())
        self.assertTrue(outcome["order"]["day"])

    def test_an_order_that_is_clean_then_passes(self):
        self.regular.automation = "clean"
        self.channel.touchless = True
        order = self.waiting((self.cola, 2, self.piece), (self.milk, 3, self.piece))
        self.assertEqual(order.fmcg_review_state, "pending")
        outcome = self.settle(order, "stock_short")
        self.assertEqual(order.fmcg_review_state, "approved")
        self.assertFalse(outcome["order"]["pending"])
        self.assertEqual(outcome["notice"], f"{order.name} is approved.")

    def test_a_remedy_that_is_not_there_is_refused(self):
        order = self.waiting((self.milk, 3, self.piece))
        finding = self.found(order)
        for finding_id, index in ((finding.id, 7), (finding.id, "0"), (finding.id, -1), (0, 0)):
            with self.assertRaisesRegex(UserError, "not offered any more"):
                self.desk.apply_remedy(order.id, finding_id, index, self.seen(order))

    # Decisions -------------------------------------------------------------------------------------------

    def test_an_approval_is_recorded_and_told(self):
        order = self.waiting()
        outcome = self.desk.approve(order.id, "", self.seen(order))
        self.assertEqual(
            (outcome["state"], outcome["level"], outcome["notice"], outcome["order"]),
            ("done", "success", f"{order.name} is approved.", None),
        )
        self.assertEqual(order._fmcg_last_decision().user_id, self.reviewer)

    def test_an_approval_that_is_released_says_so(self):
        self.regular.release = "at_once"
        order = self.waiting()
        outcome = self.desk.approve(order.id, "", self.seen(order))
        self.assertEqual(outcome["notice"], f"{order.name} is approved and released.")
        self.assertEqual(order.state, "sale")

    def test_a_block_wants_a_reason(self):
        order = self.waiting((self.milk, 3, self.piece))
        self.found(order).severity = "block"
        self.assertTrue(self.desk.order(order.id)["explain"])
        with self.assertRaisesRegex(UserError, "Say why"):
            self.desk.approve(order.id, " ", self.seen(order))
        self.desk.approve(order.id, "The truck brings it", self.seen(order))
        self.assertEqual(order._fmcg_last_decision().reason, "The truck brings it")

    def test_a_rejection_wants_a_reason(self):
        order = self.waiting()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.desk.reject(order.id, "", self.seen(order))
        outcome = self.desk.reject(order.id, "Too late", self.seen(order))
        self.assertEqual(outcome["notice"], f"{order.name} is rejected.")
        self.assertEqual(order.fmcg_review_state, "rejected")

    def test_the_first_of_two_is_told(self):
        self.env.company.fmcg_four_eyes_from = 100
        order = self.waiting((self.cola, 60, self.piece))
        outcome = self.desk.approve(order.id, "", self.seen(order))
        self.assertIn("second person", outcome["notice"])
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertFalse(self.desk.order(order.id)["pending"])

    def test_nothing_is_decided_on_what_was_not_seen(self):
        order = self.waiting((self.milk, 3, self.piece))
        seen, finding = self.seen(order), self.found(order)
        order.order_line.product_uom_qty = 4
        for outcome in (
            self.desk.approve(order.id, "", seen),
            self.desk.reject(order.id, "No", seen),
            self.desk.apply_remedy(order.id, finding.id, 0, seen),
            self.desk.approve(order.id, "", None),
        ):
            self.assertEqual((outcome["state"], outcome["level"]), ("changed", "warning"))
            self.assertIn("was changed in the meantime", outcome["notice"])
            self.assertEqual(outcome["order"]["lines"][0]["quantity"], "4")
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(order.order_line.product_uom_qty, 4)

    def test_what_the_checks_found_since_counts_as_well(self):
        order = self.waiting((self.cola, 600, self.piece))
        seen = self.seen(order)
        self.stock(self.cola, -900)
        self.env.invalidate_all()
        order.action_fmcg_review()
        self.assertEqual(self.desk.approve(order.id, "", seen)["state"], "changed")

    def test_the_second_of_two_reviewers_is_told(self):
        order = self.waiting()
        seen = self.seen(order)
        self.desk.with_user(self.second).reject(order.id, "Not theirs", seen)
        outcome = self.desk.approve(order.id, "", seen)
        self.assertEqual(outcome["state"], "changed")
        self.assertIn("Rejected", outcome["notice"])
        self.assertIn(self.second.name, outcome["notice"])
        self.assertFalse(outcome["order"]["pending"])
        self.assertEqual(order.fmcg_review_state, "rejected")

    def test_the_first_approval_of_somebody_else_is_seen_before_the_second(self):
        self.env.company.fmcg_four_eyes_from = 100
        order = self.waiting((self.cola, 60, self.piece))
        seen = self.seen(order)
        self.desk.with_user(self.second).approve(order.id, "", seen)
        self.assertEqual(self.desk.approve(order.id, "", seen)["state"], "changed")
        self.assertEqual(self.desk.approve(order.id, "", self.seen(order))["state"], "done")
        self.assertEqual(order.fmcg_review_state, "approved")

    # Who may ---------------------------------------------------------------------------------------------

    def test_a_rep_is_refused(self):
        order = self.waiting((self.milk, 3, self.piece))
        seen, finding = self.seen(order), self.found(order)
        desk = self.desk.with_user(self.rep)
        for ask in (
            lambda: desk.queue(),
            lambda: desk.order(order.id),
            lambda: desk.approve(order.id, "", seen),
            lambda: desk.reject(order.id, "No", seen),
            lambda: desk.apply_remedy(order.id, finding.id, 0, seen),
        ):
            with self.assertRaisesRegex(AccessError, "Only a reviewer"):
                ask()

    def test_orders_of_other_companies_are_out_of_sight(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "company_id": company.id,
                "fmcg_channel_id": self.channel.id,
                "order_line": [Command.create({"name": "Words", "display_type": "line_note"})],
            }
        )
        order.action_fmcg_review()
        self.assertNotIn(order.id, [row["id"] for row in self.desk.queue()["rows"]])
        with self.assertRaises(AccessError):
            self.desk.order(order.id)

    def test_an_order_that_is_gone_is_told(self):
        for wrong in (0, -4, "1", None, 2**40, 2**31 - 1):
            with self.assertRaisesRegex(UserError, "not there any more"):
                self.desk.order(wrong)

    # The cut-off -----------------------------------------------------------------------------------------

    def test_the_cut_off_is_that_of_the_tour_it_came_in_for(self):
        route = self.env["fmcg.route"].create({"name": "Noon", "code": "CUT", "cut_off": 12, "lead_days": 1})
        self.shop.fmcg_route_id = route
        self.env.company.partner_id.tz = "UTC"
        # A Monday.
        order = self.waiting(date_order="2026-01-05 09:00:00")
        self.assertEqual(fields.Datetime.to_string(order.fmcg_cut_off), "2026-01-05 12:00:00")
        order.date_order = "2026-01-05 13:00:00"
        self.assertEqual(fields.Datetime.to_string(order.fmcg_cut_off), "2026-01-06 12:00:00")
        # The customer wants it on Friday: Thursday noon is soon enough.
        order.commitment_date = "2026-01-09 10:00:00"
        self.assertEqual(fields.Datetime.to_string(order.fmcg_cut_off), "2026-01-08 12:00:00")
        order.state = "cancel"
        self.assertFalse(order.fmcg_cut_off)
