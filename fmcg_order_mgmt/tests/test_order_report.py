import io
import re
import unittest

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .common_feedback import FeedbackCommon


@tagged("post_install", "-at_install")
class TestOrderReport(FeedbackCommon):
    """The order on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cola.barcode = "6901939621257"
        cls.env["product.uom"].create(
            {"product_id": cls.cola.id, "uom_id": cls.case.id, "barcode": "16901939621254"}
        )
        cls.milk.barcode = "6923644266318"

    def print_html(self, orders):
        content, kind = self.env["ir.actions.report"]._render_qweb_html(
            "fmcg_order_mgmt.report_order", orders.ids
        )
        self.assertEqual(kind, "html")
        return content.decode()

    def words_of(self, html):
        return " ".join(re.sub(r"<[^>]+>", " ", html).split())

    def test_an_order_prints_with_cases_pieces_and_weight(self):
        order = self.new_orders(client_order_ref="PO-77")
        words = self.words_of(self.print_html(order))
        for expected in (
            order.name,
            "Lakeside Shop",
            "PO-77",
            "Chat",
            "Rita Rep",
            "[CO330] 可乐 330ml 1 Case of 24 = 24 Units 16901939621254 10 48.00 ",
            "[MI250] Milk 250ml 6923644266318 6 2.00 ",
            "Total, weight 85.5 kg 10 6 ",
        ):
            self.assertIn(expected, words)

    def test_each_of_several_orders_prints_with_its_own_lines(self):
        orders = self.new_orders(3)
        html = self.print_html(orders)
        self.assertEqual(html.count("o_fmcg_print"), 3)
        for order in orders:
            self.assertIn(order.name, html)
        self.assertEqual(html.count("data:image/svg+xml;base64"), 3)

    def test_other_units_get_their_own_columns(self):
        kilo = self.env.ref("uom.product_uom_kgm")
        pallet = self.case.copy({"name": "Pallet", "fmcg_kind": "pallet", "relative_factor": 1440})
        order = self.new_orders()
        order.order_line[0].product_uom_id = pallet
        values = {"product_id": self.milk.id, "product_uom_qty": 2.5, "product_uom_id": kilo.id}
        order.order_line = [Command.create(values)]
        values = order._fmcg_print_values()
        self.assertEqual([kind for kind, _name in values["kinds"]], ["pallet", "case", "piece", "other"])
        self.assertEqual(values["sums"], ["10", "", "6", "2.5"])
        self.assertEqual(values["lines"][2]["quantities"], ["", "", "", "2.5 kg"])

    def test_the_customers_own_words_are_a_footnote(self):
        request = self.env["fmcg.order.request"].receive("chat", "可乐10箱 <谢谢>", partner_id=self.shop.id)
        request.action_parse()
        request.action_create_order()
        self.assertIn("可乐10箱 &lt;谢谢&gt;", self.print_html(request.sale_order_ids))

    def test_a_customer_reads_the_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.cola.with_context(lang="fr_FR").name = "Boisson au cola"
        french = self.shop.copy({"name": "Épicerie", "lang": "fr_FR"})
        words = self.words_of(self.print_html(self.new_orders() | self.new_orders(partner_id=french.id)))
        self.assertIn("Boisson au cola", words)
        self.assertIn("可乐 330ml", words)
        self.assertIn("85,5 kg", words)
        self.assertIn("85.5 kg", words)

    def test_sections_and_notes_keep_their_place(self):
        order = self.new_orders()
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Chilled", "sequence": 1}),
            Command.create({"display_type": "line_note", "name": "Ring twice", "sequence": 99}),
        ]
        # Read anew, as a person who prints does: lines just added stand last in memory.
        self.env.invalidate_all()
        words = self.words_of(self.print_html(order))
        self.assertLess(words.index("Chilled"), words.index("CO330"))
        self.assertLess(words.index("MI250"), words.index("Ring twice"))


@tagged("post_install", "-at_install")
class TestOrderReportPdf(FeedbackCommon, HttpCase):
    # The wkhtmltopdf of distributions says each time that it leaves out header and footer.
    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_several_orders_are_one_real_pdf(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        if report.get_wkhtmltopdf_state() not in ("ok", "upgrade"):
            raise unittest.SkipTest("wkhtmltopdf is not installed on this machine")
        orders = self.new_orders(3)
        content, kind = report._render_qweb_pdf("fmcg_order_mgmt.report_order", orders.ids)
        self.assertEqual(kind, "pdf")
        self.assertEqual(PdfFileReader(io.BytesIO(content)).numPages, 3)
