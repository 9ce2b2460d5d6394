from datetime import datetime

from odoo import Command
from odoo.tests import tagged

from .production_common import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ProductionCommon


@tagged("post_install", "-at_install")
class TestPromise(ProductionCommon):
    """Manufacturing orders are supply, and take their components."""

    def test_the_rest_is_produced(self):
        self.stock(self.cake, 40)
        self.production(100, datetime(2031, 3, 5, 9))
        day, words = self.said(self.cake, 60)
        self.assertEqual(day, THURSDAY)
        self.assertEqual(
            words,
            "Thu, Mar 6: 40 of 60 Units in stock, the rest is produced by Wed, Mar 5. "
            "40 can be there on Tue, Mar 4.",
        )
        order = self.promised((self.cake, 60, self.piece))
        self.assertEqual(order.fmcg_promise_ids.made, 20)
        self.assertEqual(self.said(self.cake, 81)[0], False)

    def test_all_of_it_is_produced(self):
        self.production(10)
        self.assertEqual(
            self.said(self.cake, 10), (TUESDAY, "Tue, Mar 4: all 10 Units are produced by Mon, Mar 3.")
        )

    def test_some_comes_in_and_some_is_produced(self):
        self.production(10, datetime(2031, 3, 5, 9))
        self.env["stock.move"].create(
            {
                "product_id": self.cake.id,
                "product_uom_qty": 5,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": datetime(2031, 3, 4, 9),
            }
        )._action_confirm()
        self.stock(self.cake, 3)
        self.assertIn(
            "3 of 12 Units in stock, the rest comes in or is produced by Wed", self.said(self.cake, 12)[1]
        )

    def test_a_draft_counts_and_what_is_cancelled_does_not(self):
        production = self.production(10, datetime(2031, 3, 4, 9), confirm=False)
        self.assertEqual(self.said(self.cake, 10)[0], WEDNESDAY)
        production.action_confirm()
        self.assertEqual(self.said(self.cake, 10)[0], WEDNESDAY)
        self.assertFalse(self.said(self.cake, 11)[0])
        production.action_cancel()
        self.assertFalse(self.said(self.cake, 1)[0])

    def test_what_is_late_counts_for_today(self):
        self.production(10, datetime(2031, 2, 20, 9))
        self.assertEqual(self.said(self.cake, 10)[0], TUESDAY)

    def test_the_end_of_planned_work_beats_the_date_of_the_order(self):
        centre = self.env["mrp.workcenter"].create({"name": "Oven"})
        self.recipe.operation_ids = [Command.create({"name": "Bake", "workcenter_id": centre.id})]
        production = self.production(1)
        self.assertEqual(self.said(self.cake, 1)[0], TUESDAY)
        production.button_plan()
        work = production.workorder_ids
        work.write({"date_start": datetime(2031, 3, 6, 9), "date_finished": datetime(2031, 3, 6, 10)})
        production.move_finished_ids.date = MONDAY
        self.assertEqual(self.said(self.cake, 1)[0], FRIDAY)

    def test_what_is_left_of_an_order_that_was_done_in_part(self):
        self.stock(self.flour, 20)
        self.stock(self.milk, 10)
        production = self.production(10, datetime(2031, 3, 5, 9))
        production.qty_producing = 4
        production._set_qty_producing()
        self.env["mrp.production.backorder"].create(
            {
                "mrp_production_ids": [Command.set(production.ids)],
                "mrp_production_backorder_line_ids": [
                    Command.create({"mrp_production_id": production.id, "to_backorder": True})
                ],
            }
        ).action_backorder()
        self.assertEqual(self.cake.qty_available, 4)
        self.assertEqual(self.said(self.cake, 4)[0], TUESDAY)
        day, words = self.said(self.cake, 10)
        self.assertIn("4 of 10 Units in stock, the rest is produced", words)
        self.assertFalse(self.said(self.cake, 11)[0])
        self.assertGreaterEqual(day, TUESDAY)

    def test_components_of_open_orders_are_not_free(self):
        self.stock(self.flour, 25)
        self.assertEqual(self.said(self.flour, 25)[0], TUESDAY)
        self.production(10, confirm=False)
        self.assertEqual(self.said(self.flour, 5)[0], TUESDAY)
        self.assertFalse(self.said(self.flour, 6)[0])

    def test_two_step_production(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        self.stock(self.flour, 20)
        self.production(10, datetime(2031, 3, 4, 9))
        self.assertEqual(self.said(self.cake, 10)[0], WEDNESDAY)
        # Picked for production or not, they are used up once.
        self.assertFalse(self.said(self.flour, 1)[0])

    def test_the_order_screen_counts_on_production(self):
        self.production(10, datetime(2031, 3, 4, 9))
        steps = self.env["fmcg.order.screen"]._steps(self.shop, self.cake)[self.cake.id]
        self.assertEqual([step["free"] for step in steps], [0, 10])
        self.assertEqual(steps[1]["date"], str(WEDNESDAY))

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.stock(self.cake, 4)
        self.production(10, datetime(2031, 3, 5, 9))
        line = self.promised((self.cake, 9, self.piece)).order_line
        text = line.with_context(lang="zh_CN").fmcg_promise_text
        self.assertIn("3月5日", text)
        self.assertNotIn("produced", text)
        self.assertNotIn("can be there", text)

    def test_the_number_of_queries_does_not_grow(self):
        kit = self.kit((self.cola, 6), (self.cake, 1))
        self.env.company.fmcg_promise_capacity = True
        centre = self.env["mrp.workcenter"].create({"name": "Oven"})
        self.recipe.operation_ids = [Command.create({"name": "Bake", "workcenter_id": centre.id})]
        self.production(10, datetime(2031, 3, 4, 9))

        def queries(count):
            lines = ((self.cake, 2, self.piece), (kit, 1, self.piece))
            orders = self.env["sale.order"].concat(*(self.order(*lines) for _number in range(count)))
            orders.action_fmcg_review()
            for line in orders.order_line:
                line.product_uom_qty = 7
            return self.queries(orders)

        many, few = (min(queries(count) for _run in range(2)) for count in (50, 1))
        self.assertEqual(many, few)
