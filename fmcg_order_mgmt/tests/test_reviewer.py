from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .reviewer_common import MORNING, ReviewerCommon


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestReviewer(ReviewerCommon):
    """Orders in review are shared out among those who may, are there and have time before the cut-off."""

    def test_without_a_list_nothing_is_assigned(self):
        order = self.waiting()
        self.run_job("plan_reviews")
        self.assertFalse(order.fmcg_reviewer_id)
        self.assertEqual(order.fmcg_review_due, datetime(2026, 3, 4, 12))
        self.assertGreater(order.fmcg_review_minutes, 0)
        self.approve(order)
        self.assertFalse(order.fmcg_review_due)
        self.assertFalse(order.fmcg_review_minutes)

    def test_each_gets_what_may_be_reviewed_by_whom(self):
        portal = self.env.ref("fmcg_order_mgmt.channel_portal")
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.env["res.lang"]._lang_get("fr_FR")
        self.listed(self.ann, channel_ids=[Command.set(self.channel.ids)])
        self.listed(self.bob, channel_ids=[Command.set(portal.ids)], lang_ids=[Command.set(french.ids)])
        chat, other = self.waiting(), self.waiting(fmcg_channel_id=portal.id)
        self.plan()
        self.assertEqual(chat.fmcg_reviewer_id, self.ann)
        self.assertEqual(chat.fmcg_reviewer_text, "Nobody else who is there may review it.")
        self.assertFalse(other.fmcg_reviewer_id)
        self.assertEqual(other.fmcg_reviewer_text, "No reviewer may review such an order.")
        self.assertEqual(other.fmcg_review_late, "foreseen")
        self.shop.lang = "fr_FR"
        self.plan()
        self.assertEqual(other.fmcg_reviewer_id, self.bob)
        self.assertFalse(other.fmcg_review_late)

    def test_all_are_in_time_where_they_can_be(self):
        self.listed(self.ann)
        self.listed(self.bob)
        orders = self.waiting(6, minutes=10)
        with freeze_time("2026-03-04 11:29"):
            self.plan()
            self.assertEqual(set(orders.mapped("fmcg_review_late")), {False})
            # What nobody begins soon waits for whoever is free first.
            self.assertEqual(self.of(orders), {self.ann: 2, self.bob: 2, self.env["res.users"]: 2})
            late = self.waiting(1, minutes=10)
            self.plan()
            self.assertEqual((orders | late).mapped("fmcg_review_late").count("foreseen"), 1)

    def test_nobody_has_more_than_may_be_open(self):
        ann = self.listed(self.ann, max_open=1)
        orders = self.waiting(3, minutes=2)
        self.plan()
        self.assertEqual(self.of(orders), {self.ann: 1, self.env["res.users"]: 2})
        self.assertEqual((ann.open_count, ann.open_minutes), (1, 2))
        self.approve(orders.filtered("fmcg_reviewer_id"))
        self.plan()
        self.assertEqual(ann.open_count, 1)

    def test_who_leaves_gives_the_orders_to_others_at_once(self):
        ann = self.listed(self.ann)
        orders = self.waiting(3, minutes=2)
        self.plan()
        self.listed(self.bob)
        orders[0].with_user(self.ann).action_fmcg_take()
        self.assertEqual(self.of(orders), {self.ann: 3})
        ann.with_user(self.ann).action_away()
        self.assertEqual(ann.presence, "away")
        self.assertEqual(self.of(orders), {self.bob: 3})
        self.assertFalse(orders[0].fmcg_review_started)
        self.assertEqual(orders[0].fmcg_reviewer_text, "Whoever had it is away or gone.")
        ann.with_user(self.ann).action_back()
        self.assertEqual(ann.presence, "here")
        self.assertEqual(self.of(orders), {self.bob: 3})

    def test_who_is_away_for_a_while_is_planned_for_afterwards(self):
        ann = self.listed(self.ann)
        orders = self.waiting(1, minutes=2)
        self.plan()
        ann.action_away("2026-03-04 11:00:00")
        self.assertFalse(orders.fmcg_reviewer_id)
        self.assertFalse(orders.fmcg_review_late)
        self.assertEqual(orders.fmcg_reviewer_text, "Waits for whoever is free first.")
        ann.action_away("2026-03-04 11:59:00")
        self.assertEqual(orders.fmcg_review_late, "foreseen")
        with freeze_time("2026-03-04 12:00"):
            self.plan()
            self.assertEqual(orders.fmcg_reviewer_id, self.ann)

    def test_who_is_away_comes_back_at_a_moment_to_come(self):
        ann = self.listed(self.ann)
        for until in ("soon", "2026-03-04 08:59:00", 7):
            with self.assertRaisesRegex(UserError, "a moment to come"):
                ann.with_user(self.ann).action_away(until)
        self.assertFalse(ann.away)

    def test_who_is_deleted_or_archived_leaves_nothing_behind(self):
        ann, bob = self.listed(self.ann), self.listed(self.bob, max_open=1)
        orders = self.waiting(3, minutes=2)
        self.plan()
        self.assertEqual(self.of(orders)[self.ann], 2)
        self.ann.unlink()
        self.assertFalse(ann.exists())
        self.assertEqual(self.of(orders), {self.bob: 1, self.env["res.users"]: 2})
        bob.active = False
        self.assertEqual(self.of(orders), {self.env["res.users"]: 3})
        bob.active = True
        self.assertEqual(self.of(orders)[self.bob], 1)
        self.bob.active = False
        self.assertEqual(self.of(orders), {self.env["res.users"]: 3})
        bob.unlink()
        self.plan()
        self.assertFalse(orders.fmcg_reviewer_id)

    def test_who_loses_the_role_gets_nothing(self):
        self.listed(self.ann)
        self.ann.group_ids = self.env.ref("fmcg_order_mgmt.group_fmcg_rep")
        order = self.waiting()
        self.plan()
        self.assertFalse(order.fmcg_reviewer_id)
        with self.assertRaisesRegex(ValidationError, "no right to review"):
            self.listed(self.rep)

    def test_what_is_opened_stays(self):
        self.listed(self.ann)
        order = self.waiting(1, minutes=100)
        self.plan()
        order.with_user(self.ann).action_fmcg_take()
        urgent = self.waiting(2, minutes=60)
        with freeze_time("2026-03-04 10:30"):
            self.plan()
            self.assertEqual(order.fmcg_reviewer_id, self.ann)
            self.assertEqual(urgent.mapped("fmcg_review_late").count("foreseen"), 1)
            self.listed(self.bob)
            self.assertEqual(order.fmcg_reviewer_id, self.ann)
            self.assertEqual(order.fmcg_review_started, MORNING)
            self.assertEqual(set(urgent.mapped("fmcg_review_late")), {False})

    def test_the_next_order_is_opened_and_its_clock_starts(self):
        self.listed(self.ann)
        orders = self.waiting(2, minutes=2)
        self.plan()
        action = self.env["sale.order"].with_user(self.ann).action_fmcg_next()
        order = self.env["sale.order"].browse(action["res_id"])
        self.assertIn(order, orders)
        self.assertEqual(order.fmcg_review_started, MORNING)
        self.assertEqual(self.env["sale.order"].with_user(self.ann).action_fmcg_next()["res_id"], order.id)
        self.approve(orders)
        with self.assertRaisesRegex(UserError, "No order is assigned to you"):
            self.env["sale.order"].with_user(self.ann).action_fmcg_next()
        with self.assertRaises(AccessError):
            self.env["sale.order"].with_user(self.rep).action_fmcg_next()

    def test_taking_an_order(self):
        self.listed(self.ann)
        order = self.waiting(1, minutes=2)
        # Nobody of the list, but at it.
        order.with_user(self.reviewer).action_fmcg_take()
        self.plan()
        self.assertEqual(order.fmcg_reviewer_id, self.reviewer)
        self.assertEqual(order.fmcg_reviewer_text, "Took the order.")
        with self.assertRaisesRegex(UserError, f"{order.name}: fmcg_review_reviewer"):
            order.with_user(self.ann).action_fmcg_take()
        with self.assertRaises(AccessError):
            order.with_user(self.rep).action_fmcg_take()
        order.with_user(self.manager).action_fmcg_take()
        self.assertEqual(order.fmcg_reviewer_id, self.manager)
        with freeze_time("2026-03-04 10:00"):
            self.plan()
        self.assertEqual(order.fmcg_reviewer_id, self.ann)
        self.approve(order)
        with self.assertRaisesRegex(UserError, "None of these orders"):
            order.with_user(self.ann).action_fmcg_take()

    def test_a_missed_cut_off_is_told_and_the_next_one_counts(self):
        self.listed(self.ann)
        order = self.waiting()
        self.plan()
        with freeze_time("2026-03-04 12:30"):
            self.plan()
            self.assertEqual(order.fmcg_review_due, datetime(2026, 3, 5, 12))
            self.assertEqual(order.fmcg_review_late, "missed")
            self.plan()
            self.assertEqual(order.fmcg_review_late, "missed")
            # One that comes only now is in time.
            other = self.waiting()
            self.plan()
            self.assertFalse(other.fmcg_review_late)

    def test_the_wanted_day_and_the_working_day_give_the_cut_off(self):
        order = self.waiting(commitment_date=datetime(2026, 3, 10, 8))
        self.shop.fmcg_route_id = False
        other = self.waiting()
        self.shop.fmcg_route_id = self.route
        self.plan()
        self.assertEqual(order.fmcg_review_due, datetime(2026, 3, 9, 12))
        self.shop.fmcg_route_id = False
        self.plan()
        self.assertFalse(other.fmcg_review_due)
        self.company.resource_calendar_id = self.hours(8, 17)
        self.plan()
        self.assertEqual(other.fmcg_review_due, datetime(2026, 3, 4, 17))

    def hours(self, begin, end):
        values = {"name": "Day", "dayofweek": "2", "hour_from": begin, "hour_to": end}
        return self.env["resource.calendar"].create(
            {
                "name": f"{begin} to {end}",
                "tz": "UTC",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear(), Command.create(values)],
            }
        )

    def test_only_who_works_then_gets_orders(self):
        early = self.listed(self.ann, calendar_id=self.hours(6, 10).id)
        late = self.listed(self.bob, calendar_id=self.hours(10, 14).id)
        self.assertEqual((early.presence, late.presence), ("here", "off"))
        order, long = self.waiting(1, minutes=10), self.waiting(1, minutes=90)
        self.plan()
        self.assertEqual(order.fmcg_reviewer_id, self.ann)
        # 90 minutes do not fit before ten, but from ten on before noon.
        self.assertFalse(long.fmcg_reviewer_id)
        self.assertFalse(long.fmcg_review_late)
        with freeze_time("2026-03-04 10:01"):
            self.plan()
            self.assertEqual(self.of(order | long), {self.bob: 2})
        holiday = {"name": "Holiday", "date_from": "2026-03-04 00:00:00", "date_to": "2026-03-04 23:59:59"}
        self.env["resource.calendar.leaves"].create(holiday | {"company_id": self.company.id})
        self.env.invalidate_all()
        self.assertEqual(early.presence, "off")

    def test_an_order_that_is_cancelled_leaves_the_plan(self):
        ann = self.listed(self.ann)
        order = self.waiting()
        self.plan()
        self.assertTrue(order.fmcg_reviewer_id)
        order._action_cancel()
        self.plan()
        self.assertFalse(order.fmcg_reviewer_id)
        self.assertEqual(ann.open_count, 0)

    def test_a_copy_is_planned_by_itself(self):
        self.listed(self.ann)
        order = self.waiting()
        self.plan()
        copy = order.copy()
        self.assertFalse(copy.fmcg_reviewer_id)
        self.assertFalse(copy.fmcg_review_due)

    def test_orders_of_another_company_are_of_no_concern(self):
        other = self.env["res.company"].create({"name": "Second House"})
        other.resource_calendar_id = False
        self.ann.company_ids += other
        self.listed(self.ann)
        there = self.listed(self.ann, company_id=other.id)
        self.listed(self.bob)
        mine = self.waiting(1, minutes=2)
        theirs = self.waiting(3, minutes=90, company_id=other.id, warehouse_id=False)
        self.plan()
        self.assertFalse(theirs.fmcg_reviewer_id)
        self.env["fmcg.reviewer"]._plan(other)
        self.assertEqual(theirs.fmcg_reviewer_id, self.ann)
        self.assertEqual(there.open_count, 1)
        there.active = False
        self.assertFalse(theirs.fmcg_reviewer_id)
        self.assertTrue(mine.fmcg_reviewer_id)
        with self.assertRaises(UserError):
            self.listed(self.bob, company_id=other.id)
        self.assertNotIn(there, self.env["fmcg.reviewer"].with_user(self.bob).search([]))

    def test_a_second_plan_writes_nothing_and_no_plan_talks(self):
        self.listed(self.ann)
        self.listed(self.bob)
        orders = self.waiting(4, minutes=2)
        said = len(orders.message_ids)
        self.plan()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET write_date = '2000-01-01' WHERE id IN %s", [(*orders.ids,)]
        )
        self.env.invalidate_all()
        self.plan()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(set(orders.mapped("write_date")), {datetime(2000, 1, 1)})
        self.assertEqual(len(orders.message_ids), said)

    def test_any_number_of_orders_and_reviewers_takes_as_many_queries(self):
        self.listed(self.ann)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.waiting()
        one = queries(), queries()
        self.waiting(49)
        self.listed(self.bob)
        self.listed(self.manager)
        self.env["sale.order"].search([]).sudo().write({"fmcg_review_minutes": 0, "fmcg_reviewer_id": False})
        many = queries(), queries()
        self.assertLessEqual(many[0], one[0] + 2)
        self.assertLessEqual(many[1], one[1])

    def test_who_may_do_what(self):
        ann, bob = self.listed(self.ann), self.listed(self.bob)
        order = self.waiting()
        self.assertEqual(bob.with_user(self.ann).user_id, self.bob)
        ann.with_user(self.ann).write({"away": True, "away_until": "2026-03-04 11:00:00"})
        for act in (
            lambda: bob.with_user(self.ann).action_away(),
            lambda: ann.with_user(self.ann).write({"max_open": 5}),
            lambda: ann.with_user(self.ann).write({"away": False, "pace": 0.5}),
            lambda: ann.with_user(self.ann).unlink(),
            lambda: ann.with_user(self.ann).create({"user_id": self.reviewer.id}),
            lambda: ann.with_user(self.rep).read(["user_id"]),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()
        bob.with_user(self.manager).write({"max_open": 5, "away": True})
        for user in (self.rep, self.ann, self.manager):
            for name, value in (("fmcg_reviewer_id", user.id), ("fmcg_review_due", MORNING)):
                with self.assertRaisesRegex(UserError, "planned"):
                    order.with_user(user).write({name: value})
                with self.assertRaisesRegex(UserError, "planned"):
                    self.order(user=user, **{name: value})
        model = self.env["sale.order"].with_user(self.rep).with_context(default_fmcg_reviewer_id=self.rep.id)
        self.assertFalse(model.create({"partner_id": self.shop.id}).fmcg_reviewer_id)

    @mute_logger("odoo.sql_db")
    def test_nobody_is_listed_twice(self):
        self.listed(self.ann)
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.listed(self.ann)

    def test_the_plan_comes_at_once_before_a_cut_off_and_when_somebody_is_idle(self):
        def asked(act):
            cron = self.env.ref("fmcg_order_mgmt.ir_cron_plan_reviews")
            triggers = self.env["ir.cron.trigger"].search_count
            before = triggers([("cron_id", "=", cron.id)])
            act()
            return triggers([("cron_id", "=", cron.id)]) - before

        self.listed(self.ann)
        self.assertEqual(asked(self.waiting), 0)
        with freeze_time("2026-03-04 11:45"):
            self.assertEqual(asked(self.waiting), 1)
        self.plan()
        mine = self.env["sale.order"].search([("fmcg_reviewer_id", "=", self.ann.id)]).with_user(self.ann)
        self.assertEqual(len(mine), 2)
        self.assertEqual(asked(mine[0].action_fmcg_approve), 0)
        self.assertEqual(asked(mine[1].action_fmcg_approve), 1)
