from odoo import http
from odoo.http import request

from .public_page import HEADERS, ROUTE, not_found, spoken

# A number for each line of a long order.
MAX_FORM = 64 * 1024
OUTCOMES = ("thanks", "gone", "failed")
PATH = "/fmcg/offer/<int:offer_id>/<string:token>"


class OfferPage(http.Controller):
    """The page on which a customer chooses what comes instead of goods that are short, without login.

    The secret token in the address is the only key.
    """

    @http.route(PATH, methods=["GET"], **ROUTE)
    def show(self, offer_id, token, said=None, **_query):
        """Show what there is to choose, or what became of it; any wrong link gets the same nothing."""
        offer = self._offer(offer_id, token)
        return self._page(offer, said if said in OUTCOMES else None) if offer else not_found()

    @http.route(PATH, methods=["POST"], csrf=False, max_content_length=MAX_FORM, **ROUTE)
    def answer(self, offer_id, token, **form):
        """Take what the customer chose, then show the page."""
        offer = self._offer(offer_id, token)
        if not offer:
            return not_found()
        said = offer._take_answer(form)
        if said == "choose":
            return self._page(offer, said, status=422)
        return request.redirect(f"/fmcg/offer/{offer_id}/{token}?said={said}", code=303)

    def _offer(self, offer_id, token):
        offer = request.env["fmcg.counter.offer"]._by_token(offer_id, token)
        return spoken(offer, offer.partner_id, offer.company_id) if offer else offer

    def _page(self, offer, said=None, status=200):
        values = offer._page_values() | {"said": said, "form": request.httprequest.form}
        return request.render("fmcg_order_mgmt.offer_page", values, status=status, headers=HEADERS)
