from odoo import http
from odoo.http import request

HEADERS = {
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class OrderPage(http.Controller):
    @http.route("/fmcg/order", type="http", auth="user", methods=["GET"])
    def show(self, **_query):
        """Show the order screen on a page of its own, to those who enter orders."""
        request.env["fmcg.order.screen"]._check_rep()
        ir_http = request.env["ir.http"]
        values = {"session_info": ir_http.session_info(), "color_scheme": ir_http.color_scheme()}
        return request.render("fmcg_order_mgmt.order_page", values, headers=HEADERS)
