from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .review_common import ReviewCommon

# A picture of one point.
SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestSaleOrderGate(ReviewCommon):
    """Every way to a confirmed order leads through an approval of what it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.release = "wave"

    def assertWaits(self, order, state="pending"):
        self.assertIn(order.state, ("draft", "sent"))
        self.assertEqual(order.fmcg_review_state, state)
        self.assertFalse(order.picking_ids)

    def test_an_order_of_core_is_confirmed_as_ever(self):
        order = self.order(fmcg_channel_id=False)
        self.assertTrue(order.with_user(self.rep).action_confirm())
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.fmcg_review_state, "none")
        self.assertFalse(order.fmcg_decision_ids)
        with self.assertRaisesRegex(UserError, "not in a state requiring confirmation"):
            order.action_confirm()

    def test_the_company_can_have_every_order_reviewed(self):
        self.env.company.fmcg_review_all = True
        order = self.order(fmcg_channel_id=False)
        with self.assertRaisesRegex(UserError, order.name):
            order.action_confirm()
        order.action_fmcg_review()
        self.approve(order)
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "approved"))
        order.with_user(self.rep).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_confirming_several_names_every_blocked_one_and_changes_nothing(self):
        blocked = self.order() | self.order()
        approved = self.order()
        self.approve(approved)
        plain = self.order(fmcg_channel_id=False)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            (blocked | approved | plain).action_confirm()
        text = str(caught.exception)
        for order in blocked:
            self.assertIn(order.name, text)
        self.assertNotIn(approved.name, text)
        self.assertNotIn(plain.name, text)
        self.assertEqual(set((blocked | approved | plain).mapped("state")), {"draft"})

    def test_the_gate_takes_no_more_queries_for_many_orders(self):
        goods = self.env["product.product"].create(
            [{"name": f"Goods {n}", "list_price": 2} for n in range(50)]
        )
        orders = self.env["sale.order"].concat(*(self.order((each, 2, self.case)) for each in goods))
        self.approve(orders)
        counts = []
        for some in (orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(some._fmcg_guard())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_confirming_what_can_be_confirmed(self):
        waiting, rejected, approved = self.order(), self.order(), self.order()
        plain = self.order(fmcg_channel_id=False)
        empty = self.order(fmcg_channel_id=False)
        empty.order_line = [Command.create({"name": "Nothing"})]
        self.approve(approved)
        rejected.with_user(self.reviewer).action_fmcg_reject("Closed for good")
        result = (waiting | rejected | approved | plain | empty).action_fmcg_confirm()
        self.assertEqual(result["confirmed"], [approved.id, plain.id])
        self.assertEqual(set(result["blocked"]), {waiting.id, rejected.id, empty.id})
        self.assertIn("Closed for good", result["blocked"][rejected.id])
        self.assertIn("missing a product", result["blocked"][empty.id])
        # Unlike action_confirm it keeps the review that it started.
        self.assertWaits(waiting)
        self.assertEqual(approved.state, "sale")
        self.assertTrue(approved.picking_ids)

    def test_the_state_cannot_be_written(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "has not been reviewed"):
            order.with_user(self.rep).state = "sale"
        order.action_fmcg_review()
        with self.assertRaisesRegex(UserError, order.name):
            order.with_user(self.rep).write({"state": "sale"})
        self.assertWaits(order)

    def test_an_order_cannot_be_created_confirmed(self):
        with self.assertRaisesRegex(UserError, "has not been reviewed"):
            self.order(user=self.rep, state="sale")
        with self.assertRaisesRegex(UserError, "has not been reviewed"), self.env.cr.savepoint():
            self.env["sale.order"].with_user(self.rep).with_context(default_state="sale").create(
                {"partner_id": self.shop.id, "fmcg_channel_id": self.channel.id}
            )

    def test_a_context_opens_nothing(self):
        forged = {
            "default_state": "sale",
            "default_fmcg_review_state": "approved",
            "fmcg_review_state": "approved",
            "fmcg_approved": True,
            "su": True,
            "_force_unlink": True,
            "install_mode": True,
            "import_file": True,
        }
        order = self.order()
        forging = order.with_user(self.rep).with_context(**forged)
        for attempt in (
            lambda: forging.write({"state": "sale"}),
            lambda: forging.action_confirm(),
            lambda: forging.write({"fmcg_review_state": "approved"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        other = (
            self.env["sale.order"]
            .with_user(self.rep)
            .with_context(default_fmcg_review_state="approved")
            .create({"partner_id": self.shop.id, "fmcg_channel_id": self.channel.id})
        )
        self.assertWaits(order, "none")
        self.assertEqual(other.fmcg_review_state, "none")

    def test_a_users_own_default_opens_nothing(self):
        self.env["ir.default"].with_user(self.rep).set(
            "sale.order", "fmcg_review_state", "approved", user_id=True
        )
        self.env["ir.default"].with_user(self.rep).set("sale.order", "state", "sale", user_id=True)
        with self.assertRaisesRegex(UserError, "has not been reviewed"):
            self.order(user=self.rep)

    def test_the_review_state_cannot_be_given(self):
        with self.assertRaisesRegex(UserError, "follows the decisions"):
            self.order(fmcg_review_state="approved")
        order = self.order()
        for record in (order, order.with_user(self.rep), order.sudo()):
            with self.assertRaisesRegex(UserError, "follows the decisions"):
                record.fmcg_review_state = "approved"
        result = (
            self.env["sale.order"]
            .with_user(self.rep)
            .load(
                ["id", "partner_id/id", "fmcg_review_state"],
                [["__import__.forged", "base.main_partner", "approved"]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("follows the decisions", result["messages"][0]["message"])

    def test_a_decision_cannot_be_forged(self):
        order = self.order()
        values = {"kind": "approved", "user_id": self.reviewer.id, "date": datetime.now()}
        for record in (
            order.with_user(self.rep),
            order.with_user(self.env.ref("base.user_admin")),
            order.sudo(),
        ):
            with self.assertRaises(AccessError):
                record.fmcg_decision_ids = [Command.create(values)]
            with self.assertRaises(AccessError):
                record.env["fmcg.review.decision"].create([values | {"order_id": order.id}])
        order.action_fmcg_review()
        decision = order.fmcg_decision_ids
        for user in (
            self.rep,
            self.reviewer,
            self.env.ref("base.user_admin"),
            self.env.ref("base.user_root"),
        ):
            mine = decision.with_user(user)
            with self.assertRaises(AccessError):
                mine.kind = "approved"
            with self.assertRaises(AccessError):
                mine.with_context(_force_unlink=True).unlink()
            with self.assertRaises(AccessError):
                mine.copy()
        self.assertWaits(order)

    def test_the_channel_cannot_be_shed(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "keeps the channel"):
            order.with_user(self.rep).write({"fmcg_channel_id": False})

    def test_only_a_reviewer_changes_the_channel(self):
        order = self.order()
        edi = self.env.ref("fmcg_order_mgmt.channel_edi")
        with self.assertRaisesRegex(UserError, "Only a reviewer changes the channel"):
            order.with_user(self.rep).fmcg_channel_id = edi
        order.with_user(self.rep).fmcg_channel_id = self.channel
        order.with_user(self.reviewer).fmcg_channel_id = edi
        self.assertEqual(order.fmcg_channel_id, edi)

    def test_a_line_cannot_run_ahead_of_its_order(self):
        order = self.order()
        line = order.order_line.with_user(self.rep)
        with self.assertRaisesRegex(UserError, "follows the state"), self.env.cr.savepoint():
            line.write({"state": "sale"})
        values = {"order_id": order.id, "product_id": self.cola.id, "state": "sale"}
        new = line.with_context(default_state="sale").create(values)
        self.assertEqual(new.state, "draft")
        self.assertWaits(order, "none")

    def test_only_a_reviewer_decides(self):
        order = self.order()
        order.with_user(self.rep).action_fmcg_review()
        for attempt in (
            lambda: order.with_user(self.rep).action_fmcg_approve("mine"),
            lambda: order.with_user(self.rep).action_fmcg_reject("mine"),
        ):
            with self.assertRaisesRegex(AccessError, "Only a reviewer"):
                attempt()
        self.assertWaits(order)
        order.with_user(self.reviewer).action_fmcg_approve()
        self.assertEqual(order.fmcg_review_state, "approved")

    def test_a_signature_is_kept_and_the_order_stays_in_review(self):
        order = self.order(require_signature=True)
        order.write({"signed_by": "Ann", "signed_on": datetime(2026, 3, 2, 8), "signature": SIGNATURE})
        order.sudo()._validate_order()
        self.assertWaits(order)
        self.assertTrue(order.signature)
        plain = self.order(fmcg_channel_id=False)
        plain._validate_order()
        self.assertEqual(plain.state, "sale")

    def test_a_change_after_approval_reopens_the_review(self):
        other = self.env["res.partner"].create({"name": "Hillside Shop"})
        line = Command.create({"product_id": self.milk.id})
        changes = {
            "a new line": lambda order: order.write({"order_line": [line]}),
            "a line less": lambda order: order.order_line.unlink(),
            "a quantity": lambda order: order.order_line.write({"product_uom_qty": 3}),
            "a unit": lambda order: order.order_line.write({"product_uom_id": self.case.id}),
            "a price": lambda order: order.order_line.write({"price_unit": 1.5}),
            "a discount": lambda order: order.order_line.write({"discount": 10}),
            "the customer": lambda order: order.write({"partner_id": other.id}),
            "the date": lambda order: order.write({"commitment_date": datetime(2030, 1, 1)}),
        }
        for name, change in changes.items():
            with self.subTest(name):
                order = self.order()
                self.approve(order)
                change(order.with_user(self.rep))
                self.assertWaits(order)
                self.assertEqual(order._fmcg_last_decision().kind, "reopened")
                with self.assertRaises(UserError):
                    order.action_confirm()

    def test_a_change_that_changes_nothing_keeps_the_approval(self):
        order = self.order()
        self.approve(order)
        order.order_line.write({"product_uom_qty": 2, "price_unit": 2})
        order.write({"note": "Ring twice", "client_order_ref": "A-7"})
        self.assertEqual(order.fmcg_review_state, "approved")

    def test_content_and_state_cannot_change_in_one_call(self):
        order = self.order()
        self.approve(order)
        with self.assertRaisesRegex(UserError, "changed after its approval"), self.env.cr.savepoint():
            order.with_user(self.rep).write({"state": "sale", "commitment_date": datetime(2030, 1, 1)})
        self.assertEqual(order.state, "draft")

    def test_what_was_changed_past_the_models_is_not_confirmed(self):
        order = self.order()
        self.approve(order)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order_line SET price_unit = 0 WHERE order_id = %s", [order.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "changed after its approval"):
            order.action_confirm()

    def test_a_cancelled_order_is_reviewed_anew(self):
        order = self.order()
        self.approve(order)
        order.action_confirm()
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"), self.env.cr.savepoint():
            order.write({"state": "sale"})
        order.action_draft()
        self.assertEqual((order.state, order.fmcg_review_state), ("draft", "pending"))

    def test_a_decided_order_cannot_be_deleted(self):
        admin = self.env.ref("base.user_admin")
        submitted, decided = self.order(), self.order()
        (submitted | decided).action_fmcg_review()
        self.approve(decided)
        with self.assertRaisesRegex(UserError, decided.name):
            decided.with_user(admin).with_context(_force_unlink=True).unlink()
        submitted.with_user(admin).unlink()
        self.assertFalse(submitted.exists())
        self.assertTrue(decided.fmcg_decision_ids)

    def test_the_form_confirms_only_what_is_approved(self):
        order = self.order()
        with Form(order.with_user(self.rep)) as form:
            form.client_order_ref = "A-7"
        self.assertEqual(order.fmcg_review_state, "none")
        self.approve(order)
        with Form(order.with_user(self.rep)) as form, form.order_line.edit(0) as line:
            line.product_uom_qty = 9
        self.assertWaits(order)
