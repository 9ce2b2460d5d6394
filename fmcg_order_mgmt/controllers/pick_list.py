from odoo import http
from odoo.http import request

from ..models.pick_list import MOST_WAVES
from .download import XLSX, ids_of, sent


class PickList(http.Controller):
    """Hands out the pick lists of waves that the user may read."""

    @http.route("/fmcg/pick_list", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, waves="", **_query):
        """Send a workbook with a sheet for each wave.

        :param waves: ids of waves, with commas between
        """
        found = request.env["stock.picking.batch"].browse(ids_of(waves)[:MOST_WAVES]).exists()
        if not found or not found.has_access("read"):
            raise request.not_found()
        return sent(*request.env["fmcg.pick.list"]._file(found), XLSX)
