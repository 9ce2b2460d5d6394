from datetime import date, datetime, timedelta

from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .review_common import ReviewCommon


@tagged("post_install", "-at_install")
class TestReviewFactsSubstitute(ReviewCommon):
    """What the checks offer instead of goods, on real orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {"is_storable": True, "uom_ids": [Command.link(cls.case.id)]}
        cls.soy, cls.oat = cls.env["product.product"].create(
            [values | {"name": "Soy Milk"}, values | {"name": "Oat Milk"}]
        )
        cls.stock(cls.soy, 100)
        cls.first = cls.pair(cls.milk, cls.soy)
        cls.other = cls.pair(cls.milk, cls.oat, sequence=20)

    @classmethod
    def pair(cls, product, substitute, **values):
        values |= {"product_id": product.id, "substitute_id": substitute.id}
        return cls.env["fmcg.product.substitute"].create(values)

    def offered(self, order, code):
        order.action_fmcg_review()
        finding = order.fmcg_finding_ids.filtered(lambda found: found.code == code and found.state == "open")
        return [
            (self.env["product.product"].browse(remedy["product"]).name, remedy["quantity"])
            for remedy in finding.remedies
            if remedy["kind"] == "replace"
        ]

    def test_a_shortage_is_met_by_what_is_there(self):
        order = self.order((self.milk, 40, self.piece))
        self.assertEqual(self.offered(order, "stock_short"), [("Soy Milk", 40)])
        self.stock(self.oat, 40)
        self.env.invalidate_all()
        self.assertEqual(self.offered(order, "stock_short"), [("Soy Milk", 40), ("Oat Milk", 40)])
        order.order_line.product_uom_qty = 101
        self.assertEqual(self.offered(order, "stock_short"), [])

    def test_stock_of_another_warehouse_is_none(self):
        other = self.env["stock.warehouse"].create({"name": "Far Depot", "code": "FAR"})
        order = self.order((self.milk, 1, self.piece), warehouse_id=other.id)
        self.assertEqual(self.offered(order, "stock_short"), [])

    def test_what_is_gone_is_met_by_whatever_is_sold(self):
        order = self.order((self.milk, 40, self.piece))
        self.milk.sale_ok = False
        self.assertEqual(self.offered(order, "not_sold"), [("Soy Milk", 40), ("Oat Milk", 40)])
        self.soy.active = False
        self.assertEqual(self.offered(order, "not_sold"), [("Oat Milk", 40)])

    def test_the_day_of_delivery_decides(self):
        self.first.date_to = date(2031, 3, 3)
        self.other.active = False
        order = self.order((self.milk, 4, self.piece), commitment_date=datetime(2031, 3, 3, 20))
        self.assertEqual(self.offered(order, "stock_short"), [("Soy Milk", 4)])
        order.commitment_date = datetime(2031, 3, 4, 20)
        self.assertEqual(self.offered(order, "stock_short"), [])

    def test_only_what_the_customer_may_carry(self):
        self.stock(self.oat, 40)
        for product in (self.cola, self.oat):
            self.env["fmcg.assortment"].create({"product_id": product.id, "partner_id": self.shop.id})
        order = self.order((self.milk, 4, self.piece))
        self.assertEqual(self.offered(order, "not_listed"), [("Oat Milk", 4)])
        self.assertEqual(self.offered(order, "stock_short"), [("Oat Milk", 4)])

    def test_only_what_keeps_long_enough(self):
        self.stock(self.oat, 40)
        self.soy.write({"tracking": "lot", "use_expiration_date": True})
        self.shop.fmcg_min_shelf_life_days = 30
        order = self.order((self.milk, 4, self.piece))
        self.assertEqual(self.offered(order, "stock_short"), [("Soy Milk", 4), ("Oat Milk", 4)])
        soon = Datetime.now() + timedelta(days=20)
        lot = self.env["stock.lot"].create(
            {"name": "soon", "product_id": self.soy.id, "expiration_date": soon}
        )
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.soy.id), ("location_id", "=", self.warehouse.lot_stock_id.id)]
        )
        quant.lot_id = lot
        self.env.invalidate_all()
        self.assertEqual(self.offered(order, "stock_short"), [("Oat Milk", 4)])

    def test_remedies_follow_while_the_finding_stays(self):
        order = self.order((self.milk, 4, self.piece))
        self.assertEqual(self.offered(order, "stock_short"), [("Soy Milk", 4)])
        finding = order.fmcg_finding_ids
        finding.sudo().state = "accepted"
        self.first.active = False
        order.action_fmcg_review()
        self.assertEqual([remedy["kind"] for remedy in finding.remedies], ["remove"])
        self.assertEqual(finding.state, "accepted")

    def queries(self, orders):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["fmcg.review.facts"]._build(orders)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        self.shop.fmcg_min_shelf_life_days = 3
        self.cola.use_expiration_date = True
        self.env["fmcg.assortment"].create({"product_id": self.cola.id, "partner_id": self.shop.id})
        goods = self.env["product.product"].create(
            [{"name": f"Juice {n}", "is_storable": True, "use_expiration_date": True} for n in range(100)]
        )
        for short, instead in zip(goods[:50], goods[50:], strict=True):
            self.pair(short, instead)
        orders = self.env["sale.order"].concat(
            *(
                self.order((each, 2, self.piece), commitment_date=datetime(2031, 3, 3 + number % 5, 20))
                for number, each in enumerate(goods[:50])
            )
        )
        self.queries(orders)
        many, few = self.queries(orders), self.queries(orders[0])
        self.assertLessEqual(many, few + 2)

    def test_orders_of_which_nothing_is_refused_cost_one_query(self):
        orders = self.env["sale.order"].concat(*(self.order() for _number in range(3)))
        self.queries(orders)
        without = self.queries(orders)
        self.pair(self.cola, self.soy)
        # The pairs are read either way; what they name is read now.
        self.assertLessEqual(self.queries(orders), without + 2)
