"""What all pages have in common that a customer opens by a secret link, without login."""

from odoo.http import request

# The link is a secret: no search engine, cache or other site gets it.
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# No cookie and no session gives a right here, so another site has nothing to ride on, and a form needs no
# CSRF token: one bound to a session would only lose the answer of a customer whose phone forgot its cookies.
ROUTE = {
    "type": "http",
    "auth": "public",
    "website": True,
    "multilang": False,
    "sitemap": False,
    "save_session": False,
}


def spoken(record, partner, company):
    """Return a record in a customer's or company's language; the page turns to it where it is installed."""
    code = partner.lang or company.partner_id.lang
    lang = request.env["res.lang"]._get_data(code=code)
    if lang:
        request.update_context(lang=lang.code)
        request.lang = lang
    return record.with_env(record.env(context=record.env.context | {"lang": request.env.lang}))


def not_found():
    """Answer a link that is wrong or too old: always the same."""
    return request.render("fmcg_order_mgmt.customer_page_not_found", status=404, headers=HEADERS)
