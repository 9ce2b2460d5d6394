from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestOrderRequestDuplicate(OrderRequestCase):
    """A message that repeats an earlier one is held until a person says what it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["fmcg.order.request"]

    def parsed(self, body, channel="chat", hour=6, minute=0, partner=None, **values):
        values = {"partner_id": (partner or self.shop).id} | values
        values["received_at"] = f"2026-03-17 {hour:02}:{minute:02}:00"
        request = self.model.receive(channel, body, **values)
        request.action_parse()
        return request

    def assert_held(self, request, first):
        self.assertEqual(request.duplicate_of_id, first)
        self.assertEqual((request.state, request.question_code), ("question", "duplicate_message"))
        self.assertIn(first.name, request.reason)
        self.assertIn(first.name, request.draft_ids.question)
        with self.assertRaisesRegex(UserError, "open question"):
            request.action_create_order()

    def test_the_same_goods_by_another_channel_are_held(self):
        first = self.parsed("可乐10箱 纯牛奶5箱")
        later = self.parsed("纯牛奶 5箱\n可乐 330ml 240 pcs", channel="email", hour=9)
        self.assertEqual(first.state, "ready")
        self.assert_held(later, first)

    def test_an_older_message_that_comes_late_is_held_too(self):
        newer = self.parsed("可乐10箱", hour=9)
        late = self.parsed("可乐10箱", channel="email", hour=7)
        self.assert_held(late, newer)
        newer.action_parse()
        self.assertEqual(newer.state, "ready", "of two, only one is asked about")

    def test_what_is_not_the_same_is_not_held(self):
        self.parsed("可乐10箱")
        other = self.env["res.partner"].create({"name": "Hill Shop", "fmcg_default_unit": "case"})
        for request in (
            self.parsed("可乐9箱", channel="email", hour=9),
            self.parsed("可乐10箱 纯牛奶5箱", channel="email", hour=9),
            self.parsed("可乐10箱", channel="email", hour=9, partner=other),
        ):
            self.assertEqual((request.state, request.duplicate_of_id.id), ("ready", False), request.reason)

    def test_the_window_is_the_companys(self):
        self.parsed("可乐10箱", hour=1)
        self.env.company.fmcg_duplicate_hours = 3
        self.assertEqual(self.parsed("可乐10箱", channel="email", hour=4).state, "ready")
        self.assertEqual(self.parsed("可乐10箱", hour=5).state, "question")
        self.env.company.fmcg_duplicate_hours = 0
        self.assertEqual(self.parsed("可乐10箱", hour=6).state, "ready")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env.company.fmcg_duplicate_hours = -1
            self.env.flush_all()

    def test_an_order_that_was_cancelled_or_set_aside_is_no_reason_to_ask(self):
        first = self.parsed("可乐10箱")
        first.action_create_order()
        first.sale_order_ids._action_cancel()
        second = self.parsed("可乐10箱", hour=7)
        self.assertEqual(second.state, "ready")
        second.action_ignore()
        self.assertEqual(self.parsed("可乐10箱", hour=8).state, "ready")

    def test_the_same_words_within_minutes_are_held_even_where_they_raise_questions(self):
        first = self.parsed("可乐5-6箱")
        later = self.parsed("可乐 5-6箱 ", minute=2, channel="email")
        self.assertEqual(first.question_code, first._first_question("question")["question_code"])
        self.assert_held(later, first)
        later.action_meant_twice()
        self.assertEqual((later.state, later.question_code), ("question", first.question_code))
        self.assertFalse(self.parsed("可乐5-6箱", minute=40).duplicate_of_id)

    def test_a_file_sent_again_is_held_even_with_other_words(self):
        def sent(words, minute, raw=b"\x89PNG bottles"):
            file = self.env["ir.attachment"].create({"name": "photo.png", "raw": raw})
            return self.parsed(words, channel="photo", attachment_ids=file.ids, minute=minute)

        first, again = sent("", 0), sent("订单在这", 3)
        self.assertEqual((first.state, again.state), ("blocked", "blocked"))
        self.assertEqual(again.duplicate_of_id, first)
        self.assertFalse(sent("", 4, b"\x89PNG others").duplicate_of_id)
        again.action_same_message()
        self.assertEqual(again.state, "ignored")

    def test_meant_twice_releases_it_for_good(self):
        first = self.parsed("可乐10箱")
        later = self.parsed("可乐10箱", hour=9)
        later.action_meant_twice()
        self.assertEqual((later.state, later.reason, later.duplicate_of_id), ("ready", False, first))
        later.action_parse()
        self.assertEqual(later.state, "ready")
        later.action_create_order()
        self.assertEqual(later.sale_order_ids.order_line.product_uom_qty, 10)

    def test_the_same_is_set_aside_and_keeps_its_link(self):
        first = self.parsed("可乐10箱")
        later = self.parsed("可乐10箱", hour=9)
        later.action_same_message()
        self.assertEqual((later.state, later.duplicate_of_id), ("ignored", first))
        self.assertEqual(later.action_open_duplicate()["res_id"], first.id)
        with self.assertRaisesRegex(UserError, "nothing to order"):
            later.action_create_order()
        later.action_meant_twice()
        self.assertEqual(later.state, "ignored", "an answer stands until the message is read again")
        later.action_parse()
        self.assert_held(later, first)

    def test_settling_the_draft_answers_too(self):
        self.parsed("可乐10箱")
        later = self.parsed("可乐10箱", hour=9)
        later.draft_ids.action_settle()
        self.assertEqual((later.state, later.duplicate_answer), ("ready", "twice"))

    def test_a_rep_learns_of_a_message_that_he_cannot_read(self):
        ann, bob = (
            new_test_user(self.env, f"fmcg_{name}", groups="fmcg_order_mgmt.group_fmcg_rep")
            for name in ("ann", "bob")
        )
        first = self.parsed("可乐10箱")
        (self.shop.user_id, first.partner_id.user_id) = (ann, ann)
        model = self.model.with_user(bob)
        request = model.receive("rep", "可乐10箱", self.shop.id, received_at="2026-03-17 09:00:00")
        request.action_parse()
        self.assertIn(first.name, request.reason)

    def queries(self, count):
        shops = self.env["res.partner"].create(
            [{"name": f"Shop {count}-{i}", "fmcg_default_unit": "case"} for i in range(count)]
        )
        for shop in shops:
            self.parsed("可乐10箱", partner=shop)
        values = {"channel_id": self.model._default_channel().id, "body": "可乐10箱"}
        moment = {"received_at": "2026-03-17 06:05:00"}
        later = self.model.create([values | moment | {"partner_id": shop.id} for shop in shops])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        later.action_parse()
        self.env.cr.flush()
        self.assertEqual(set(later.mapped("state")), {"question"})
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_messages(self):
        self.queries(1)
        one, fifty = self.queries(1), self.queries(50)
        self.assertLessEqual(fifty, one, "50 messages take as many queries as one")
