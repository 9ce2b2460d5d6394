import time

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..engine.intake import chat_message
from .json_answer import Refused, answer, json_body, refusal

MAX_BODY = 20 * 1024 * 1024


class ChatGateway(http.Controller):
    """Messages of a chat, each signed by the gateway that hands it over."""

    @http.route(
        "/fmcg/chat/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def take(self, token, **_query):
        """Keep a message, read it, and answer 202 with its number and a reply for the customer.

        A token that opens nothing gets the page of any address that is not there.
        """
        gateway = request.env["fmcg.chat.gateway"]._by_token(token)
        if not gateway:
            raise request.not_found()
        try:
            taken = self._taken(gateway, json_body(MAX_BODY))
        except Refused as error:
            return refusal(error)
        values = {"id": taken.id, "request": taken.name, "state": taken.state}
        return answer(values | {"reply": gateway._reply(taken)}, 202)

    def _check_rate(self, gateway):
        seconds = gateway._seconds_to_wait()
        if seconds:
            text = request.env._("Too many messages in one minute. Send this one again in %s s.", seconds)
            raise Refused(429, "too_many_requests", text, Retry_After=str(seconds))

    def _taken(self, gateway, body):
        headers = request.httprequest.headers
        stamp, signed = (headers.get(f"X-FMCG-{name}", "").strip() for name in ("Timestamp", "Signature"))
        if not chat_message.is_signed(gateway._secrets(), stamp, signed, body, time.time()):
            text = request.env._("The signature does not fit, or its time is more than five minutes off.")
            raise Refused(401, "unauthorized", text)
        self._check_rate(gateway)
        try:
            message = chat_message.message(body)
        except chat_message.Faulty as error:
            raise Refused(422, "unprocessable", str(error)) from error
        try:
            return gateway._take(message)
        except UserError as error:
            raise Refused(409, "conflict", error.args[0]) from error
