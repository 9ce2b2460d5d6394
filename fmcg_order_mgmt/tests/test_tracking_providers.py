import json

from odoo.tests import HttpCase, tagged

from ..engine.tracking import PROVIDERS
from .carrier_common import SERVER, CarrierCase

# For each service two numbers of parcels that it knows, and its code of their carrier.
PARCELS = {
    "kuaidi100": ("yuantong", "YT1234567890123", "YT1234567890124"),
    "kdniao": ("YTO", "YT1234567890125", "YT1234567890126"),
    "sf": ("SF", "SF1234567890127", "SF1234567890128"),
    "track17": ("3011", "RR000000005CN", "RR000000014CN"),
    "aftership": ("china-post", "RR000000028CN", "RR000000031CN"),
    "easypost": ("USPS", "EZ9000000001", "EZ9000000002"),
    "dhl": ("parcel-de", "00340434161094000012", ""),
    "generic": ("", "GEN100000001", "GEN100000002"),
}


@tagged("post_install", "-at_install")
class TestTrackingProviders(CarrierCase, HttpCase):
    """Every service from the number to the door, asked and by itself, over its own protocol."""

    @classmethod
    def _start_carrier(cls):
        server = super()._start_carrier()
        # Pushes go out when a test says so.
        server.depot.closing.set()
        return server

    def setUp(self):
        super().setUp()
        self.carrier.parcels = type(self.carrier.parcels)(1e6)
        self.account.active = False

    def new_account(self, provider, **values):
        account = self.env["fmcg.tracking.account"].create(
            {
                "name": provider,
                "provider": provider,
                "customer": "DEMO",
                "key": "demo-key",
                "secret": "demo-secret",
                "base_url": f"http://127.0.0.1:{self.carrier.server_port}",
                "min_interval": 0,
                "rate": 0,
                "at_night": True,
                **values,
            }
        )
        if provider == "generic":
            account.options = (SERVER / "generic_options.json").read_text()
        return account

    def enter(self, account, number, carrier):
        order = self.make_orders()
        order.carrier_id = False
        self.ship(order.picking_ids)
        values = self.env["fmcg.shipment"]._values_for(order.picking_ids, number, account, carrier)
        return self.env["fmcg.shipment"].create(values)

    def call_here(self, account):
        """Have the carrier call this test's server."""
        body = {
            "provider": account.provider,
            "url": account._push_address(),
            "secret": "demo-secret",
        }
        reply = self.carrier.desk.exchange(
            "POST", "/control/webhook", {"Content-Type": "application/json"}, json.dumps(body).encode()
        )
        self.assertEqual(reply.status, 200, reply)

    def deliver_pushes(self):
        with self.allow_requests(all_requests=True):
            self.carrier.outbox.run_due(True)
        self.env.ref("fmcg_order_mgmt.ir_cron_read_tracking_calls").method_direct_trigger()
        self.env.invalidate_all()

    def poll(self, shipments=None):
        if shipments is not None:
            shipments.next_poll_at = "2020-01-01 00:00:00"
        self.env.ref("fmcg_order_mgmt.ir_cron_poll_shipments").method_direct_trigger()
        self.env.invalidate_all()

    def test_every_service_is_tried(self):
        self.assertEqual(set(PARCELS), set(PROVIDERS) - {"own"})

    def test_asked(self):
        for provider, (carrier, number, _other) in PARCELS.items():
            with self.subTest(provider):
                account = self.new_account(provider)
                shipment = self.enter(account, number, carrier)
                for _ in range(3):
                    self.poll(shipment)
                self.assertIn(shipment.state, ("picked_up", "in_transit"), shipment.message)
                self.advance(shipment, delivered=True)
                self.poll(shipment)
                self.assertRecordValues(shipment, [{"state": "delivered", "health": "ok", "failures": 0}])
                self.assertTrue(shipment.delivered_at)
                self.assertEqual(shipment.order_ids.fmcg_stage, "delivered")

    def test_by_itself(self):
        for provider, (carrier, _other, number) in PARCELS.items():
            if not PROVIDERS[provider].pushes:
                continue
            with self.subTest(provider):
                account = self.new_account(provider, use_push=True)
                self.call_here(account)
                shipment = self.enter(account, number, carrier)
                self.poll(shipment)
                self.deliver_pushes()
                self.advance(shipment, delivered=True)
                self.deliver_pushes()
                if not PROVIDERS[provider].signed:
                    self.assertNotEqual(shipment.state, "delivered", "nobody signed that")
                    self.poll()
                self.assertRecordValues(shipment, [{"state": "delivered"}])
                calls = self.env["fmcg.tracking.call"].search([("account_id", "=", account.id)])
                self.assertEqual(set(calls.mapped("state")), {"done"})

    def test_the_account_can_be_tried(self):
        for provider in PARCELS:
            with self.subTest(provider):
                account = self.new_account(provider)
                told = account.with_user(self.manager).action_test_connection()["params"]
                self.assertEqual(told["type"], "success", told["message"])
                account.key = "wrong"
                told = account.with_user(self.manager).action_test_connection()["params"]
                self.assertEqual(told["type"], "danger", told["message"])
                self.assertIn("refused", told["message"])
