from odoo.tests import HttpCase, tagged

from .carrier_common import CarrierCase


@tagged("post_install", "-at_install")
class TestThinPathTour(CarrierCase, HttpCase):
    """An order the whole way in the browser, from the customer's words to the customer's opinion."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", cls.env.company, install_demo=False)
        piece = cls.env.ref("uom.product_uom_unit")
        piece.fmcg_kind = "piece"
        case = cls.env["uom.uom"].create(
            {"name": "Case of 24", "relative_factor": 24, "relative_uom_id": piece.id, "fmcg_kind": "case"}
        )
        cls.product.write({"name": "酸枣汁 300ml", "uom_ids": [(4, case.id)]})
        cls.shop.write({"name": "Harbour Kiosk", "lang": "en_US"})
        cls.env.ref("base.user_admin").group_ids += cls.env.ref("account.group_account_invoice")

    def test_the_whole_way(self):
        self.start_tour("/odoo/fmcg-messages", "fmcg_thin_path_order", login="admin", timeout=180)
        order = self.env["sale.order"].search([("partner_id", "=", self.shop.id)])
        self.assertRecordValues(order, [{"fmcg_stage": "picking", "fmcg_review_state": "approved"}])
        self.assertEqual(order.invoice_ids.mapped("state"), ["draft"])
        self.assertEqual(order.picking_ids.mapped("state"), ["assigned"])

        self.start_tour(f"/odoo/fmcg-orders/{order.id}", "fmcg_thin_path_ship", login="admin", timeout=180)
        shipment = order.fmcg_shipment_ids
        self.assertEqual(shipment.name, "YT1234567890123")
        self.assertEqual(order.fmcg_stage, "shipped")

        self.carrier.parcels.advance(shipment.name, True)
        self.start_tour(f"/odoo/fmcg-shipments/{shipment.id}", "fmcg_thin_path_track", login="admin")
        self.assertRecordValues(order, [{"fmcg_stage": "delivered", "fmcg_shipment_state": "delivered"}])

        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour(
            order._fmcg_customer_url().removeprefix(order.get_base_url()), "fmcg_thin_path_rate", login=None
        )
        self.assertEqual(order.fmcg_feedback_ids.state, "answered")
        self.assertEqual(order.fmcg_stage, "closed")
