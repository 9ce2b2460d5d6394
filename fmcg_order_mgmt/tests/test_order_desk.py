import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestOrderDesk(OrderRequestCase):
    """What a person does on the message screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tray = cls.env["uom.uom"].create(
            {
                "name": "Tray of 6",
                "relative_factor": 6,
                "relative_uom_id": cls.cola.uom_id.id,
                "fmcg_kind": "inner",
            }
        )
        cls.cola.uom_ids += cls.tray
        cls.shop.customer_rank = 1

    def parsed(self, body, **values):
        request = self.receive(body, **values)
        request.action_parse()
        return request

    def draft_of(self, request):
        return request.desk["drafts"][0]

    # Lines ------------------------------------------------------------------------------------------------

    def test_a_choice_answers_the_question_that_asks_for_it(self):
        line = self.parsed("榴莲千层2箱").line_ids
        self.assertEqual((line.verdict, line.question_code), ("block", "unknown_product"))
        line.action_take({"product_id": self.cola.id})
        self.assertRecordValues(
            line, [{"verdict": "ok", "product_id": self.cola.id, "quantity": 2, "uom_id": self.case.id}]
        )
        self.assertEqual(line.request_id.state, "ready")

    def test_what_is_missing_is_asked_for_one_by_one(self):
        line = self.parsed("榴莲千层2箱").line_ids
        self.shop.fmcg_default_unit = False
        line.write({"quantity": 0, "uom_id": False, "unit_kind": False})
        line.action_take({"product_id": self.cola.id})
        self.assertEqual((line.verdict, line.question_code), ("ask", "no_quantity"))
        line.action_take({"quantity": 3})
        self.assertEqual(line.question_code, "which_unit")
        line.action_take({"uom_id": self.tray.id})
        self.assertEqual((line.verdict, line.question_code, line.base_quantity), ("ok", False, 18))

    def test_a_change_leaves_another_question_open(self):
        line = self.parsed("纯牛奶5-6箱").line_ids
        line.action_take({"uom_id": self.milk.uom_id.id})
        self.assertEqual((line.verdict, line.question_code), ("ask", "vague_quantity"))
        line.action_take({"quantity": 6})
        self.assertEqual((line.verdict, line.quantity, line.uom_id), ("ok", 6, self.milk.uom_id))

    def test_another_product_keeps_the_kind_of_unit(self):
        big = self.case.copy({"name": "Case of 12", "relative_factor": 12})
        juice = self.cola.create(
            {"name": "苹果汁", "type": "consu", "uom_id": self.cola.uom_id.id, "uom_ids": [(4, big.id)]}
        )
        line = self.parsed("可乐10箱").line_ids
        line.action_take({"product_id": juice.id})
        self.assertRecordValues(line, [{"uom_id": big.id, "quantity": 10, "verdict": "ok"}])

    def test_what_cannot_be_meant_is_refused(self):
        line = self.parsed("可乐10箱").line_ids
        with self.assertRaisesRegex(UserError, "above zero"):
            line.action_take({"quantity": -1})
        with self.assertRaisesRegex(UserError, "can be chosen"):
            line.action_take({"draft_id": 1})
        self.milk.sale_ok = False
        with self.assertRaisesRegex(UserError, "not sold"):
            line.action_take({"product_id": self.milk.id})

    def test_what_was_changed_can_be_taken_back(self):
        request = self.parsed("纯牛奶5-6箱")
        line = request.line_ids
        before = line.read(
            ["product_id", "quantity", "uom_id", "verdict", "question_code", "question_values"]
        )
        line.action_take({"quantity": 9})
        line.action_take({"product_id": self.cola.id})
        line.action_drop()
        self.assertTrue(request.corrected)
        line.action_undo()
        names = ["product_id", "quantity", "uom_id", "verdict", "question_code", "question_values"]
        self.assertEqual(line.read(names), before)
        self.assertEqual((line.dropped, request.state, request.corrected), (False, "question", False))

    def test_amounts_are_offered_where_the_words_have_none(self):
        self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "order_line": [
                    (0, 0, {"product_id": self.milk.id, "product_uom_qty": 8, "product_uom_id": self.case.id})
                ],
            }
        )
        request = self.parsed("纯牛奶5-6箱")
        request.line_ids.answer_data = []
        offered = [x["values"]["quantity"] for x in self.draft_of(request)["lines"][0]["answers"]]
        self.assertEqual(offered[-1], 8)
        self.assertIn(request.line_ids.quantity, offered)

    def test_units_are_offered_where_the_one_that_was_written_is_not_sold(self):
        request = self.parsed("纯牛奶2提")
        line = request.line_ids
        self.assertEqual(line.question_code, "unit_not_sold")
        offered = self.draft_of(request)["lines"][0]["answers"]
        self.assertEqual({x["values"]["uom_id"] for x in offered}, {self.milk.uom_id.id, self.case.id})
        line.action_take({"uom_id": self.case.id})
        self.assertRecordValues(line, [{"verdict": "ok", "quantity": 2, "uom_id": self.case.id}])

    # Products ---------------------------------------------------------------------------------------------

    def test_products_are_offered_with_packs_and_the_last_order(self):
        self.env["sale.order"].create(
            {
                "partner_id": self.shop.id,
                "order_line": [
                    (0, 0, {"product_id": self.cola.id, "product_uom_qty": 4, "product_uom_id": self.tray.id})
                ],
            }
        )
        line = self.parsed("可乐10箱").line_ids
        offered = line.desk_products()
        self.assertEqual(offered[0]["id"], self.cola.id)
        self.assertRegex(offered[0]["detail"], "Tray of 6 · Case of 24 · last 4 Tray of 6 on ")
        self.assertEqual([x["id"] for x in line.desk_products("牛奶")], [self.milk.id])
        self.assertEqual(line.desk_products("durian"), [])
        self.assertEqual([x["id"] for x in line.draft_id.desk_products()], [self.cola.id])

    def test_a_line_is_added_by_hand(self):
        request = self.parsed("可乐10箱")
        line = request.line_ids.browse(request.action_add_line(self.milk.id, request.draft_ids.id))
        self.assertRecordValues(
            line, [{"draft_id": request.draft_ids.id, "uom_id": self.case.id, "question_code": "no_quantity"}]
        )
        self.assertEqual(request.state, "question")
        line.action_take({"quantity": 2})
        request.action_create_order()
        self.assertEqual(request.sale_order_ids.order_line.mapped("product_uom_qty"), [10, 2])

    def test_an_unreadable_message_is_keyed_by_hand(self):
        request = self.parsed("您好")
        self.assertFalse(request.draft_ids)
        self.assertTrue(request.desk_products("可乐"))
        line = request.line_ids.browse(request.action_add_line(self.cola.id))
        line.action_take({"quantity": 1})
        self.assertEqual((request.state, line.draft_id.partner_id), ("ready", self.shop))

    # Drafts -----------------------------------------------------------------------------------------------

    def test_an_unknown_sender_is_asked_for_and_the_words_read_anew(self):
        self.shop.fmcg_default_unit = "case"
        request = self.env["fmcg.order.request"].receive("chat", "可乐10")
        request.action_parse()
        answers = self.draft_of(request)["question"]["answers"]
        self.assertEqual(answers[-1]["panel"], "customer")
        request.draft_ids.action_take({"partner_id": self.shop.id})
        self.assertEqual((request.partner_id, request.state), (self.shop, "ready"))
        self.assertEqual(request.line_ids.uom_id, self.case, "the customer's usual unit counts")

    def test_the_customer_of_a_draft_with_work_in_it_changes_nothing_else(self):
        request = self.env["fmcg.order.request"].receive("chat", "可乐10箱")
        request.action_parse()
        line = request.line_ids
        line.action_take({"quantity": 7})
        request.draft_ids.action_take({"partner_id": self.shop.id})
        self.assertEqual(request.line_ids, line)
        self.assertRecordValues(line, [{"quantity": 7, "verdict": "ok"}])
        self.assertEqual(request.state, "ready")

    def test_a_date_in_doubt_is_chosen(self):
        draft = self.parsed("可乐10箱").draft_ids
        draft.write({"question_code": "past_date", "question_values": {"words": "15日送"}})
        draft.invalidate_recordset()
        answers = self.draft_of(draft.request_id)["question"]["answers"]
        self.assertGreaterEqual(len(answers), 2)
        draft.action_take(answers[0]["values"])
        self.assertFalse(draft.question_code)
        self.assertGreaterEqual(draft.requested_date, draft.create_date.date())

    def test_a_no_leaves_the_draft_out_and_can_be_taken_back(self):
        first = self.parsed("可乐10箱", external_ref="A")
        request = self.parsed("可乐10箱", external_ref="B")
        question = self.draft_of(request)["question"]
        self.assertIn(first.name, question["text"])
        self.assertEqual([answer["key"] for answer in question["answers"]], ["same", "twice"])
        request.draft_ids.action_leave_out()
        self.assertEqual((request.state, first.state), ("ignored", "ready"))
        request.draft_ids.action_undo()
        self.assertEqual(request.state, "question")
        self.assertEqual(self.draft_of(request)["question"], question)
        request.draft_ids.action_answer("twice")
        self.assertEqual((request.state, self.draft_of(request)["question"]), ("ready", None))

    def test_lines_that_wait_for_the_draft_are_settled_with_it(self):
        request = self.parsed("可乐10箱 纯牛奶5箱")
        asked = {"question_code": "duplicate_order", "question_values": {"ref": "S1"}}
        request.draft_ids.write(asked)
        request.line_ids.write({**asked, "verdict": "ask"})
        self.assertTrue(all(line["waits"] for line in self.draft_of(request)["lines"]))
        request.draft_ids.action_settle()
        self.assertEqual(request.line_ids.mapped("verdict"), ["ok", "ok"])
        self.assertEqual(request.state, "ready")

    def test_the_head_of_a_draft_is_changed(self):
        draft = self.parsed("可乐10箱").draft_ids
        draft.action_take({"client_order_ref": "PO-1"})
        draft.action_take({"kind": "hold"})
        draft.request_id.action_create_order()
        self.assertRecordValues(draft.sale_order_id, [{"client_order_ref": "PO-1", "fmcg_hold": True}])
        with self.assertRaisesRegex(UserError, draft.sale_order_id.name):
            draft.action_take({"kind": "order"})
        with self.assertRaisesRegex(UserError, draft.sale_order_id.name):
            draft.line_ids.action_take({"quantity": 1})
        with self.assertRaisesRegex(UserError, draft.sale_order_id.name):
            draft.action_undo()
        with self.assertRaisesRegex(UserError, draft.sale_order_id.name):
            draft.request_id.action_add_line(self.milk.id)

    def test_a_return_that_was_taken_over_is_not_changed_here(self):
        draft = self.parsed("可乐10箱").draft_ids
        draft.line_ids.action = "return"
        draft._create_returns()
        self.assertEqual(draft.state, "done")
        self.assertEqual(self.draft_of(draft.request_id)["order"]["id"], draft.return_ids.id)
        with self.assertRaisesRegex(UserError, "exists already"):
            draft.line_ids.action_take({"quantity": 1})

    def test_only_the_head_of_a_draft_is_changed(self):
        draft = self.parsed("可乐10箱").draft_ids
        with self.assertRaisesRegex(UserError, "can be chosen"):
            draft.action_take({"sale_order_id": False})

    def test_a_very_long_message_is_shown_from_its_beginning(self):
        request = self.parsed("可乐10箱\n" + "谢谢 " * 100_000)
        self.assertTrue(request.desk["cut"])
        shown = sum(len(part["text"]) for block in request.desk["blocks"] for part in block["parts"])
        self.assertLessEqual(shown, 100_000)

    # Messages ---------------------------------------------------------------------------------------------

    def test_reading_again_keeps_what_persons_made_in_the_log(self):
        request = self.parsed("可乐10箱 纯牛奶5-6箱")
        said = len(request.message_ids)
        request.action_parse()
        self.assertEqual(len(request.message_ids), said, "nothing was changed, so there is nothing to keep")
        request.line_ids[1].action_take({"quantity": 6})
        request.line_ids[0].action_drop()
        request.action_parse()
        log = str(request.message_ids.sorted("id")[-1:].body)
        self.assertIn("6 Case of 24", log)
        self.assertIn("left out", log)
        self.assertEqual((request.corrected, request.state), (False, "question"))

    def test_pasted_words_are_read_at_once(self):
        model = self.env["fmcg.order.request"]
        request = model.browse(model.create_from_words("可乐10箱", "phone", self.shop.id))
        self.assertEqual((request.state, request.channel_id.code), ("ready", "phone"))

    def test_dropped_files_become_messages(self):
        csv = base64.b64encode("品名,箱数\n可乐 330ml,3\n".encode())
        files = self.env["ir.attachment"].create(
            [{"name": "a.csv", "datas": csv}, {"name": "b.png", "raw": b"\x89PNG", "mimetype": "image/png"}]
        )
        model = self.env["fmcg.order.request"]
        sheet, photo = model.browse(model.create_from_attachments(files.ids))
        self.assertEqual((sheet.channel_id.code, photo.channel_id.code), ("sheet", "photo"))
        self.assertEqual(sheet.line_ids.quantity, 3)
        self.assertEqual(files.mapped("res_id"), [sheet.id, photo.id])
        self.assertEqual(sheet.desk["files"][0]["rows"][0]["line"], sheet.line_ids.id)
        with self.assertRaisesRegex(UserError, "files"):
            model.create_from_attachments([])

    def test_files_of_others_are_not_taken(self):
        hidden = self.env["ir.attachment"].create({"name": "a.csv", "raw": b"x"})
        rep = new_test_user(self.env, "fmcg_drop_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        with self.assertRaises(AccessError):
            self.env["fmcg.order.request"].with_user(rep).create_from_attachments(hidden.ids)

    def test_the_longest_waiting_message_comes_next(self):
        self.env["fmcg.order.request"].search([]).state = "ignored"
        late = self.parsed("纯牛奶1箱", received_at="2026-03-17 09:00:00")
        early = self.parsed("纯牛奶2箱", received_at="2026-03-17 08:00:00")
        request = self.parsed("可乐10箱", received_at="2026-03-17 10:00:00")
        self.assertEqual(request.action_create_and_next(), early.id)
        self.assertEqual(request.state, "done")
        early.action_ignore()
        self.assertEqual(early.next_waiting(), late.id)
        late.action_ignore()
        self.assertFalse(late.next_waiting())

    def test_customers_are_found_by_what_they_are_called(self):
        self.shop.write({"fmcg_aliases": "湖边小店", "ref": "L-7"})
        found = self.env["fmcg.order.request"].desk_customers("湖边")
        self.assertEqual([x["id"] for x in found], [self.shop.id])
        self.assertIn("L-7", found[0]["detail"])

    def test_a_reader_only_looks(self):
        seller = new_test_user(
            self.env, "fmcg_desk_reader", groups="sales_team.group_sale_salesman_all_leads"
        )
        request = self.parsed("可乐10箱").with_user(seller)
        self.assertFalse(request.desk["editable"])
        with self.assertRaises(AccessError):
            request.line_ids.action_take({"quantity": 3})
        with self.assertRaises(AccessError):
            request.action_add_line(self.milk.id)

    def test_showing_many_lines_takes_no_more_queries_than_few(self):
        few = self.parsed("可乐10箱 纯牛奶5-6箱")
        many = self.parsed("可乐10箱 纯牛奶6-7箱")
        for _copy in range(25):
            for line in few.line_ids:
                line.copy({"draft_id": many.draft_ids.id})
        counts = []
        for request in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(request.desk["drafts"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreaterEqual(len(many.line_ids), 50)
        self.assertEqual(counts[0], counts[1])
