from odoo import http
from odoo.http import request

from .download import XLSX, ids_of, sent


class OrderSheet(http.Controller):
    """Hands out the order sheets of customers whom the user may read."""

    @http.route("/fmcg/order_sheet", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, partners="", **_query):
        """Send one workbook, or several in a ZIP file.

        :param partners: ids of customers, with commas between
        """
        if not request.env.user.has_group("fmcg_order_mgmt.group_fmcg_rep"):
            raise request.not_found()
        found = request.env["res.partner"].browse(ids_of(partners)).exists()
        found.check_access("read")
        if not found:
            raise request.not_found()
        files = request.env["fmcg.order.sheet"]._files(found)
        if len(files) == 1:
            return sent(*files[0], XLSX)
        name = request.env._("Order sheets") + ".zip"
        return sent(name, request.env["fmcg.order.sheet"]._zip(files), "application/zip")
