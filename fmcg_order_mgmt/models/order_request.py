import datetime as dt
import re

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

IMMUTABLE = {
    "body",
    "attachment_ids",
    "channel_id",
    "external_ref",
    "received_at",
    "company_id",
    "sender",
}
LONGEST_BODY = 10 * 1024 * 1024
LONGEST_REF = 512
MOST_FILES = 50
# What PostgreSQL cannot store in a text.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
EARLIEST, LATEST = dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)


class FmcgOrderRequest(models.Model):
    _name = "fmcg.order.request"
    _description = "Order Message"
    _inherit = ["mail.thread", "mail.activity.mixin", "fmcg.intake.question"]
    _order = "received_at desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, copy=False, default=lambda self: self.env._("New"), readonly=True)
    channel_id = fields.Many2one(
        "fmcg.order.channel", required=True, index=True, default=lambda self: self._default_channel()
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Customer", index="btree_not_null", check_company=True)
    body = fields.Text(string="Message")
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)
    external_ref = fields.Char(copy=False)
    received_at = fields.Datetime(required=True, default=fields.Datetime.now)
    state = fields.Selection(
        [
            ("new", "New"),
            ("question", "Question"),
            ("blocked", "Blocked"),
            ("ready", "Ready"),
            ("done", "Done"),
            ("ignored", "Not an Order"),
        ],
        required=True,
        default="new",
        index=True,
        tracking=True,
    )
    reason = fields.Char(related="question", string="Reason", help="Why the message is in this state.")
    draft_ids = fields.One2many("fmcg.order.draft", "request_id", string="Drafts")
    line_ids = fields.One2many("fmcg.order.draft.line", "request_id", string="Lines")
    order_type_ids = fields.Many2many(
        "fmcg.order.type", compute="_compute_sale_order_ids", string="Order Types"
    )
    sale_order_ids = fields.Many2many("sale.order", compute="_compute_sale_order_ids", string="Orders")

    _external_ref_uniq = models.UniqueIndex(
        "(channel_id, company_id, external_ref) WHERE external_ref IS NOT NULL",
        "This message was received already.",
    )

    @api.model
    def _default_channel(self):
        """A message that is pasted by hand is most often a chat."""
        return self._channel("chat")

    @api.model
    def _channel(self, code):
        return self.env["fmcg.order.channel"].search([("code", "=", code)], limit=1)

    @api.depends("draft_ids.sale_order_id.fmcg_order_type_id")
    def _compute_sale_order_ids(self):
        for request in self:
            request.sale_order_ids = request.draft_ids.sale_order_id
            request.order_type_ids = request.sale_order_ids.fmcg_order_type_id

    @api.model_create_multi
    def create(self, vals_list):
        sequence, unnamed = self.env["ir.sequence"], self.env._("New")
        for vals in vals_list:
            if vals.get("name", unnamed) == unnamed:
                vals["name"] = sequence.next_by_code("fmcg.order.request") or unnamed
            if vals.get("body"):
                vals["body"] = self._storable(vals["body"])
        requests = super().create(vals_list)
        requests._adopt_files()
        return requests

    @api.model
    def _storable(self, text):
        """Return the text as the database can hold it."""
        return UNSTORABLE.sub("\ufffd", text)

    def _adopt_files(self):
        """Let everybody who reads a message open its files; a file that its sender cannot read is refused."""
        self.attachment_ids.check_access("read")
        for request in self:
            loose = request.attachment_ids.sudo().filtered(lambda file: not file.res_id)
            if loose:
                loose.write({"res_model": self._name, "res_id": request.id})

    def write(self, vals):
        changed = IMMUTABLE & vals.keys()
        if changed:
            raise UserError(
                self.env._("What a customer said cannot be changed. Enter a new message instead.")
            )
        return super().write(vals)

    @api.model
    def receive(
        self, channel, body="", partner_id=None, attachment_ids=(), external_ref=None, received_at=None
    ):
        """Take one message in and return its request.

        :param channel: code of an active channel
        :param body: the words, as they were said
        :param partner_id: id of the sender, when known
        :param attachment_ids: ids of attachments that belong to the message
        :param external_ref: the sender's own number; the same one gives back the first request
        :param received_at: moment in UTC, now when left out
        :raises UserError: unknown channel, nothing in the message, or a value that cannot be right
        :raises AccessError: no right to enter messages, or to read one of the attachments
        :raises ConcurrencyError: the same reference arrived at this very moment; a retry finds it
        """
        values = self._values_received(channel, body, partner_id, attachment_ids, external_ref, received_at)
        return self._receive(values)

    def _receive(self, values):
        """Return the request of these values: the first one with their reference, else a new one."""
        earlier = self._received_earlier(values["channel_id"], values["external_ref"])
        if earlier:
            return earlier
        try:
            with self.env.cr.savepoint():
                return self.create(values)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(self.env._("This message is being received already.")) from error

    def _received_earlier(self, channel_id, external_ref):
        if not external_ref:
            return self.browse()
        domain = [
            ("channel_id", "=", channel_id),
            ("company_id", "=", self.env.company.id),
            ("external_ref", "=", external_ref),
        ]
        # The reference is unique for all users, whether or not this one may read the message that holds it.
        earlier = self.sudo().search(domain, limit=1).sudo(self.env.su)
        earlier.check_access("read")
        return earlier

    def _values_received(self, channel, body, partner_id, attachment_ids, external_ref, received_at):
        """Return the field values of a message, checked as input of a stranger."""
        found = self._channel(channel)
        if not found:
            raise UserError(self.env._("There is no active channel with the code %s.", channel))
        body = self._checked_text(body, LONGEST_BODY, self.env._("The message"))
        files = self._checked_files(attachment_ids)
        if not body.strip() and not files:
            raise UserError(self.env._("The message is empty: it has neither words nor a file."))
        reference = self._checked_text(external_ref, LONGEST_REF, self.env._("The reference"))
        return {
            "channel_id": found.id,
            "body": body,
            "partner_id": self._checked_partner(partner_id).id,
            "attachment_ids": [fields.Command.set(files.ids)],
            "external_ref": self._storable(reference) or None,
            "received_at": self._checked_moment(received_at),
        }

    def _checked_text(self, text, limit, name):
        if not isinstance(text or "", str):
            raise UserError(self.env._("%s must be a text.", name))
        if len(text or "") > limit:
            raise UserError(
                self.env._("%(name)s is longer than %(limit)s characters.", name=name, limit=limit)
            )
        return text or ""

    def _checked_partner(self, partner_id):
        partner = self._checked_records("res.partner", [partner_id] if partner_id else [])
        if not partner and partner_id:
            raise UserError(self.env._("There is no customer with the id %s.", partner_id))
        return partner

    def _checked_files(self, attachment_ids):
        if not isinstance(attachment_ids or (), list | tuple) or len(attachment_ids or ()) > MOST_FILES:
            raise UserError(self.env._("Give at most %s ids of attachments, as a list.", MOST_FILES))
        files = self._checked_records("ir.attachment", attachment_ids or ())
        if len(files) != len(set(attachment_ids or ())):
            raise UserError(self.env._("One of the files does not exist any more. Add it again."))
        return files

    def _checked_records(self, model, numbers):
        if not all(isinstance(number, int) and 0 < number < 2**31 for number in numbers):
            raise UserError(self.env._("An id must be a whole number."))
        records = self.env[model].browse(dict.fromkeys(numbers)).exists()
        records.check_access("read")
        return records

    def _checked_moment(self, value):
        """Return a moment in UTC; texts in ISO 8601 are taken too, with their zone if they name one."""
        try:
            moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
            if moment and moment.tzinfo:
                moment = moment.astimezone(dt.timezone.utc).replace(tzinfo=None)
            sound = not moment or EARLIEST <= moment <= LATEST
        except (AttributeError, OverflowError, TypeError, ValueError):
            sound = False
        if not sound:
            raise UserError(
                self.env._("%s is not a moment. Give it in UTC, such as 2026-03-17 06:20:00.", value)
            )
        return moment or fields.Datetime.now()

    def action_parse(self):
        """Read each message anew into drafts; drafts that became orders stay as they are."""
        self.draft_ids.filtered(lambda draft: draft.state != "done").unlink()
        for company, requests in self.filtered(lambda r: not r.draft_ids).grouped("company_id").items():
            readings = self.env["fmcg.intake.knowledge"].with_company(company)._readings(requests)
            drafts = self.env["fmcg.order.draft"].create(
                [
                    draft | {"request_id": r.id}
                    for r, reading in readings.items()
                    for draft in reading["drafts"]
                ]
            )
            drafts._check_targets()
            requests._mark_duplicates()
            drafts._ask_about_sender()
            # What the machine reads is no change that a person needs in the log.
            requests.with_context(mail_notrack=True)._update_state(
                {request: reading["unread"] for request, reading in readings.items()}
            )
        return True

    def _update_state(self, unread=None):
        """Derive the state from the drafts: the worst open one counts.

        :param unread: question code and values by message for what could not be read
        """
        for request in self:
            untold = (unread or {}).get(request)
            states = set(request.draft_ids.mapped("state"))
            order = ("blocked", "question", "ready", "done")
            state = next((name for name in order if name in states), "blocked" if untold else "ignored")
            request.write({"state": state, **(untold or request._first_question(state))})

    def _first_question(self, state):
        """Return code and values of what to settle first: about a whole draft, else about a line."""
        doubts = self.draft_ids.filtered("question_code") or self.browse()
        if not doubts and state in ("question", "blocked"):
            doubts = self.line_ids.filtered("question_code")
        first = doubts[:1]
        return {"question_code": first.question_code, "question_values": first.question_values}

    def action_create_order(self):
        """Make the orders of all ready drafts.

        :raises UserError: a draft still has an open question, or there is nothing to order
        """
        waiting = self.draft_ids.filtered(lambda draft: draft.state in ("question", "blocked"))
        if waiting:
            names = ", ".join(waiting.request_id.mapped("name"))
            raise UserError(
                self.env._(
                    "These messages still have an open question: %s. Answer it, then try again.", names
                )
            )
        ready = self.draft_ids.filtered(lambda draft: draft.state == "ready")
        if not ready and "done" not in self.draft_ids.mapped("state"):
            raise UserError(self.env._("There is nothing to order here. Read the message first."))
        ready._create_orders()
        # The note on the message names the order; the change of its state says no more than that.
        self.with_context(mail_notrack=True)._update_state()
        return True

    def action_ignore(self):
        """Set messages aside that hold no order; their words stay."""
        self.filtered(lambda request: "done" not in request.draft_ids.mapped("state")).write(
            {"state": "ignored"}
        )
        return True
