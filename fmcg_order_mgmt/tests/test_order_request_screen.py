from odoo.tests import tagged

from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestOrderRequestScreen(OrderRequestCase):
    def test_the_words_of_each_line_are_marked(self):
        request = self.receive("可乐10箱 <b>纯牛奶</b>5-6箱")
        request.action_parse()
        parts = [part for block in request.desk["blocks"] for part in block["parts"]]
        said = {part["line"]: part["text"] for part in parts if part["line"]}
        self.assertEqual(said, {line.id: line.source_text for line in request.line_ids})
        self.assertEqual("".join(part["text"] for part in parts), request.body)

    def test_an_answer_about_the_product_keeps_the_unit(self):
        self.env["product.product"].create(
            {
                "name": "可乐 500ml",
                "type": "consu",
                "uom_id": self.cola.uom_id.id,
                "uom_ids": [(4, self.case.id)],
            }
        )
        request = self.receive("可乐10箱")
        request.action_parse()
        line = request.line_ids
        self.assertEqual(line.verdict, "ask")
        index = next(i for i, answer in enumerate(line.answers) if answer["product_id"] == self.cola.id)
        line.action_answer(index)
        self.assertRecordValues(
            line, [{"verdict": "ok", "product_id": self.cola.id, "quantity": 10, "uom_id": self.case.id}]
        )
        self.assertEqual(request.state, "ready")

    def test_an_html_mail_shows_its_words_and_marks_them(self):
        body = (
            "Subject: order\n\n<html><body><p>可乐10箱</p><p>谢谢</p>"
            '<blockquote type="cite">纯牛奶50箱</blockquote></body></html>'
        )
        request = self.env["fmcg.order.request"].receive("email", body, partner_id=self.shop.id)
        request.action_parse()
        self.assertEqual(request.line_ids.product_id, self.cola)
        own, *quoted = request.desk["blocks"]
        parts = {part["line"]: part["text"] for part in own["parts"] if part["line"]}
        self.assertEqual(parts, {request.line_ids.id: "可乐10箱"})
        self.assertEqual([block["quoted"] for block in quoted], [True])
        self.assertNotIn("<", str(request.desk["blocks"]) + request.excerpt)
        self.assertEqual(request.body, body, "what was said stays")

    def test_a_long_message_is_one_line_in_the_list(self):
        request = self.receive("可乐10箱\n\n" + "谢谢老板 " * 100)
        self.assertTrue(request.excerpt.startswith("可乐10箱 谢谢老板"))
        self.assertLessEqual(len(request.excerpt), 200)

    def test_the_board_shows_the_open_states_in_the_order_of_work(self):
        states = self.env["fmcg.order.request"]._group_expand_state(["done"], [])
        self.assertEqual(states, ["question", "blocked", "ready", "done"])

    def test_the_orders_of_a_message_open(self):
        request = self.receive("可乐10箱")
        request.action_parse()
        request.action_create_order()
        self.assertEqual(request.action_view_orders()["res_id"], request.sale_order_ids.id)
