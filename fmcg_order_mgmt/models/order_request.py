import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

IMMUTABLE = {"body", "attachment_ids", "channel_id", "external_ref", "received_at", "company_id"}


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
    sale_order_ids = fields.Many2many("sale.order", compute="_compute_sale_order_ids", string="Orders")

    _external_ref_uniq = models.UniqueIndex(
        "(channel_id, company_id, external_ref) WHERE external_ref IS NOT NULL",
        "This message was received already.",
    )

    @api.model
    def _default_channel(self):
        """A message that is pasted by hand is most often a chat."""
        return self.env["fmcg.order.channel"].search([("code", "=", "chat")], limit=1)

    @api.depends("draft_ids.sale_order_id")
    def _compute_sale_order_ids(self):
        for request in self:
            request.sale_order_ids = request.draft_ids.sale_order_id

    @api.model_create_multi
    def create(self, vals_list):
        sequence, unnamed = self.env["ir.sequence"], self.env._("New")
        for vals in vals_list:
            if vals.get("name", unnamed) == unnamed:
                vals["name"] = sequence.next_by_code("fmcg.order.request") or unnamed
        return super().create(vals_list)

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
        :raises UserError: unknown channel, or nothing in the message
        :raises ConcurrencyError: the same reference arrived at this very moment; a retry finds it
        """
        found = self.env["fmcg.order.channel"].search([("code", "=", channel)], limit=1)
        if not found:
            raise UserError(self.env._("There is no active channel with the code %s.", channel))
        earlier = self._received_earlier(found, external_ref)
        if earlier:
            return earlier
        if not (body or "").strip() and not attachment_ids:
            raise UserError(self.env._("The message is empty: it has neither words nor a file."))
        try:
            with self.env.cr.savepoint():
                return self.create(
                    {
                        "channel_id": found.id,
                        "body": body,
                        "partner_id": partner_id,
                        "attachment_ids": [fields.Command.set(list(attachment_ids))],
                        "external_ref": external_ref,
                        "received_at": received_at or fields.Datetime.now(),
                    }
                )
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(self.env._("This message is being received already.")) from error

    def _received_earlier(self, channel, external_ref):
        if not external_ref:
            return self.browse()
        domain = [
            ("channel_id", "=", channel.id),
            ("company_id", "=", self.env.company.id),
            ("external_ref", "=", external_ref),
        ]
        return self.search(domain, limit=1)

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
            drafts._ask_about_duplicates()
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
