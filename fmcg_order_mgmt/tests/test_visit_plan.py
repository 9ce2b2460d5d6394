import datetime as dt

from freezegun import freeze_time

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.fmcg_order_mgmt.models import visit_plan

# A Monday; the plans reach to the Monday after.
MONDAY = dt.date(2026, 3, 16)


@tagged("post_install", "-at_install")
class TestVisitPlan(TransactionCase):
    """A shop that its rep, who lives by UTC, visits on Mondays and Thursdays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Demo customers have plans of their own.
        cls.env["fmcg.visit"].search([]).unlink()
        cls.env["fmcg.visit"]._planned_customers().active = False
        group = "fmcg_order_mgmt.group_fmcg_rep"
        cls.rep = new_test_user(cls.env, "p.rep", group, tz="UTC")
        cls.other_rep = new_test_user(cls.env, "p.other", group, tz="UTC")
        cls.shop = cls.env["res.partner"].create(
            {
                "name": "Corner",
                "user_id": cls.rep.id,
                "fmcg_visit_mon": True,
                "fmcg_visit_thu": True,
                "fmcg_visit_sequence": 30,
            }
        )
        cls.visits = cls.env["fmcg.visit"]
        cls.cron = cls.env.ref("fmcg_order_mgmt.ir_cron_visit_plan")

    def setUp(self):
        super().setUp()
        clock = freeze_time(f"{MONDAY} 08:00:00")
        clock.start()
        self.addCleanup(clock.stop)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def planned(self, partner=None):
        """Return the days from Monday on which a customer's visits are."""
        visits = self.visits.search([("partner_id", "=", (partner or self.shop).id)])
        return [(visit.date - MONDAY).days for visit in visits]

    def triggers(self):
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])

    def test_the_job_plans_today_and_the_week_after_once(self):
        for _twice in range(2):
            self.run_cron()
            self.assertEqual(self.planned(), [0, 3, 7])
        visit = self.visits.search([("date", "=", MONDAY)])
        self.assertEqual((visit.user_id, visit.company_id), (self.rep, self.rep.company_id))
        self.assertEqual((visit.sequence, visit.state, visit.plan_date), (30, "planned", MONDAY))

    def test_the_next_day_adds_what_is_new(self):
        self.run_cron()
        with freeze_time("2026-03-19 08:00:00"):
            self.run_cron()
        self.assertEqual(self.planned(), [0, 3, 7, 10])

    def test_every_second_week_from_its_first_day(self):
        self.shop.write({"fmcg_visit_every_weeks": "2", "fmcg_visit_from": MONDAY - dt.timedelta(days=5)})
        self.visits._plan()
        self.assertEqual(self.planned(), [7])
        self.shop.fmcg_visit_from = MONDAY + dt.timedelta(days=1)
        self.visits._plan()
        self.assertEqual(self.planned(), [3])

    def test_the_day_is_that_of_the_rep(self):
        self.rep.tz = "Asia/Shanghai"
        with freeze_time("2026-03-16 17:00:00"):
            self.run_cron()
        self.assertEqual(self.planned(), [3, 7])

    def test_nobody_is_planned_who_cannot_be_visited(self):
        archived, alone, of_leaver, elsewhere = (self.shop.copy() for _n in range(4))
        company = self.env["res.company"].create({"name": "Other"})
        archived.active = False
        alone.user_id = False
        of_leaver.user_id = new_test_user(self.env, "p.leaver")
        of_leaver.user_id.active = False
        elsewhere.company_id = company
        self.run_cron()
        self.assertEqual(self.visits.search([]).partner_id, self.shop)
        self.rep.company_ids += company
        self.run_cron()
        found = self.visits.search([]) - self.visits.search([("partner_id", "=", self.shop.id)])
        self.assertEqual((found.partner_id, found.company_id), (elsewhere, company))

    def test_a_visit_that_was_moved_or_handed_over_is_not_planned_again(self):
        self.run_cron()
        first, second, third = self.visits.search([])
        first.date = MONDAY + dt.timedelta(days=1)
        second.user_id = self.other_rep
        third.action_skip()
        self.run_cron()
        self.assertEqual(self.planned(), [1, 3, 7])

    def test_a_visit_by_hand_takes_the_place_of_the_planned_one(self):
        self.visits.create({"partner_id": self.shop.id, "user_id": self.rep.id, "date": MONDAY})
        self.run_cron()
        self.assertEqual(self.planned(), [0, 3, 7])

    def test_what_nobody_recorded_is_missed(self):
        days = [MONDAY - dt.timedelta(days=n) for n in (9, 1, 2, 0)]
        old, yesterday, done, today = self.visits.create(
            [{"partner_id": self.shop.id, "user_id": self.rep.id, "date": day} for day in days]
        )
        done.action_closed()
        abroad = self.visits.create(
            {"partner_id": self.shop.id, "user_id": self.other_rep.id, "date": MONDAY - dt.timedelta(days=1)}
        )
        self.other_rep.tz = "America/Los_Angeles"
        with freeze_time("2026-03-16 02:00:00"):
            self.run_cron()
        self.assertEqual((old + yesterday).mapped("state"), ["missed"] * 2)
        # In Los Angeles it is Sunday evening still.
        self.assertEqual((done + today + abroad).mapped("state"), ["done", "planned", "planned"])
        yesterday.action_no_order()
        self.assertEqual((yesterday.state, yesterday.outcome), ("done", "no_order"))

    def test_a_changed_plan_takes_the_planned_visits_with_it(self):
        past = self.visits.create(
            {
                "partner_id": self.shop.id,
                "user_id": self.rep.id,
                "date": MONDAY - dt.timedelta(days=1),
                "plan_date": MONDAY - dt.timedelta(days=1),
            }
        )
        self.run_cron()
        by_hand = self.visits.create(
            {"partner_id": self.shop.id, "user_id": self.rep.id, "date": MONDAY + dt.timedelta(days=5)}
        )
        self.visits.search([("date", "=", MONDAY)]).action_closed()
        before = self.triggers()
        self.shop.write({"user_id": self.other_rep.id, "fmcg_visit_thu": False, "fmcg_visit_fri": True})
        self.assertEqual(self.planned(), [-1, 0, 5])
        self.assertEqual(self.triggers(), before + 1)
        self.run_cron()
        self.assertEqual(self.planned(), [-1, 0, 4, 5, 7])
        self.assertEqual(past.state, "missed")
        new = self.visits.search([("user_id", "=", self.other_rep.id)])
        self.assertEqual([(day - MONDAY).days for day in new.mapped("date")], [4, 7])
        self.assertTrue(by_hand.exists())

    def test_whoever_may_change_a_customer_may_change_its_plan(self):
        keeper = new_test_user(
            self.env, "p.keeper", "base.group_partner_manager,fmcg_order_mgmt.group_fmcg_rep"
        )
        self.run_cron()
        self.shop.with_user(keeper).fmcg_visit_mon = False
        self.assertEqual(self.planned(), [])

    def test_archiving_a_customer_ends_its_visits(self):
        self.run_cron()
        self.shop.action_archive()
        self.assertEqual(self.planned(), [])

    def test_other_changes_leave_the_visits_alone(self):
        self.run_cron()
        visits = self.visits.search([])
        before = self.triggers()
        self.shop.write({"name": "Corner 2", "user_id": self.rep.id, "fmcg_visit_mon": True, "active": True})
        self.assertEqual(self.visits.search([]), visits)
        self.assertEqual(self.triggers(), before)

    def test_what_was_entered_meanwhile_is_no_error(self):
        wanted = self.visits._wanted()
        self.visits._plan()
        before = self.triggers()
        with mute_logger("odoo.sql_db"):
            self.visits._make(wanted)
        self.assertEqual(self.planned(), [0, 3, 7])
        self.assertEqual(self.triggers(), before + 1)

    def test_the_job_works_in_batches_and_goes_on_where_it_stopped(self):
        shops = self.shop | self.shop.create([self.shop.copy_data()[0] for _n in range(6)])
        self.patch(visit_plan, "BATCH", 5)
        left = iter([1, 1, 0])
        counts = []

        def progress(_cron, processed=0, *, remaining=None, deactivate=False):
            counts.append((processed, remaining))
            return next(left, 1)

        self.patch(type(self.env["ir.cron"]), "_commit_progress", progress)
        self.visits._cron_plan()
        self.assertEqual(counts, [(0, 21), (5, None), (5, None)])
        self.assertEqual(self.visits.search_count([]), 10)
        self.visits._cron_plan()
        self.assertEqual(counts[3:], [(0, 11), (5, None), (5, None), (1, None)])
        self.assertEqual([self.planned(shop) for shop in shops], [[0, 3, 7]] * 7)

    def test_queries_do_not_grow(self):
        self.env.flush_all()
        for count in (1, 50):
            self.visits.search([]).unlink()
            self.shop.create([self.shop.copy_data()[0] for _n in range(count - 1)])
            self.visits.create(
                [
                    {"partner_id": shop.id, "user_id": self.rep.id, "date": MONDAY - dt.timedelta(days=1)}
                    for shop in self.visits._planned_customers()
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(13):
                wanted, overdue = self.visits._wanted(), self.visits._overdue()
                self.visits.search(overdue).write({"state": "missed"})
                self.visits._make(wanted)
                self.env.flush_all()
            self.assertEqual(len(wanted), 3 * count)
