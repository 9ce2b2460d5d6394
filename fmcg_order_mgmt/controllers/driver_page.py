from odoo import http
from odoo.http import request
from odoo.tools import file_open

from .order_page import HEADERS


class DriverPage(http.Controller):
    """The driver's page: a shell that a phone keeps, so that it also opens without a network."""

    @http.route("/fmcg/driver", type="http", auth="user", methods=["GET"])
    def show(self, **_query):
        """Show the tours of today to drivers, and any tour to dispatchers."""
        request.env["fmcg.driver.page"]._check_driver()
        values = {"session_info": request.env["ir.http"].session_info()}
        return request.render("fmcg_order_mgmt.driver_page", values, headers=HEADERS)

    @http.route("/fmcg/driver/worker.js", type="http", auth="public", methods=["GET"], readonly=True)
    def worker(self):
        """Send the script that keeps the page on the phone."""
        with file_open("fmcg_order_mgmt/static/src/driver_worker/driver_worker.js") as script:
            headers = {"Content-Type": "text/javascript", "Service-Worker-Allowed": "/fmcg/driver"}
            return request.make_response(script.read(), [*headers.items()])
