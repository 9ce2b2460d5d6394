import datetime as dt
from ast import literal_eval
from contextlib import contextmanager

from lxml import etree
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

DAY = dt.date(2026, 3, 17)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
NONE_AT_ALL = {"listed": None, "must_stock": [], "ended": set()}


@tagged("post_install", "-at_install")
class TestAssortment(TransactionCase):
    """A chain with a branch and its buyer, a kiosk; drinks with cola, soda and tea below them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listings = cls.env["fmcg.assortment"]
        # Demo listings of classes would hold for these outlets too.
        cls.listings.search([]).active = False
        cls.drinks = cls.env["product.category"].create({"name": "Drinks"})
        cls.fizzy = cls.env["product.category"].create({"name": "Fizzy", "parent_id": cls.drinks.id})
        cls.cola, cls.soda, cls.tea = cls.env["product.product"].create(
            [
                {"name": name, "categ_id": categ.id}
                for name, categ in (("Cola", cls.fizzy), ("Soda", cls.fizzy), ("Tea", cls.drinks))
            ]
        )
        cls.kiosks, cls.chains = cls.env["fmcg.outlet.class"].create(
            [{"name": "Kiosk", "code": "t_kiosk"}, {"name": "Chain", "code": "t_chain"}]
        )
        partners = cls.env["res.partner"]
        cls.kiosk = partners.create({"name": "Kiosk", "fmcg_outlet_class_id": cls.kiosks.id})
        cls.head = partners.create({"name": "Chain", "fmcg_outlet_class_id": cls.chains.id})
        cls.branch = partners.create({"name": "Branch", "parent_id": cls.head.id})
        cls.buyer = partners.create({"name": "Buyer", "parent_id": cls.branch.id})
        cls.portal = cls.env.ref("fmcg_order_mgmt.channel_portal")

    def listing(self, goods, scope, **values):
        """List a product or category for a customer, class or channel."""
        names = {
            "product.product": "product_id",
            "product.category": "categ_id",
            "res.partner": "partner_id",
            "fmcg.outlet.class": "outlet_class_id",
            "fmcg.order.channel": "channel_id",
        }
        values |= {names[record._name]: record.id for record in (goods, *scope)}
        return self.listings.create(values)

    def listed(self, partner, day=DAY, **values):
        found = self.listings._listed(partner, day, **values)
        self.assertEqual(list(found), [partner])
        return found[partner]

    def assertListed(self, partner, *products, must_stock=(), ended=(), **values):
        expected = {
            "listed": {product.id for product in products},
            "must_stock": [product.id for product in must_stock],
            "ended": {product.id for product in ended},
        }
        self.assertEqual(self.listed(partner, **values), expected)

    @contextmanager
    def refused(self, error, text=""):
        """Expect what happens inside to be refused."""
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(error, text), self.cr.savepoint():
            yield
            self.env.flush_all()

    def test_a_class_lists_products_and_whole_categories(self):
        self.listing(self.fizzy, [self.kiosks])
        self.listing(self.tea, [self.kiosks], must_stock=True)
        self.assertListed(self.kiosk, self.cola, self.soda, self.tea, must_stock=[self.tea])
        self.assertEqual(self.listed(self.head), NONE_AT_ALL)

    def test_a_category_brings_those_below_it_and_none_that_is_not_sold(self):
        self.listing(self.drinks, [self.kiosks])
        self.assertListed(self.kiosk, self.cola, self.soda, self.tea)
        self.soda.active = False
        self.tea.sale_ok = False
        self.assertListed(self.kiosk, self.cola)

    def test_an_own_listing_holds_for_branches_and_their_contacts(self):
        self.listing(self.cola, [self.head], must_stock=True)
        for partner in (self.head, self.branch, self.buyer):
            self.assertListed(partner, self.cola, must_stock=[self.cola])
        self.assertEqual(self.listed(self.kiosk), NONE_AT_ALL)

    def test_a_contact_is_of_the_class_of_its_outlet(self):
        self.listing(self.tea, [self.chains])
        self.assertListed(self.buyer, self.tea)
        self.branch.fmcg_outlet_class_id = self.kiosks
        self.assertEqual(self.listed(self.buyer), NONE_AT_ALL)
        self.assertListed(self.head, self.tea)

    def test_the_own_dates_win_over_those_of_the_class(self):
        self.listing(self.fizzy, [self.chains], must_stock=True)
        self.listing(self.cola, [self.head], date_to=BEFORE)
        self.assertListed(self.branch, self.soda, must_stock=[self.soda], ended=[self.cola])
        self.listing(self.cola, [self.branch])
        self.assertListed(self.buyer, self.cola, self.soda, must_stock=[self.soda])
        self.assertListed(self.head, self.soda, must_stock=[self.soda], ended=[self.cola])

    def test_a_product_ends_though_its_category_stays(self):
        self.listing(self.drinks, [self.kiosks])
        self.listing(self.fizzy, [self.kiosks], date_to=AFTER)
        self.listing(self.cola, [self.kiosks], date_to=BEFORE)
        self.assertListed(self.kiosk, self.soda, self.tea, ended=[self.cola])
        self.assertListed(
            self.kiosk, self.tea, ended=[self.cola, self.soda], day=AFTER + dt.timedelta(days=1)
        )

    def test_a_channel_adds_its_listings(self):
        self.listing(self.cola, [self.kiosks])
        self.listing(self.tea, [self.portal], must_stock=True)
        self.listing(self.soda, [self.portal, self.chains])
        self.assertListed(self.kiosk, self.cola)
        self.assertListed(self.kiosk, self.cola, self.tea, must_stock=[self.tea], channel=self.portal)
        self.assertListed(self.branch, self.soda, self.tea, must_stock=[self.tea], channel=self.portal)
        other = self.env.ref("fmcg_order_mgmt.channel_edi")
        self.assertListed(self.kiosk, self.cola, channel=other)
        self.assertEqual(self.listed(self.branch, channel=other), NONE_AT_ALL)

    def test_what_begins_later_is_no_assortment_yet(self):
        self.listing(self.cola, [self.kiosks], date_from=AFTER)
        self.assertEqual(self.listed(self.kiosk), NONE_AT_ALL)
        self.assertListed(self.kiosk, self.cola, day=AFTER)

    def test_archived_listings_and_those_of_other_companies_do_not_count(self):
        self.listing(self.cola, [self.kiosks]).active = False
        other = self.env["res.company"].create({"name": "Other"})
        self.listing(self.tea, [self.kiosks], company_id=other.id)
        self.assertEqual(self.listed(self.kiosk), NONE_AT_ALL)
        there = self.listings.with_company(other)._listed(self.kiosk, DAY)
        self.assertEqual(there[self.kiosk]["listed"], {self.tea.id})

    def test_must_stock_comes_in_the_order_of_the_list(self):
        self.listing(self.cola, [self.kiosks], must_stock=True, sequence=20)
        self.listing(self.tea, [self.kiosk], must_stock=True, sequence=30)
        self.listing(self.soda, [self.kiosks], must_stock=True, sequence=10)
        self.assertEqual(self.listed(self.kiosk)["must_stock"], [self.soda.id, self.cola.id, self.tea.id])

    def test_the_outcomes_are_ones_own(self):
        self.listing(self.cola, [self.kiosks])
        twin = self.kiosk.copy()
        found = self.listings._listed(self.kiosk | twin, DAY)
        found[twin]["listed"].clear()
        self.assertEqual(found[self.kiosk]["listed"], {self.cola.id})

    def test_whoever_enters_orders_learns_what_is_listed(self):
        self.listing(self.cola, [self.kiosks])
        nobody = new_test_user(self.env, "a.portal", "base.group_portal")
        found = self.listings.with_user(nobody)._listed(self.kiosk.with_user(nobody), DAY)
        self.assertEqual([one["listed"] for one in found.values()], [{self.cola.id}])

    def test_queries_do_not_grow(self):
        shops = self.kiosk.create(
            [{"name": f"Kiosk {n}", "fmcg_outlet_class_id": self.kiosks.id} for n in range(50)]
        )
        doors = shops.create([{"name": "Door", "parent_id": shop.id} for shop in shops])
        products = self.cola.create([{"name": f"Drink {n}", "categ_id": self.drinks.id} for n in range(50)])
        self.listings.create(
            [
                {"product_id": product.id, "partner_id": shop.id, "must_stock": True}
                for product, shop in zip(products, shops, strict=True)
            ]
        )
        self.listing(self.fizzy, [self.kiosks])
        self.env.flush_all()
        for some in (doors[0], doors):
            self.env.invalidate_all()
            with self.assertQueryCount(7):
                found = self.listings._listed(some, DAY)
            self.assertEqual(
                [one["listed"] for one in found.values()],
                [{self.cola.id, self.soda.id, product.id} for product in products[: len(some)]],
            )

    def test_bad_listings_are_refused(self):
        with self.refused(CheckViolation, "goods_once"):
            self.listings.create({"partner_id": self.kiosk.id})
        with self.refused(CheckViolation, "goods_once"):
            self.listing(self.cola, [self.kiosk], categ_id=self.drinks.id)
        with self.refused(CheckViolation, "has_scope"):
            self.listing(self.cola, [])
        with self.refused(CheckViolation, "dates_in_order"):
            self.listing(self.cola, [self.kiosk], date_from=DAY, date_to=BEFORE)
        self.listing(self.cola, [self.kiosk], date_from=DAY, date_to=DAY)

    def test_the_same_is_listed_once_at_a_time(self):
        first = self.listing(self.cola, [self.kiosk], date_to=DAY)
        with self.refused(UniqueViolation, "listing_uniq"):
            self.listing(self.cola, [self.kiosk], date_to=DAY)
        for dates in ({"date_from": DAY}, {"date_from": BEFORE, "date_to": AFTER}):
            with self.refused(ValidationError, "Cola · Kiosk is listed twice in the same time"):
                self.listing(self.cola, [self.kiosk], **dates)
        later = self.listing(self.cola, [self.kiosk], date_from=AFTER)
        with self.refused(ValidationError, "Cola · Kiosk is listed twice"):
            first.date_to = AFTER
        later.active = False
        first.date_to = AFTER
        with self.refused(ValidationError, "Cola · Kiosk is listed twice"):
            later.active = True
        # Other customers, or the same ones by one channel, are others.
        self.listing(self.cola, [self.kiosk, self.portal])
        self.listing(self.cola, [self.kiosks])

    def test_checking_periods_takes_as_many_queries_for_any_number(self):
        shops = self.kiosk.create([{"name": f"Kiosk {n}"} for n in range(50)])
        made = self.listings.create(
            [{"product_id": self.cola.id, "partner_id": shop.id, "date_to": DAY} for shop in shops]
        )
        self.env.flush_all()
        for some in (made[0], made):
            self.env.invalidate_all()
            with self.assertQueryCount(3):
                some._check_periods()

    def test_the_form_takes_a_product_or_a_category(self):
        form = Form(self.listings.with_context(default_partner_id=self.kiosk.id))
        form.categ_id = self.drinks
        form.categ_id = self.env["product.category"]
        form.product_id = self.cola
        listing = form.save()
        self.assertEqual(listing.display_name, "Cola · Kiosk")
        self.assertEqual(listing.company_id, self.env.company)
        for scope in (self.kiosks, self.portal):
            with self.assertRaises(AssertionError), Form(self.listings) as form:
                form.product_id = self.tea
            self.listing(self.tea, [scope])

    def test_a_product_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.cola.company_id = other
        with self.refused(UserError):
            self.listing(self.cola, [self.kiosk])

    def test_the_filters_tell_by_the_day(self):
        today = dt.date.today()
        days = {"old": (None, -1), "now": (-5, 0), "month": (0, 30), "open": (None, None), "later": (1, 31)}
        for name, offsets in days.items():
            dates = (offset is not None and today + dt.timedelta(days=offset) for offset in offsets)
            values = dict(zip(("date_from", "date_to"), dates, strict=True))
            self.listing(self.cola, [self.kiosk.create({"name": name})], **values)
        expected = {
            "in_force": {"now", "month", "open"},
            "ends_soon": {"now", "month"},
            "to_come": {"later"},
            "ended": {"old"},
        }
        for name, names in expected.items():
            with self.subTest(name):
                self.assertEqual(set(self.filtered_by(name).mapped("partner_id.name")), names)

    def filtered_by(self, name):
        """Return the listings that a filter of the search view leaves."""
        arch = self.listings.get_view(view_type="search")["arch"]
        domain = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")[0].get("domain")
        return self.listings.search(literal_eval(domain))

    def test_the_button_of_a_customer_opens_its_own_listings(self):
        own = self.listing(self.cola, [self.kiosk])
        self.listing(self.tea, [self.kiosks])
        self.assertEqual((self.kiosk.fmcg_listing_count, self.head.fmcg_listing_count), (1, 0))
        action = self.kiosk.action_fmcg_listings()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), own)
        self.assertEqual(action["context"]["default_partner_id"], self.kiosk.id)

    def test_who_may_do_what(self):
        rep = new_test_user(self.env, "a.rep", "fmcg_order_mgmt.group_fmcg_rep")
        manager = new_test_user(self.env, "a.manager", "fmcg_order_mgmt.group_fmcg_manager")
        listing = self.listing(self.cola, [self.kiosk])
        self.assertTrue(listing.with_user(rep).display_name)
        with self.assertRaises(AccessError):
            listing.with_user(rep).must_stock = True
        with self.assertRaises(AccessError):
            self.listings.with_user(rep).create({"product_id": self.tea.id, "partner_id": self.kiosk.id})
        listing.with_user(manager).must_stock = True
        listing.with_user(manager).copy({"product_id": self.tea.id}).unlink()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.listing(self.cola, [self.kiosks], company_id=other.id)
        with self.assertRaises(AccessError):
            foreign.with_user(manager).must_stock = True
        self.assertNotIn(foreign, self.listings.with_user(manager).search([]))
