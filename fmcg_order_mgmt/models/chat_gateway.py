import hmac
import math
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# A message that comes so soon after another one of the same person carries that one on.
FOLLOWS = timedelta(hours=4)
MINUTE = timedelta(minutes=1)


class FmcgChatGateway(models.Model):
    """A program that hands over the messages of a chat; it signs each one with its secret."""

    _name = "fmcg.chat.gateway"
    _description = "Chat Gateway"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    channel_id = fields.Many2one(
        "fmcg.order.channel",
        required=True,
        index=True,
        default=lambda self: self.env["fmcg.order.request"]._channel("chat"),
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(24),
        groups="fmcg_order_mgmt.group_fmcg_manager",
    )
    address = fields.Char(compute="_compute_address", groups="fmcg_order_mgmt.group_fmcg_manager")
    rate_limit = fields.Integer(
        string="Messages a Minute",
        default=600,
        help="What comes faster is refused, to be sent again a little later. 0: no limit.",
    )

    _token_uniq = models.UniqueIndex("(token)", "Another gateway has this token already.")
    _rate_limit_positive = models.Constraint("CHECK (rate_limit >= 0)", "A limit cannot be negative.")

    @api.depends("token")
    def _compute_address(self):
        for gateway in self:
            gateway.address = f"{gateway.get_base_url()}/fmcg/chat/{gateway.token}"

    @api.model
    def _by_token(self, token):
        """Return the gateway with this token, with the rights of the server; nothing for any other one."""
        found = self.sudo().browse()
        if token.isprintable():
            found = found.search([("token", "=", token)], limit=1)
        same = hmac.compare_digest((found.token or "").encode(), token.encode("utf-8", "replace"))
        return found if found and same else self.sudo().browse()

    def _seconds_to_wait(self):
        """Return after how many seconds the next message may come: 0 for at once.

        What counts are the messages that are stored anyway, found by an index: a counter on the gateway would
        be one row that every worker waits for. Workers do not see what another one is just storing, so that
        a burst may pass the limit by as many messages as there are workers.
        """
        if not self.rate_limit:
            return 0
        now = self.env.cr.now()
        domain = [("gateway_id", "=", self.id), ("create_date", ">", now - MINUTE)]
        messages = self.env["fmcg.order.request"].sudo().with_context(active_test=False)
        first = messages.search_fetch(
            domain, ["create_date"], order="create_date desc", offset=self.rate_limit - 1, limit=1
        )
        return max(1, math.ceil((first.create_date + MINUTE - now).total_seconds())) if first else 0

    def _take(self, message):
        """Keep a message of the chat, then read it; the same id gives back the first one.

        :param message: an ``engine.intake.chat_message.ChatMessage``
        :return: the order message
        :raises UserError: the id came with other words before
        :raises ConcurrencyError: the same message is being received at this very moment
        """
        self = self.with_company(self.company_id)
        model = self.env["fmcg.order.request"].with_context(active_test=False)
        reference = f"{self.id}:{message.id}"
        earlier = model._received_earlier(self.channel_id.id, reference)
        if earlier and earlier.body != model._storable(message.text):
            raise UserError(self.env._("Another message came with this id. Give each message its own."))
        if earlier:
            return earlier
        request = model._receive(self._message_values(message, reference))
        request._parse_safely()
        return request

    def _message_values(self, message, reference):
        files = [{"name": x.name, "raw": x.data, "mimetype": x.mimetype or None} for x in message.files]
        request = self.env["fmcg.order.request"]
        values = {
            "channel_id": self.channel_id.id,
            "company_id": self.company_id.id,
            "gateway_id": self.id,
            "conversation": message.conversation or message.sender,
            "sender": message.sender,
            "partner_id": self._writer(message).id,
            "body": message.text,
            "external_ref": reference,
            "received_at": request._sane_moment(message.sent_at),
            "attachment_ids": [Command.set(self.env["ir.attachment"].create(files).ids)],
        }
        return values | {"follows_id": self._former(values).id}

    def _writer(self, message):
        """Return the one customer that wrote: by account, by telephone, or by the shop's own group."""
        partners = self.env["res.partner"]
        return (
            partners._fmcg_by_chat_id(message.sender)
            or partners._fmcg_by_phone(message.sender)
            or partners._fmcg_by_chat_id(message.conversation)
        )

    def _former(self, values):
        """Return the message of the same person just before in the conversation."""
        same = ("company_id", "gateway_id", "conversation", "sender")
        domain = [(name, "=", values[name]) for name in same]
        domain += [("received_at", "<=", values["received_at"]), ("state", "!=", "ignored")]
        domain += [("received_at", ">=", values["received_at"] - FOLLOWS)]
        return self.env["fmcg.order.request"].search(domain, order="received_at desc, id desc", limit=1)

    def _reply(self, request):
        """Return what the gateway may answer the customer, in the customer's language."""
        speaker = request.partner_id or self.company_id.partner_id
        env = self.with_context(lang=speaker.lang or self.env.lang).env
        if request.state in ("ready", "done"):
            return env._("Thank you. We have your order, its number is %s.", request.name)
        if request.state == "ignored":
            return env._("Thank you. We have your message, its number is %s.", request.name)
        return env._(
            "Thank you. We have your message, its number is %s. We still have a question and will ask you.",
            request.name,
        )
