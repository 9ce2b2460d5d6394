from odoo.tests import HttpCase, tagged

from .order_screen_common import OrderScreenCase


@tagged("post_install", "-at_install")
class TestOrderScreenTour(OrderScreenCase, HttpCase):
    """The order screen in the browser: by keys at a desk, by thumb on a telephone, through both doors."""

    def orders(self):
        return self.env["sale.order"].search([("partner_id", "=", self.shop.id)], order="id desc")

    def phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True

    def by_keys(self, door):
        self.start_tour(door, "fmcg_order_by_keys", login="rep.screen")
        self.assertRecordValues(
            self.orders().order_line,
            [
                {"product_id": self.cola.id, "product_uom_qty": 3, "product_uom_id": self.case.id},
                {"product_id": self.cola.id, "product_uom_qty": 1, "product_uom_id": self.piece.id},
                {"product_id": self.milk.id, "product_uom_qty": 1, "product_uom_id": self.case.id},
            ],
        )
        self.assertEqual(self.orders().fmcg_note, "后门")

    def test_by_keys_in_odoo(self):
        self.by_keys("/odoo/fmcg-order")

    def test_by_keys_on_its_own_page(self):
        self.by_keys("/fmcg/order")

    def test_two_lines_are_changed_by_keys(self):
        order = self.sent(self.line(self.cola, 10), self.line(self.milk, 2))
        self.start_tour("/fmcg/order", "fmcg_change_by_keys", login="rep.screen")
        self.assertRecordValues(
            order.order_line,
            [
                {"product_id": self.cola.id, "product_uom_qty": 11, "product_uom_id": self.case.id},
                {"product_id": self.milk.id, "product_uom_qty": 3, "product_uom_id": self.case.id},
            ],
        )

    def by_thumb(self, door):
        self.phone()
        first = self.sent(self.line(self.cola, 10), self.line(self.milk, 2))
        self.start_tour(door, "fmcg_order_by_thumb", login="rep.screen")
        second = self.orders() - first
        self.assertEqual(second.order_line.mapped("product_uom_qty"), [11])
        self.assertEqual(second.fmcg_draft_ids.sorted("id").mapped("kind"), ["order", "amend"])

    def test_by_thumb_in_odoo(self):
        self.by_thumb("/odoo/fmcg-order")

    def test_by_thumb_on_its_own_page(self):
        self.by_thumb("/fmcg/order")

    def test_goods_are_scanned_by_camera_in_odoo(self):
        self.phone()
        self.start_tour("/odoo/fmcg-order", "fmcg_scan_by_camera", login="rep.screen")

    def test_goods_are_scanned_by_camera_on_its_own_page(self):
        self.phone()
        self.start_tour("/fmcg/order", "fmcg_scan_by_camera", login="rep.screen")

    def test_a_new_rep_is_led_at_a_desk(self):
        self.start_tour("/odoo/fmcg-order", "fmcg_first_order", login="rep.screen")
        self.assertEqual(self.orders().order_line.product_uom_qty, 3)

    def test_a_new_rep_is_led_on_a_telephone(self):
        self.phone()
        self.start_tour("/odoo/fmcg-order", "fmcg_first_order", login="rep.screen")
        self.assertEqual(self.orders().order_line.product_uom_qty, 3)
