import time
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine.tracking import Answer
from .carrier_common import CarrierCase


@tagged("post_install", "-at_install")
class TestTrackingBudget(CarrierCase):
    """No provider is called more often than it allows, and those in trouble are left alone."""

    def setUp(self):
        super().setUp()
        self.carrier.parcels = type(self.carrier.parcels)(1e6)

    def enter(self, count):
        order = self.make_orders()
        self.ship(order.picking_ids)
        order.picking_ids.carrier_tracking_ref = ", ".join(
            f"YT00000000000{each:02d}" for each in range(count)
        )
        return order.picking_ids.fmcg_shipment_ids

    def seen(self, shipments):
        return len(shipments.filtered("event_ids"))

    def test_a_day_s_calls_are_not_exceeded(self):
        shipments = self.enter(6)
        self.account.daily_quota = 5
        self.poll(shipments)
        self.assertEqual(self.seen(shipments), 4, "a fifth is kept for what is urgent")
        self.assertRecordValues(
            self.account,
            [{"calls_today": 4, "calls_left": 1, "under_way": 6, "overdue": 2, "paused_until": False}],
        )
        waiting = shipments.filtered(lambda each: not each.event_ids)
        urgent = shipments - waiting
        for _ in range(2):
            self.advance(urgent)
        urgent.sudo().event_ids._reread("out_for_delivery", False)
        self.poll(urgent)
        self.assertEqual(sum(self.account.usage_ids.mapped("calls")), 5)
        self.poll(shipments)
        self.assertEqual(sum(self.account.usage_ids.mapped("calls")), 5)

    def test_what_is_urgent_is_asked_for_first(self):
        shipments = self.enter(5)
        self.poll(shipments)
        last = shipments[-1]
        for _ in range(2):
            self.advance(last)
        last.sudo().event_ids._reread("out_for_delivery", False)
        shipments.next_poll_at = "2020-01-01 00:00:00"
        last.next_poll_at = "2020-01-02 00:00:00"
        domain = shipments._due_of(self.account)
        self.assertEqual(shipments._most_urgent(domain, 1), last)
        self.assertEqual(shipments._most_urgent(domain, 3), last + shipments[:2])
        self.assertEqual(shipments._most_urgent(domain, 9), last + shipments[:4])

    def test_people_keep_to_it_too(self):
        shipments = self.enter(2)
        self.account.daily_quota = 1
        self.poll(shipments[0])
        with self.assertRaisesRegex(UserError, "used up"):
            shipments[1].with_user(self.dispatcher).action_ask_now()
        self.account.write({"daily_quota": 0})
        self.account._write({"paused_until": fields.Datetime.add(fields.Datetime.now(), hours=1)})
        self.account.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "is not asked before"):
            shipments[1].with_user(self.dispatcher).action_ask_now()

    def test_two_runs_never_ask_the_same_account(self):
        shipments = self.enter(1)
        with self.registry.cursor() as cr:
            other = self.account.with_env(self.env(cr=cr))
            self.assertTrue(other._begin_asking())
            self.poll(shipments)
            self.assertEqual(self.seen(shipments), 0)
            other._end_asking()
        self.poll(shipments)
        self.assertEqual(self.seen(shipments), 1)

    def test_the_next_day_has_its_own_calls(self):
        shipments = self.enter(2)
        self.account.daily_quota = 1
        self.poll(shipments)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=1)):
            self.poll(shipments)
        self.assertEqual(self.account.usage_ids.mapped("calls"), [1, 1])

    def test_intervals_are_stretched_and_relaxed(self):
        shipments = self.enter(3)
        self.poll(shipments)
        self.account.daily_quota = 4
        self.account._share_out()
        # Three parcels need 12 calls a day; 3.2 are allowed.
        self.assertAlmostEqual(self.account.stretch, 3.8, 1)
        self.assertEqual(self.account.calls_needed, 12)
        self.account.daily_quota = 100
        self.account._share_out()
        self.assertEqual(self.account.stretch, 1)

    def test_the_circuit_opens_and_one_call_shows_that_it_is_over(self):
        shipments = self.enter(8)
        address, self.account.base_url = self.account.base_url, "http://127.0.0.1:1"
        self.poll(shipments)
        self.assertEqual(sum(self.account.usage_ids.mapped("calls")), 5)
        self.assertEqual(self.account.failures, 5)
        self.assertGreater(self.account.paused_until, fields.Datetime.now())
        self.assertEqual(len(shipments.filtered("failures")), 5)
        untouched = shipments.filtered(lambda each: not each.failures)
        self.assertEqual(set(untouched.mapped("next_poll_at")), {self.account.paused_until})
        self.poll(shipments)
        self.assertEqual(sum(self.account.usage_ids.mapped("calls")), 5, "nobody is asked while it is open")
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=16)):
            self.poll(shipments)
            self.assertEqual(sum(self.account.usage_ids.mapped("calls")), 6, "one call, and it is open again")
        self.account._write({"base_url": address})
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=40)):
            self.poll(shipments)
        self.assertEqual(self.seen(shipments), 8)
        self.assertRecordValues(self.account, [{"failures": 0, "paused_until": False, "last_error": False}])

    def test_trouble_after_good_answers_is_trouble(self):
        shipments = self.enter(3)
        provider, calls = type(self.account._adapter()), []
        real = provider.query

        def query(*args):
            calls.append(args)
            return [Answer(health="rate_limited")] if len(calls) == 3 else real(*args)

        with patch.object(provider, "query", query):
            self.poll(shipments)
        self.assertEqual(self.seen(shipments), 2)
        self.assertEqual(self.account.failures, 1)
        self.assertGreater(self.account.paused_until, fields.Datetime.now())

    def test_calls_keep_their_distance(self):
        shipments = self.enter(4)
        self.account.rate = 10
        provider, asked = type(self.account._adapter()), []
        real = provider.query

        def query(*args):
            asked.append(time.monotonic())
            return real(*args)

        with patch.object(provider, "query", query):
            self.poll(shipments)
        self.assertEqual(self.seen(shipments), 4)
        self.assertGreater(asked[-1] - asked[0], 0.3)

    def test_each_call_that_tells_of_a_number_has_its_own_distance(self):
        shipments = self.enter(3)
        self.account.write({"provider": "aftership", "rate": 5})
        shipments.write({"carrier_code": "yuantong"})
        calls = shipments._calls()
        self.assertEqual([(len(part), telling) for part, _ask, telling in calls], [(1, True)] * 3)
        shipments.monitor = "subscribed"
        self.assertEqual([(len(part), telling) for part, _ask, telling in shipments._calls()], [(3, False)])

    def test_budget_of_many_accounts_in_the_same_queries(self):
        def count(accounts):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            accounts.mapped("calls_left")
            return self.env.cr.sql_log_count - before

        many = self.env["fmcg.tracking.account"].create(
            [{"name": f"Account {each}", "provider": "kuaidi100"} for each in range(50)]
        )
        count(many)
        self.assertEqual(count(many[:1]), count(many))
