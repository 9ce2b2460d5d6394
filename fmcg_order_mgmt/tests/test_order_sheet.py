import io
import zipfile
from datetime import date

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_order_request import OrderRequestCase


class OrderSheetCase(OrderRequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.cola.write({"default_code": "A1", "barcode": "2999000000013"})
        cls.milk.default_code = "F1"
        cls.cola.with_context(lang="zh_CN").name = "可乐 330ml"
        cls.shop.ref = "C0815"
        cls.buy(cls.shop, cls.cola, cls.milk)

    @classmethod
    def buy(cls, partner, *products):
        lines = [Command.create({"product_id": product.id, "product_uom_qty": 24}) for product in products]
        cls.env["sale.order"].create({"partner_id": partner.id, "order_line": lines})

    def sheet(self, partner=None):
        ((_name, content),) = self.env["fmcg.order.sheet"]._files(partner or self.shop)
        book = openpyxl.load_workbook(io.BytesIO(content))
        return book, book.active

    def rows(self, sheet):
        """The row numbers of the products by code."""
        return {sheet.cell(row, 1).value: row for row in range(7, sheet.max_row + 1)}

    def send_back(self, book, **values):
        content = io.BytesIO()
        book.save(content)
        attachment = self.env["ir.attachment"].create({"name": "order.xlsx", "raw": content.getvalue()})
        model = self.env["fmcg.order.request"]
        request = model.receive(
            "sheet", attachment_ids=attachment.ids, received_at="2026-03-17 06:20:00", **values
        )
        request.action_parse()
        return request

    def choices(self, sheet, row):
        (found,) = (v for v in sheet.data_validations.dataValidation if f"E{row}" in str(v.sqref))
        return found.formula1.strip('"').split(",")


@tagged("post_install", "-at_install")
class TestOrderSheet(OrderSheetCase):
    def round_trip(self, reference="PO-4711", **sender):
        book, sheet = self.sheet()
        rows = self.rows(sheet)
        cola, milk = rows["A1"], rows["F1"]
        pieces, cases = self.choices(sheet, milk)
        self.assertEqual(sheet.cell(milk, 5).value, cases, "the customer's usual unit")
        sheet.cell(cola, 6).value = 3
        sheet.cell(milk, 5).value = pieces
        sheet.cell(milk, 6).value = 30
        sheet["B3"] = date(2026, 3, 20)
        sheet["B4"] = reference
        request = self.send_back(book, **sender)
        self.assertEqual(request.state, "ready", request.reason)
        self.assertRecordValues(
            request.draft_ids,
            [
                {
                    "partner_id": self.shop.id,
                    "requested_date": date(2026, 3, 20),
                    "client_order_ref": reference,
                }
            ],
        )
        held = {line.product_id: line.base_quantity for line in request.line_ids}
        self.assertEqual(held, {self.cola: 72, self.milk: 30})
        request.action_create_order()
        self.assertEqual(request.state, "done")

    def test_a_sheet_comes_back_without_questions(self):
        self.shop.lang = "en_US"
        self.round_trip(partner_id=self.shop.id)

    def test_a_sheet_says_itself_whose_it_is(self):
        self.shop.lang = "en_US"
        self.shop.customer_rank = 1
        self.round_trip()

    def test_a_chinese_sheet_comes_back_without_questions(self):
        self.shop.lang = "zh_CN"
        self.round_trip(partner_id=self.shop.id)

    def test_a_chinese_sheet_says_itself_whose_it_is(self):
        self.shop.write({"lang": "zh_CN", "name": "湖边小店", "customer_rank": 1})
        self.round_trip()

    def test_a_sheet_in_any_language_of_the_readers_comes_back_without_questions(self):
        for language in ("fr_FR", "de_DE", "es_ES", "pt_PT", "it_IT", "ms_MY", "nl_NL"):
            with self.subTest(language=language):
                self.env["res.lang"]._activate_lang(language)
                self.shop.lang = language
                self.round_trip(f"PO-{language[3:]}-4711", partner_id=self.shop.id)

    def test_a_sheet_without_quantities_orders_nothing(self):
        book, _sheet = self.sheet()
        request = self.send_back(book, partner_id=self.shop.id)
        self.assertFalse(request.line_ids)

    def test_what_the_customer_buys_stands_on_it_with_the_own_codes_and_prices(self):
        tea, juice = self.env["product.product"].create([{"name": "Tea"}, {"name": "Juice", "active": False}])
        self.buy(self.shop, juice)
        self.env["fmcg.product.alias"].create(
            {"name": "GH-1", "kind": "code", "product_id": self.cola.id, "partner_id": self.shop.id}
        )
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Cheap",
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 50})],
            }
        )
        self.shop.property_product_pricelist = pricelist
        _book, sheet = self.sheet()
        rows = self.rows(sheet)
        self.assertEqual(set(rows), {"GH-1", "F1"})
        self.assertNotIn(tea.name, [cell.value for cell in sheet["C"]])
        self.assertEqual(sheet.cell(rows["GH-1"], 2).value, "2999000000013")
        self.assertIn("24", sheet.cell(rows["F1"], 4).value)
        ((_name, content),) = self.env["fmcg.order.sheet"]._files(self.shop)
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
        self.assertEqual(values.cell(rows["F1"], 7).value, 24, "half of 24 pieces at 2")

    def test_codes_that_corrections_taught_stand_on_it_but_no_barcodes(self):
        taught = {"kind": "code", "partner_id": self.shop.id, "origin": "correction"}
        self.env["fmcg.product.alias"].create(
            [
                taught | {"name": "K-2", "product_id": self.milk.id},
                taught | {"name": "2000000000992", "product_id": self.cola.id},
            ]
        )
        _book, sheet = self.sheet()
        self.assertIn("K-2", self.rows(sheet))
        self.assertNotIn("2000000000992", self.rows(sheet))

    def test_a_customer_without_a_history_gets_what_sells_best(self):
        new = self.env["res.partner"].create({"name": "New Shop"})
        _book, sheet = self.sheet(new)
        self.assertLessEqual({"A1", "F1"}, set(self.rows(sheet)))

    def test_names_are_texts_and_never_formulas(self):
        self.milk.name = '=HYPERLINK("http://example.com";"milk")'
        self.cola.default_code = "@SUM(1)"
        self.shop.write({"name": "+1 Shop", "ref": "=1+1"})
        _book, sheet = self.sheet()
        texts = [cell for row in sheet.iter_rows(max_col=4) for cell in row if cell.value]
        self.assertIn(self.milk.name, [cell.value for cell in texts])
        self.assertEqual({cell.data_type for cell in texts}, {"s"})
        self.assertFalse([cell for cell in texts if cell.hyperlink])

    def test_several_customers_are_packed_into_one_file(self):
        twins = self.env["res.partner"].create([{"name": "Twin"}, {"name": "Twin"}, {"name": "A/B: C?"}])
        sheets = self.env["fmcg.order.sheet"]
        packed = zipfile.ZipFile(io.BytesIO(sheets._zip(sheets._files(twins))))
        self.assertEqual(packed.namelist(), ["Twin.xlsx", "Twin (2).xlsx", "A_B_ C_.xlsx"])
        url = twins[:2].action_fmcg_order_sheet()["url"]
        self.assertIn(f"partners={twins[0].id},{twins[1].id}", url)
        with self.assertRaisesRegex(UserError, "first"):
            self.env["res.partner"].action_fmcg_order_sheet()
        with self.assertRaisesRegex(UserError, "at most"):
            sheets._files(self.env["res.partner"].browse(range(1, 500)))

    def test_queries_do_not_grow_with_the_customers(self):
        shops = self.env["res.partner"].create([{"name": f"Shop {i}"} for i in range(51)])
        for shop in shops:
            self.buy(shop, self.cola)
        counts = []
        for batch in (shops[:1], shops[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["fmcg.order.sheet"]._files(batch)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0], f"1 and 50 customers: {counts}")


@tagged("post_install", "-at_install")
class TestOrderSheetDownload(HttpCase, OrderSheetCase):
    def test_a_rep_downloads_the_sheets_of_readable_customers(self):
        new_test_user(self.env, "fmcg_sheet_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        new_test_user(self.env, "fmcg_sheet_driver", groups="fmcg_order_mgmt.group_fmcg_driver")
        other = self.env["res.partner"].create({"name": "Other Shop"})
        url = "/fmcg/order_sheet?partners="
        self.authenticate("fmcg_sheet_rep", "fmcg_sheet_rep")
        one = self.url_open(f"{url}{self.shop.id}")
        self.assertEqual(
            openpyxl.load_workbook(io.BytesIO(one.content)).active["B2"].value, "C0815 Lakeside Shop"
        )
        both = self.url_open(f"{url}{self.shop.id},{other.id},x,{'9' * 50}")
        self.assertEqual(len(zipfile.ZipFile(io.BytesIO(both.content)).namelist()), 2)
        self.assertEqual(self.url_open(f"{url}nobody").status_code, 404)
        self.authenticate("fmcg_sheet_driver", "fmcg_sheet_driver")
        self.assertEqual(self.url_open(f"{url}{self.shop.id}").status_code, 404)
