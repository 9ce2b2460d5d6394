from odoo import http
from odoo.http import request

from ..engine.opinion import MAX_STARS, MAX_TEXT, QUESTIONS, read_opinion

# The longest text allowed, each character of it percent-encoded, fits well; a bigger form is refused unread.
MAX_FORM = 256 * 1024
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
OUTCOMES = ("thanks", "same", "kept", "full", "early")


class CustomerPage(http.Controller):
    """The customer's page: follow one order and rate it, without login.

    The secret token in the address is the only key. No cookie and no session gives a right here, so another
    site has nothing to ride on, and the form needs no CSRF token: one bound to a session would only lose the
    answer of a customer whose phone forgot its cookies.
    """

    @http.route(
        "/fmcg/status/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
        save_session=False,
    )
    def show(self, token, said=None, **_query):
        """Show the order of this token; any other token gets the same page that says nothing."""
        order = self._order(token)
        if not order:
            return self._not_found()
        return self._page(order, said=said if said in OUTCOMES else None)

    @http.route(
        "/fmcg/status/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        multilang=False,
        sitemap=False,
        save_session=False,
        csrf=False,
        max_content_length=MAX_FORM,
    )
    def answer(self, token, **form):
        """Take the customer's answer, then show the page; what is wrong is said beside what was entered."""
        order = self._order(token)
        if not order:
            return self._not_found()
        opinion = read_opinion(form)
        if opinion.faults:
            return self._page(order, opinion=opinion, status=422)
        said = order._fmcg_take_answer(opinion, self._device())
        return request.redirect(f"/fmcg/status/{token}?said={said}", code=303)

    def _order(self, token):
        order = request.env["sale.order"]._fmcg_by_customer_token(token)
        if order:
            self._speak(order.partner_id.lang or order.company_id.partner_id.lang)
        return order.with_env(order.env(context=order.env.context | {"lang": request.env.lang}))

    def _speak(self, code):
        """Turn the page to the customer's language, where it is installed."""
        lang = request.env["res.lang"]._get_data(code=code)
        if lang:
            request.update_context(lang=lang.code)
            request.lang = lang

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

    def _not_found(self):
        return request.render("fmcg_order_mgmt.customer_page_not_found", status=404, headers=HEADERS)
