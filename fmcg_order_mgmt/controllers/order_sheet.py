from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DIGITS = 9


class OrderSheet(http.Controller):
    """Hands out the order sheets of customers whom the user may read."""

    @http.route("/fmcg/order_sheet", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, partners="", **_query):
        """Send one workbook, or several in a ZIP file.

        :param partners: ids of customers, with commas between
        """
        if not request.env.user.has_group("fmcg_order_mgmt.group_fmcg_rep"):
            raise request.not_found()
        ids = [int(x) for x in partners.split(",") if x.isdecimal() and x.isascii() and len(x) <= MOST_DIGITS]
        found = request.env["res.partner"].browse(dict.fromkeys(ids)).exists()
        found.check_access("read")
        if not found:
            raise request.not_found()
        files = request.env["fmcg.order.sheet"]._files(found)
        if len(files) == 1:
            return self._sent(*files[0], XLSX)
        name = request.env._("Order sheets") + ".zip"
        return self._sent(name, request.env["fmcg.order.sheet"]._zip(files), "application/zip")

    @staticmethod
    def _sent(name, content, kind):
        headers = [
            ("Content-Type", kind),
            ("Content-Disposition", content_disposition(name)),
            ("Content-Length", len(content)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
