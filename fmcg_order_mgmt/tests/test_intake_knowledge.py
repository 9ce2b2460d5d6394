from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.fmcg_order_mgmt.models import intake_knowledge

from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestIntakeKnowledge(OrderRequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cola.barcode = "2999000000013"
        cls.env["product.uom"].create(
            {"product_id": cls.cola.id, "uom_id": cls.case.id, "barcode": "2999000000020"}
        )
        cls.chain = cls.env["res.partner"].create({"name": "Chain", "is_company": True})
        cls.branch = cls.env["res.partner"].create(
            {
                "name": "Chain North",
                "is_company": True,
                "parent_id": cls.chain.id,
                "fmcg_default_unit": "case",
            }
        )
        cls.env["fmcg.product.alias"].create(
            {"name": "C-77", "kind": "code", "product_id": cls.cola.id, "partner_id": cls.chain.id}
        )

    def parsed(self, body, partner=None):
        model = self.env["fmcg.order.request"]
        request = model.receive("chat", body, partner_id=(partner or self.shop).id)
        request.action_parse()
        return request

    def test_the_barcode_of_a_case_orders_cases(self):
        self.assertRecordValues(
            self.parsed("2999000000020 3").line_ids + self.parsed("2999000000013 3 pcs").line_ids,
            [
                {"product_id": self.cola.id, "base_quantity": 72, "verdict": "ok"},
                {"product_id": self.cola.id, "base_quantity": 3, "verdict": "ok"},
            ],
        )

    def test_a_branch_writes_the_codes_of_its_chain(self):
        self.assertEqual(self.parsed("C-77 5箱", self.branch).line_ids.product_id, self.cola)
        self.assertFalse(self.parsed("C-77 5箱").line_ids.filtered("product_id"))

    def test_habit_comes_from_earlier_orders(self):
        values = {"type": "consu", "uom_id": self.cola.uom_id.id, "uom_ids": [(4, self.case.id)]}
        self.env["product.product"].create(values | {"name": "可乐 500ml"})
        self.assertEqual(self.parsed("可乐5箱").line_ids.verdict, "ask")
        line = [fields.Command.create({"product_id": self.cola.id, "product_uom_qty": 2})]
        self.env["sale.order"].create({"partner_id": self.shop.id, "order_line": line})
        self.assertRecordValues(
            self.parsed("可乐6箱").line_ids, [{"verdict": "ask", "product_id": self.cola.id}]
        )

    def test_an_outlier_is_asked(self):
        line = {"product_id": self.cola.id, "product_uom_qty": 2, "product_uom_id": self.case.id}
        self.env["sale.order"].create(
            {"partner_id": self.shop.id, "order_line": [fields.Command.create(line)]}
        )
        self.assertEqual(self.parsed("可乐3箱").state, "ready")
        self.assertEqual(self.parsed("可乐300箱").line_ids.question_code, "outlier")

    def batch(self, count):
        """Messages of as many shops, each with an order of its own."""
        shops = self.env["res.partner"].create(
            [{"name": f"Shop {count}-{i}", "fmcg_default_unit": "case"} for i in range(count)]
        )
        line = [fields.Command.create({"product_id": self.milk.id, "product_uom_qty": 2})]
        self.env["sale.order"].create([{"partner_id": shop.id, "order_line": line} for shop in shops])
        model = self.env["fmcg.order.request"]
        requests = model.browse()
        for i, shop in enumerate(shops):
            body = "可乐5-6箱 纯牛奶2箱" if i % 2 else "可乐10箱 明天"
            requests |= model.receive("chat", body, partner_id=shop.id)
        return requests

    def queries(self, requests):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        requests.action_parse()
        # with what runs before a commit, such as the log of the changed states
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_messages(self):
        self.queries(self.batch(2))
        one, fifty = self.queries(self.batch(2)), self.queries(self.batch(50))
        self.assertLessEqual(fifty, one, "50 messages take as many queries as 2")

    def test_what_is_known_is_built_once_until_something_changes(self):
        """Outside of a transaction that changes it; here the tables look untouched for a day."""
        model = self.env["fmcg.intake.knowledge"]
        tables = [self.env[name]._table for name in intake_knowledge.SOURCES]
        self.env.flush_all()
        for table in tables:
            self.env.cr.execute(f"UPDATE {table} SET write_date = now() - interval '1 day'")
        intake_knowledge._KNOWN.clear()
        self.addCleanup(intake_knowledge._KNOWN.clear)
        first = model._knowledge(self.shop)
        self.assertIs(model._knowledge(self.shop).products, first.products)
        stranger = self.env["res.partner"].create({"name": "Nobody yet"})
        with_stranger = model._knowledge(stranger)
        self.assertIn(stranger.id, {c.key for c in with_stranger.customers})
        self.assertIs(with_stranger.products, first.products, "A new customer is no reason to read products")
        self.cola.list_price += 1
        self.assertIs(model._knowledge(self.shop).products, first.products, "What is known does not change")
        self.cola.with_context(lang="en_US").name = "可乐 罐装 330ml"
        known = {product.key: product for product in model._knowledge(self.shop).products}
        self.assertEqual(known[self.cola.id].names, ("可乐 罐装 330ml",))
        before = {product.key: product for product in first.products}
        self.assertIs(known[self.milk.id], before[self.milk.id], "Only what changed is read again")

    def test_a_units_own_names_are_known(self):
        self.case.name = "件(24罐)"
        tray = self.env["uom.uom"].create(
            {
                "name": "Tray of 6",
                "relative_factor": 6,
                "relative_uom_id": self.cola.uom_id.id,
                "fmcg_kind": "inner",
            }
        )
        self.cola.uom_ids |= tray
        known = self.known_product(self.cola)
        self.assertEqual(known.named["件"], ("case", self.case.id, 24))
        self.assertEqual(known.named["tray"], ("inner", tray.id, 6))

    def known_product(self, product):
        products = self.env["fmcg.intake.knowledge"]._knowledge(self.shop).products
        return next(each for each in products if each.key == product.id)

    def test_as_usual_repeats_the_very_unit_and_a_foreign_one_in_pieces(self):
        tray, box = self.env["uom.uom"].create(
            [
                {
                    "name": name,
                    "relative_factor": size,
                    "relative_uom_id": self.cola.uom_id.id,
                    "fmcg_kind": "inner",
                }
                for name, size in (("Tray of 6", 6), ("Box of 12", 12))
            ]
        )
        self.cola.uom_ids |= tray | box
        dozen = self.env.ref("uom.product_uom_dozen")
        bought = [
            fields.Command.create({"product_id": product.id, "product_uom_id": uom.id, "product_uom_qty": 2})
            for product, uom in ((self.cola, box), (self.milk, dozen))
        ]
        order = self.env["sale.order"].create({"partner_id": self.shop.id, "order_line": bought})
        order.action_confirm()
        self.assertRecordValues(
            self.parsed("照旧").line_ids,
            [
                {"product_id": self.cola.id, "uom_id": box.id, "quantity": 2, "base_quantity": 24},
                {
                    "product_id": self.milk.id,
                    "uom_id": self.milk.uom_id.id,
                    "quantity": 24,
                    "base_quantity": 24,
                },
            ],
        )

    def test_variants_are_told_apart_by_their_values(self):
        flavour = self.env["product.attribute"].create(
            {
                "name": "Flavour",
                "value_ids": [fields.Command.create({"name": name}) for name in ("Lemon", "Peach")],
            }
        )
        line = {"attribute_id": flavour.id, "value_ids": [fields.Command.set(flavour.value_ids.ids)]}
        tea = self.env["product.template"].create(
            {"name": "Tea", "type": "consu", "attribute_line_ids": [fields.Command.create(line)]}
        )
        names = [self.known_product(each).names for each in tea.product_variant_ids]
        self.assertEqual(names, [("Tea Lemon",), ("Tea Peach",)])

    def test_half_a_pack_may_be_ordered_where_the_product_says_so(self):
        self.assertEqual(self.parsed("可乐2.5箱").line_ids.question_code, "half_unit")
        self.cola.fmcg_fraction = True
        self.assertRecordValues(self.parsed("可乐2.5箱").line_ids, [{"verdict": "ok", "base_quantity": 60}])

    def test_what_was_bought_long_ago_is_a_habit_and_no_order_to_repeat(self):
        values = {"type": "consu", "uom_id": self.cola.uom_id.id, "uom_ids": [(4, self.case.id)]}
        self.env["product.product"].create(values | {"name": "可乐 500ml"})
        line = [fields.Command.create({"product_id": self.cola.id, "product_uom_qty": 1})]
        order = self.env["sale.order"].create({"partner_id": self.shop.id, "order_line": line})
        order.action_confirm()
        old = fields.Datetime.now() - timedelta(days=200)
        self.env.flush_all()
        query = "UPDATE sale_order SET create_date = %s, date_order = %s WHERE id = %s"
        self.env.cr.execute(query, (old, old, order.id))
        self.env.invalidate_all()
        self.assertEqual(self.parsed("可乐600箱").line_ids.product_id, self.cola)
        knowledge = self.env["fmcg.intake.knowledge"]
        now = fields.Datetime.now()
        self.assertFalse(knowledge._orders(self.shop.ids, now))
        self.assertEqual(knowledge._habits(self.shop.ids, now), {self.shop.id: {self.cola.id}})
        self.assertFalse(knowledge._habits(self.shop.ids, now + timedelta(days=365)))

    def promotion(self, **rule):
        values = {
            "name": "10 cases and one more",
            "program_type": "buy_x_get_y",
            "trigger": "auto",
            "applies_on": "current",
            "rule_ids": [
                fields.Command.create(
                    {
                        "reward_point_mode": "unit",
                        "minimum_qty": 10,
                        "product_ids": [fields.Command.set(self.cola.ids)],
                        **rule,
                    }
                )
            ],
            "reward_ids": [
                fields.Command.create(
                    {
                        "reward_type": "product",
                        "reward_product_id": self.cola.id,
                        "reward_product_qty": 24,
                        "required_points": 10,
                    }
                )
            ],
        }
        return self.env["loyalty.program"].create(values)

    def promised(self):
        known = self.env["fmcg.intake.knowledge"]._knowledge(self.shop).promotions
        return [(p.buy, p.free, p.unit, p.most) for p in known if p.product == self.cola.id]

    def test_a_promotion_is_known_in_the_unit_it_gives(self):
        program = self.promotion()
        program.date_to = "2026-05-01"
        self.assertEqual(self.promised(), [(10, 1, "case", None)])
        program.reward_ids.reward_product_qty = 5
        self.assertEqual(self.promised(), [(10, 5, "piece", None)])
        program.reward_ids.reward_product_id = self.milk
        self.assertEqual(self.promised(), [], "Other goods are no part of what was bought")

    def test_a_promotion_that_counts_once_promises_once(self):
        self.promotion(reward_point_mode="order", reward_point_amount=10)
        self.assertEqual(self.promised(), [(10, 1, "case", 1)])

    def test_what_needs_a_code_is_not_promised(self):
        self.promotion(mode="with_code", code="TENPLUS")
        self.assertEqual(self.promised(), [])
