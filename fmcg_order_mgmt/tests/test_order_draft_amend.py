from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_order_request import OrderRequestCase


class OrderChangeCase(OrderRequestCase):
    """An order of ten cases of cola and five of milk that came as a message, and what is said after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.fmcg_review_all = False
        (cls.cola | cls.milk).is_storable = True
        cls.env.ref("fmcg_order_mgmt.order_type_regular").write({"release": "wave", "automation": "person"})
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        ) or cls.env["stock.warehouse"].create({"name": "Depot", "code": "DEP"})
        for product in cls.cola | cls.milk:
            cls.env["stock.quant"]._update_available_quantity(product, cls.warehouse.lot_stock_id, 5000)
        cls.minute = 0

    def say(self, body, **values):
        """Take a message in a minute after the one before, and read it."""
        type(self).minute += 1
        request = self.receive(body, received_at=f"2026-03-17 06:{self.minute:02}:00", **values)
        request.action_parse()
        return request

    def ordered(self, body="可乐10箱 纯牛奶5箱"):
        request = self.say(body)
        request.action_create_order()
        return request.sale_order_ids

    def amendment(self, order, *lines, kind="amend", **values):
        """A draft as if it had been read, about ``order``; lines are (action, product, quantity, unit)."""
        request = self.receive("...", received_at="2026-03-17 08:00:00")
        lines = [
            Command.create(
                {
                    "action": action,
                    "product_id": product.id,
                    "quantity": quantity,
                    "uom_id": unit and unit.id,
                    "verdict": "ok",
                    "source_text": product.name,
                }
            )
            for action, product, quantity, unit in lines
        ]
        draft = self.env["fmcg.order.draft"].create(
            {
                "request_id": request.id,
                "kind": kind,
                "partner_id": self.shop.id,
                "target_order_id": order.id,
                "line_ids": lines,
            }
            | values
        )
        draft._check_targets()
        request._update_state()
        return draft

    def assertHolds(self, order, **cases):
        """What the order holds, in pieces by product name."""
        held = {}
        for line in order.order_line.filtered("product_uom_qty"):
            quantity = line.product_uom_id._compute_quantity(line.product_uom_qty, line.product_id.uom_id)
            held[line.product_id] = held.get(line.product_id, 0) + quantity
        self.assertEqual(held, {getattr(self, name): pieces for name, pieces in cases.items()})

    def confirmed(self, order):
        order._fmcg_approve()
        order.action_fmcg_release()
        self.assertEqual((order.state, order.fmcg_stage), ("sale", "picking"))

    def keys(self, draft):
        return [answer["key"] for answer in draft.answers or []]


@tagged("post_install", "-at_install")
class TestOrderDraftAmend(OrderChangeCase):
    def test_a_second_message_changes_the_order_of_the_first(self):
        order = self.ordered()
        request = self.say("可乐改成8箱, 纯牛奶不要了")
        self.assertEqual((request.state, request.draft_ids.kind), ("ready", "amend"), request.reason)
        self.assertEqual(request.draft_ids.target_order_id, order)
        self.assertIn("Removed", request.draft_ids.difference)
        request.action_create_order()
        self.assertHolds(order, cola=192)
        self.assertEqual((request.state, request.sale_order_ids), ("done", order))

    def test_a_second_message_changes_a_draft_that_is_no_order_yet(self):
        first = self.say("可乐10箱 纯牛奶5箱")
        second = self.say("可乐改成8箱")
        self.assertEqual(second.draft_ids.target_draft_id, first.draft_ids)
        self.assertEqual(second.state, "ready", second.reason)
        second.action_create_order()
        self.assertEqual((first.state, second.state), ("done", "done"))
        self.assertEqual(first.sale_order_ids, second.sale_order_ids)
        self.assertHolds(first.sale_order_ids, cola=192, milk=120)

    def test_goods_that_a_hold_leaves_out_are_not_read_as_ordered(self):
        order = self.ordered()
        hold = self.amendment(
            order, ("add", self.milk, 2, self.case), ("remove", self.cola, 0, None), kind="hold"
        )
        self.assertIn(hold.state, ("ready", "question"))
        self.assertEqual([line.product for line in hold._engine_order().lines], [self.milk.id])
        self.assertEqual(self.say("可乐3箱").draft_ids.line_ids.product_id, self.cola)

    def test_a_draft_with_a_question_holds_up_what_changes_it(self):
        first = self.say("可乐10箱 纯牛奶5-6箱")
        second = self.say("可乐改成8箱")
        second.action_create_order()
        self.assertEqual((second.state, second.draft_ids.question_code), ("question", "target_waits"))
        self.assertFalse(first.sale_order_ids)
        doubtful = first.line_ids.filtered(lambda line: line.verdict == "ask")
        doubtful.write({"quantity": 6, "uom_id": self.case.id})
        doubtful.action_settle()
        second.draft_ids.action_settle()
        second.action_create_order()
        self.assertHolds(first.sale_order_ids, cola=192, milk=144)

    def test_lines_are_added_set_reduced_and_removed(self):
        order = self.ordered()
        change = self.amendment(
            order,
            ("add", self.cola, 2, self.case),
            ("add", self.cola, 6, self.cola.uom_id),
            ("remove", self.milk, 1, self.case),
        )
        change.request_id.action_create_order()
        self.assertHolds(order, cola=240 + 48 + 6, milk=96)
        again = self.amendment(order, ("set", self.cola, 3, self.case), ("remove", self.milk, 0, None))
        again.request_id.action_create_order()
        self.assertHolds(order, cola=72)

    def test_applying_twice_changes_nothing(self):
        order = self.ordered()
        change = self.amendment(order, ("add", self.cola, 2, self.case))
        change.request_id.action_create_order()
        change.request_id.action_create_order()
        change._apply_changes()
        self.assertHolds(order, cola=288, milk=120)

    def test_both_versions_are_kept_and_shown(self):
        order = self.ordered()
        change = self.amendment(order, ("set", self.cola, 8, self.case))
        before = change.difference
        self.assertIn("10 Case of 24", before)
        self.assertIn("8 Case of 24", before)
        change.request_id.action_create_order()
        kept = change.change_data
        self.assertEqual([line["quantity"] for line in kept["before"]["lines"]], [10, 5])
        self.assertEqual([line["quantity"] for line in kept["after"]["lines"]], [8, 5])
        order.order_line[0].product_uom_qty = 30
        self.assertIn("8 Case of 24", change.difference)
        notes = order.message_ids.filtered(lambda message: "8 Case of 24" in (message.body or ""))
        self.assertEqual(len(notes), 1)
        self.assertIn(change.request_id.name, notes.body)

    def test_an_approved_order_that_is_changed_goes_back_to_review(self):
        order = self.ordered()
        order._fmcg_approve()
        change = self.amendment(order, ("set", self.cola, 8, self.case))
        change.request_id.action_create_order()
        self.assertEqual(order.fmcg_review_state, "pending")
        self.assertEqual(order._fmcg_last_decision().kind, "reopened")

    def test_a_date_and_a_hold(self):
        order = self.ordered()
        self.amendment(order, requested_date="2026-03-27").request_id.action_create_order()
        self.assertEqual(str(order.commitment_date)[:10], "2026-03-27")
        self.assertFalse(order.fmcg_hold)
        self.amendment(order, kind="hold").request_id.action_create_order()
        self.assertTrue(order.fmcg_hold)
        self.assertHolds(order, cola=240, milk=120)

    def test_a_cancellation_cancels_and_a_late_change_is_asked_about(self):
        order = self.ordered()
        late = self.amendment(order, ("add", self.cola, 1, self.case))
        self.amendment(order, kind="cancel").request_id.action_create_order()
        self.assertEqual(order.state, "cancel")
        late.request_id.action_create_order()
        self.assertEqual((late.state, late.question_code), ("blocked", "order_cancelled"))
        self.assertTrue(late.action_answer("new_order"))
        late.request_id.action_create_order()
        self.assertNotEqual(late.sale_order_id, order)
        self.assertHolds(late.sale_order_id, cola=24)

    def test_what_somebody_changed_meanwhile_is_asked_about(self):
        order = self.ordered()
        change = self.amendment(order, ("add", self.cola, 2, self.case))
        other = self.amendment(order, ("set", self.milk, 1, self.case))
        order.order_line[0].product_uom_qty = 20
        (change | other).request_id.action_create_order()
        self.assertEqual((change.state, change.question_code), ("question", "order_changed"))
        self.assertHolds(order, cola=480, milk=24)
        change.action_answer("anyway")
        change.request_id.action_create_order()
        self.assertHolds(order, cola=528, milk=24)

    def test_more_than_the_order_holds_cannot_be_taken_away(self):
        order = self.ordered("可乐10箱")
        change = self.amendment(order, ("remove", self.milk, 0, None), ("remove", self.cola, 11, self.case))
        self.assertEqual(change.line_ids.mapped("question_code"), ["not_in_order"] * 2)
        change.line_ids[0].action_drop()
        change.line_ids[1].quantity = 10
        change.line_ids[1].action_settle()
        self.assertEqual(change.state, "ready")

    def test_an_order_being_picked_is_asked_about(self):
        order = self.ordered()
        self.confirmed(order)
        change = self.amendment(order, ("set", self.cola, 8, self.case))
        self.assertEqual((change.state, change.question_code), ("question", "picking"))
        self.assertEqual(self.keys(change), ["apply", "ask_warehouse", "leave"])
        with self.assertRaisesRegex(UserError, "open question"):
            change.request_id.action_create_order()
        change.action_answer("leave")
        self.assertEqual((change.state, change.request_id.state), ("ignored", "ignored"))
        self.assertHolds(order, cola=240, milk=120)

    def test_before_anything_is_picked_one_click_takes_the_order_back(self):
        order = self.ordered()
        self.confirmed(order)
        change = self.amendment(order, ("set", self.cola, 8, self.case))
        change.action_answer("apply")
        change.request_id.action_create_order()
        self.assertHolds(order, cola=192, milk=120)
        # the company has no checks that let it pass: a person decides, and nothing leaves before
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "pending"))
        self.assertEqual(set(order.picking_ids.mapped("state")), {"cancel"})

    def test_a_change_that_the_checks_let_pass_is_made_in_place(self):
        self.env.ref("fmcg_order_mgmt.order_type_regular").automation = "clean"
        order = self.ordered()
        self.confirmed(order)
        for quantity in (8, 12):
            change = self.amendment(order, ("set", self.cola, quantity, self.case))
            change.action_answer("apply")
            change.request_id.action_create_order()
            self.assertEqual((order.state, order.fmcg_review_state), ("sale", "approved"))
            moves = order.picking_ids.move_ids.filtered(lambda m: m.state != "cancel")
            moves = moves.filtered(lambda m: m.product_id == self.cola)
            self.assertEqual(sum(moves.mapped("product_uom_qty")), quantity * 24)
            self.assertEqual(sum(moves.mapped("quantity")), quantity * 24)

    def test_the_warehouse_is_asked(self):
        order = self.ordered()
        self.confirmed(order)
        order.picking_ids.printed = True
        change = self.amendment(order, ("add", self.cola, 2, self.case))
        self.assertEqual(self.keys(change), ["ask_warehouse", "supplement", "leave"])
        self.assertFalse(change.action_answer("apply"))
        change.action_answer("ask_warehouse")
        activity = order.picking_ids.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref("fmcg_order_mgmt.activity_change_asked"))
        self.assertIn("12 Case of 24", activity.note)
        self.assertEqual((change.state, change.question_code), ("question", "warehouse_asked"))
        change.action_answer("agree")
        change.request_id.action_create_order()
        # the change needs a decision that cannot be had while goods are being picked
        self.assertEqual(change.question_code, "not_changed")
        self.assertIn("supplement", self.keys(change))
        self.assertHolds(order, cola=240, milk=120)

    def test_an_order_that_has_left_gets_a_supplementary_order(self):
        order = self.ordered()
        self.confirmed(order)
        order.picking_ids.button_validate()
        self.assertEqual(order.fmcg_stage, "shipped")
        change = self.amendment(order, ("set", self.cola, 12, self.case), ("remove", self.milk, 0, None))
        self.assertEqual((change.state, change.question_code), ("blocked", "shipped"))
        self.assertEqual(self.keys(change), ["supplement", "give_back", "leave"])
        change.action_answer("supplement")
        self.assertEqual((change.state, change.kind), ("ready", "order"))
        change.request_id.action_create_order()
        self.assertHolds(change.sale_order_id, cola=48)
        self.assertEqual(change.sale_order_id.origin, order.name)
        self.assertHolds(order, cola=240, milk=120)

    def test_what_has_left_can_come_back(self):
        order = self.ordered()
        self.confirmed(order)
        order.picking_ids.button_validate()
        change = self.amendment(order, ("add", self.cola, 1, self.case), ("set", self.milk, 3, self.case))
        change.action_answer("give_back")
        change.request_id.action_create_order()
        self.assertHolds(change.sale_order_id, cola=24)
        self.assertRecordValues(
            change.return_ids.line_ids,
            [{"product_id": self.milk.id, "quantity": 2, "uom_id": self.case.id, "kind": "back"}],
        )
        whole = self.amendment(order, kind="cancel")
        self.assertEqual(self.keys(whole), ["give_back", "leave"])
        whole.action_answer("give_back")
        whole.request_id.action_create_order()
        self.assertFalse(whole.sale_order_id)
        self.assertEqual(whole.return_ids.line_ids.mapped("quantity"), [10, 5])

    def test_which_order_is_answered_by_a_click(self):
        first, second = self.ordered("可乐10箱"), self.ordered("可乐11箱")
        change = self.amendment(
            self.env["sale.order"], ("set", self.cola, 8, self.case), question_code="which_order"
        )
        self.assertEqual(self.keys(change)[:2], [f"order:{second.id}", f"order:{first.id}"])
        self.assertFalse(change.action_answer("order:0"))
        change.action_answer(f"order:{first.id}")
        change.request_id.action_create_order()
        self.assertHolds(first, cola=192)
        self.assertHolds(second, cola=264)

    def test_a_repeated_message_is_answered_by_a_click(self):
        self.say("可乐10箱")
        again = self.say("可乐10箱")
        self.assertEqual(again.state, "question")
        self.assertEqual(self.keys(again.draft_ids), ["same", "twice"])
        again.draft_ids.action_answer("twice")
        self.assertEqual(again.state, "ready", again.reason)

    def test_a_rep_changes_the_order_of_an_own_customer_only(self):
        groups = "fmcg_order_mgmt.group_fmcg_rep"
        ann = new_test_user(self.env, "fmcg_amend_ann", groups=groups)
        self.shop.user_id = ann
        order = self.ordered()
        self.confirmed(order)
        change = self.amendment(order, ("add", self.cola, 2, self.case)).with_user(ann)
        change.action_answer("ask_warehouse")
        self.assertEqual(change.question_code, "warehouse_asked")
        bob = new_test_user(self.env, "fmcg_amend_bob", groups=groups)
        with self.assertRaises(UserError):
            change.with_user(bob).action_answer("agree")

    def test_queries_do_not_grow_with_the_amendments(self):
        orders = self.env["sale.order"].browse()
        shops = self.env["res.partner"].create([{"name": f"Shop {i}"} for i in range(51)])
        line = {"product_id": self.cola.id, "product_uom_qty": 10, "product_uom_id": self.case.id}
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": shop.id,
                    "fmcg_channel_id": self.env.ref("fmcg_order_mgmt.channel_chat").id,
                    "order_line": [Command.create(line)],
                }
                for shop in shops
            ]
        )
        orders.action_fmcg_review()
        drafts = self.env["fmcg.order.draft"].concat(
            *(
                self.amendment(order, ("set", self.cola, 8, self.case), partner_id=order.partner_id.id)
                for order in orders
            )
        )
        counts = []
        for batch in (drafts[:1], drafts[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.request_id.action_create_order()
            self.env.cr.flush()
            counts.append(self.env.cr.sql_log_count - before)
        for order in orders:
            self.assertHolds(order, cola=192)
        self.assertLessEqual(counts[1], counts[0] + 5, f"1 and 50 amendments: {counts}")
