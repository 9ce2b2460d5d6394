from datetime import datetime

from odoo.fields import Command
from odoo.tests import Form, tagged

from .production_common import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, ProductionCommon


@tagged("post_install", "-at_install")
class TestPromiseRecipe(ProductionCommon):
    """What is short is promised for the day when it could be produced.

    The oven works from 8 to 12 and 13 to 17 o'clock on weekdays, an hour for each cake.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.fmcg_promise_capacity = True
        cls.calendar = cls.env["resource.calendar"].create({"name": "Bakery", "tz": "UTC"})
        cls.oven = cls.env["mrp.workcenter"].create(
            {"name": "Oven", "resource_calendar_id": cls.calendar.id, "time_start": 0, "time_stop": 0}
        )
        cls.recipe.operation_ids = [
            Command.create({"name": "Bake", "workcenter_id": cls.oven.id, "time_cycle_manual": 60})
        ]
        cls.stock(cls.flour, 1000)
        cls.stock(cls.milk, 1000)

    def test_free_hours_say_when(self):
        self.stock(self.cake, 40)
        # 20 hours: 7 on Monday, 8 on Tuesday, the rest on Wednesday.
        self.assertEqual(
            self.said(self.cake, 60),
            (
                THURSDAY,
                "Thu, Mar 6: 40 of 60 Units in stock, the rest is produced by Wed, Mar 5. "
                "40 can be there on Tue, Mar 4.",
            ),
        )
        self.assertEqual(self.said(self.cake, 47)[0], TUESDAY)

    def test_orders_alone_where_the_company_says_so(self):
        with Form(self.env["res.config.settings"]) as form:
            form.fmcg_promise_capacity = False
        form.save().execute()
        self.assertFalse(self.env.company.fmcg_promise_capacity)
        self.assertIn("Nothing of 1 Units is in stock", self.said(self.cake, 1)[1])

    def test_planned_and_waiting_work_takes_hours(self):
        self.assertEqual(self.said(self.cake, 7)[0], TUESDAY)
        # Eight hours of an order that nobody has planned, for somebody else.
        pie = self.env["product.product"].create({"name": "Pie", "is_storable": True})
        self.bill(
            pie,
            operation_ids=[
                Command.create({"name": "Bake", "workcenter_id": self.oven.id, "time_cycle_manual": 60})
            ],
        )
        waiting = self.production(8, product=pie)
        self.assertEqual(self.said(self.cake, 7)[0], WEDNESDAY)
        self.assertEqual(self.said(self.cake, 8)[0], THURSDAY)
        waiting.button_plan()
        self.assertEqual(self.said(self.cake, 7)[0], WEDNESDAY)
        waiting.action_cancel()
        self.assertEqual(self.said(self.cake, 7)[0], TUESDAY)

    def test_a_holiday_of_the_oven(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Repair",
                "calendar_id": self.calendar.id,
                "resource_id": self.oven.resource_id.id,
                "date_from": datetime(2031, 3, 3),
                "date_to": datetime(2031, 3, 4, 23),
            }
        )
        self.assertEqual(self.said(self.cake, 1)[0], THURSDAY)

    def test_setup_capacity_and_efficiency(self):
        self.oven.write({"time_start": 30, "time_stop": 30, "time_efficiency": 50})
        # An hour of setup and two for each cake: three of them take Monday's seven.
        self.assertEqual(self.said(self.cake, 3)[0], TUESDAY)
        self.assertEqual(self.said(self.cake, 4)[0], WEDNESDAY)
        self.oven.capacity_ids = [
            Command.create({"product_id": self.cake.id, "product_uom_id": self.piece.id, "capacity": 10})
        ]
        # The setup of the product's own capacity counts, which is none.
        self.assertEqual(self.said(self.cake, 30)[0], TUESDAY)
        self.assertEqual(self.said(self.cake, 31)[0], WEDNESDAY)

    def test_another_oven_may_do_it(self):
        spare = self.oven.copy({"name": "Spare", "time_efficiency": 200})
        self.oven.alternative_workcenter_ids = spare
        self.assertEqual(self.said(self.cake, 14)[0], TUESDAY)
        order = self.promised(
            (self.cake, 14, self.piece), (self.cake, 7, self.piece), (self.cake, 1, self.piece)
        )
        self.assertEqual(order.order_line.mapped("fmcg_promised_on"), [TUESDAY, TUESDAY, WEDNESDAY])

    def test_lead_time_safety_days_and_batches(self):
        self.recipe.produce_delay = 2
        self.assertEqual(self.said(self.cake, 1)[0], THURSDAY)
        self.env.company.security_lead = 1
        self.assertEqual(self.said(self.cake, 1)[0], FRIDAY)
        self.recipe.produce_delay = self.env.company.security_lead = 0
        self.recipe.write({"enable_batch_size": True, "batch_size": 15})
        order = self.promised((self.cake, 1, self.piece), (self.cake, 14, self.piece))
        self.assertEqual(order.order_line.mapped("fmcg_promised_on"), [WEDNESDAY, WEDNESDAY])

    def test_components_say_when_too(self):
        self.stock(self.flour, -996)
        self.env["stock.move"].create(
            {
                "product_id": self.flour.id,
                "product_uom_qty": 4,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": datetime(2031, 3, 4, 9),
            }
        )._action_confirm()
        self.assertEqual(self.said(self.cake, 2)[0], TUESDAY)
        # What comes in on Tuesday can be used on Wednesday.
        self.assertEqual(self.said(self.cake, 3)[0], THURSDAY)
        day, words = self.said(self.cake, 5)
        self.assertFalse(day)
        self.assertIn("4 of 5 Units; 1 are not in stock", words)

    def test_a_kit_among_the_components(self):
        mix = self.kit((self.flour, 500), name="Mix")
        self.recipe.bom_line_ids[0].product_id = mix
        self.recipe.bom_line_ids[0].product_qty = 1
        self.assertEqual(self.said(self.cake, 2)[0], TUESDAY)
        self.assertFalse(self.said(self.cake, 3)[0])

    def test_what_others_were_promised_takes_hours_and_components(self):
        order = self.promised((self.cake, 7, self.piece))
        self.assertEqual(order.fmcg_promised_on, TUESDAY)
        self.assertEqual(self.said(self.cake, 1)[0], WEDNESDAY)
        self.assertEqual(self.said(self.flour, 986)[0], TUESDAY)
        self.assertFalse(self.said(self.flour, 987)[0])
        order.action_fmcg_review()
        self.assertEqual(order.fmcg_promised_on, TUESDAY)
        self.approve(order, "Known")
        self.assertEqual(order.state, "sale")
        self.assertEqual(self.said(self.cake, 1)[0], WEDNESDAY)
        # Its own production takes the place of what was only thought of.
        self.production(7)
        self.assertEqual(self.said(self.cake, 1)[0], WEDNESDAY)
        self.assertEqual(self.said(self.flour, 986)[0], TUESDAY)
        self.assertFalse(self.said(self.flour, 987)[0])

    def test_two_products_share_an_oven(self):
        pie = self.env["product.product"].create({"name": "Pie", "is_storable": True})
        self.bill(
            pie,
            (self.flour, 1),
            operation_ids=[
                Command.create({"name": "Bake", "workcenter_id": self.oven.id, "time_cycle_manual": 60})
            ],
        )
        order = self.promised((self.cake, 4, self.piece), (pie, 4, self.piece))
        self.assertEqual(order.order_line.mapped("fmcg_promised_on"), [TUESDAY, WEDNESDAY])
        self.assertEqual(self.said(pie, 7)[0], WEDNESDAY)
        self.assertEqual(self.said(pie, 8)[0], THURSDAY)

    def test_without_a_route_nothing_is_produced(self):
        self.warehouse.manufacture_to_resupply = False
        self.assertFalse(self.said(self.cake, 1)[0])
        rule = (
            self.env["stock.rule"]
            .with_context(active_test=False)
            .search(
                [("action", "=", "manufacture"), ("picking_type_id.warehouse_id", "=", self.warehouse.id)]
            )
        )
        rule.active = True
        self.cake.route_ids = rule.route_id
        self.assertEqual(self.said(self.cake, 1)[0], TUESDAY)

    def test_bad_work_centres_produce_nothing(self):
        self.oven.resource_calendar_id = False
        self.assertFalse(self.said(self.cake, 1)[0])
        self.oven.resource_calendar_id = self.calendar
        self.assertEqual(self.said(self.cake, 1)[0], TUESDAY)
        self.calendar.attendance_ids = [Command.clear()]
        self.assertFalse(self.said(self.cake, 1)[0])
        self.oven.resource_calendar_id = self.env.company.resource_calendar_id
        self.oven.active = False
        self.assertFalse(self.said(self.cake, 1)[0])

    def test_a_bill_that_leads_back_to_itself(self):
        self.recipe.bom_line_ids[0].product_id = self.cake
        self.assertFalse(self.said(self.cake, 1)[0])

    def test_time_that_is_learnt_from_work(self):
        self.recipe.operation_ids.write({"time_mode": "auto", "time_cycle_manual": 30})
        self.assertEqual(self.said(self.cake, 14)[0], TUESDAY)
        self.assertEqual(self.said(self.cake, 15)[0], WEDNESDAY)

    def test_the_number_of_queries_does_not_grow_with_goods_and_ovens(self):
        def goods(count):
            products = self.env["product.product"].create(
                [{"name": f"Roll {number}", "is_storable": True} for number in range(count)]
            )
            ovens = self.env["mrp.workcenter"].concat(*(self.oven.copy() for _product in products))
            for product, oven in zip(products, ovens, strict=True):
                capacity = {"product_id": product.id, "product_uom_id": self.piece.id, "capacity": 2}
                oven.capacity_ids = [Command.create(capacity)]
                bake = Command.create({"name": "Bake", "workcenter_id": oven.id, "time_cycle_manual": 1})
                self.bill(product, (self.flour, 1), operation_ids=[bake])
            return products

        def queries(products):
            kits = products.browse().concat(*(self.kit((product, 1), (self.cola, 1)) for product in products))
            order = self.promised(*((product, 1, self.piece) for product in products | kits))
            self.assertEqual(set(order.order_line.mapped("fmcg_promised_on")), {TUESDAY})
            order.order_line.product_uom_qty = 2
            found = self.queries(order)
            self.assertEqual(set(order.fmcg_promise_ids.mapped("made")), {2})
            order._fmcg_cancel()
            return found

        few, many = goods(2), goods(20)
        self.assertEqual(*(min(queries(products) for _run in range(2)) for products in (many, few)))

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env.ref("base.module_fmcg_order_mgmt_mrp")._update_translations(["zh_CN"])
        view = self.env.ref("fmcg_order_mgmt_mrp.res_config_settings_view_form_fmcg_mrp")
        self.assertIn("缺货部分", view.with_context(lang="zh_CN").arch_db)
        name = "fmcg_promise_capacity"
        fields = self.env["res.config.settings"].with_context(lang="zh_CN").fields_get([name], ["string"])
        self.assertEqual(fields[name]["string"], "承诺可生产的数量")
