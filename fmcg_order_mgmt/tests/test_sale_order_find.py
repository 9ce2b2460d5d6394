from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from ..models import finding
from .find_common import FindCase

NOW = "2026-03-18 04:00:00"


@tagged("post_install", "-at_install")
class TestSaleOrderFind(FindCase):
    """One box finds an order by whatever is remembered of it, and no other one."""

    def assertFinds(self, *typed, **options):
        for words in typed:
            with self.subTest(words):
                self.assertEqual(self.find(words, **options), self.order)

    def assertFindsNothing(self, *typed, **options):
        for words in typed:
            with self.subTest(words):
                self.assertFalse(self.find(words, **options))

    def test_by_number_and_reference(self):
        self.assertFinds(self.order.name, self.order.name.lower(), f" {self.order.name} ")
        self.assertFinds("PO_7/2026", "po_7", "PO_7/")

    def test_by_customer(self):
        self.assertFinds("Lakeside", "lakeside shop", "LK-01", "湖边店", "老王家", "Harmony", "Harmony Chain")

    def test_by_the_delivery_address(self):
        gate = self.env["res.partner"].create(
            {"name": "South Gate", "type": "delivery", "parent_id": self.hilltop.id}
        )
        self.order.partner_shipping_id = gate
        self.assertFinds("South Gate")

    def test_by_a_person_of_the_shop(self):
        self.assertFinds("Zhu", "13911112222", "+86 139 1111 2222")

    def test_a_branch_does_not_find_the_other_branches(self):
        chain = self.shop.parent_id
        branch = self.env["res.partner"].create(
            {"name": "Riverbend", "type": "delivery", "parent_id": chain.id}
        )
        self.other_order.partner_id = branch
        self.assertEqual(self.find("Riverbend"), self.other_order)
        self.assertEqual(self.find("Harmony"), self.both)

    def test_by_telephone_in_any_spelling(self):
        self.assertFinds(
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "+8613800138000",
            "+86 138 0013 8000",
            "0086 13800138000",
            "１３８００１３８０００",
            "00138000",
            "8000",
        )
        self.assertEqual(self.find("0571 62881234"), self.other_order)
        self.assertEqual(self.find("62881234"), self.other_order)
        self.assertFindsNothing("13800138001", "021 62881234")

    def test_by_product(self):
        self.assertFinds("Fizzy", "fizzy cola", "FC-33", "6901234567892", "16901234567899", "330ml")
        self.assertFinds("Fizzy", lang="zh_CN")
        self.cola.active = False
        self.assertFinds("Fizzy")

    def test_by_waybill(self):
        self.assertFinds(
            "SF1234567890123",
            "sf1234567890123",
            "SF 1234 5678 90123",
            "SF-1234-5678-90123",
            "ＳＦ１２３４５６７８９０１２３",
            "1234567890123",
            "90123",
        )

    def test_by_words_of_the_message(self):
        self.assertFinds("green bell", "GREEN", "ring", "bell green", "可乐", "10箱", "romise")
        self.assertFindsNothing("purple", "乐可")

    def test_by_day(self):
        with freeze_time(NOW):
            self.assertFinds("2026-03-17", "17.3.", "3/17", "2026年3月17日", "3月17号", "yesterday", "昨天")
            self.assertFinds("today", "今天", "2026-03-18", "18 March", "wednesday", "周三")
            self.assertFindsNothing("2026-03-16", "tomorrow", "3/19", "friday")
            self.assertEqual(self.find("2025-11-05"), self.other_order)

    def test_day_and_month_as_the_reader_writes_them(self):
        self.order.date_order = "2026-04-03 04:00:00"
        with freeze_time(NOW):
            self.assertFinds("4/3")
            self.assertFindsNothing("3/4")
            self.env["res.lang"]._activate_lang("fr_FR")
            self.assertFinds("3/4", lang="fr_FR")
            self.assertFindsNothing("4/3", lang="fr_FR")

    def test_every_word_must_stand_somewhere(self):
        with freeze_time(NOW):
            self.assertFinds("Lakeside fizzy bell yesterday SF1234567890123", "昨天湖边店")
        self.assertFindsNothing("Lakeside milk", "Hilltop fizzy", "Lakeside ZZ-1")

    def test_many_words_of_many_orders_find_the_same(self):
        """Words of few orders are looked for one after the other, others all at once."""
        typed = ("Lakeside fizzy bell SF1234567890123", "Zhu 13911112222")
        with patch.object(finding, "FEW", 0):
            self.assertFinds(*typed)
            self.assertFindsNothing("Lakeside milk", "Hilltop fizzy")
            self.assertFindsNothing("green bell", "Lakeside fizzy", user=self.other_rep)
        self.assertFinds(*typed)

    def test_letters_beside_a_number_may_be_a_name(self):
        self.assertFinds("Zhu 13911112222", "Ms 139 1111 2222")

    def test_signs_of_patterns_mean_themselves(self):
        self.assertFindsNothing("%", "%%%", "PO%7", "PO-7", "Lake_ide", "\\", "\\%", "'", '"; DROP TABLE x')
        self.order.client_order_ref = "100%_\\x"
        self.assertFinds("100%", "%_", "_\\x")

    def test_whatever_is_typed_is_borne(self):
        for words in ("", "   ", "\0", "\u3000"):
            self.assertEqual(self.find(words), self.both)
        self.assertFindsNothing("!!!", "👍", "x" * 100_000, "lorem " * 10_000, "\ud800x9q", "()", "。。。")
        self.assertFinds("Lake\0side")

    def test_what_is_asked_of_the_box(self):
        search = self.env["sale.order"].search
        ours = [("id", "in", self.both.ids)]
        self.assertEqual(search([("fmcg_find", "=", "Lakeside"), *ours]), self.order)
        self.assertEqual(search([("fmcg_find", "in", ["Lakeside", "Hilltop"]), *ours]), self.both)
        self.assertFalse(search([("fmcg_find", "=", False), *ours]))
        for operator in ("not ilike", "!="):
            self.assertEqual(search([("fmcg_find", operator, "green bell"), *ours]), self.other_order)
        with self.assertRaises(UserError):
            search([("fmcg_find", ">", "Lakeside")])

    def test_a_rep_finds_only_what_is_theirs(self):
        self.assertFinds("Lakeside", "green bell", "SF1234567890123", "Fizzy", user=self.rep)
        self.assertFindsNothing(
            "Lakeside", "green bell", "SF1234567890123", "Fizzy", self.order.name, user=self.other_rep
        )

    def test_words_of_a_message_that_is_not_theirs_do_not_leak(self):
        # The order is the other rep's now, its message still speaks of a customer of the first.
        self.order.user_id = self.other_rep
        self.assertFinds(self.order.name, "Fizzy", user=self.other_rep)
        self.assertFindsNothing("green bell", user=self.other_rep)
        # Nor do parcels that one may not see.
        self.order.user_id = self.rep
        self.assertFindsNothing("SF1234567890123", user=self.other_rep)

    def test_who_has_no_orders_finds_none(self):
        with self.assertRaises(AccessError):
            self.find("Lakeside", user=self.driver)

    def test_other_roles_find_by_what_they_may_read(self):
        group = "fmcg_order_mgmt.group_fmcg_dispatcher"
        dispatcher = new_test_user(self.env, "find_dispatcher", groups=group)
        self.assertFinds("SF1234567890123", "green bell", "Fizzy", "Lakeside", user=dispatcher)
        accountant = new_test_user(self.env, "find_accountant", groups="account.group_account_invoice")
        self.assertFinds("Lakeside", "PO_7/2026", "Fizzy", user=accountant)
        # Parcels are none of an accountant's business.
        self.assertFindsNothing("SF1234567890123", user=accountant)

    def test_another_company_finds_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rep.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFindsNothing("Lakeside", "green bell", user=self.rep)

    def test_queries_do_not_grow_with_orders(self):
        def count(words):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found = self.env["sale.order"].with_user(self.reviewer).search([("fmcg_find", "ilike", words)])
            return self.cr.sql_log_count - before, len(found)

        count("Lakeside Fizzy")
        queries, found = count("Lakeside Fizzy")
        for number in range(50):
            shop = self.shop.copy({"name": f"Lakeside {number}", "parent_id": False})
            self.order.copy({"partner_id": shop.id})
        self.assertEqual(count("Lakeside Fizzy"), (queries, found + 50))
