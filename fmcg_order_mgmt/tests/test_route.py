import datetime as dt
from contextlib import contextmanager

from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestRoute(TransactionCase):
    """A route of a second warehouse, Tuesdays and Fridays, cut-off at 16:00 in Shanghai (UTC+8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.depot = cls.env["stock.warehouse"].create(
            {
                "name": "Riverside Depot",
                "code": "RVD",
                "partner_id": cls.env["res.partner"].create({"name": "Depot", "tz": "Asia/Shanghai"}).id,
            }
        )
        no_days = dict.fromkeys(("mon", "wed", "thu"), False)
        cls.route = cls.env["fmcg.route"].create(
            {"name": "Riverside", "code": "RV1", "warehouse_id": cls.depot.id, "cut_off": 16, **no_days}
        )
        cls.shop = cls.env["res.partner"].create({"name": "Ferry Shop", "fmcg_route_id": cls.route.id})

    @contextmanager
    def refused(self, error):
        """Expect the database to refuse what happens inside."""
        with mute_logger("odoo.sql_db"), self.assertRaises(error), self.cr.savepoint():
            yield

    def next_day(self, *moment):
        return self.route._next_delivery_date(dt.datetime(*moment))

    def test_the_cut_off_is_meant_in_the_warehouse_time_zone(self):
        # Monday 16 March 2026, 16:00 in Shanghai is 08:00 UTC; the van runs on Tuesday and Friday.
        self.assertEqual(self.next_day(2026, 3, 16, 8, 0), dt.date(2026, 3, 17))
        self.assertEqual(self.next_day(2026, 3, 16, 8, 1), dt.date(2026, 3, 20))
        # 17:00 UTC on Sunday is Monday there already.
        self.assertEqual(self.next_day(2026, 3, 15, 17, 0), dt.date(2026, 3, 17))

    def test_without_a_zone_of_the_warehouse_the_company_zone_counts(self):
        self.depot.partner_id.tz = False
        self.route.company_id.partner_id.tz = "America/Los_Angeles"
        self.assertEqual(self.next_day(2026, 3, 16, 8, 1), dt.date(2026, 3, 17))
        self.route.company_id.partner_id.tz = False
        self.assertEqual(self.route._tz().zone, "UTC")

    def test_a_shop_shows_the_days_of_its_route(self):
        self.assertEqual(self.shop.fmcg_delivery_days, "Tue, Fri")
        self.assertEqual(self.shop.fmcg_next_delivery_date, self.route.next_delivery_date)
        self.assertIn(self.shop.fmcg_next_delivery_date.weekday(), (1, 4))
        self.assertEqual(self.route.partner_count, 1)

    def test_counting_customers_takes_one_query_for_any_number_of_routes(self):
        routes = self.route | self.env["fmcg.route"].create(
            [{"name": f"Tour {n}", "code": f"T{n}"} for n in range(50)]
        )
        self.env.flush_all()
        for some in (self.route, routes):
            some.invalidate_recordset(["partner_count"])
            with self.assertQueryCount(1):
                self.assertEqual(some.mapped("partner_count"), [1] + [0] * (len(some) - 1))

    def test_a_route_needs_a_day(self):
        with self.assertRaisesRegex(ValidationError, "RV1 Riverside needs at least one day"):
            self.route.write({"tue": False, "fri": False})

    def test_impossible_values_are_refused(self):
        for values, error in (
            ({"cut_off": 24}, CheckViolation),
            ({"cut_off": -1}, CheckViolation),
            ({"lead_days": -1}, CheckViolation),
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                self.route.write(values)
                self.env.flush_all()
        with self.refused(UniqueViolation):
            self.route.copy({"code": "RV1"})
        with self.refused(CheckViolation):
            self.shop.fmcg_min_shelf_life_days = -1
            self.env.flush_all()

    def test_a_route_in_use_cannot_be_deleted(self):
        with self.refused(ForeignKeyViolation):
            self.route.unlink()
        self.assertTrue(self.shop.fmcg_route_id)

    def test_orders_are_delivered_from_the_warehouse_of_the_route(self):
        order = self.env["sale.order"].create({"partner_id": self.shop.id})
        self.assertEqual(order.warehouse_id, self.depot)
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        other = self.env["sale.order"].create({"partner_id": stranger.id})
        self.assertNotEqual(other.warehouse_id, self.depot)

    def test_the_form_follows_the_customer(self):
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.shop
            self.assertEqual(form.warehouse_id, self.depot)

    def test_another_address_brings_its_warehouse_or_leaves_the_chosen_one(self):
        stranger, other = self.env["res.partner"].create([{"name": "Stranger"}, {"name": "Other door"}])
        order = self.env["sale.order"].create({"partner_id": stranger.id, "warehouse_id": self.depot.id})
        order.partner_shipping_id = other
        self.assertEqual(order.warehouse_id, self.depot)
        order.warehouse_id = self.env["stock.warehouse"].search([("id", "!=", self.depot.id)], limit=1)
        self.env.user.group_ids += self.env.ref("account.group_delivery_invoice_address")
        with Form(order) as form:
            form.partner_shipping_id = self.shop
        self.assertEqual(order.warehouse_id, self.depot)

    def test_a_route_of_another_company_does_not_decide(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.route.write({"warehouse_id": False})
        self.route.company_id = other
        self.route.warehouse_id = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        order = self.env["sale.order"].create({"partner_id": self.shop.id})
        self.assertEqual(order.warehouse_id.company_id, self.env.company)

    def test_a_warehouse_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        with self.assertRaises(UserError):
            self.route.warehouse_id = warehouse

    def test_who_may_do_what(self):
        rep = new_test_user(self.env, "r.rep", "fmcg_order_mgmt.group_fmcg_rep")
        dispatcher = new_test_user(self.env, "r.dispatcher", "fmcg_order_mgmt.group_fmcg_dispatcher")
        manager = new_test_user(self.env, "r.manager", "fmcg_order_mgmt.group_fmcg_manager")
        self.assertTrue(self.route.with_user(rep).display_name)
        with self.assertRaises(AccessError):
            self.route.with_user(rep).cut_off = 18
        self.route.with_user(dispatcher).cut_off = 18
        with self.assertRaises(AccessError):
            self.route.with_user(dispatcher).unlink()
        self.shop.fmcg_route_id = False
        self.route.with_user(manager).unlink()
        self.assertFalse(self.route.exists())

    def test_a_route_stays_inside_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        rep = new_test_user(
            self.env,
            "o.rep",
            "fmcg_order_mgmt.group_fmcg_rep",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.env["fmcg.route"].with_user(rep).search([("id", "=", self.route.id)]))
        # Its name on a shared customer stays readable.
        self.assertEqual(self.shop.with_user(rep).fmcg_delivery_days, "Tue, Fri")

    def test_the_button_opens_the_customers_of_the_route(self):
        action = self.route.action_view_partners()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.shop)
