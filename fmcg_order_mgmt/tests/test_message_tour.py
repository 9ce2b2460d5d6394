from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestMessageTour(HttpCase):
    def test_a_pasted_message_becomes_an_order(self):
        # the words mean this product, whatever else a database holds
        self.env["product.template"].search([("sale_ok", "=", True)]).sale_ok = False
        piece = self.env.ref("uom.product_uom_unit")
        piece.fmcg_kind = "piece"
        case = self.env["uom.uom"].create(
            {"name": "Case of 24", "relative_factor": 24, "relative_uom_id": piece.id, "fmcg_kind": "case"}
        )
        cola = self.env["product.product"].create(
            {"name": "可乐 330ml", "type": "consu", "uom_id": piece.id, "uom_ids": [(4, case.id)]}
        )
        self.env["res.partner"].create({"name": "Lakeside Shop"})
        self.start_tour("/odoo/fmcg-messages", "fmcg_message_to_order", login="admin")
        order = self.env["sale.order"].search([("order_line.product_id", "=", cola.id)])
        self.assertEqual(order.partner_id.name, "Lakeside Shop")
        self.assertEqual(order.order_line.product_uom_qty, 10)
