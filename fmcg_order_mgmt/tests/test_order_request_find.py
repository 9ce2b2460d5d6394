from odoo.tests import freeze_time, tagged

from .find_common import FindCase


@tagged("post_install", "-at_install")
class TestOrderRequestFind(FindCase):
    """The same box finds messages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {"external_ref": "other-1", "received_at": "2025-11-05 10:00:00"}
        cls.stranger = cls.env["fmcg.order.request"].receive("chat", "Nothing today", **values)

    def find(self, words, user=None, lang="en_US"):
        messages = self.env["fmcg.order.request"].with_user(user or self.reviewer).with_context(lang=lang)
        ours = (self.message | self.stranger).ids
        return messages.search([("find", "ilike", words), ("id", "in", ours)]).sudo()

    def test_each_kind_of_word(self):
        for words in (
            self.message.name,
            self.order.name,
            "wamid.QX77",
            "PO_7/2026",
            "Lakeside",
            "LK-01",
            "138 0013 8000",
            "老王家",
            "Zhu",
            "Fizzy",
            "可乐",
            "FC-33",
            "16901234567899",
            "green bell",
            "Lakeside 10箱",
        ):
            with self.subTest(words):
                self.assertEqual(self.find(words), self.message)
        for words in (
            "Hilltop",
            "MM-25",
            "purple",
            "%%",
            "Lake_ide",
            "\\",
            "👍",
            "x" * 9999,
            self.other_order.name,
        ):
            with self.subTest(words):
                self.assertFalse(self.find(words))

    def test_by_day(self):
        with freeze_time("2025-11-06 04:00:00"):
            for words in ("yesterday", "2025-11-05", "11/5", "昨天"):
                self.assertEqual(self.find(words), self.stranger)

    def test_by_the_sender_of_whom_nothing_is_known(self):
        sent = self.env["fmcg.order.request"].create({"body": "hello", "sender": "+86 137 5555 6666"})
        mailed = self.env["fmcg.order.request"].create({"body": "hello", "sender": "wu@corner.example.com"})
        search = self.env["fmcg.order.request"].with_user(self.reviewer).search
        for words in ("13755556666", "137 5555 6666", "+86 137"):
            self.assertEqual(search([("find", "ilike", words)]).sudo(), sent)
        self.assertEqual(search([("find", "ilike", "wu@corner")]).sudo(), mailed)

    def test_words_of_messages_one_may_not_read_do_not_leak(self):
        self.assertEqual(self.find("green bell", user=self.rep), self.message)
        self.assertFalse(self.find("green bell", user=self.other_rep))
        self.assertFalse(self.find(self.order.name, user=self.other_rep))

    def test_the_words_alone(self):
        search = self.env["fmcg.order.request"].search
        self.assertEqual(search([("said", "ilike", "green bell")]), self.message)
        both = [("id", "in", (self.message | self.stranger).ids)]
        self.assertEqual(search([("said", "not ilike", "green"), *both]), self.stranger)
        self.assertFalse(search([("said", "ilike", "Lakeside")]))

    def test_by_the_words_that_were_read_of_a_file(self):
        sheet = self.env["ir.attachment"].create(
            {"name": "order.csv", "raw": "品名,箱数\n可乐 330ml,3\nViolet Lemonade,2\n".encode()}
        )
        model = self.env["fmcg.order.request"]
        message = model.browse(model.create_from_attachments(sheet.ids))
        # The message speaks of what we do not sell as well.
        self.assertIn("Violet Lemonade", " ".join(message.line_ids.mapped("source_text")))
        for words in ("Violet", "lemonade violet", "330ml"):
            with self.subTest(words):
                self.assertIn(message, model.search([("said", "ilike", words)]))
        self.assertFalse(model.search([("said", "ilike", "violet bell")]))
        # What stands in the words alone is found by them still, and no line of a cart is said twice.
        self.assertNotIn("violet", self.message.said_words)

    def test_queries_do_not_grow_with_messages(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            messages = self.env["fmcg.order.request"].with_user(self.reviewer)
            found = messages.search([("find", "ilike", "Lakeside")])
            return self.cr.sql_log_count - before, len(found)

        count()
        queries, found = count()
        for number in range(50):
            self.receive(f"可乐{number + 1}箱")
        self.assertEqual(count(), (queries, found + 50))
