import datetime as dt

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

DAY = dt.date(2026, 3, 17)


@tagged("post_install", "-at_install")
class TestVisit(TransactionCase):
    """A rep in Shanghai and two shops."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "fmcg_order_mgmt.group_fmcg_rep"
        cls.rep = new_test_user(cls.env, "v.rep", group, tz="Asia/Shanghai")
        cls.other_rep = new_test_user(cls.env, "v.other", group, tz="UTC")
        cls.reviewer = new_test_user(cls.env, "v.reviewer", "fmcg_order_mgmt.group_fmcg_reviewer")
        cls.manager = new_test_user(cls.env, "v.manager", "fmcg_order_mgmt.group_fmcg_manager")
        cls.shop, cls.far_shop = cls.env["res.partner"].create(
            [{"name": "Corner", "user_id": cls.rep.id}, {"name": "Far", "user_id": cls.rep.id}]
        )
        cls.visit = cls.new_visit()

    @classmethod
    def new_visit(cls, **values):
        defaults = {"partner_id": cls.shop.id, "user_id": cls.rep.id, "date": DAY}
        return cls.env["fmcg.visit"].create(defaults | values)

    def order(self, partner):
        return self.env["sale.order"].create({"partner_id": partner.id, "user_id": self.rep.id})

    def assertVisit(self, state, outcome=False, order=None):
        self.assertEqual((self.visit.state, self.visit.outcome), (state, outcome))
        self.assertEqual(self.visit.order_id, order or self.env["sale.order"])

    def test_a_rep_records_what_came_of_a_visit(self):
        visit = self.visit.with_user(self.rep)
        for action, outcome in (
            (visit.action_no_order, "no_order"),
            (visit.action_closed, "closed"),
            (visit.action_other, "other"),
        ):
            action()
            self.assertVisit("done", outcome)
            visit.action_reopen()
            self.assertVisit("planned")
        visit.action_skip()
        self.assertVisit("skipped")

    def test_an_order_is_the_outcome_of_its_visit(self):
        first, second = self.order(self.shop), self.order(self.shop)
        visit = self.visit.with_user(self.rep)
        visit._record_order(first.with_user(self.rep))
        self.assertVisit("done", "order", first)
        visit._record_order(second.with_user(self.rep))
        self.assertVisit("done", "order", second)
        visit.action_reopen()
        self.assertVisit("planned")

    def test_an_order_of_the_head_office_counts_and_one_of_a_stranger_does_not(self):
        branch = self.shop.create({"name": "Branch", "parent_id": self.shop.id})
        order = self.order(branch)
        self.visit._record_order(order)
        self.assertVisit("done", "order", order)
        stranger = self.order(self.far_shop)
        with self.assertRaisesRegex(UserError, f"{stranger.name} is an order of Far, .* visit was to Corner"):
            self.visit._record_order(stranger)
        self.assertVisit("done", "order", order)

    def test_an_order_made_for_the_customer_records_nothing_by_itself(self):
        rep_channel = self.env.ref("fmcg_order_mgmt.channel_rep")
        self.visit.date = self.visit._day_of(self.rep)
        self.env["sale.order"].create({"partner_id": self.shop.id, "fmcg_channel_id": rep_channel.id})
        self.assertVisit("planned")

    def test_state_and_outcome_agree(self):
        for values in ({"state": "done"}, {"outcome": "order"}, {"state": "missed", "outcome": "closed"}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.visit.write(values)
                self.env.flush_all()

    def test_one_visit_of_a_person_to_a_customer_on_a_day(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.new_visit()
        self.new_visit(user_id=self.other_rep.id)
        self.new_visit(date=DAY + dt.timedelta(days=1))

    def test_today_is_the_day_of_the_person_in_their_order(self):
        # 23:00 UTC on the 16th is the 17th in Shanghai already.
        second = self.new_visit(partner_id=self.far_shop.id, sequence=20)
        first = self.new_visit(partner_id=self.shop.copy().id, sequence=5, user_id=self.rep.id)
        self.new_visit(user_id=self.other_rep.id)
        self.new_visit(date=DAY - dt.timedelta(days=1))
        second.action_skip()
        with freeze_time("2026-03-16 23:00:00"):
            self.assertEqual(self.visit._today(self.rep).ids, [first.id, self.visit.id, second.id])
            self.assertFalse(self.visit._today(self.other_rep))

    def test_without_a_zone_of_the_person_the_company_zone_counts(self):
        company = self.other_rep.company_id.partner_id
        with freeze_time("2026-03-16 23:00:00"):
            for zone, day in (("Asia/Shanghai", DAY), (False, DAY - dt.timedelta(days=1))):
                self.other_rep.tz, company.tz = False, zone
                self.assertEqual(self.env["fmcg.visit"]._day_of(self.other_rep), day)

    def test_today_takes_one_query_for_any_number(self):
        self.env.flush_all()
        for count in (1, 50):
            shops = self.shop.create([{"name": f"Shop {n}"} for n in range(count)])
            day = self.visit._day_of(self.rep)
            self.visit.create(
                [{"partner_id": shop.id, "user_id": self.rep.id, "date": day} for shop in shops]
            )
            self.env.flush_all()
            with self.assertQueryCount(1):
                found = self.env["fmcg.visit"]._today(self.rep)
            self.assertEqual(len(found), count)
            found.unlink()

    def test_who_may_do_what(self):
        own, foreign = self.visit, self.new_visit(user_id=self.other_rep.id)
        visits = self.env["fmcg.visit"]
        both = own | foreign
        self.assertEqual(visits.with_user(self.rep).search([("id", "in", both.ids)]), own)
        self.assertEqual(visits.with_user(self.reviewer).search([("id", "in", both.ids)]), both)
        with self.assertRaises(AccessError):
            foreign.with_user(self.rep).action_closed()
        foreign.with_user(self.reviewer).action_closed()
        with self.assertRaises(AccessError):
            own.with_user(self.rep).unlink()
        with self.assertRaises(AccessError):
            visits.with_user(self.rep).create({"partner_id": self.shop.id, "user_id": self.reviewer.id})
        both.with_user(self.manager).unlink()
        driver = new_test_user(self.env, "v.driver", "fmcg_order_mgmt.group_fmcg_driver")
        with self.assertRaises(AccessError):
            visits.with_user(driver).search([])

    def test_a_visit_stays_inside_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        self.rep.company_ids += other
        foreign = self.new_visit(company_id=other.id, partner_id=self.far_shop.id)
        mine = (
            self.env["fmcg.visit"]
            .with_user(self.manager)
            .with_context(allowed_company_ids=self.env.company.ids)
        )
        self.assertFalse(mine.search([("id", "=", foreign.id)]))
        with self.assertRaises(UserError):
            self.new_visit(company_id=other.id, user_id=self.other_rep.id)

    def test_a_rep_enters_a_visit_by_hand(self):
        form = Form(self.env["fmcg.visit"].with_user(self.rep))
        form.partner_id = self.far_shop
        visit = form.save()
        self.assertEqual((visit.user_id, visit.date), (self.rep, visit._day_of(self.rep)))
        self.assertEqual((visit.state, visit.plan_date), ("planned", False))

    def test_the_name_says_where_and_when(self):
        self.assertEqual(self.visit.display_name, "Corner · 03/17/2026")

    def test_the_button_of_a_customer_opens_its_visits(self):
        self.new_visit(partner_id=self.far_shop.id)
        self.assertEqual(self.shop.fmcg_visit_count, 1)
        action = self.shop.action_fmcg_visits()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), self.visit)
