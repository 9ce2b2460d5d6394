from odoo import http
from odoo.http import request


class Bare(http.Controller):
    """The least that a route for calls from outside can do: read the form, ask the database, answer."""

    @http.route(
        "/fmcg_bench/bare", type="http", auth="public", methods=["POST"], csrf=False, save_session=False
    )
    def take(self, **form):
        """Answer with what the database said."""
        request.env.cr.execute("SELECT 1")
        return request.make_json_response({"result": request.env.cr.fetchone()[0], "fields": len(form)})
