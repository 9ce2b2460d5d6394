import logging
import time
from datetime import datetime, timezone

from odoo import http
from odoo.http import request

from ..engine import tracking

_logger = logging.getLogger(__name__)

MAX_BODY = 2 * 1024 * 1024
# Calls with a wrong signature that one address may make in a minute before it is not even read.
FORGERIES = 20
MINUTE = 60
# By address: the minute and its forged calls. Each worker counts for itself, which slows one down enough.
_forged = {}


class TrackingPush(http.Controller):
    """Where tracking services report news by themselves.

    The secret in the path is one key, the signature that the provider's protocol has the other.
    """

    @http.route(
        "/fmcg/track/<string:provider>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=MAX_BODY,
    )
    def take(self, provider, token, **_form):
        """Check a call, keep it once, and answer as the provider expects; it is read later."""
        if self._is_slowed_down():
            return self._answer(tracking.PushReply(429, "{}"))
        account = request.env["fmcg.tracking.account"]._by_push_token(provider, token)
        if not account:
            raise request.not_found()
        adapter, call = account._adapter(), self._call()
        try:
            adapter.check(account._credentials(), call)
        except tracking.Forged:
            return self._refuse(account)
        except tracking.Malformed as error:
            _logger.info("tracking account %s: a call cannot be read: %s", account.id, error)
            return self._answer(tracking.PushReply(400, "{}"))
        request.env["fmcg.tracking.call"].sudo()._receive(account, call)
        now = datetime.now(timezone.utc)
        return self._answer(adapter.acknowledge(account._credentials(), True, now))

    def _call(self):
        """Return the call; Odoo has read a form already, of anything else it has left the bytes."""
        sent = request.httprequest
        headers = {name.lower(): value for name, value in sent.headers.items()}
        form = sent.form.to_dict()
        return tracking.Call(form, b"" if form else sent.get_data(), headers)

    def _refuse(self, account):
        address = request.httprequest.remote_addr
        minute = int(time.time() // MINUTE)
        before, count = _forged.get(address, (minute, 0))
        if len(_forged) > 10000:
            _forged.clear()
        _forged[address] = (minute, count + 1 if before == minute else 1)
        account._count(refused=1)
        _logger.info("tracking account %s: a call without a valid signature was refused", account.id)
        return self._answer(tracking.PushReply(403, "{}"))

    def _is_slowed_down(self):
        minute, count = _forged.get(request.httprequest.remote_addr, (0, 0))
        return count >= FORGERIES and minute == int(time.time() // MINUTE)

    def _answer(self, reply):
        headers = [("Content-Type", reply.content_type), ("Cache-Control", "no-store")]
        return request.make_response(reply.body, headers=headers, status=reply.status)
