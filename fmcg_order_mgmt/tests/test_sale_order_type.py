from lxml import etree

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .review_common import ReviewCommon

TYPE_IN_LISTS = {
    "sale.view_order_tree": "fmcg_order_type_id",
    "sale.view_quotation_tree": "fmcg_order_type_id",
    "fmcg_order_mgmt.fmcg_sale_order_view_list": "fmcg_order_type_id",
    "fmcg_order_mgmt.view_order_list_to_review": "fmcg_order_type_id",
    "stock.vpicktree": "fmcg_order_type_id",
    "fmcg_order_mgmt.fmcg_order_request_view_list": "order_type_ids",
    "fmcg_order_mgmt.fmcg_shipment_view_list": "order_type_ids",
    "fmcg_order_mgmt.fmcg_review_audit_view_list": "order_type_id",
}


@tagged("post_install", "-at_install")
class TestSaleOrderType(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.mixed = cls.env.ref("fmcg_order_mgmt.order_type_mixed")
        cls.promotion = cls.env.ref("fmcg_order_mgmt.order_type_promotion")
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("product.group_product_pricelist")
        cls.prices = cls.env["product.pricelist"].create({"name": "Shops"})
        cls.shop.property_product_pricelist = cls.prices

    @classmethod
    def spring_price(cls, product, **values):
        return cls.env["product.pricelist.item"].create(
            {
                "pricelist_id": cls.prices.id,
                "applied_on": "0_product_variant",
                "product_id": product.id,
                "compute_price": "fixed",
                "fixed_price": 1,
                "date_end": fields.Datetime.add(fields.Datetime.now(), days=9),
                "fmcg_promotion_name": "Spring",
            }
            | values
        )

    def program(self):
        return self.env["loyalty.program"].create(
            {
                "name": "Ten and one",
                "program_type": "buy_x_get_y",
                "applies_on": "current",
                "trigger": "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create({"minimum_qty": 10, "product_ids": [Command.link(self.cola.id)]}),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create({"reward_type": "product", "reward_product_id": self.milk.id}),
                ],
            }
        )

    def test_an_order_without_promotion_has_its_channels_type(self):
        order = self.order()
        self.assertEqual((order.fmcg_order_type_id, order.fmcg_promotion_share), (self.regular, 0))
        self.assertFalse(order.fmcg_type_text)

    def test_prices_that_end_make_a_promotion(self):
        self.spring_price(self.cola)
        order = self.order((self.cola, 10, self.piece), (self.milk, 5, self.piece))
        # Ten cola at 1 and five milk at 2.
        self.assertEqual((order.fmcg_order_type_id, order.fmcg_promotion_share), (self.promotion, 0.5))
        self.assertIn("50 % of the value", order.fmcg_type_text)
        self.assertIn("promotion price: Spring", order.fmcg_type_text)
        self.assertEqual(order.fmcg_priority, self.promotion.priority)
        order.order_line[1].product_uom_qty = 10
        self.assertEqual(order.fmcg_order_type_id, self.mixed)
        order.order_line[0].unlink()
        self.assertEqual((order.fmcg_order_type_id, order.fmcg_promotion_share), (self.regular, 0))

    def test_a_price_counts_only_where_core_takes_it(self):
        self.spring_price(self.cola, min_quantity=24)
        self.assertEqual(self.order((self.cola, 23, self.piece)).fmcg_order_type_id, self.regular)
        self.assertEqual(self.order((self.cola, 1, self.case)).fmcg_order_type_id, self.promotion)
        past = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.prices.item_ids.date_end = past
        self.assertEqual(self.order((self.cola, 1, self.case)).fmcg_order_type_id, self.regular)

    def test_every_day_prices_are_no_promotion(self):
        rule = self.spring_price(self.cola, date_end=False)
        self.assertEqual(self.order().fmcg_order_type_id, self.regular)
        rule.fmcg_is_promotion = True
        self.assertEqual(self.order().fmcg_order_type_id, self.promotion)

    def test_rewards_and_what_earned_them(self):
        self.program()
        order = self.order((self.cola, 10, self.piece), (self.milk, 30, self.piece))
        order._fmcg_claim_promotions()
        reward = order.order_line.filtered("is_reward_line")
        self.assertTrue(reward)
        # 20 for ten cola and 2 for the free milk, of 82.
        self.assertEqual(order.fmcg_order_type_id, self.mixed)
        self.assertAlmostEqual(order.fmcg_promotion_share, 22 / 82, 3)
        self.assertIn("bought for Ten and one", order.fmcg_type_text)
        self.assertIn("reward of Ten and one", order.fmcg_type_text)

    def test_a_campaign_is_a_sign(self):
        campaign = self.env["utm.campaign"].create({"name": "Opening"})
        order = self.order(campaign_id=campaign.id)
        self.assertEqual(order.fmcg_order_type_id, self.mixed)
        self.assertIn("campaign Opening", order.fmcg_type_text)

    def test_the_customers_words_are_a_sign(self):
        request = self.env["fmcg.order.request"].receive("chat", "Cola 20 pcs, free 2 pcs", self.shop.id)
        self.cola.sale_ok = self.milk.sale_ok = True
        request.action_parse()
        free = request.draft_ids.line_ids.filtered(lambda line: line.action == "free")
        self.assertTrue(free)
        order = self.order()
        free.draft_id.sale_order_id = order
        self.assertEqual(order.fmcg_order_type_id, self.mixed)
        self.assertIn("the customer says", order.fmcg_type_text)

    def test_a_persons_choice_stays(self):
        self.spring_price(self.cola)
        order = self.order()
        order.with_user(self.rep).fmcg_order_type_id = self.regular
        order.order_line.product_uom_qty = 50
        self.assertEqual((order.fmcg_order_type_id, order.fmcg_promotion_share), (self.regular, 1))
        self.assertIn("chosen by a person", order.fmcg_type_text)
        order.fmcg_order_type_id = False
        self.assertEqual(order.fmcg_order_type_id, self.promotion)
        self.assertFalse(order.fmcg_type_chosen)
        self.assertEqual(self.order(fmcg_order_type_id=self.mixed.id).fmcg_order_type_id, self.mixed)

    def test_what_a_form_computes_is_no_choice(self):
        self.spring_price(self.cola)
        order = self.order((self.milk, 5, self.piece))
        with Form(order) as form, form.order_line.new() as line:
            line.product_id = self.cola
            line.product_uom_qty = 50
        self.assertEqual((order.fmcg_order_type_id, order.fmcg_type_chosen), (self.promotion, False))

    def test_an_order_that_was_confirmed_keeps_its_type(self):
        self.spring_price(self.cola)
        order = self.order()
        order.action_fmcg_review()
        self.approve(order)
        self.assertEqual(order.state, "sale")
        order.order_line = [Command.create({"product_id": self.milk.id, "product_uom_qty": 500})]
        self.assertEqual(order.fmcg_order_type_id, self.promotion)

    def test_the_type_is_shown_in_every_list_and_goes_first_in_the_warehouse(self):
        for xmlid, name in TYPE_IN_LISTS.items():
            view = self.env.ref(xmlid)
            arch = etree.fromstring(self.env[view.model].get_view(view.id)["arch"])
            fields_shown = arch.xpath(f"//field[@name='{name}'][@column_invisible='True']")
            self.assertTrue(arch.xpath(f"//field[@name='{name}']") and not fields_shown, xmlid)
        regular, order = self.order(), self.order()
        self.assertEqual((order | regular).fmcg_order_type_id, self.regular)
        self.spring_price(self.cola)
        order.order_line.product_uom_qty = 5
        self.assertEqual((order | regular).mapped("fmcg_order_type_id"), self.promotion | self.regular)
        for each in regular | order:
            each.action_fmcg_review()
            self.approve(each)
        found = self.env["stock.picking"].search([("sale_id", "in", (regular | order).ids)])
        self.assertEqual(found.sale_id, order | regular)
        self.assertEqual(found.mapped("fmcg_order_type_id.code"), ["promotion", "regular"])
        self.assertEqual(found.move_ids.mapped("priority"), ["1", "0"])
        request = self.env["fmcg.order.request"].receive("chat", "Cola 5", self.shop.id)
        request.draft_ids = [Command.create({"sale_order_id": order.id, "partner_id": self.shop.id})]
        self.assertEqual(request.order_type_ids, self.promotion)

    def test_orders_of_no_channel_are_left_alone(self):
        self.spring_price(self.cola)
        order = self.order(fmcg_channel_id=False)
        self.assertFalse(order.fmcg_order_type_id or order.fmcg_promotion_share)

    @mute_logger("odoo.sql_db")
    def test_a_company_adds_types(self):
        deep = self.env["fmcg.order.type"].create(
            {"name": "Deep promotion", "code": "deep", "promotion_share_from": 0.9}
        )
        self.spring_price(self.cola)
        self.assertEqual(self.order().fmcg_order_type_id, deep)

    def test_the_queries_do_not_grow(self):
        self.spring_price(self.cola)
        counts = []
        for count in (1, 50):
            orders = self.env["sale.order"].browse(order.id for order in (self.order() for _ in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._fmcg_sort()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
