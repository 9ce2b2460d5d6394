import re

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..engine.intake import api_order
from .json_answer import Refused, answer, json_body, refusal

MAX_BODY = 2 * 1024 * 1024
LONGEST_KEY = 255
BEARER = re.compile(r"bearer\s+(\S+)", re.IGNORECASE)


class OrderApi(http.Controller):
    """Orders of other software: in as JSON, their state out.

    An API key is the only right here, no cookie counts, so that no other site has anything to ride on.
    """

    @http.route(
        "/fmcg/api/orders",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def take(self, **_query):
        """Take an order in: 201 when it is new, 200 when the same one was here already."""
        return self._answered(self._take)

    @http.route(
        "/fmcg/api/orders/<int:request_id>",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def show(self, request_id, **_query):
        """Tell how far an order is that was sent here."""
        return self._answered(self._show, request_id)

    def _answered(self, act, *args):
        try:
            self._log_in()
            return act(*args)
        except Refused as error:
            return refusal(error)
        except AccessError:
            text = request.env._("The user of this API key may not do this. Give it the role of a rep.")
            return refusal(Refused(403, "forbidden", text))

    def _log_in(self):
        """Act as the user of the API key; a key of any other scope than ``rpc`` opens nothing."""
        found = BEARER.fullmatch(request.httprequest.headers.get("Authorization", "").strip())
        keys = request.env["res.users.apikeys"]
        uid = found and keys._check_credentials(scope="rpc", key=found[1])
        if not uid:
            text = request.env._("Send an API key of Odoo, with the header Authorization: Bearer KEY.")
            raise Refused(401, "unauthorized", text, WWW_Authenticate="Bearer")
        request.update_env(user=uid)
        user = request.env.user
        request.update_context(lang=user.lang, tz=user.tz, allowed_company_ids=user.company_id.ids)

    def _take(self):
        body = json_body(MAX_BODY)
        self._check(api_order.refused(body))
        key = self._key()
        model = request.env["fmcg.order.request"]
        text = body.decode("utf-8-sig")
        known = model._received_earlier(model._channel("api").id, key)
        if known and known.body != text:
            said = request.env._("Another order came with this Idempotency-Key. Give each order its own.")
            raise Refused(409, "conflict", said)
        if known:
            return answer(known._api_values())
        try:
            new = model.receive("api", text, external_ref=key)
        except AccessError:
            raise
        except UserError as error:
            raise Refused(422, "unprocessable", error.args[0]) from error
        new._parse_safely()
        return answer(new._api_values(), 201, {"Location": f"/fmcg/api/orders/{new.id}"})

    def _check(self, fault):
        if fault == api_order.NO_JSON:
            raise Refused(400, "bad_json", request.env._("The body is no JSON in UTF-8."))
        if fault == api_order.NO_ORDER:
            text = request.env._('An order is an object with "lines", a list of objects; or a list of such.')
            raise Refused(422, "no_order", text)
        if fault:
            limit = api_order.MOST_LINES
            raise Refused(422, "too_long", request.env._("Send at most %s lines at once.", limit))

    def _key(self):
        key = request.httprequest.headers.get("Idempotency-Key", "").strip()
        if len(key) > LONGEST_KEY or not key.isprintable():
            text = request.env._("An Idempotency-Key has at most %s printable characters.", LONGEST_KEY)
            raise Refused(400, "bad_key", text)
        return key or None

    def _show(self, request_id):
        found = request.env["fmcg.order.request"]
        if request_id < 2**31:
            found = found.search([("id", "=", request_id)])
        if not found:
            raise Refused(404, "not_found", request.env._("There is no order with this number."))
        return answer(found._api_values())
