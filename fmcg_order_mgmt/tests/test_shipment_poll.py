from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.poll_run import PollRun
from .carrier_common import CarrierCase

JOURNEY = ["picked_up", "in_transit", "out_for_delivery", "delivered"]
LOGGER = "odoo.addons.fmcg_order_mgmt.models.shipment_poll"


@tagged("post_install", "-at_install")
class TestShipmentPoll(CarrierCase):
    """The scheduled job asks a carrier that really answers, and survives all that it says."""

    def setUp(self):
        super().setUp()
        self.carrier.parcels = type(self.carrier.parcels)(1e6)

    def enter(self, *numbers):
        orders = self.make_orders(len(numbers))
        self.ship(orders.picking_ids)
        for picking, number in zip(orders.picking_ids, numbers, strict=True):
            picking.carrier_tracking_ref = number
        return orders.picking_ids.fmcg_shipment_ids.sorted("name")

    def test_a_parcel_is_followed_to_the_door(self):
        shipment = self.enter("YT1234567890123")
        order = shipment.order_ids
        for step, state in enumerate(JOURNEY):
            self.poll(shipment)
            self.assertEqual(shipment.state, state)
            self.assertEqual(len(shipment.event_ids), step + 1)
            self.assertEqual(order.fmcg_shipment_state, state)
            self.assertEqual(order.fmcg_stage, "delivered" if state == "delivered" else "shipped")
            self.advance(shipment)
        self.assertTrue(shipment.delivered_at)
        self.assertEqual(shipment.last_event, "【杭州市】快件已签收,签收人:本人")
        self.assertTrue(shipment.next_poll_at, "what was signed for is watched for a week")

    def test_the_same_answer_again_changes_nothing(self):
        shipment = self.enter("YT1234567890123")
        self.poll(shipment)
        order, events = shipment.order_ids, shipment.event_ids
        messages = shipment.message_ids
        with patch.object(type(order), "_write", autospec=True, side_effect=AssertionError) as written:
            self.poll(shipment)
            self.assertFalse(written.called)
        self.assertEqual(shipment.event_ids, events)
        self.assertEqual(shipment.message_ids, messages)

    def test_nothing_is_asked_before_its_time(self):
        shipment = self.enter("YT1234567890123")
        self.poll(shipment)
        last = shipment.last_polled_at
        with freeze_time(fields.Datetime.add(last, minutes=30)):
            self.poll()
            self.assertEqual(shipment.last_polled_at, last)
        with freeze_time(fields.Datetime.add(last, hours=8)):
            self.poll()
            self.assertGreater(shipment.last_polled_at, last)

    def test_one_failing_shipment_stops_no_other(self):
        shipments = self.enter("BAD0000001", "BROKEN0001", "SF1234567890123", "YT1234567890123")
        shipments.write({"carrier_code": "yuantong", "phone_tail": False})
        shipments[2].carrier_code = "shunfeng"
        self.poll(shipments)
        self.assertRecordValues(
            shipments,
            [
                {"health": "not_found", "state": "pending", "failures": 0},
                {"health": "provider_down", "state": "pending", "failures": 1},
                {"health": "needs_phone", "state": "pending", "failures": 1},
                {"health": "ok", "state": "picked_up", "failures": 0},
            ],
        )
        self.assertFalse(shipments[2].next_poll_at)
        self.assertIn("tried again later", shipments[1].message)
        self.assertIn("last four digits", shipments[2].message)
        shipments[2].phone_tail = "8000"
        self.poll()
        self.assertEqual(shipments[2].state, "picked_up")

    def test_a_crash_is_contained(self):
        shipments = self.enter("YT0000000000001", "YT0000000000002", "YT0000000000003")
        model = type(shipments)
        real = model._store_events

        def crash(model, heard, source):
            if any(shipment.name.endswith("2") for shipment, _answer in heard):
                model.env.cr.execute("SELECT 1/0")
            return real(model, heard, source)

        with patch.object(model, "_store_events", crash), mute_logger(LOGGER, "odoo.sql_db"):
            self.poll(shipments)
        self.assertEqual(shipments.mapped("state"), ["picked_up", "pending", "picked_up"])
        self.assertEqual(shipments[1].failures, 1)
        self.assertGreater(shipments[1].next_poll_at, fields.Datetime.now())

    def test_a_refused_account_is_left_in_peace(self):
        shipments = self.enter("YT0000000000001", "YT0000000000002", "YT0000000000003")
        self.account.key = "wrong"
        asked = []
        provider = self.account._adapter()
        real = type(provider).query

        def count(adapter, account, waybills, http):
            asked.extend(waybill.number for waybill in waybills)
            return real(adapter, account, waybills, http)

        with patch.object(type(provider), "query", count):
            self.poll(shipments)
            self.poll(shipments)
        self.assertEqual(len(asked), 1)
        self.assertIn("refused", self.account.last_error)
        self.assertGreater(self.account.paused_until, fields.Datetime.now())
        self.assertIn("refused", self.account.activity_ids.note)
        self.account.paused_until = False
        self.poll(shipments)
        self.assertEqual(len(self.account.activity_ids), 1, "a manager is told once")
        self.account.key = "demo-key"
        self.assertFalse(self.account.activity_ids)
        self.poll(shipments)
        self.assertEqual(set(shipments.mapped("state")), {"picked_up"})

    def test_a_slow_carrier_is_given_up(self):
        shipment = self.enter("YT1234567890123")
        with patch.object(type(self.account._adapter()), "timeout", 0.0001):
            self.poll(shipment)
        self.assertRecordValues(shipment, [{"health": "provider_down", "state": "pending", "failures": 1}])

    def test_asking_now_keeps_the_provider_s_pause(self):
        shipment = self.enter("YT1234567890123")
        self.account.min_interval = 36
        shipment.with_user(self.dispatcher).action_ask_now()
        self.assertEqual(shipment.state, "picked_up")
        with self.assertRaisesRegex(UserError, "ask again after"):
            shipment.with_user(self.dispatcher).action_ask_now()

    def test_what_is_claimed_counts_as_asked_for(self):
        shipment = self.enter("YT1234567890123")
        self.account.min_interval = 36
        self.assertEqual(len(shipment._claim(self.account, 5, 9)), 1)
        with self.assertRaisesRegex(UserError, "ask again after"):
            shipment.with_user(self.dispatcher).action_ask_now()
        claimed = shipment.last_polled_at
        for minutes, calls in ((44, 0), (47, 1)):
            with freeze_time(fields.Datetime.add(claimed, minutes=minutes)):
                found = shipment._claim(self.account, 5, 9)
                self.assertEqual(len(found), calls, minutes)
        shipment._give_back(self.account, found)
        self.assertLessEqual(shipment.next_poll_at, fields.Datetime.now())
        self.assertEqual(shipment.last_polled_at, claimed)
        self.assertEqual(sum(self.account.usage_ids.mapped("calls")), 1)

    def test_withdrawn_events_do_not_count(self):
        shipment = self.enter("YT1234567890123")
        self.advance(shipment, delivered=True)
        self.poll(shipment)
        self.assertEqual(shipment.state, "delivered")
        self.carrier.parcels._reached[shipment.name][2:] = []
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=1)):
            self.poll(shipment)
        self.assertEqual(shipment.state, "in_transit")
        self.assertEqual(shipment.event_ids.filtered("is_superseded").mapped("state"), JOURNEY[:1:-1])
        self.advance(shipment, delivered=True)

    def test_another_journey_withdraws_nothing(self):
        shipment = self.enter("YT1234567890123")
        self.advance(shipment, delivered=True)
        self.poll(shipment)
        self.carrier.parcels = type(self.carrier.parcels)(1e6)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=1)):
            self.carrier.parcels.advance(shipment.name)
            self.poll(shipment)
        self.assertEqual(len(shipment.event_ids), 6)
        self.assertEqual(shipment.state, "delivered")

    def test_a_corrected_carrier_starts_afresh(self):
        shipment = self.enter("YT1234567890123")
        self.advance(shipment, delivered=True)
        self.poll(shipment)
        shipment.with_user(self.dispatcher).carrier_code = "yunda"
        self.assertEqual(shipment.state, "pending")
        self.poll()
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual(len(shipment.event_ids.filtered("is_superseded")), 4)

    def test_the_watch_ends_a_week_after_delivery(self):
        shipment = self.enter("YT1234567890123")
        self.advance(shipment, delivered=True)
        self.poll(shipment)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=8)):
            self.poll(shipment)
            self.assertRecordValues(shipment, [{"health": "stopped", "next_poll_at": False}])

    def test_queries_do_not_grow_with_the_shipments(self):
        def count(numbers):
            shipments = self.enter(*numbers)
            self.poll(shipments)
            still = self.count_queries(shipments)
            self.advance(shipments)
            return still, self.count_queries(shipments)

        one = count(["YT0000000000100"])
        few = count([f"YT00000000002{number:02d}" for number in range(10)])
        many = count([f"YT00000000003{number:02d}" for number in range(50)])
        # Whether or not there is news; fifty calls are claimed and stored in three parts. What others emptied
        # from a cache may be read once more, which is far from a query for each of ten.
        for place in range(2):
            self.assertLess(few[place], one[place] + 3)
            self.assertLess(many[place], 3 * one[place])

    def test_answers_do_not_wait_for_long(self):
        shipments = self.enter(*(f"YT00000000004{number:02d}" for number in range(6)))
        model, parts = type(shipments), []
        real = model._take_answers

        def take(taken, answers, **values):
            parts.append(len(taken))
            return real(taken, answers, **values)

        with patch.object(model, "_take_answers", take), patch.object(PollRun, "HOLD", 0):
            self.poll(shipments)
        self.assertEqual(parts, [1] * 6)
        parts.clear()
        with patch.object(model, "_take_answers", take), patch.object(PollRun, "TOGETHER", 4):
            self.poll(shipments)
        self.assertEqual(parts, [4, 2])

    def test_time_that_is_over_loses_no_answer(self):
        shipments = self.enter(*(f"YT00000000005{number:02d}" for number in range(6)))
        real, calls = PollRun._call, []

        def call(run, account):
            calls.append(account)
            real(run, account)
            if len(calls) == 3:
                run.left = 0

        with patch.object(PollRun, "_call", call):
            self.poll(shipments)
        self.assertEqual(len(shipments.filtered("event_ids")), 6)
        self.assertEqual(sum(self.account.usage_ids.mapped("waybills")), 6)

    def count_queries(self, shipments):
        before = self.env.cr.sql_log_count
        self.poll(shipments)
        return self.env.cr.sql_log_count - before
