import io
import re
import unittest
from datetime import datetime

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .wave_common import WaveCommon


class PickListCommon(WaveCommon):
    """Two shops of one route; cola stands in two places, milk comes in two lots that expire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.piece.fmcg_kind = "piece"
        cls.case.fmcg_kind = "case"
        cls.cola.write({"default_code": "CO", "barcode": "6901939621257", "weight": 0.5, "volume": 0.01})
        cls.milk.write({"default_code": "MI", "tracking": "lot", "use_expiration_date": True})
        stock = cls.warehouse.lot_stock_id
        cls.env["stock.quant"].search([("product_id", "=", cls.cola.id)]).unlink()
        cls.front, cls.back = cls.env["stock.location"].create(
            [{"name": name, "location_id": stock.id} for name in ("A-01", "B-07")]
        )
        quants = cls.env["stock.quant"]
        quants._update_available_quantity(cls.cola, cls.back, 1000)
        lots = cls.env["stock.lot"].create(
            [
                {"name": "L2", "product_id": cls.milk.id, "expiration_date": datetime(2031, 9, 1, 12)},
                {"name": "L1", "product_id": cls.milk.id, "expiration_date": datetime(2031, 6, 1, 12)},
            ]
        )
        cls.milk.categ_id = cls.env["product.category"].create(
            {"name": "Fresh", "removal_strategy_id": cls.env.ref("product_expiry.removal_fefo").id}
        )
        for lot, quantity in zip(lots, (100, 10), strict=True):
            quants._update_available_quantity(cls.milk, cls.front, quantity, lot_id=lot)
        cls.shop.write({"fmcg_stop": 2, "city": "San Francisco"})
        cls.corner = cls.new_shop("Corner Shop", fmcg_route_id=cls.route.id, fmcg_stop=1)

    def wave(self):
        """Return a wave of two orders, and the orders."""
        first = self.released((self.cola, 2, self.case), (self.milk, 6, self.piece), fmcg_note="Ring twice")
        second = self.released(
            (self.cola, 50, self.piece), (self.milk, 8, self.piece), partner_id=self.corner.id
        )
        return first.picking_ids.batch_id, first, second

    def words(self, report, waves):
        content, kind = self.env["ir.actions.report"]._render_qweb_html(report, waves.ids)
        self.assertEqual(kind, "html")
        return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).replace("\xa0", " ").split())


@tagged("post_install", "-at_install")
class TestPickList(PickListCommon):
    def test_goods_stand_in_walking_order_with_cases_and_pieces(self):
        wave, first, second = self.wave()
        words = self.words("fmcg_order_mgmt.report_pick_list", wave)
        for expected in (
            f"Pick List {wave.name}",
            "Route WVN North",
            "Delivery Day Tue 4 Mar 2031",
            # Two lots in the first place, what expires first before the other; the share of each delivery.
            "A-01 [MI] Milk L1 06/01/2031 10 1 4 pc 2 6 pc [MI] Milk L2 09/01/2031 4 1 4 pc",
            # 48 and 50 pieces are four cases and two pieces in one go.
            "B-07 [CO] Cola 6901939621257 4 × 24 2 1 2 cs 2 pc 2 2 cs",
            "Sum 4 16",
            f"1 Corner Shop {second.name} {second.picking_ids.name} 2 10",
            f"2 Lakeside Shop Ring twice {first.name} {first.picking_ids.name} 2 6",
        ):
            self.assertIn(expected, words)
        self.assertNotIn("Not in stock", words)
        self.assertNotIn("WH/", words.split("Corner")[0])

    def test_what_is_missing_is_said(self):
        order = self.released((self.cola, 1, self.case), (self.milk, 200, self.piece))
        words = self.words("fmcg_order_mgmt.report_pick_list", order.picking_ids.batch_id)
        self.assertIn("Not in stock 3 cs 18 pc [MI] Milk 1 3 cs 18 pc", words)

    def test_several_waves_print_one_after_the_other(self):
        wave, _first, _second = self.wave()
        other = self.released(date_order=datetime(2031, 3, 3, 13)).picking_ids.batch_id
        words = self.words("fmcg_order_mgmt.report_pick_list", wave | other)
        self.assertIn(f"Pick List {wave.name}", words)
        self.assertIn(f"Pick List {other.name}", words)

    def test_units_that_are_no_pieces_are_named(self):
        kilo = self.env.ref("uom.product_uom_kgm")
        apples = self.env["product.product"].create(
            {"name": "Apples", "is_storable": True, "uom_id": kilo.id, "weight": 1}
        )
        self.stock(apples, 50)
        crates = self.env["product.product"].create(
            {"name": "Crates", "is_storable": True, "uom_id": self.case.id}
        )
        self.stock(crates, 50)
        order = self.released((apples, 2.5, kilo), (crates, 3, self.case))
        lists = self.env["fmcg.pick.list"]
        values = lists._values(order.picking_ids.batch_id)
        rows = {
            row["name"]: (row["cases"], row["pieces"]) for _place, some in values["places"] for row in some
        }
        self.assertEqual(rows, {"Apples": ("", "2.5 kg"), "Crates": ("3", "")})
        self.assertEqual((values["sums"]["case_sum"], values["sums"]["piece_sum"]), (3, 0))

    def test_the_case_is_the_one_that_was_ordered(self):
        small = self.case.copy({"name": "Case of 6", "relative_factor": 6})
        self.cola.uom_ids = [Command.link(small.id)]
        order = self.released((self.cola, 3, small))
        values = self.env["fmcg.pick.list"]._values(order.picking_ids.batch_id)
        ((_place, (row,)),) = values["places"]
        self.assertEqual((row["case"], row["case_count"], row["loose_count"]), (6, 3, 0))

    def test_the_workbook_says_the_same(self):
        wave, _first, _second = self.wave()
        name, content = self.env["fmcg.pick.list"]._file(wave)
        self.assertTrue(name.endswith(".xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(content))
        (sheet,) = book.worksheets
        self.assertEqual(sheet["A1"].value, wave.name)
        self.assertEqual(sheet["B2"].value, datetime(2031, 3, 4))
        self.assertEqual(sheet["B3"].value, "WVN North")
        rows = [[cell.value or None for cell in row] for row in sheet.iter_rows(min_row=4, max_row=8)]
        self.assertEqual(rows[0][-2:], ["1 Corner Shop", "2 Lakeside Shop"])
        front, back = "Stock/A-01", "Stock/B-07"
        june, september = datetime(2031, 6, 1), datetime(2031, 9, 1)
        self.assertEqual(
            rows[1:],
            [
                [front, "[MI] Milk", None, "L1", june, None, 24, 10, 10, "Units", 4, 6],
                [front, "[MI] Milk", None, "L2", september, None, 24, 4, 4, "Units", 4, None],
                [back, "[CO] Cola", "6901939621257", None, None, 4, 24, 2, 98, "Units", 50, 48],
                ["Sum", None, None, None, None, 4, None, 16, None, None, None, None],
            ],
        )

    def test_a_workbook_has_a_sheet_for_each_wave(self):
        wave, _first, _second = self.wave()
        other = self.released((self.milk, 200, self.piece), date_order=datetime(2031, 3, 3, 13))
        other.picking_ids.batch_id.name = wave.name.lower()
        _name, content = self.env["fmcg.pick.list"]._file(wave | other.picking_ids.batch_id)
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        self.assertEqual(len(sheets), 2)
        texts = [cell.value for row in sheets[1].iter_rows() for cell in row if cell.value]
        self.assertIn("Not in stock", texts)

    def test_a_name_is_no_formula(self):
        self.cola.default_code = False
        self.cola.name = "=1+1"
        self.corner.name = "=2+2"
        wave, _first, _second = self.wave()
        _name, content = self.env["fmcg.pick.list"]._file(wave)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertFalse([cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"])

    def test_too_many_or_no_waves_are_said(self):
        waves = self.env["stock.picking.batch"]
        with self.assertRaisesRegex(UserError, "Choose a wave"):
            waves.action_fmcg_pick_list_sheet()
        many = waves.create([{"picking_type_id": self.warehouse.out_type_id.id}] * 101)
        with self.assertRaisesRegex(UserError, "101 waves are too many"):
            many.action_fmcg_pick_list_sheet()

    def test_the_load_list_begins_with_the_last_stop(self):
        wave, first, second = self.wave()
        again = self.released((self.cola, 1, self.case))
        words = self.words("fmcg_order_mgmt.report_load_list", wave)
        self.assertIn("Load List WVN North Delivery Day Tue 4 Mar 2031", words)
        loads = (
            f"2 Lakeside Shop 1 Lake St, San Francisco Ring twice "
            f"{first.picking_ids.name}, {again.picking_ids.name} {first.name}, {again.name} "
            "3 6 36 kg 0.72 m³ ☐ "
            f"1 Corner Shop {second.picking_ids.name} {second.name} 2 10 25 kg 0.5 m³ ☐ "
            "Sum 5 16 61 kg 1.22 m³"
        )
        self.assertIn(loads, words)

    def test_waves_of_one_vehicle_are_one_load(self):
        wave, _first, _second = self.wave()
        south = self.new_shop("South Shop", fmcg_route_id=self.new_route("South", "WVS").id)
        other = self.released(partner_id=south.id).picking_ids.batch_id
        self.assertEqual(len((wave | other)._fmcg_vans()), 2)
        wave.fmcg_vehicle, other.fmcg_vehicle = "Van 3", " van 3"
        (van,) = (wave | other)._fmcg_vans()
        self.assertEqual(van["vehicle"], "Van 3")
        self.assertEqual(van["routes"], "WVN North, WVS South")
        self.assertEqual(len(van["stops"]), 3)

    def test_the_number_of_queries_does_not_grow(self):
        few = self.released((self.cola, 1, self.case)).picking_ids.batch_id
        orders = self.env["sale.order"]
        for _number in range(50):
            orders |= self.order((self.cola, 1, self.case), date_order=datetime(2031, 3, 3, 13))
        self.approve(orders)
        many = orders.picking_ids.batch_id
        self.assertEqual((len(few.picking_ids), len(many.picking_ids)), (1, 50))
        counts = []
        for wave in (few, few, many):
            self.env.invalidate_all()
            # What is read together is what was looked up together.
            wave = wave.browse(wave.ids)
            before = self.cr.sql_log_count
            self.env["fmcg.pick.list"]._values(wave)
            wave._fmcg_vans()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestPickListDownload(PickListCommon, HttpCase):
    def test_warehouse_people_download_it_and_nobody_else(self):
        wave, _first, _second = self.wave()
        new_test_user(self.env, "fmcg_list_keeper", groups="stock.group_stock_user")
        new_test_user(self.env, "fmcg_list_clerk", groups="base.group_user")
        self.env.flush_all()
        url = wave.action_fmcg_pick_list_sheet()["url"]
        self.authenticate("fmcg_list_keeper", "fmcg_list_keeper")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertEqual(openpyxl.load_workbook(io.BytesIO(answer.content)).active["A1"].value, wave.name)
        for wrong in ("", "x", "999999999", f"{wave.id}1"):
            self.assertEqual(self.url_open(f"/fmcg/pick_list?waves={wrong}").status_code, 404)
        self.authenticate("fmcg_list_clerk", "fmcg_list_clerk")
        self.assertEqual(self.url_open(url).status_code, 404)

    # The wkhtmltopdf of distributions says each time that it leaves out header and footer.
    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_the_lists_are_real_pdfs(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        if report.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            raise unittest.SkipTest("wkhtmltopdf is not installed on this machine")
        wave, _first, _second = self.wave()
        other = self.released(date_order=datetime(2031, 3, 3, 13)).picking_ids.batch_id
        for name in ("report_pick_list", "report_load_list"):
            content, kind = report._render_qweb_pdf(f"fmcg_order_mgmt.{name}", (wave | other).ids)
            self.assertEqual(kind, "pdf")
            self.assertEqual(PdfFileReader(io.BytesIO(content)).numPages, 2)
