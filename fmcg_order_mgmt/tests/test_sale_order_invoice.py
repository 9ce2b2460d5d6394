from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .wave_common import MONDAY, WaveCommon

SUNDAY = date(2031, 3, 9)


@tagged("post_install", "-at_install")
class TestSaleOrderInvoice(WaveCommon):
    """Invoices by the customer's policy; it is Monday, the third of March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.cola | cls.milk).invoice_policy = "delivery"
        cls.regular.invoicing = "order"
        cls.stock(cls.milk, 100)

    def delivered(self, *lines, at=MONDAY, **values):
        """Return an order that was delivered at a moment."""
        with freeze_time(at):
            order = self.released(*lines, **{"date_order": at} | values)
            self.validate(order.picking_ids)
        return order

    def close(self, *moment):
        """Run the cron of the periods at a moment of March."""
        with freeze_time(datetime(2031, 3, *moment)), self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_invoice_periods").method_direct_trigger()
        self.env.invalidate_all()

    def test_without_a_policy_the_type_decides(self):
        self.assertEqual(self.shop.fmcg_invoicing, "type")
        self.assertEqual(len(self.delivered().invoice_ids), 1)
        self.regular.invoicing = "manual"
        self.assertFalse(self.delivered().invoice_ids)

    def test_a_customer_who_wants_one_for_each_delivery_gets_it(self):
        self.regular.invoicing = "manual"
        self.shop.fmcg_invoicing = "delivery"
        order = self.released((self.cola, 10, self.piece))
        self.assertFalse(order.invoice_ids)
        self.validate(order.picking_ids, 4)
        self.validate(order.picking_ids.filtered(lambda picking: picking.state != "done"))
        self.assertEqual(sorted(order.invoice_ids.invoice_line_ids.mapped("quantity")), [4, 6])
        self.assertEqual(set(order.invoice_ids.mapped("state")), {"draft"})

    def test_a_branch_has_the_policy_of_its_company(self):
        chain = self.new_shop("Chain", is_company=True, fmcg_invoicing="monthly")
        branch = self.new_shop("Branch", parent_id=chain.id)
        self.assertEqual(branch.fmcg_invoicing, "monthly")
        self.assertEqual(self.order(partner_id=branch.id)._fmcg_invoicing(), "monthly")

    def test_a_week_is_one_invoice(self):
        self.shop.fmcg_invoicing = "weekly"
        branch = self.new_shop("Back Door", parent_id=self.shop.id, type="delivery")
        orders = self.delivered() | self.delivered((self.milk, 3, self.piece), partner_shipping_id=branch.id)
        later = self.delivered(at=datetime(2031, 3, 10, 8))
        self.close(5, 9)
        self.assertFalse((orders | later).invoice_ids)
        self.close(10, 9)
        invoice = orders.invoice_ids
        self.assertEqual((len(invoice), invoice.state, invoice.fmcg_period_end), (1, "draft", SUNDAY))
        self.assertEqual(invoice.invoice_line_ids.sale_line_ids.order_id, orders)
        self.assertEqual(invoice.amount_untaxed, 10)
        self.assertIn(orders[0].name, invoice.invoice_origin)
        self.assertFalse(later.invoice_ids)
        self.close(17, 9)
        self.assertEqual(later.invoice_ids.fmcg_period_end, date(2031, 3, 16))

    def test_a_month_is_one_invoice(self):
        self.shop.fmcg_invoicing = "monthly"
        orders = self.delivered() | self.delivered(at=datetime(2031, 3, 20, 9))
        self.close(31, 9)
        self.assertFalse(orders.invoice_ids)
        with freeze_time("2031-04-01 02:00:00"), self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_invoice_periods").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(orders.invoice_ids.invoice_line_ids.sale_line_ids.order_id, orders)
        self.assertEqual(len(orders.invoice_ids), 1)
        self.assertEqual(orders.invoice_ids.fmcg_period_end, date(2031, 3, 31))

    def test_the_period_ends_by_the_clock_of_the_company(self):
        self.env.company.partner_id.tz = "America/Los_Angeles"
        self.shop.fmcg_invoicing = "weekly"
        # Sunday evening there is Monday in UTC.
        order = self.delivered(at=datetime(2031, 3, 10, 5))
        self.close(10, 6)
        self.assertFalse(order.invoice_ids)
        self.close(10, 8)
        self.assertEqual(order.invoice_ids.fmcg_period_end, SUNDAY)

    def test_a_second_run_makes_nothing_twice(self):
        self.shop.fmcg_invoicing = "weekly"
        order = self.delivered()
        self.close(10, 9)
        # What comes to light for the week afterwards waits for the next invoice.
        late = self.delivered(at=datetime(2031, 3, 7, 9))
        self.close(10, 13)
        self.assertEqual(len(order.invoice_ids), 1)
        self.assertFalse(late.invoice_ids)
        self.close(17, 9)
        self.assertEqual(late.invoice_ids.fmcg_period_end, date(2031, 3, 16))

    def test_a_run_that_was_cut_off_goes_on_where_it_was(self):
        others = [self.new_shop(f"Shop {n}", fmcg_invoicing="weekly") for n in range(2)]
        orders = [self.delivered(partner_id=shop.id) for shop in others]
        due = self.env["sale.order"]
        with freeze_time("2031-03-10 09:00:00"):
            ((end, ids), (_end, others_ids)) = due._fmcg_due_periods()
            due.browse(ids)._fmcg_try_period(end)
            self.assertEqual([found for _end, found in due._fmcg_due_periods()], [others_ids])
        self.close(10, 10)
        self.assertEqual([len(order.invoice_ids) for order in orders], [1, 1])

    def test_who_fails_is_told_and_passed_by(self):
        self.shop.fmcg_invoicing = "weekly"
        other = self.new_shop("Other", fmcg_invoicing="weekly")
        bad, good = self.delivered(), self.delivered(partner_id=other.id)
        create = type(self.env["sale.order"])._create_invoices

        error = UserError("No journal")

        def fail(orders, *args, **kwargs):
            if bad.id in orders.ids:
                raise error
            return create(orders, *args, **kwargs)

        with patch.object(type(self.env["sale.order"]), "_create_invoices", fail):
            self.close(10, 9)
            self.close(10, 13)
        self.assertEqual(len(good.invoice_ids), 1)
        self.assertFalse(bad.invoice_ids)
        self.assertEqual(len(bad.activity_ids), 1)
        self.assertIn("No journal", bad.activity_ids.note)
        self.close(10, 17)
        self.assertEqual(bad.invoice_ids.fmcg_period_end, SUNDAY)
        self.assertFalse(bad.activity_ids)

    def test_what_nobody_foresaw_is_passed_by_too(self):
        self.shop.fmcg_invoicing = "weekly"
        other = self.new_shop("Other", fmcg_invoicing="weekly")
        bad, good = self.delivered(), self.delivered(partner_id=other.id)
        create = type(self.env["sale.order"])._create_invoices

        def fail(orders, *args, **kwargs):
            if bad.id in orders.ids:
                raise ValueError("wires crossed")
            return create(orders, *args, **kwargs)

        with (
            patch.object(type(self.env["sale.order"]), "_create_invoices", fail),
            mute_logger("odoo.addons.fmcg_order_mgmt.models.sale_order_invoice"),
        ):
            self.close(10, 9)
        self.assertEqual(len(good.invoice_ids), 1)
        self.assertIn("wires crossed", bad.activity_ids.note)

    def test_core_orders_are_left_to_core(self):
        self.shop.fmcg_invoicing = "weekly"
        order = self.order(fmcg_channel_id=False, date_order=MONDAY)
        order.action_confirm()
        self.validate(order.picking_ids)
        self.close(10, 9)
        self.assertFalse(order.invoice_ids)

    def promotion(self, product, **reward):
        self.env["loyalty.program"].create(
            {
                "name": f"More {product.name}",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "rule_ids": [Command.create({"product_ids": product.ids, "minimum_qty": 1})],
                "reward_ids": [Command.create(reward)],
            }
        )

    def rewarded(self, product):
        """Return an order with what promotions give on it, delivered."""
        order = self.order((product, 10, self.piece), date_order=MONDAY)
        order._update_programs_and_rewards()
        ((coupon, rewards),) = order._get_claimable_rewards().items()
        order._apply_program_reward(rewards, coupon)
        self.approve(order)
        self.assertEqual((order.state, order.fmcg_review_state), ("sale", "approved"))
        self.assertEqual(len(order.order_line.filtered("is_reward_line")), 1)
        self.validate(order.picking_ids)
        return order

    def test_discounts_and_free_goods_are_on_the_invoice_of_their_goods(self):
        self.shop.fmcg_invoicing = "weekly"
        self.promotion(self.cola, reward_type="discount", discount=10)
        self.promotion(self.milk, reward_type="product", reward_product_id=self.milk.id, required_points=1)
        reduced, topped = self.rewarded(self.cola), self.rewarded(self.milk)
        self.close(10, 9)
        invoice = (reduced | topped).invoice_ids
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.amount_untaxed, 18 + 20)
        self.assertEqual(invoice.amount_untaxed, sum((reduced | topped).mapped("amount_untaxed")))
        free = invoice.invoice_line_ids.filtered(lambda line: line.sale_line_ids.is_reward_line)
        self.assertEqual(sorted(free.mapped("price_subtotal")), [-2, 0])
        self.assertEqual(invoice.invoice_line_ids.sale_line_ids, (reduced | topped).order_line)

    def test_nothing_is_posted_unless_the_company_says_so(self):
        self.assertFalse(self.env.company.fmcg_post_invoices)
        self.assertEqual(self.delivered().invoice_ids.state, "draft")
        self.env.company.fmcg_post_invoices = True
        posted = self.delivered().invoice_ids
        self.assertEqual(posted.state, "posted")

    def test_a_locked_period_is_said_and_the_draft_stays(self):
        clerk = new_test_user(self.env, "fmcg_post_clerk", groups="account.group_account_invoice")
        self.env.company.write({"fmcg_post_invoices": True, "fmcg_accountant_id": clerk.id})
        self.env.company.sale_lock_date = "2031-03-31"
        invoice = self.delivered().invoice_ids
        self.assertEqual(invoice.state, "draft")
        self.assertEqual(invoice.activity_ids.user_id, clerk)
        self.assertRegex(invoice.activity_ids.note, "was not posted: accounting has locked .* 03/31/2031")

    def test_the_number_of_queries_to_find_what_is_due_does_not_grow(self):
        self.shop.fmcg_invoicing = "weekly"
        few = self.delivered()
        model, counts = self.env["sale.order"], []
        for more in (0, 0, 20):
            for number in range(more):
                shop = self.new_shop(f"Shop {number}", fmcg_invoicing="weekly")
                few |= self.delivered(partner_id=shop.id)
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time("2031-03-10 09:00:00"):
                before = self.cr.sql_log_count
                due = model._fmcg_due_periods()
                counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(due), 1 if not more else 21)
        self.assertEqual(counts[1], counts[2])
