from datetime import date, datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .wave_common import MONDAY, THURSDAY, TUESDAY, WaveCommon


@tagged("post_install", "-at_install")
class TestSaleOrderWave(WaveCommon):
    """Approved orders wait until shortly before the cut-off of their route."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regular.release = "wave"
        cls.cron = cls.env.ref("fmcg_order_mgmt.ir_cron_release")

    def at(self, *moment):
        """Run the cron at a moment."""
        with freeze_time(datetime(2031, 3, *moment)):
            self.run_cron()

    def test_the_wave_is_released_half_an_hour_before_the_cut_off(self):
        order = self.released()
        self.assertEqual((order.state, order.fmcg_release_at), ("draft", datetime(2031, 3, 3, 11, 30)))
        wakes = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).mapped("call_at")
        self.assertIn(datetime(2031, 3, 3, 11, 30), wakes)
        self.at(3, 11, 29)
        self.assertEqual(order.state, "draft")
        self.at(3, 11, 30)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.picking_ids.batch_id.fmcg_day, TUESDAY)

    def test_the_company_says_how_long_before(self):
        self.env.company.fmcg_wave_minutes = 120
        self.assertEqual(self.released().fmcg_release_at, datetime(2031, 3, 3, 10))
        for minutes in (-1, 1441):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.env.company.fmcg_wave_minutes = minutes
                self.env.flush_all()

    def test_orders_are_woken_once_for_a_moment(self):
        self.released()
        self.released()
        wakes = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).mapped("call_at")
        self.assertEqual(wakes.count(datetime(2031, 3, 3, 11, 30)), 1)

    def test_each_route_has_its_own_moment(self):
        evening = self.new_shop("Evening Shop", fmcg_route_id=self.new_route("Evening", "WVE", cut_off=18).id)
        noon, later = self.released(), self.released(partner_id=evening.id)
        self.at(3, 11, 45)
        self.assertEqual((noon.state, later.state), ("sale", "draft"))
        self.at(3, 17, 45)
        self.assertEqual(later.state, "sale")

    def test_an_order_after_the_cut_off_waits_for_the_next_one(self):
        order = self.released(date_order=datetime(2031, 3, 3, 12, 1))
        self.assertEqual(order.fmcg_release_at, datetime(2031, 3, 5, 11, 30))
        self.at(3, 13)
        self.assertEqual(order.state, "draft")

    def test_what_came_in_time_and_was_approved_late_still_leaves(self):
        order = self.order(date_order=MONDAY)
        with freeze_time("2031-03-03 14:00:00"):
            self.approve(order)
            self.assertEqual(order.state, "draft")
        self.at(3, 14, 1)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.picking_ids.batch_id.fmcg_day, TUESDAY)

    def test_the_day_that_is_wanted_decides(self):
        order = self.released(commitment_date=datetime(2031, 3, 13, 10))
        self.assertEqual(order.fmcg_release_at, datetime(2031, 3, 12, 11, 30))

    def test_the_cut_off_of_the_customer_goes_before_that_of_the_route(self):
        self.shop.fmcg_cut_off = 15.5
        order = self.released(date_order=datetime(2031, 3, 3, 14))
        self.assertEqual(order.fmcg_cut_off, datetime(2031, 3, 3, 15, 30))
        self.assertEqual(order.fmcg_release_at, datetime(2031, 3, 3, 15))
        self.assertEqual(order.fmcg_promised_on, TUESDAY)
        with freeze_time("2031-03-03 15:00:00"):
            self.shop.invalidate_recordset()
            self.assertEqual(self.shop.fmcg_next_delivery_date, TUESDAY)
            self.shop.fmcg_cut_off = 0
            self.assertEqual(self.shop.fmcg_next_delivery_date, THURSDAY)
        for hour in (-1, 24):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.shop.fmcg_cut_off = hour
                self.env.flush_all()

    def test_the_cut_off_of_the_address_goes_before_that_of_the_customer(self):
        branch = self.new_shop("Branch", parent_id=self.shop.id, type="delivery", fmcg_cut_off=10)
        order = self.released(partner_shipping_id=branch.id)
        self.assertEqual(order.fmcg_release_at, datetime(2031, 3, 3, 9, 30))

    def test_without_a_route_the_warehouse_has_a_cut_off(self):
        self.shop.fmcg_route_id = False
        self.warehouse.fmcg_cut_off = 16
        order = self.released()
        self.assertEqual(order.fmcg_cut_off, datetime(2031, 3, 3, 16))
        self.assertEqual(order.fmcg_release_at, datetime(2031, 3, 3, 15, 30))
        late = self.released(date_order=datetime(2031, 3, 3, 16, 1))
        self.assertEqual(late.fmcg_promised_on, date(2031, 3, 5))
        self.at(3, 15, 30)
        self.assertEqual((order.state, late.state), ("sale", "draft"))
        self.assertEqual(order.picking_ids.batch_id.fmcg_day, TUESDAY)
        self.assertEqual(order.picking_ids.batch_id.fmcg_cut_off, datetime(2031, 3, 3, 16))

    def test_without_any_cut_off_nothing_is_waited_for(self):
        self.shop.fmcg_route_id = False
        order = self.released()
        self.assertFalse(order.fmcg_release_at)
        self.run_cron()
        self.assertEqual(order.state, "sale")

    def test_a_cut_off_that_is_changed_counts_for_those_who_wait(self):
        order = self.released()
        self.route.cut_off = 10
        self.at(3, 9, 15)
        self.assertEqual((order.state, order.fmcg_release_at), ("draft", datetime(2031, 3, 3, 9, 30)))
        self.at(3, 9, 30)
        self.assertEqual(order.state, "sale")

    def test_an_order_whose_hold_was_taken_off_waits_for_its_wave(self):
        order = self.released(fmcg_hold=True)
        order.with_user(self.rep).fmcg_hold = False
        self.at(3, 10)
        self.assertEqual(order.state, "draft")
        self.at(3, 11, 40)
        self.assertEqual(order.state, "sale")

    def test_a_reviewer_does_not_wait(self):
        order = self.released()
        order.with_user(self.reviewer).action_fmcg_release()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.picking_ids.batch_id.fmcg_day, TUESDAY)

    def test_a_missed_run_is_made_up_for_with_the_next_day(self):
        order = self.released()
        # The van of Tuesday has left when the cron runs again.
        self.at(4, 9)
        self.assertEqual((order.state, order.fmcg_release_at), ("draft", datetime(2031, 3, 5, 11, 30)))
        self.at(5, 11, 30)
        self.assertEqual(order.picking_ids.batch_id.fmcg_day, THURSDAY)

    def test_nobody_writes_the_moment_by_hand(self):
        order = self.released()
        with self.assertRaisesRegex(UserError, "cut-off"):
            order.with_user(self.rep).fmcg_release_at = MONDAY

    def test_the_number_of_queries_does_not_grow(self):
        few, many = self.order(date_order=MONDAY), self.order(date_order=MONDAY)
        for _number in range(49):
            many |= self.order(date_order=MONDAY)
        self.approve(few | many)
        counts = []
        for orders in (few, few, many):
            orders.with_context(tracking_disable=True).write({"fmcg_release_at": False})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders._fmcg_plan_release()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(set(orders.mapped("fmcg_release_at")), {datetime(2031, 3, 3, 11, 30)})
        self.assertEqual(counts[1], counts[2])
