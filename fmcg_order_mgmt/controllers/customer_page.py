from odoo import http
from odoo.http import request

from ..engine.opinion import MAX_STARS, MAX_TEXT, QUESTIONS, read_opinion
from .public_page import HEADERS, ROUTE, not_found, spoken

# The longest text allowed, each character of it percent-encoded, fits well; a bigger form is refused unread.
MAX_FORM = 256 * 1024
OUTCOMES = ("thanks", "same", "kept", "full", "early", "chosen")


class CustomerPage(http.Controller):
    """The customer's page: follow one order and rate it, without login.

    The secret token in the address is the only key.
    """

    @http.route("/fmcg/status/<string:token>", methods=["GET"], **ROUTE)
    def show(self, token, said=None, **_query):
        """Show the order of this token; any other token gets the same page that says nothing."""
        order = self._order(token)
        if not order:
            return not_found()
        return self._page(order, said=said if said in OUTCOMES else None)

    @http.route(
        "/fmcg/status/<string:token>", methods=["POST"], csrf=False, max_content_length=MAX_FORM, **ROUTE
    )
    def answer(self, token, **form):
        """Take the customer's answer, then show the page; what is wrong is said beside what was entered."""
        order = self._order(token)
        if not order:
            return not_found()
        opinion = read_opinion(form)
        if opinion.faults:
            return self._page(order, opinion=opinion, status=422)
        said = order._fmcg_take_answer(opinion, self._device())
        return request.redirect(f"/fmcg/status/{token}?said={said}", code=303)

    @http.route(
        "/fmcg/status/<string:token>/notices",
        methods=["POST"],
        csrf=False,
        max_content_length=MAX_FORM,
        **ROUTE,
    )
    def choose(self, token, **form):
        """Take what the customer wants to be told of parcels; what is not ticked is not sent at all."""
        order = self._order(token)
        if not order:
            return not_found()
        said = "?said=chosen" if order._fmcg_choose_notices(set(form)) else ""
        return request.redirect(f"/fmcg/status/{token}{said}", code=303)

    def _order(self, token):
        order = request.env["sale.order"]._fmcg_by_customer_token(token)
        return spoken(order, order.partner_id, order.company_id) if order else order

    def _device(self):
        return "phone" if "Mobi" in (request.httprequest.user_agent.string or "") else "computer"

    def _page(self, order, said=None, opinion=None, status=200):
        values = order._fmcg_page_values() | {
            "said": said,
            "opinion": opinion,
            "questions": QUESTIONS,
            "max_stars": MAX_STARS,
            "max_text": MAX_TEXT,
        }
        return request.render("fmcg_order_mgmt.customer_page", values, status=status, headers=HEADERS)
