import datetime as dt
from ast import literal_eval
from contextlib import contextmanager

from lxml import etree
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import BaseCommon

DAY = dt.date(2026, 3, 17)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@tagged("post_install", "-at_install")
class TestProductSubstitute(BaseCommon):
    """What may be taken instead of which product, and who says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pairs = cls.env["fmcg.product.substitute"]
        cls.cola, cls.zero, cls.lime = cls.env["product.product"].create(
            [{"name": name} for name in ("Cola", "Zero", "Lime")]
        )

    def pair(self, product, substitute, **values):
        return self.pairs.create({"product_id": product.id, "substitute_id": substitute.id} | values)

    def usable(self, product, day=DAY, company=None):
        found = self.pairs._for_products(product, company or self.env.company, day)
        return [(each.product.name, each.ratio) for each in found[product.id]]

    @contextmanager
    def refused(self, error, words=""):
        with self.assertRaisesRegex(error, words), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            yield
            self.env.flush_all()

    def test_one_way_or_both(self):
        self.pair(self.cola, self.zero, ratio=2.0)
        self.assertEqual(self.usable(self.cola), [("Zero", 2.0)])
        self.assertEqual(self.usable(self.zero), [])
        self.pair(self.cola, self.lime, ratio=4.0, both_ways=True)
        self.assertEqual(self.usable(self.cola), [("Zero", 2.0), ("Lime", 4.0)])
        self.assertEqual(self.usable(self.lime), [("Cola", 0.25)])

    def test_the_first_comes_first(self):
        self.pair(self.cola, self.zero, sequence=20)
        self.pair(self.lime, self.cola, sequence=10, both_ways=True)
        self.assertEqual([name for name, _ratio in self.usable(self.cola)], ["Lime", "Zero"])

    def test_only_on_its_days(self):
        pair = self.pair(self.cola, self.zero, date_from=DAY, date_to=DAY)
        days = (BEFORE, DAY, AFTER)
        self.assertEqual([len(self.usable(self.cola, day)) for day in days], [0, 1, 0])
        pair.date_to = False
        self.assertEqual([len(self.usable(self.cola, day)) for day in days], [0, 1, 1])
        pair.active = False
        self.assertEqual(self.usable(self.cola), [])

    def test_what_is_not_sold_stands_for_nothing_but_can_be_stood_for(self):
        self.pair(self.cola, self.zero, both_ways=True)
        self.cola.active = False
        self.assertEqual(self.usable(self.cola), [("Zero", 1.0)])
        self.assertEqual(self.usable(self.zero), [])
        self.cola.active, self.zero.sale_ok = True, False
        self.assertEqual(self.usable(self.cola), [])

    def test_companies_have_their_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.pair(self.cola, self.zero)
        self.pair(self.cola, self.lime, company_id=other.id)
        self.assertEqual(self.usable(self.cola), [("Zero", 1.0)])
        self.assertEqual(self.usable(self.cola, company=other), [("Lime", 1.0)])
        self.lime.company_id = other
        with self.refused(UserError):
            self.pair(self.zero, self.lime)
        # A product that moved to another company since.
        self.zero.company_id = other
        self.assertEqual(self.usable(self.cola), [])

    def test_bad_pairs_are_refused(self):
        with self.refused(CheckViolation, "not_itself"):
            self.pair(self.cola, self.cola)
        for ratio in (0, -1):
            with self.refused(CheckViolation, "ratio_positive"):
                self.pair(self.cola, self.zero, ratio=ratio)
        with self.refused(CheckViolation, "dates_in_order"):
            self.pair(self.cola, self.zero, date_from=DAY, date_to=BEFORE)
        first = self.pair(self.cola, self.zero)
        with self.refused(UniqueViolation, "pair_uniq"):
            self.pair(self.cola, self.zero, ratio=2)
        first.active = False
        self.env.flush_all()
        self.pair(self.cola, self.zero, ratio=2)

    def test_a_pair_has_one_ratio_each_way(self):
        first = self.pair(self.cola, self.zero)
        back = self.pair(self.zero, self.cola, ratio=2)
        with self.refused(ValidationError, "Cola → Zero is there the other way round"):
            first.both_ways = True
        back.active = False
        first.both_ways = True
        with self.refused(ValidationError, "the other way round"):
            back.active = True
        other = self.env["res.company"].create({"name": "Other"})
        self.pair(self.zero, self.cola, company_id=other.id)

    def test_queries_do_not_grow(self):
        products = self.cola.create([{"name": f"Drink {n}"} for n in range(50)])
        for product in products:
            self.pair(product, self.cola)
            self.pair(self.zero, product, both_ways=True, sequence=5)
        self.env.flush_all()
        for some in (products[0], products):
            self.env.invalidate_all()
            with self.assertQueryCount(4):
                found = self.pairs._for_products(some, self.env.company, DAY)
                names = {each.product.name for one in found.values() for each in one}
            self.assertEqual((set(found), names), (set(some.ids), {"Cola", "Zero"}))

    def test_checking_pairs_takes_as_many_queries_for_any_number(self):
        products = self.cola.create([{"name": f"Drink {n}"} for n in range(50)])
        made = self.pairs.create(
            [{"product_id": self.cola.id, "substitute_id": product.id} for product in products]
        )
        self.env.flush_all()
        for some in (made[0], made):
            self.env.invalidate_all()
            with self.assertQueryCount(2):
                some._check_other_way()

    def test_the_button_of_a_product_opens_its_own(self):
        own = self.pair(self.cola, self.zero)
        self.pair(self.zero, self.lime)
        template = self.cola.product_tmpl_id
        self.assertEqual((template.fmcg_substitute_count, self.lime.fmcg_substitute_count), (1, 0))
        for action in (self.cola.action_fmcg_substitutes(), template.action_fmcg_substitutes()):
            self.assertEqual(self.pairs.search(action["domain"]), own)
            form = Form(self.pairs.with_context(**action["context"]))
            form.substitute_id = self.lime
            self.assertEqual(form.save().display_name, "Cola → Lime")
            self.pairs.search(
                [("substitute_id", "=", self.lime.id), ("product_id", "=", self.cola.id)]
            ).unlink()

    def test_the_filters_tell_by_the_day(self):
        today = dt.date.today()
        self.pair(self.cola, self.zero, date_to=today - dt.timedelta(1))
        self.pair(self.cola, self.lime)
        arch = etree.fromstring(self.pairs.get_view(view_type="search")["arch"])
        for name, expected in (("ended", self.zero), ("in_force", self.lime)):
            domain = literal_eval(arch.xpath(f"//filter[@name='{name}']")[0].get("domain"))
            here = [("product_id", "=", self.cola.id)]
            self.assertEqual(self.pairs.search(domain + here).substitute_id, expected)

    def test_rows_of_a_file_can_be_imported(self):
        self.cola.default_code, self.zero.default_code = "SUB-1", "SUB-2"
        names = ["product_id", "substitute_id", "ratio", "both_ways", "date_from"]
        done = self.pairs.load(names, [["[SUB-1] Cola", "[SUB-2] Zero", "0.5", "1", "2026-01-01"]])
        self.assertFalse(done["messages"])
        self.assertEqual(self.usable(self.cola), [("Zero", 0.5)])

    def test_who_may_do_what(self):
        rep, reviewer, manager = (
            new_test_user(self.env, f"s.{role}", f"fmcg_order_mgmt.group_fmcg_{role}")
            for role in ("rep", "reviewer", "manager")
        )
        pair = self.pair(self.cola, self.zero)
        for user in (rep, reviewer):
            self.assertTrue(pair.with_user(user).display_name)
            with self.assertRaises(AccessError):
                pair.with_user(user).ratio = 2
            with self.assertRaises(AccessError):
                self.pairs.with_user(user).create({"product_id": self.zero.id, "substitute_id": self.lime.id})
        pair.with_user(manager).ratio = 2
        pair.with_user(manager).copy({"substitute_id": self.lime.id}).unlink()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.pair(self.cola, self.lime, company_id=other.id)
        self.assertNotIn(foreign, self.pairs.with_user(manager).search([]))
        with self.assertRaises(AccessError):
            foreign.with_user(manager).ratio = 3
