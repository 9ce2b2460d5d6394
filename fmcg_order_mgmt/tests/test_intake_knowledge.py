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
        self.assertIn(stranger.id, {c.key for c in model._knowledge(stranger).customers})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET write_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(hours=3), self.cola.product_tmpl_id.id),
        )
        self.assertIsNot(model._knowledge(self.shop).products, first.products)
