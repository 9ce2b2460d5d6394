from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tests import new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewFactsMoney(ReviewCommon):
    """What the checks of prices and promotions find on real orders."""

    def found(self, order):
        order.action_fmcg_review()
        return {finding.code: finding for finding in order.fmcg_finding_ids}

    def test_below_the_cost_and_below_the_list(self):
        self.cola.standard_price = 1.5
        order = self.order((self.cola, 2, self.case))
        line = order.order_line
        line.price_unit = 36
        self.assertFalse(self.found(order))
        line.discount = 5
        found = self.found(order)
        self.assertRegex(found["under_margin"].message, r"Cola at .*1\.43 per Units is below the lowest")
        self.assertFalse({"cost", "catalogue"} & found["under_margin"].figures.keys())
        rule = self.env.ref("fmcg_order_mgmt.review_rule_price_floor")
        self.cola.standard_price = 0
        self.assertFalse(self.found(order))
        rule.parameters = '{"discount_percent": 20}'
        self.assertRegex(
            self.found(order)["under_list"].message, r"is 28\.70 % below the list price of .*2\.00"
        )

    def test_the_cost_is_that_of_the_orders_company_in_its_money(self):
        there = self.env["res.company"].create({"name": "Second House"})
        self.cola.with_company(there).standard_price = 100
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create({"name": "2020-01-01", "currency_id": euro.id, "rate": 0.5})
        pricelist = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        self.cola.standard_price = 1.9
        order = self.order(pricelist_id=pricelist.id)
        self.assertEqual((order.currency_id, order.order_line.price_unit), (euro, 1))
        self.assertFalse(self.found(order))

    def claimed(self, price, unit):
        order = self.order((self.cola, 2, self.case))
        request = self.env["fmcg.order.request"].receive("chat", f"cola {price}", partner_id=self.shop.id)
        line = {
            "product_id": self.cola.id,
            "quantity": 2,
            "uom_id": unit.id,
            "action": "add",
            "price_claim": price,
        }
        self.env["fmcg.order.draft"].create(
            {
                "request_id": request.id,
                "partner_id": self.shop.id,
                "sale_order_id": order.id,
                "line_ids": [Command.create(line)],
            }
        )
        return self.found(order)

    def test_a_price_that_the_customer_wrote(self):
        self.cola.taxes_id = self.env["account.tax"].create({"name": "Tenth", "amount": 10})
        for price in (48, 2, 52.8, 2.2):
            with self.subTest(price):
                self.assertNotIn("price_differs", self.claimed(price, self.case))
        dear, cheap = (
            self.claimed(45, self.case)["price_differs"],
            self.claimed(60, self.case)["price_differs"],
        )
        self.assertEqual((dear.severity, cheap.severity), ("warn", "info"))
        self.assertRegex(dear.message, r"wrote a price of .*45\.00, the order has .*48\.00 per Case of 24")

    def test_an_order_below_the_minimum_of_its_route_or_rule(self):
        route = self.env["fmcg.route"].create({"name": "North", "code": "N9", "minimum_order": 10})
        self.shop.fmcg_route_id = route
        order = self.order()
        self.assertRegex(self.found(order)["below_minimum"].message, r"4\.00, .*6\.00 less than .*10\.00")
        route.minimum_order = 4
        self.assertFalse(self.found(order))
        route.minimum_order = 0
        self.env.ref("fmcg_order_mgmt.review_rule_minimum_order").parameters = '{"amount": 5}'
        self.assertEqual(self.found(order)["below_minimum"].figures["missing"], 1)

    def program(self, **values):
        rule = {"reward_point_mode": "order", "reward_point_amount": 1, "minimum_qty": 2}
        reward = {
            "reward_type": "product",
            "reward_product_id": self.milk.id,
            "reward_product_qty": 1,
            "required_points": 1,
        }
        return self.env["loyalty.program"].create(
            {
                "name": "Milk on top",
                "program_type": "buy_x_get_y",
                "applies_on": "current",
                "trigger": "auto",
                "rule_ids": [Command.clear(), Command.create(rule | {"product_ids": self.cola.ids})],
                "reward_ids": [Command.clear(), Command.create(reward)],
                **values,
            }
        )

    def test_promotions_that_do_not_hold_any_more(self):
        self.env["loyalty.program"].search([]).active = False
        self.stock(self.milk, 10)
        program = self.program(limit_usage=True, max_usage=1)
        first, second = self.order(), self.order()
        for order in (first, second):
            order._fmcg_claim_rewards(self.milk)
            # core does not know by itself that it counts anew
            self.env.invalidate_all()
        self.assertFalse(second.order_line.filtered("is_reward_line"))
        self.assertFalse(self.checked(first))
        program.max_usage = 5
        self.env.invalidate_all()
        second._fmcg_claim_rewards(self.milk)
        program.max_usage = 1
        self.assertEqual(self.checked(second).mapped("code"), ["promotion_used_up"])
        program.write({"max_usage": 5, "date_from": "2020-01-01", "date_to": "2020-02-01"})
        self.assertEqual(self.checked(second).message, "The promotion “Milk on top” ended on 02/01/2020.")

    def checked(self, order):
        """Check an order as it is: a whole review would take off what core does not grant any more."""
        self.env.invalidate_all()
        self.env["fmcg.review.rule"]._check_orders(order)
        return order.fmcg_finding_ids

    def test_free_goods_that_the_customer_counts_on(self):
        self.program(date_from="2020-01-01", date_to="2020-02-01")
        order = self.order()
        request = self.env["fmcg.order.request"].receive(
            "chat", "2 cola 1 milk free", partner_id=self.shop.id
        )
        free = {
            "product_id": self.milk.id,
            "quantity": 1,
            "uom_id": self.piece.id,
            "action": "free",
            "source_text": "1 milk free",
        }
        self.env["fmcg.order.draft"].create(
            {
                "request_id": request.id,
                "partner_id": self.shop.id,
                "sale_order_id": order.id,
                "line_ids": [Command.create(free)],
            }
        )
        found = self.found(order)
        self.assertEqual(set(found), {"free_not_given", "promotion_over"})
        self.assertIn("“1 milk free”. No promotion in force gives Milk free", found["free_not_given"].message)


@tagged("post_install", "-at_install")
class TestReviewFactsOverdue(AccountTestInvoicingCommon):
    """Overdue invoices, told to a rep who has no rights in accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_data_2 = cls.setup_other_company()
        cls.rep = new_test_user(cls.env, "fmcg_overdue_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        cls.shop = cls.env["res.partner"].create(
            {
                "name": "Lakeside Shop",
                "phone": "1",
                "street": "1 Lake St",
                "city": "Reno",
                "user_id": cls.rep.id,
            }
        )
        cls.product_a.is_storable = False

    def invoice(self, days, amount=100, company=None, kind="out_invoice", partner=None):
        day = Date.today() - timedelta(days=days)
        data = self.company_data_2 if company else self.company_data
        invoice = (
            self.env["account.move"]
            .with_company(data["company"])
            .create(
                {
                    "move_type": kind,
                    "partner_id": (partner or self.shop).id,
                    "invoice_date": day,
                    "invoice_date_due": day,
                    "invoice_payment_term_id": False,
                    "company_id": data["company"].id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Goods",
                                "price_unit": amount,
                                "tax_ids": [],
                                "account_id": data["default_account_revenue"].id,
                            }
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        return invoice

    def found(self):
        order = (
            self.env["sale.order"]
            .with_user(self.rep)
            .create(
                {
                    "partner_id": self.shop.id,
                    "fmcg_channel_id": self.env.ref("fmcg_order_mgmt.channel_chat").id,
                    "order_line": [
                        Command.create({"product_id": self.product_a.id, "price_unit": 5000, "tax_ids": []})
                    ],
                }
            )
        )
        order.action_fmcg_review()
        return order.fmcg_finding_ids.filtered(lambda finding: finding.rule_id.code == "overdue")

    def test_overdue_invoices_of_the_customers_company(self):
        self.assertFalse(self.found())
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.shop.id})
        self.invoice(10, 100)
        self.invoice(3, 50, partner=branch)
        self.invoice(-5, 1000)
        self.invoice(90, 7000, company=True)
        self.env["account.move"].search([("partner_id", "=", self.shop.id)], limit=1)
        found = self.found()
        self.assertEqual(
            found.figures,
            {"amount": 150.0, "invoices": 2, "days": 10, "currency": self.env.company.currency_id.id},
        )
        self.assertRegex(found.message, r"150\.00 of 2 invoices are overdue, the oldest for 10 days")
        self.assertEqual(found.severity, "warn")
        self.env.ref("fmcg_order_mgmt.review_rule_overdue").sudo().parameters = '{"days": 5}'
        self.assertEqual(self.found().figures["amount"], 100)

    def test_what_is_paid_or_to_the_good_is_not_owed(self):
        invoice = self.invoice(10, 100)
        self.invoice(2, 60, kind="out_refund")
        self.assertEqual(self.found().figures["amount"], 40)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.assertFalse(self.found())
