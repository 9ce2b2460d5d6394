from odoo.tests import HttpCase, tagged

from .test_order_request import OrderRequestCase


@tagged("post_install", "-at_install")
class TestOrderDeskTour(OrderRequestCase, HttpCase):
    """The order desk's screen in the browser: pasted, asked, answered, ordered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["fmcg.order.request"].search([("state", "!=", "done")]).state = "ignored"
        tray = cls.env["uom.uom"].create(
            {
                "name": "Tray of 6",
                "relative_factor": 6,
                "relative_uom_id": cls.cola.uom_id.id,
                "fmcg_kind": "inner",
            }
        )
        cls.cola.uom_ids += tray
        cls.bottle = cls.env["product.product"].create(
            {
                "name": "可乐 500ml",
                "type": "consu",
                "uom_id": cls.cola.uom_id.id,
                "uom_ids": [(4, cls.case.id)],
            }
        )
        cls.tray = tray

    def test_a_day_at_the_desk(self):
        waiting = self.receive("柠檬水1箱")
        waiting.action_parse()
        self.start_tour("/odoo/fmcg-messages", "fmcg_desk_at_the_desk", login="admin")
        order = self.env["sale.order"].search([("partner_id", "=", self.shop.id)])
        self.assertRecordValues(
            order.order_line,
            [
                {"product_id": self.bottle.id, "product_uom_qty": 5, "product_uom_id": self.case.id},
                {"product_id": self.milk.id, "product_uom_qty": 6, "product_uom_id": self.case.id},
                {"product_id": self.cola.id, "product_uom_qty": 2, "product_uom_id": self.tray.id},
            ],
        )

    def test_on_a_telephone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour("/odoo/fmcg-messages", "fmcg_desk_on_the_way", login="admin")
        order = self.env["sale.order"].search([("partner_id", "=", self.shop.id)])
        self.assertRecordValues(
            order.order_line,
            [
                {"product_id": self.cola.id, "product_uom_qty": 5, "product_uom_id": self.case.id},
                {"product_id": self.milk.id, "product_uom_qty": 7, "product_uom_id": self.case.id},
                {"product_id": self.bottle.id, "product_uom_qty": 4, "product_uom_id": self.case.id},
            ],
        )

    def test_files_are_dropped_on_the_list(self):
        self.start_tour("/odoo/fmcg-messages", "fmcg_desk_takes_files", login="admin")
        requests = self.env["fmcg.order.request"].search(
            [("attachment_ids.name", "like", ".csv")], order="id"
        )
        self.assertEqual(requests.attachment_ids.mapped("res_id"), requests.ids)
        self.assertEqual(requests.line_ids.sorted("id").mapped("quantity"), [3, 4, 5])
