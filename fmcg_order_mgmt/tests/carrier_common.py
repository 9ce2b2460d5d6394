import importlib.util
import sys
import threading
import unittest
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user

SERVER = Path(__file__).resolve().parents[2] / "carrier_server"


class DeliveryCase(TransactionCase):
    """A shop that orders water, and the people of the dispatch desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.fmcg_review_all = False
        cls.product = cls.env["product.product"].create(
            {"name": "Water", "type": "consu", "is_storable": True, "list_price": 2}
        )
        cls.stock = (
            cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1).lot_stock_id
        )
        cls.env["stock.quant"]._update_available_quantity(cls.product, cls.stock, 10000)
        cls.shop = cls.env["res.partner"].create({"name": "Lakeside Shop", "phone": "+86 138 0013 8000"})
        group = "fmcg_order_mgmt.group_fmcg_"
        cls.dispatcher = new_test_user(cls.env, "fmcg_dispatcher", groups=group + "dispatcher")
        cls.driver = new_test_user(cls.env, "fmcg_driver", groups=group + "driver")
        cls.rep = new_test_user(cls.env, "fmcg_rep_own", groups=group + "rep")
        cls.other_rep = new_test_user(cls.env, "fmcg_rep_other", groups=group + "rep")
        cls.manager = new_test_user(cls.env, "fmcg_manager_t", groups=group + "manager")

    @classmethod
    def make_orders(cls, count=1, **values):
        line = {"product_id": cls.product.id, "product_uom_qty": 4}
        values = {"partner_id": cls.shop.id, "user_id": cls.rep.id, "order_line": [(0, 0, line)], **values}
        orders = cls.env["sale.order"].create([values for _ in range(count)])
        orders.action_confirm()
        return orders

    @staticmethod
    def ship(pickings):
        """Bring deliveries out of the warehouse."""
        pickings.action_assign()
        done = pickings.with_context(skip_backorder=True, skip_sms=True, skip_expired=True).button_validate()
        assert done is True, done


class CarrierCase(DeliveryCase):
    """The same, with an account at a carrier that runs here and answers over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not SERVER.is_dir():
            raise unittest.SkipTest("the local carrier server is not beside the addon")
        cls.carrier = cls._start_carrier()
        cls.account = cls.env["fmcg.tracking.account"].create(
            {
                "name": "Local carrier",
                "provider": "kuaidi100",
                "customer": "DEMO",
                "key": "demo-key",
                "base_url": f"http://127.0.0.1:{cls.carrier.server_port}",
                "min_interval": 0,
                "rate": 0,
                "at_night": True,
            }
        )

    @classmethod
    def _start_carrier(cls):
        spec = importlib.util.spec_from_file_location(
            "carrier_server", SERVER / "__init__.py", submodule_search_locations=[str(SERVER)]
        )
        sys.modules.setdefault("carrier_server", importlib.util.module_from_spec(spec))
        from carrier_server.parcels import Parcels
        from carrier_server.protocol import Shop
        from carrier_server.server import CarrierServer

        # Parcels move only when a test says so.
        server = CarrierServer(0, Shop(), Parcels(1e6))
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join, 5)
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        return server

    def advance(self, shipments, delivered=False):
        for shipment in shipments:
            self.carrier.parcels.advance(shipment.name, delivered)

    def poll(self, shipments=None):
        """Run the scheduled job as the scheduler does, with these shipments due."""
        if shipments is not None:
            shipments.next_poll_at = "2020-01-01 00:00:00"
        with self.enter_registry_test_mode():
            self.env.ref("fmcg_order_mgmt.ir_cron_poll_shipments").method_direct_trigger()
        self.env.invalidate_all()
