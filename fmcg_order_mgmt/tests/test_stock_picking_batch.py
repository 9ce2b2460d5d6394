from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .wave_common import MONDAY, THURSDAY, TUESDAY, WaveCommon


@tagged("post_install", "-at_install")
class TestStockPickingBatch(WaveCommon):
    """What one route delivers on one day goes into one of core's waves."""

    def test_orders_of_a_route_and_day_share_a_wave(self):
        one, two = self.released(), self.released()
        wave = one.picking_ids.batch_id
        self.assertEqual(wave.picking_ids, one.picking_ids | two.picking_ids)
        self.assertTrue(wave.is_wave)
        self.assertEqual(wave.state, "draft")
        self.assertEqual((wave.fmcg_route_id, wave.fmcg_day), (self.route, TUESDAY))
        self.assertEqual(wave.fmcg_cut_off, datetime(2031, 3, 3, 12))
        self.assertEqual(wave.scheduled_date, datetime(2031, 3, 3, 12))
        self.assertEqual(wave.picking_type_id, self.warehouse.out_type_id)
        self.assertEqual(wave.description, "WVN North · Tue 4 Mar")

    def test_other_routes_days_and_companies_get_waves_of_their_own(self):
        south = self.new_shop("South Shop", fmcg_route_id=self.new_route("South", "WVS").id)
        orders = self.released() | self.released(partner_id=south.id)
        orders |= self.released(date_order=datetime(2031, 3, 3, 12, 30))
        orders |= self.released(commitment_date=datetime(2031, 3, 11, 10))
        waves = orders.picking_ids.batch_id
        self.assertEqual(len(waves), 4)
        self.assertEqual(orders[2].picking_ids.batch_id.fmcg_day, THURSDAY)
        self.assertEqual(str(orders[3].picking_ids.batch_id.fmcg_day), "2031-03-11")

    def test_a_wave_that_was_started_takes_nobody_else(self):
        first = self.released()
        wave = first.picking_ids.batch_id
        keeper = new_test_user(self.env, "fmcg_wave_keeper", groups="stock.group_stock_user")
        wave.with_user(keeper).action_confirm()
        second, third = self.released(), self.released()
        self.assertEqual(wave.picking_ids, first.picking_ids)
        self.assertNotEqual(second.picking_ids.batch_id, wave)
        self.assertEqual(second.picking_ids.batch_id, third.picking_ids.batch_id)
        self.assertEqual(second.picking_ids.batch_id.state, "draft")

    def test_without_a_route_there_is_a_wave_per_warehouse_and_day(self):
        self.shop.fmcg_route_id = False
        depot = self.env["stock.warehouse"].create({"name": "Depot", "code": "WVD"})
        self.env["stock.quant"]._update_available_quantity(self.cola, depot.lot_stock_id, 100)
        here = self.released() | self.released()
        there = self.released(warehouse_id=depot.id)
        waves = here.picking_ids.batch_id
        self.assertEqual((len(waves), waves.fmcg_route_id, waves.fmcg_day), (1, self.route.browse(), TUESDAY))
        self.assertEqual((waves.fmcg_cut_off, waves.fmcg_delivery_count), (False, 2))
        self.assertEqual(waves.description, f"{self.warehouse.name} · Tue 4 Mar")
        self.assertEqual(there.picking_ids.batch_id.warehouse_id, depot)
        self.assertNotEqual(there.picking_ids.batch_id, waves)

    def test_core_orders_stay_as_core_has_them(self):
        self.warehouse.out_type_id.write({"auto_batch": True, "batch_group_by_partner": True})
        ours = self.released()
        core = self.order(fmcg_channel_id=False)
        core.action_confirm()
        batch = core.picking_ids.batch_id
        self.assertTrue(batch)
        self.assertFalse(batch.is_wave or batch.fmcg_day)
        self.assertEqual(ours.picking_ids.batch_id.fmcg_route_id, self.route)
        self.assertEqual(ours.picking_ids.batch_id.picking_ids, ours.picking_ids)
        self.warehouse.out_type_id.auto_batch = False
        other = self.order(fmcg_channel_id=False)
        other.action_confirm()
        self.assertFalse(other.picking_ids.batch_id)

    def test_core_waves_by_product_leave_ours_alone(self):
        values = {"auto_batch": True, "batch_group_by_partner": False, "wave_group_by_product": True}
        self.warehouse.out_type_id.write(values)
        ours = self.released((self.cola, 2, self.piece))
        core = self.order(fmcg_channel_id=False)
        core.action_confirm()
        self.assertEqual(ours.picking_ids.batch_id.fmcg_day, TUESDAY)
        self.assertTrue(core.picking_ids.batch_id.is_wave)
        self.assertNotEqual(core.picking_ids.batch_id, ours.picking_ids.batch_id)

    def test_a_person_who_confirms_fills_the_wave_too(self):
        self.regular.release = "wave"
        order = self.order(date_order=MONDAY)
        self.approve(order)
        self.assertEqual(order.state, "draft")
        order.with_user(self.rep).action_confirm()
        self.assertEqual(order.picking_ids.batch_id.fmcg_route_id, self.route)

    def test_each_step_of_the_warehouse_has_its_wave(self):
        self.warehouse.delivery_steps = "pick_ship"
        one, two = self.released(), self.released()
        picks = (one | two).picking_ids
        self.assertEqual(picks.picking_type_id, self.warehouse.pick_type_id)
        wave = picks.batch_id
        self.assertEqual((len(wave), wave.fmcg_day), (1, TUESDAY))
        wave.action_confirm()
        wave.with_context(skip_backorder=True, skip_sms=True, skip_expired=True).action_done()
        self.assertEqual(wave.state, "done")
        ships = (one | two).picking_ids - picks
        self.assertEqual(ships.picking_type_id, self.warehouse.out_type_id)
        self.assertEqual(len(ships), 2)
        self.assertEqual((len(ships.batch_id), ships.batch_id.fmcg_day), (1, TUESDAY))
        self.assertEqual(ships.batch_id.fmcg_route_id, self.route)

    def test_what_is_left_behind_goes_with_the_next_wave(self):
        order = self.released((self.cola, 10, self.piece))
        first = order.picking_ids
        with freeze_time("2031-03-04 05:00:00"):
            self.validate(first, 4)
            rest = order.picking_ids - first
            self.assertEqual(rest.move_ids.product_uom_qty, 6)
            self.assertEqual(rest.batch_id.fmcg_day, THURSDAY)

    def test_an_order_that_leaves_in_one_go_waits_for_all_of_it(self):
        receipt = self.env["stock.move"].create(
            {
                "product_id": self.milk.id,
                "product_uom_qty": 10,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "date": datetime(2031, 3, 4, 15),
            }
        )
        receipt._action_confirm()
        lines = (self.cola, 2, self.piece), (self.milk, 2, self.piece)
        order = self.order(*lines, date_order=MONDAY, picking_policy="one")
        order.action_fmcg_review()
        self.approve(order, "Wait for the milk")
        self.assertEqual(order.fmcg_promised_on, THURSDAY)
        self.assertEqual(order.picking_ids.batch_id.fmcg_day, THURSDAY)

    def test_a_holiday_moves_the_wave(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Feast",
                "calendar_id": False,
                "company_id": self.env.company.id,
                "date_from": "2031-03-04 00:00:00",
                "date_to": "2031-03-04 23:00:00",
            }
        )
        self.assertEqual(self.released().picking_ids.batch_id.fmcg_day, THURSDAY)

    def test_stops_order_the_wave(self):
        self.shop.fmcg_stop = 2
        early = self.new_shop("Early Shop", fmcg_route_id=self.route.id, fmcg_stop=1)
        late = self.released()
        first = self.released(partner_id=early.id)
        wave = first.picking_ids.batch_id
        self.assertEqual(wave.picking_ids.sorted("batch_sequence"), first.picking_ids | late.picking_ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.shop.fmcg_stop = -1
            self.env.flush_all()

    def test_joining_does_not_write_to_the_wave(self):
        wave = self.released().picking_ids.batch_id
        wave.scheduled_date = datetime(2031, 3, 3, 11)
        self.env.flush_all()
        before = wave.write_date
        with freeze_time("2031-03-03 10:00:00"):
            self.released()
            self.env.flush_all()
        wave.invalidate_recordset()
        self.assertEqual(len(wave.picking_ids), 2)
        self.assertEqual((wave.write_date, wave.scheduled_date), (before, datetime(2031, 3, 3, 11)))

    def test_the_number_of_queries_does_not_grow(self):
        few, many = self.order(date_order=MONDAY), self.order(date_order=MONDAY)
        for _number in range(49):
            many |= self.order(date_order=MONDAY)
        self.approve(few | many)
        counts = []
        for orders in (few, few, many):
            orders.picking_ids.batch_id = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders._fmcg_join_waves()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(orders.picking_ids.batch_id), 1)
            self.assertEqual(len(orders.picking_ids), len(orders))
        self.assertEqual(counts[1], counts[2])

    def test_warehouse_people_work_with_waves_and_reps_read_none(self):
        wave = self.released().picking_ids.batch_id
        keeper = new_test_user(self.env, "fmcg_wave_keeper", groups="stock.group_stock_user")
        with Form(wave.with_user(keeper)) as form:
            form.user_id = keeper
        self.assertEqual(wave.picking_ids.user_id, keeper)
        with self.assertRaises(AccessError):
            wave.with_user(self.rep).read(["fmcg_day"])
