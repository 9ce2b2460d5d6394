import threading
import time
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import release_test_lock

from ..models import tracking_turn
from ..models.collision import again
from .carrier_common import CarrierCase

KEY = "fmcg test key"


@tagged("post_install", "-at_install")
class TestTrackingTurn(CarrierCase):
    """A service's calls in a second are shared by all who use one key, in whatever process."""

    def setUp(self):
        super().setUp()
        self.turns = self.env["fmcg.tracking.turn"]
        self.addCleanup(self.forget)

    def forget(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM fmcg_tracking_turn WHERE name = %s", [KEY])

    def take(self, gap):
        """Take a turn over a connection of its own; return when it comes."""
        with self.registry.cursor() as cr:
            turns = self.turns.with_env(self.env(cr=cr))
            return again(turns.env, lambda: turns._take(KEY, gap)) + time.time()

    def test_connections_at_once_take_one_turn_after_the_other(self):
        moments = []

        def work():
            for _ in range(3):
                moments.append(self.take(1))

        # The tests' own thread holds the lock of the registries.
        self.patch(Registry, "_lock", threading.RLock())
        threads = [threading.Thread(target=work) for _ in range(6)]
        with release_test_lock():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        moments.sort()
        gaps = [after - before for before, after in zip(moments, moments[1:], strict=False)]
        self.assertEqual(len(gaps), 17)
        self.assertGreater(min(gaps), 0.7)
        self.assertLess(moments[-1] - moments[0], 18)

    def test_a_call_waits_for_its_turn(self):
        waits = []
        with patch.object(tracking_turn.time, "sleep", waits.append):
            self.turns.wait(KEY, 2.0)
            self.turns.wait(KEY, 2.0)
            self.turns.wait(KEY, 0.0)
        self.assertEqual(len(waits), 2, "who may ask as fast as it can never waits")
        self.assertAlmostEqual(waits[0], 0, delta=0.5)
        self.assertAlmostEqual(waits[1], 2, delta=0.5)

    def test_a_clock_set_back_keeps_nobody_for_long(self):
        self.take(1)
        with self.registry.cursor() as cr:
            cr.execute("UPDATE fmcg_tracking_turn SET next_call = next_call + 86400 WHERE name = %s", [KEY])
        self.assertLess(self.take(1) - time.time(), tracking_turn.LONGEST + 1)

    def test_accounts_with_the_same_key_share_its_turns(self):
        self.account.rate = 2
        values = {name: self.account[name] for name in ("name", "provider", "customer", "base_url")}
        same, other = self.account.create([values | {"key": key} for key in ("demo-key", "another")])
        company = self.env["res.company"].create({"name": "Daughter"})
        same.write({"company_id": company.id, "rate": 4})
        self.assertEqual(same._turn()[0], self.account._turn()[0])
        self.assertNotEqual(other._turn()[0], self.account._turn()[0])
        self.assertNotIn("demo-key", same._turn()[0])
        self.assertGreater(self.account._turn()[1], 0.5, "one that arrives late is followed by one in time")
        self.assertGreater(same._turn()[1], 0.25)

    def test_the_test_of_an_account_waits_too(self):
        self.account.rate = 0.5
        key, gap = self.account._turn()
        waits = []
        with patch.object(tracking_turn.time, "sleep", waits.append), self.enter_registry_test_mode():
            self.turns.wait(key, gap)
            self.account.with_user(self.manager).action_test_connection()
        self.assertGreater(waits[-1], 1)

    def test_nobody_reads_or_takes_them_from_outside(self):
        with self.assertRaises(AccessError):
            self.turns.with_user(self.manager).search([])
        self.assertTrue(getattr(type(self.turns).wait, "_api_private", False))
