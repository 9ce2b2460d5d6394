import io
import json

import xlsxwriter

from odoo.tests import tagged

from .test_order_draft_amend import OrderChangeCase

EDIFACT = (
    "UNB+UNOC:3+1+2+260317:0915+R1'UNH+1+ORDERS:D:96A:UN:EAN008'BGM+220+{ref}+9'"
    "LIN+1++{gtin}'{buyers}IMD+F++:::{name}'QTY+21:{quantity}:{unit}'UNS+S'UNT+{segments}+1'UNZ+1+R1'"
)
UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>{ref}</cbc:ID>
  <cac:OrderLine><cac:LineItem>
    <cbc:Quantity unitCode="{unit}">{quantity}</cbc:Quantity>
    <cac:Item><cbc:Name>{name}</cbc:Name>
      <cac:BuyersItemIdentification><cbc:ID>{code}</cbc:ID></cac:BuyersItemIdentification>
    </cac:Item>
  </cac:LineItem></cac:OrderLine>
</Order>"""


@tagged("post_install", "-at_install")
class TestProductAliasFile(OrderChangeCase):
    """A line of a file that a person corrected is read without a question in the next file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.aliases = cls.env["fmcg.product.alias"]
        cls.other = cls.env["res.partner"].create({"name": "Other Shop", "fmcg_default_unit": "case"})
        cls.cola.default_code = "P-1"

    def read(self, name, raw, partner=None):
        raw = raw if isinstance(raw, bytes) else raw.encode()
        file = self.env["ir.attachment"].create({"name": name, "raw": raw})
        request = self.env["fmcg.order.request"].receive(
            "edi", partner_id=(partner or self.shop).id, attachment_ids=file.ids
        )
        request.action_parse()
        return request

    def csv(self, *rows, head="货号,条码,品名,规格,数量,单位", partner=None):
        return self.read("order.csv", "\n".join([head, *rows]), partner)

    def workbook(self, *rows, partner=None):
        held = io.BytesIO()
        with xlsxwriter.Workbook(held) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate([("Item code", "Description", "Qty", "Unit"), *rows]):
                sheet.write_row(at, 0, row)
        return self.read("order.xlsx", held.getvalue(), partner)

    def edifact(self, ref, quantity, partner=None, **values):
        values = {"gtin": "", "buyers": "", "name": "FIZZ CAN", "unit": "CT"} | values
        values["segments"] = 8 if values["buyers"] else 7
        return self.read("o.edi", EDIFACT.format(ref=ref, quantity=quantity, **values), partner)

    def corrected(self, request, **values):
        """Answer the question of the message's only line at the screen, and make the order."""
        line = request.line_ids
        self.assertNotEqual(line.verdict, "ok", "nothing is asked")
        line.action_take(values)
        if line.verdict != "ok":
            line.action_take({"quantity": line.quantity, "uom_id": line.uom_id.id or self.case.id})
        request.action_create_order()
        self.assertEqual(request.state, "done", request.reason)
        return self.aliases.search([("draft_line_id", "=", line.id)])

    def assertTaught(self, learnt, kind, name, **values):
        common = {"kind": kind, "name": name, "partner_id": self.shop.id, "origin": "correction"}
        self.assertRecordValues(learnt, [common | {"state": "used"} | values])

    def assertRead(self, request, product, cases):
        self.assertRecordValues(
            request.line_ids, [{"product_id": product.id, "base_quantity": 24 * cases, "verdict": "ok"}]
        )

    def assertUnknown(self, request):
        self.assertFalse(request.line_ids.product_id)
        self.assertNotEqual(request.line_ids.verdict, "ok")

    def test_the_code_of_a_sheets_row_is_learnt(self):
        learnt = self.corrected(self.csv("K-77,,肥宅水,,3,箱"), product_id=self.cola.id)
        self.assertTaught(learnt, "code", "K-77", product_id=self.cola.id)
        again = self.csv("K-77,,又一个名字,,5,箱")
        self.assertRead(again, self.cola, 5)
        self.assertUnknown(self.csv("K-77,,肥宅水,,4,箱", partner=self.other))
        again.action_create_order()
        learnt.invalidate_recordset(["use_count", "last_used"])
        self.assertEqual(learnt.use_count, 1)
        learnt.action_archive()
        self.assertUnknown(self.csv("K-77,,肥宅水,,6,箱"))
        learnt.action_unarchive()
        self.assertRead(self.csv("K-77,,肥宅水,,7,箱"), self.cola, 7)

    def test_what_a_workbook_teaches_holds_in_every_format(self):
        learnt = self.corrected(self.workbook(("K-77", "Fizz", 3, "case")), product_id=self.cola.id)
        self.assertTaught(learnt, "code", "K-77", product_id=self.cola.id)
        self.assertRead(self.workbook(("K-77", "Fizz", 5, "case")), self.cola, 5)
        self.assertRead(self.edifact("P1", 6, buyers="PIA+1+K-77:IN'"), self.cola, 6)
        body = {"lines": [{"customer_code": "K-77", "quantity": 7, "unit": "case"}]}
        self.assertRead(self.read("o.json", json.dumps(body)), self.cola, 7)
        self.assertRead(self.say("K-77 8箱"), self.cola, 8)
        self.assertUnknown(self.workbook(("K-77", "Fizz", 9, "case"), partner=self.other))

    def test_the_barcode_is_learnt_where_there_is_no_code(self):
        learnt = self.corrected(self.csv(",02000000000992,肥宅水,,3,箱"), product_id=self.cola.id)
        self.assertTaught(learnt, "code", "02000000000992", product_id=self.cola.id)
        self.assertRead(self.csv(",2000000000992,肥宅水,,4,箱"), self.cola, 4)
        self.assertRead(self.edifact("P1", 5, gtin="2000000000992:EN"), self.cola, 5)
        self.assertUnknown(self.csv(",02000000000992,肥宅水,,6,箱", partner=self.other))
        # the catalogue says something else by now: a person decides
        self.milk.barcode = "2000000000992"
        line = self.csv(",2000000000992,肥宅水,,7,箱").line_ids
        self.assertEqual((line.product_id.id, line.question_code), (False, "product_conflict"))

    def test_the_name_is_learnt_with_its_size_where_there_is_no_code(self):
        learnt = self.corrected(self.csv("-,,肥宅水,330ml*24,3,箱"), product_id=self.cola.id)
        self.assertTaught(learnt, "word", "肥宅水 330ml", product_id=self.cola.id)
        self.assertRead(self.csv("-,,肥宅水,330ml*24,5,箱"), self.cola, 5)
        self.assertUnknown(self.csv("-,,肥宅水,500ml,5,箱"))
        self.assertUnknown(self.csv("-,,肥宅水,330ml*24,6,箱", partner=self.other))

    def test_the_code_of_an_edifact_line_is_learnt(self):
        code = {"buyers": "PIA+1+K-77:IN'"}
        learnt = self.corrected(self.edifact("P1", 3, **code), product_id=self.cola.id)
        self.assertTaught(learnt, "code", "K-77", product_id=self.cola.id)
        self.assertRead(self.edifact("P2", 4, **code), self.cola, 4)
        self.assertUnknown(self.edifact("P3", 5, self.other, **code))

    def test_the_words_of_a_line_without_codes_are_learnt(self):
        learnt = self.corrected(self.edifact("P1", 3), product_id=self.cola.id)
        self.assertTaught(learnt, "word", "FIZZ CAN", product_id=self.cola.id)
        self.assertRead(self.edifact("P2", 4), self.cola, 4)
        self.assertUnknown(self.edifact("P3", 5, self.other))

    def test_a_guess_that_a_person_confirms_is_not_guessed_again(self):
        values = {"ref": "P1", "unit": "CT", "quantity": 3, "name": "可乐 330ml", "code": "K-9"}
        request = self.read("o.xml", UBL.format(**values))
        self.assertEqual(request.line_ids.question_code, "product_guess")
        request.line_ids.action_answer(0)
        request.action_create_order()
        self.assertTaught(self.aliases.search([("name", "=", "K-9")]), "code", "K-9", product_id=self.cola.id)
        self.assertRead(self.read("o.xml", UBL.format(**values | {"ref": "P2", "quantity": 5})), self.cola, 5)

    def test_the_unit_of_a_row_is_learnt(self):
        learnt = self.corrected(self.csv("P-1,,,,3,大包"), uom_id=self.case.id)
        self.assertTaught(learnt, "unit", "大包", unit_kind="case")
        again = self.csv("P-1,,,,4,大包")
        self.assertRead(again, self.cola, 4)
        again.action_create_order()
        learnt.invalidate_recordset(["use_count", "last_used"])
        self.assertEqual(learnt.use_count, 1)
        self.assertNotEqual(self.csv("P-1,,,,5,大包", partner=self.other).line_ids.verdict, "ok")

    def test_the_unit_of_an_electronic_order_is_learnt(self):
        line = {"customer_code": "K-1", "quantity": 3, "unit": "TU"}
        self.aliases.create(
            [
                {"name": "K-1", "kind": "code", "product_id": self.cola.id, "partner_id": shop.id}
                for shop in (self.shop, self.other)
            ]
        )
        learnt = self.corrected(self.read("o.json", json.dumps({"lines": [line]})), uom_id=self.case.id)
        self.assertTaught(learnt, "unit", "tu", unit_kind="case")
        code = {"buyers": "PIA+1+K-1:IN'", "unit": "TU"}
        self.assertRead(self.edifact("P1", 4, **code), self.cola, 4)
        self.assertNotEqual(self.edifact("P2", 5, self.other, **code).line_ids.verdict, "ok")

    def test_a_unit_word_of_another_container_is_what_the_customer_means_by_it(self):
        piece = self.cola.uom_id
        piece.name = "罐"
        learnt = self.corrected(self.csv("P-1,,,,3,瓶"), uom_id=piece.id)
        self.assertTaught(learnt, "unit", "瓶", unit_kind="piece")
        self.assertRecordValues(self.csv("P-1,,,,4,瓶").line_ids, [{"base_quantity": 4, "verdict": "ok"}])

    def test_a_column_of_cases_says_nothing_of_bare_numbers(self):
        request = self.csv("P-1,3", head="货号,箱数")
        request.line_ids.action_take({"uom_id": self.cola.uom_id.id})
        request.action_create_order()
        self.assertFalse(self.aliases.search([("partner_id", "=", self.shop.id)]))

    def test_corrections_of_a_code_that_contradict_wait_for_a_decision(self):
        self.corrected(self.csv("K-77,,肥宅水,,3,箱"), product_id=self.cola.id)
        request = self.csv("K-77,,肥宅水,,4,箱")
        request.line_ids.action_take({"product_id": self.milk.id})
        request.action_create_order()
        both = self.aliases.search([("name", "=", "K-77")], order="id")
        self.assertRecordValues(
            both,
            [
                {"state": "conflict", "product_id": self.cola.id},
                {"state": "conflict", "product_id": self.milk.id},
            ],
        )
        self.assertUnknown(self.csv("K-77,,肥宅水,,5,箱"))
        both[1].action_decide()
        self.assertRead(self.csv("K-77,,肥宅水,,6,箱"), self.milk, 6)

    def test_what_stands_at_several_products_is_no_code_of_one(self):
        request = self.csv("GROUP7,,肥宅水,,3,箱", "GROUP7,,白开水,,3,箱")
        for line, product in zip(request.line_ids, self.cola | self.milk, strict=True):
            line.action_take({"product_id": product.id})
        request.action_create_order()
        learnt = self.aliases.search([("partner_id", "=", self.shop.id)], order="id")
        self.assertEqual(learnt.mapped("name"), ["肥宅水", "白开水"])

    def test_one_code_that_was_learnt_is_no_list_of_codes(self):
        chain = self.env["res.partner"].create({"name": "Chain", "is_company": True})
        self.shop.parent_id = chain
        listed = {"name": "C-5", "kind": "code", "product_id": self.milk.id, "partner_id": chain.id}
        self.corrected(self.csv("K-77,,肥宅水,,3,箱"), product_id=self.cola.id)
        # whoever writes our codes goes on writing them
        self.assertRead(self.csv("P-1,,,,4,箱"), self.cola, 4)
        # and a branch goes on writing those of its chain
        self.aliases.create(listed)
        self.assertRead(self.csv("C-5,,,,5,箱"), self.milk, 5)
        self.assertRead(self.csv("K-77,,,,6,箱"), self.cola, 6)

    def test_queries_do_not_grow_with_the_rows(self):
        counts, order = [], self.ordered()
        # the first one leaves something known to the others
        for rows in (2, 1, 50):
            request = self.csv(*(f"K-{rows}-{at},,水{rows}x{at},,3,箱" for at in range(rows)))
            product = {"name": f"P {rows}", "type": "consu", "uom_ids": [(4, self.case.id)]}
            products = self.env["product.product"].create([product] * rows)
            for line, product in zip(request.line_ids, products, strict=True):
                line.write({"product_id": product.id, "uom_id": self.case.id, "quantity": 3})
                line.write({"verdict": "ok", "question_code": False})
            request.draft_ids.write({"question_code": False, "sale_order_id": order.id})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            request.draft_ids._learn()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(self.aliases.search_count([("name", "=like", f"K-{rows}-%")]), rows)
        self.assertLessEqual(counts[2], counts[1], f"2, 1 and 50 rows: {counts}")
