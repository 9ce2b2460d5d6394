from unittest.mock import patch

from odoo.tests import new_test_user, tagged
from odoo.tools.translate import code_translations

from .test_order_request import OrderRequestCase

SENTENCES = {
    "%(words)s: how many exactly?": "%(words)s:到底要多少?",
    "%(words)s is not a known product.": "没有这个商品:%(words)s。",
}


@tagged("post_install", "-at_install")
class TestIntakeQuestion(OrderRequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        known = code_translations.get_python_translations

        def translations(module, lang):
            return SENTENCES if (module, lang) == ("fmcg_order_mgmt", "zh_CN") else known(module, lang)

        patcher = patch.object(code_translations, "get_python_translations", translations)
        cls.startClassPatcher(patcher)

    def parsed(self, body, **values):
        request = self.receive(body, **values)
        request.action_parse()
        return request

    def test_everybody_reads_the_question_in_the_own_language(self):
        request = self.parsed("可乐5-6箱")
        self.assertEqual(request.reason, "可乐5-6箱: how many exactly?")
        chinese = request.with_context(lang="zh_CN")
        self.assertEqual(chinese.reason, "可乐5-6箱:到底要多少?")
        self.assertEqual(chinese.line_ids.question, "可乐5-6箱:到底要多少?")

    def test_messages_are_found_by_their_question(self):
        vague, unknown, clear = map(self.parsed, ("可乐5-6箱", "新品气泡水3箱", "可乐3箱"))
        model = self.env["fmcg.order.request"].with_context(lang="zh_CN")
        among = [("id", "in", (vague | unknown | clear).ids)]
        self.assertEqual(model.search([*among, ("reason", "=", False)]), clear)
        self.assertEqual(model.search([*among, ("reason", "!=", False)]), vague | unknown)
        self.assertEqual(model.search([*among, ("reason", "ilike", "没有这个商品")]), unknown)
        self.assertEqual(model.search([*among, ("reason", "ilike", "5-6")]), vague)
        self.assertEqual(model.search([*among, ("line_ids.question", "ilike", "到底")]), vague)

    def test_the_question_goes_when_the_line_is_settled(self):
        request = self.parsed("可乐5-6箱")
        request.line_ids.action_drop()
        self.assertFalse(request.line_ids.question)

    def test_an_answer_is_labelled_in_the_readers_language(self):
        self.case.with_context(lang="zh_CN").name = "24 瓶装箱"
        line = self.parsed("可乐5箱 纯牛奶3箱 可乐5箱").line_ids.filtered("answer_data")
        self.assertEqual([a["label"] for a in line.answers], ["5 Case of 24", "10 Case of 24"])
        line = line.with_context(lang="zh_CN")
        self.assertEqual([a["label"] for a in line.answers], ["5 24 瓶装箱", "10 24 瓶装箱"])

    def test_the_same_goods_in_another_message_are_asked_about(self):
        first = self.parsed("可乐10箱 纯牛奶5箱")
        again = self.parsed("纯牛奶5箱,可乐10箱")
        self.assertEqual((first.state, again.state), ("ready", "question"))
        self.assertIn(first.name, again.reason)
        again.draft_ids.action_settle()
        self.assertEqual(again.state, "ready")
        self.assertEqual(self.parsed("可乐10箱 纯牛奶6箱").state, "ready")

    def test_two_messages_read_together_are_compared_too(self):
        both = self.receive("可乐10箱") | self.receive("可乐10箱")
        both.action_parse()
        self.assertEqual(both.mapped("state"), ["ready", "question"])

    def test_a_message_set_aside_does_not_count(self):
        self.parsed("可乐10箱").action_ignore()
        self.assertEqual(self.parsed("可乐10箱").state, "ready")

    def test_other_references_and_other_days_are_other_orders(self):
        self.parsed("PO-4471 可乐10箱", received_at="2026-03-16 01:00:00")
        later = self.parsed("可乐10箱", received_at="2026-03-17 02:00:00")
        other = self.parsed("PO-4472 可乐10箱", received_at="2026-03-16 02:00:00")
        self.assertEqual((later.state, other.state), ("ready", "ready"))

    def test_a_rep_reads_a_batch(self):
        rep = new_test_user(self.env, "fmcg_question_rep", groups="fmcg_order_mgmt.group_fmcg_rep")
        self.shop.user_id = rep
        requests = (self.receive("可乐10箱") | self.receive("可乐5-6箱")).with_user(rep)
        requests.action_parse()
        self.assertEqual(requests.mapped("state"), ["ready", "question"])
