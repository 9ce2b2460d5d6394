from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .review_common import HISTORY_CHECKS


class OrderRequestCase(TransactionCase):
    """A shop, two drinks in cases of 24, and a message about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["fmcg.review.rule"].search([("code", "in", HISTORY_CHECKS)]).active = False
        # the words mean these two products, whatever else a database holds
        cls.env["product.template"].search([("sale_ok", "=", True)]).sale_ok = False
        piece = cls.env.ref("uom.product_uom_unit")
        piece.fmcg_kind = "piece"
        cls.case = cls.env["uom.uom"].create(
            {"name": "Case of 24", "relative_factor": 24, "relative_uom_id": piece.id, "fmcg_kind": "case"}
        )
        values = {"type": "consu", "uom_id": piece.id, "uom_ids": [(4, cls.case.id)], "list_price": 2}
        cls.cola, cls.milk = cls.env["product.product"].create(
            [values | {"name": "可乐 330ml"}, values | {"name": "纯牛奶 250ml"}]
        )
        cls.shop = cls.env["res.partner"].create(
            {
                "name": "Lakeside Shop",
                "fmcg_default_unit": "case",
                "phone": "+1 415-555-0123",
                "street": "1 Lake St",
                "city": "San Francisco",
            }
        )

    def receive(self, body, **values):
        return self.env["fmcg.order.request"].receive("chat", body, partner_id=self.shop.id, **values)


@tagged("post_install", "-at_install")
class TestOrderRequest(OrderRequestCase):
    def test_a_clear_message_becomes_an_order(self):
        request = self.receive("可乐10箱 纯牛奶5箱")
        request.action_parse()
        self.assertEqual(request.state, "ready", request.reason)
        self.assertRecordValues(
            request.line_ids,
            [
                {"product_id": self.cola.id, "quantity": 10, "uom_id": self.case.id, "base_quantity": 240},
                {"product_id": self.milk.id, "quantity": 5, "uom_id": self.case.id, "base_quantity": 120},
            ],
        )
        for line in request.line_ids:
            self.assertEqual(request.body[line.span_start : line.span_end], line.source_text)
        request.action_create_order()
        order = request.sale_order_ids
        self.assertRecordValues(
            order.order_line,
            [
                {"product_id": self.cola.id, "product_uom_qty": 10, "product_uom_id": self.case.id},
                {"product_id": self.milk.id, "product_uom_qty": 5, "product_uom_id": self.case.id},
            ],
        )
        self.assertEqual(order.fmcg_channel_id, self.env.ref("fmcg_order_mgmt.channel_chat"))
        self.assertEqual(order.fmcg_draft_ids, request.draft_ids)
        self.assertEqual(request.state, "done")

    def test_the_requested_day_is_that_day_on_the_desk(self):
        self.env.user.tz = "America/Los_Angeles"
        request = self.receive("可乐10箱 明天送", received_at="2026-03-17 18:00:00")
        request.action_parse()
        request.action_create_order()
        self.assertEqual(str(request.sale_order_ids.commitment_date), "2026-03-18 19:00:00")

    def test_creating_orders_twice_makes_one(self):
        request = self.receive("可乐10箱")
        request.action_parse()
        request.action_create_order()
        request.action_create_order()
        request.action_parse()
        self.assertEqual(len(request.sale_order_ids), 1)

    def test_a_doubtful_message_waits(self):
        request = self.receive("可乐10箱 纯牛奶5-6箱")
        request.action_parse()
        self.assertEqual(request.state, "question")
        self.assertTrue(request.reason)
        with self.assertRaisesRegex(UserError, request.name):
            request.action_create_order()
        self.assertFalse(request.sale_order_ids)

    def test_the_same_reference_gives_back_the_first(self):
        first = self.receive("可乐10箱", external_ref="A-1")
        self.assertEqual(self.receive("可乐10箱", external_ref="A-1"), first)

    def test_what_was_said_stays(self):
        request = self.receive("可乐10箱")
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            request.body = "可乐1箱"

    def test_an_unknown_channel_and_an_empty_message_are_refused(self):
        with self.assertRaisesRegex(UserError, "no active channel"):
            self.env["fmcg.order.request"].receive("pigeon", "可乐10箱")
        with self.assertRaisesRegex(UserError, "empty"):
            self.receive("  ")

    def test_a_rep_sees_no_message_of_another_rep(self):
        groups = "fmcg_order_mgmt.group_fmcg_rep"
        ann = new_test_user(self.env, "fmcg_ann", groups=groups)
        bob = new_test_user(self.env, "fmcg_bob", groups=groups)
        self.shop.user_id = ann
        request = self.receive("可乐10箱")
        model = self.env["fmcg.order.request"]
        self.assertIn(request, model.with_user(ann).search([]))
        self.assertNotIn(request, model.with_user(bob).search([]))

    def test_a_rep_takes_a_message_to_an_order(self):
        rep = new_test_user(self.env, "fmcg_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.shop.user_id = rep
        model = self.env["fmcg.order.request"].with_user(rep)
        request = model.receive("rep", "可乐10箱", partner_id=self.shop.id)
        request.action_parse()
        request.action_create_order()
        self.assertEqual(request.sale_order_ids.amount_untaxed, 480)

    def test_a_person_settles_what_is_doubtful(self):
        request = self.receive("可乐10箱 纯牛奶5-6箱")
        request.action_parse()
        doubtful = request.line_ids.filtered(lambda line: line.verdict == "ask")
        self.assertEqual(doubtful.product_id, self.milk)
        doubtful.write({"quantity": 6, "uom_id": self.case.id})
        doubtful.action_settle()
        self.assertEqual(request.state, "ready", request.reason)
        request.action_create_order()
        self.assertEqual(request.sale_order_ids.order_line.mapped("product_uom_qty"), [10, 6])

    def test_a_line_left_out_is_not_ordered(self):
        request = self.receive("可乐10箱 纯牛奶5-6箱")
        request.action_parse()
        request.line_ids.filtered(lambda line: line.verdict == "ask").action_drop()
        request.action_create_order()
        self.assertEqual(request.sale_order_ids.order_line.product_id, self.cola)
        self.assertEqual(len(request.line_ids), 2)
