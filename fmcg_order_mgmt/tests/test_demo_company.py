import unittest
from collections import Counter
from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged

MODULE = "fmcg_order_mgmt"


def check_digit(digits):
    """Return the GS1 check digit of a number without it."""
    total = sum(int(digit) * (3, 1)[n % 2] for n, digit in enumerate(reversed(digits)))
    return str(-total % 10)


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    """What the demo company promises; skipped in a database without demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref(f"{MODULE}.warehouse_sacramento", raise_if_not_found=False):
            raise unittest.SkipTest("no demo data in this database")
        cls.products = cls.ours("product.product")
        cls.customers = cls.ours("res.partner").filtered("fmcg_outlet_class_id")
        cls.shops = cls.customers.filtered("fmcg_route_id")

    @classmethod
    def ours(cls, model):
        """Return the records of a model that the addon's data and demo data made."""
        data = cls.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return cls.env[model].browse(data.mapped("res_id")).exists()

    def demo(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def assertGs1(self, number):
        self.assertRegex(number, r"^\d{13}$")
        self.assertEqual(number[-1], check_digit(number[:-1]), number)

    def test_nothing_failed_to_load(self):
        failures = self.env["ir.demo_failure"].search([("module_id.name", "=", MODULE)])
        self.assertFalse(failures, failures.mapped("error"))

    def test_there_are_enough_of_each(self):
        self.assertGreaterEqual(len(self.products), 60)
        self.assertGreaterEqual(len(self.shops), 60)
        classes = Counter(self.shops.mapped("fmcg_outlet_class_id.code"))
        self.assertEqual(len(classes), 6, classes)
        self.assertEqual(len(self.shops.category_id & self.demo("tag_region").child_ids), 6)
        self.assertEqual(len(self.shops.fmcg_route_id.warehouse_id), 2)

    def test_every_shop_is_served(self):
        for shop in self.shops:
            with self.subTest(shop.name):
                self.assertTrue(shop.user_id.has_group(f"{MODULE}.group_fmcg_rep"))
                self.assertTrue(shop.fmcg_delivery_days)
                # By the clock of its depot, where it may still be yesterday.
                today = datetime.now(shop.fmcg_route_id._tz()).date()
                self.assertGreater(shop.fmcg_next_delivery_date, today)
                self.assertTrue(shop.fmcg_aliases and shop.fmcg_default_unit)
                self.assertTrue(shop.street and shop.city and shop.zip and shop.phone and shop.email)
                regions = shop.category_id & self.demo("tag_region").child_ids
                self.assertEqual(len(regions), 1)

    def test_names_that_messages_use_mean_one_customer(self):
        names = [name.strip().lower() for shop in self.customers for name in shop.fmcg_aliases.split("|")]
        self.assertEqual([name for name, count in Counter(names).items() if count > 1], [])

    def test_barcodes_have_valid_check_digits_in_the_restricted_range(self):
        packs = self.ours("product.uom").filtered(lambda pack: pack.product_id in self.products)
        numbers = self.products.mapped("barcode") + packs.mapped("barcode")
        self.assertEqual(len(numbers), len(set(numbers)))
        for number in numbers:
            self.assertGs1(number)
            self.assertTrue(number.startswith("2"), number)
        self.assertEqual(packs.product_id, self.products)
        for pack in packs:
            self.assertIn(pack.uom_id, pack.product_id.uom_ids)

    def test_chains_have_location_numbers_and_their_own_codes(self):
        branches = self.shops.filtered(lambda shop: shop.fmcg_outlet_class_id.code == "chain")
        self.assertTrue(branches.parent_id)
        for partner in branches | branches.parent_id:
            self.assertGs1(partner.global_location_number)
        codes = self.ours("fmcg.product.alias").filtered(lambda alias: alias.kind == "code")
        self.assertLessEqual(branches.parent_id, codes.partner_id)

    def test_units_convert_into_pieces(self):
        piece = self.env.ref("uom.product_uom_unit")
        for product in self.products:
            kinds = product.uom_ids.mapped("fmcg_kind")
            with self.subTest(product.default_code):
                self.assertEqual(product.uom_id, piece)
                self.assertIn("case", kinds)
                # A word such as "case" must mean one unit of the product.
                self.assertEqual(len(kinds), len(set(kinds)))
                sizes = [unit._compute_quantity(1, piece) for unit in product.uom_ids.sorted("factor")]
                self.assertEqual(sizes, sorted({int(size) for size in sizes}))
                self.assertTrue(all(unit._has_common_reference(piece) for unit in product.uom_ids))
                for inner, case in zip(sizes, sizes[1:], strict=False):
                    self.assertEqual(case % inner, 0)
        self.assertLessEqual(
            {"piece", "inner", "case", "pallet"}, set((self.products.uom_ids | piece).mapped("fmcg_kind"))
        )

    def test_products_are_complete(self):
        for product in self.products:
            with self.subTest(product.default_code):
                self.assertGreater(product.list_price, product.standard_price)
                self.assertGreater(product.standard_price, 0)
                self.assertGreater(product.weight, 0)
                self.assertGreater(product.volume, 0)
                self.assertEqual(product.use_expiration_date, product.tracking == "lot")
        food = self.products.filtered("use_expiration_date")
        self.assertGreaterEqual(len(food), 50)
        self.assertTrue(all(p.expiration_time > p.removal_time for p in food))
        self.assertEqual(set(food.categ_id.removal_strategy_id.mapped("method")), {"fefo"})

    def test_chinese_words_find_every_product(self):
        words = self.ours("fmcg.product.alias").filtered(lambda alias: alias.kind == "word")
        self.assertEqual(words.product_id, self.products)
        shop = self.demo("customer_zhang")
        request = self.env["fmcg.order.request"].receive(
            "chat", "冰红茶5箱 卷纸2箱 纯牛奶 1L 3箱", partner_id=shop.id
        )
        request.action_parse()
        found = [
            (line.product_id.default_code, line.quantity, line.uom_id.fmcg_kind) for line in request.line_ids
        ]
        self.assertEqual(found, [("TE-301", 5, "case"), ("HH-702", 2, "case"), ("DA-602", 3, "case")])

    def test_shops_and_chains_have_assortments(self):
        today = fields.Date.today()
        found = self.env["fmcg.assortment"]._listed(self.customers, today)
        sold = {shop: one for shop, one in found.items() if one["listed"] is not None}
        self.assertEqual({shop.fmcg_outlet_class_id.code for shop in sold}, {"convenience", "chain"})
        self.assertTrue(all(len(one["must_stock"]) >= 7 for one in sold.values()))
        zhang = found[self.demo("customer_zhang")]
        self.assertEqual(zhang["ended"], {self.demo("product_sparkling_500").id})
        self.assertIn(self.demo("product_dish_500").id, zhang["must_stock"])
        self.assertNotIn(self.demo("product_dish_500").id, found[self.demo("customer_ali")]["listed"])
        branch = found[self.demo("customer_bv_napa")]
        self.assertIn(self.demo("product_mango_250").id, branch["must_stock"])

    def test_each_rep_has_visits_on_any_day(self):
        visits = self.env["fmcg.visit"]
        reps = self.shops.user_id
        for rep in reps:
            self.assertIn(len(visits._today(rep)), range(5, 11), rep.name)
        monday = fields.Date.start_of(fields.Date.today(), "week")
        for day in (fields.Date.add(monday, days=n) for n in range(14)):
            due = self.shops.filtered(lambda shop, day=day: shop._fmcg_visit_plan().is_due(day))
            counts = Counter(shop.user_id for shop in due)
            self.assertEqual(set(counts), set(reps))
            self.assertTrue(all(5 <= count <= 10 for count in counts.values()), (day, counts))

    def test_people_have_their_rights(self):
        expected = {
            "group_fmcg_rep": {"lily", "wen", "marco", "grace"},
            "group_fmcg_reviewer": {"rui", "dana"},
            "group_fmcg_dispatcher": {"omar"},
            "group_fmcg_driver": {"ken"},
            "group_fmcg_manager": {"helen"},
        }
        people = self.ours("res.users")
        self.assertEqual(len(people), 10)
        for group, logins in expected.items():
            holders = people & self.demo(group).user_ids
            self.assertEqual(set(holders.mapped("login")), logins)
        paula = self.demo("user_paula")
        self.assertTrue(paula.has_group("account.group_account_invoice"))
        self.assertFalse(paula.has_group(f"{MODULE}.group_fmcg_rep"))

    def test_three_promotions_are_in_force(self):
        today = fields.Date.today()
        programs = self.ours("loyalty.program")
        self.assertEqual(len(programs), 3)
        for program in programs:
            self.assertTrue(program.date_from <= today <= program.date_to, program.name)
        self.assertEqual(set(programs.reward_ids.mapped("discount_mode")), {"percent", "per_order"})

    def rewards(self, product, quantity, uom):
        line = {"product_id": product.id, "product_uom_qty": quantity, "product_uom_id": uom.id}
        shop = self.demo("customer_zhang")
        order = self.env["sale.order"].create({"partner_id": shop.id, "order_line": [(0, 0, line)]})
        order._update_programs_and_rewards()
        claimable = order._get_claimable_rewards()
        return {coupon.program_id for coupon in claimable} & set(self.ours("loyalty.program"))

    def test_promotions_answer_to_what_is_ordered(self):
        tea = self.demo("product_icetea_500")
        case, piece = self.demo("uom_case_15"), self.env.ref("uom.product_uom_unit")
        program = self.demo("program_icetea")
        self.assertEqual(self.rewards(tea, 10, case), {program})
        self.assertEqual(self.rewards(tea, 9, case), set())
        # Ten bottles are not ten cases, but 150 bottles are.
        self.assertEqual(self.rewards(tea, 10, piece), set())
        self.assertEqual(self.rewards(tea, 150, piece), {program})
        chips = self.demo("product_chips_bbq")
        self.assertEqual(self.rewards(chips, 1, piece), {self.demo("program_chips")})
        milk = self.demo("product_milk_1l")
        self.assertEqual(
            self.rewards(milk, 40, self.demo("uom_case_12")),
            {self.demo("program_threshold")},
        )

    def test_both_warehouses_hold_stock_and_some_is_short_or_near_expiry(self):
        main, depot = self.env.ref("stock.warehouse0"), self.demo("warehouse_sacramento")
        for warehouse in (main, depot):
            stocked = self.products.with_context(warehouse_id=warehouse.id).filtered(
                lambda p: p.qty_available > 0
            )
            self.assertGreater(len(stocked), 60, warehouse.name)
        short = self.products.with_context(warehouse_id=main.id).filtered(
            lambda p: p.free_qty < p.uom_ids.filtered(lambda u: u.fmcg_kind == "case").factor
        )
        self.assertGreaterEqual(len(short), 5)
        self.assertLessEqual(len(short), 15)
        soon = self.env["stock.quant"].search(
            [
                ("product_id", "in", self.products.ids),
                ("location_id.usage", "=", "internal"),
                ("quantity", ">", 0),
                ("lot_id.expiration_date", "<", "today +15d"),
            ]
        )
        self.assertGreaterEqual(len(soon.product_id), 5)
        self.assertTrue(soon.lot_id.filtered(lambda lot: lot.expiration_date < fields.Datetime.now()))
        # What has expired is on hand and yet not free.
        jelly = self.demo("product_jelly_200").with_context(warehouse_id=main.id)
        expired = soon.filtered(lambda quant: quant.product_id == jelly)
        self.assertEqual(jelly.qty_available - jelly.free_qty, sum(expired.mapped("quantity")))

    def test_a_receipt_is_on_its_way_for_what_is_out_of_stock(self):
        receipt = self.env.ref("fmcg_order_mgmt.receipt_brewery")
        self.assertIn(receipt.state, ("confirmed", "assigned"))
        dark = self.env.ref("fmcg_order_mgmt.product_beer_dark_500")
        warehouse = self.env.ref("stock.warehouse0")
        shelf = self.env["fmcg.promise.supply"]._shelves(dark, warehouse)[warehouse.id, dark.id]
        today = fields.Date.today()
        self.assertEqual([shelf.free(today + timedelta(days=day)) for day in (1, 5)], [0, 480])

    def test_what_is_short_has_a_substitute_that_is_there(self):
        pairs = self.ours("fmcg.product.substitute")
        self.assertGreaterEqual(len(pairs), 5)
        case, depot = self.demo("uom_case_12"), self.demo("warehouse_sacramento")
        line = {"product_uom_qty": 12, "product_uom_id": case.id}
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].search([("ref", "=", "C1060")]).id,
                "order_line": [(0, 0, line | {"product_id": self.demo("product_coconut_330").id})],
            }
        )
        self.assertEqual(order.warehouse_id, depot)
        order.action_fmcg_review()
        finding = order.fmcg_finding_ids.filtered(lambda found: found.code == "stock_short")
        labels = [remedy.label() for remedy in finding._remedies()[finding]]
        self.assertIn("Take [JU-314] Mango Nectar 250 ml Carton instead: 6 Case of 24", labels)

    def test_two_customers_are_over_their_credit_limit(self):
        self.assertTrue(self.env.ref("base.main_company").account_use_credit_limit)
        limited = self.customers.filtered("credit_limit")
        self.assertGreater(len(limited), 20)
        over = limited.filtered(lambda c: c.credit + c.credit_to_invoice > c.credit_limit)
        self.assertEqual(over, self.demo("customer_petaluma") | self.demo("customer_noriega"))

    def test_customers_write_in_their_language_once_it_is_installed(self):
        chinese = self.customers.filtered(lambda shop: self.demo("tag_chinese") in shop.category_id)
        self.assertGreater(len(chinese), 20)
        installed = dict(self.env["res.lang"].get_installed())
        if "zh_CN" not in installed:
            self.assertEqual(set(chinese.mapped("lang")), {"en_US"})
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search([("name", "=", MODULE)])._update_translations(["zh_CN"])
        self.assertEqual(self.demo("product_cola_330").with_context(lang="zh_CN").name, "可乐 330ml 罐")
        self.assertEqual(self.demo("route_sf1").with_context(lang="zh_CN").name, "唐人街与市中心")
