from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.intake.shown import blocks, excerpt

OPEN_STATES = ("new", "question", "blocked", "ready")
SHOWN_OF_DRAFTS = (
    "state",
    "kind",
    "partner_id",
    "requested_date",
    "target_order_id",
    "client_order_ref",
    "note",
    "question_code",
    "sale_order_id",
    "return_ids",
    "before_changes",
)
SHOWN_OF_LINES = (
    "product_id",
    "quantity",
    "uom_id",
    "action",
    "verdict",
    "question_code",
    "dropped",
    "note",
    "before_changes",
)
CHANNELS = {"image": "photo", "application/pdf": "photo", "text/plain": "email", "message/rfc822": "email"}
MOST_FILES = 50
# A message may be megabytes long; what is read of it stands at its beginning.
MOST_SHOWN = 100_000
CHOICES = 8


class FmcgOrderRequest(models.Model):
    """What the screens of a message show beside its facts."""

    _inherit = "fmcg.order.request"

    state = fields.Selection(group_expand="_group_expand_state")
    draft_count = fields.Integer(compute="_compute_draft_count")
    sale_order_count = fields.Integer(compute="_compute_sale_order_count")
    corrected = fields.Boolean(
        compute="_compute_corrected", help="A person changed what was read here; reading again starts over."
    )
    excerpt = fields.Char(string="Says", compute="_compute_excerpt", help="How the message begins.")
    desk = fields.Json(compute="_compute_desk", help="The message beside its drafts, as the screen shows it.")

    @api.model
    def _group_expand_state(self, states, domain):
        """Show the columns that wait for a person in the order of work, even when they are empty."""
        shown = {*states, *OPEN_STATES} - ({"new"} - set(states))
        return [name for name, _label in self._fields["state"].selection if name in shown]

    @api.depends("draft_ids")
    def _compute_draft_count(self):
        for request in self:
            request.draft_count = len(request.draft_ids)

    @api.depends("sale_order_ids")
    def _compute_sale_order_count(self):
        for request in self:
            request.sale_order_count = len(request.sale_order_ids)

    @api.depends("body")
    def _compute_excerpt(self):
        for request in self:
            request.excerpt = excerpt(request.body or "")

    @api.depends("draft_ids.before_changes", "line_ids.before_changes")
    def _compute_corrected(self):
        for request in self:
            records = (*request.draft_ids, *request.line_ids)
            request.corrected = any(record.before_changes for record in records)

    @api.depends(
        "body",
        "state",
        "partner_id",
        *(f"draft_ids.{name}" for name in SHOWN_OF_DRAFTS),
        *(f"line_ids.{name}" for name in SHOWN_OF_LINES),
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_desk(self):
        for request in self:
            kinds = request.draft_ids._fields["kind"]._description_selection(self.env)
            request.desk = {
                "blocks": request._desk_blocks(),
                "files": request._desk_files(),
                "kinds": [{"id": key, "label": label} for key, label in kinds],
                "drafts": request.draft_ids._desk_values(),
                "cut": len(request.body or "") > MOST_SHOWN,
                "editable": request.state != "done" and request.has_access("write"),
            }

    def _desk_blocks(self):
        lines = self.line_ids.filtered(lambda line: not line.source_name)
        spans = [(line.span_start, line.span_end, line.id) for line in lines]
        body = (self.body or "")[:MOST_SHOWN]
        return [
            {
                "quoted": block.quoted,
                "parts": [{"text": text, "line": key or False} for text, key in block.parts],
            }
            for block in blocks(body, spans, self.channel_id.code == "email")
        ]

    def _desk_files(self):
        """Each file with the rows or segments that became lines."""
        by_name = self.line_ids.filtered("source_name").grouped("source_name")
        return [
            {
                "id": file.id,
                "name": file.name,
                "mimetype": file.mimetype or "",
                "checksum": file.checksum or "",
                "rows": [
                    {"text": line.source_text or "", "line": line.id} for line in by_name.get(file.name, ())
                ],
            }
            for file in self.sudo().attachment_ids
        ]

    def action_parse(self):
        """Read again; what persons had made of a message is noted in its log before it goes."""
        for request in self.filtered("corrected"):
            drafts = request.draft_ids.filtered(lambda draft: draft.state != "done")
            if drafts:
                request.message_post(body=request._former_reading(drafts))
        return super().action_parse()

    def _former_reading(self, drafts):
        """Return drafts and their lines as a list for the log."""
        intro = self.env._("Read again. Until then it said:")
        items = Markup().join(
            Markup("<li>%s<ul>%s</ul></li>")
            % (
                draft.display_name,
                Markup().join(Markup("<li>%s</li>") % line._told() for line in draft.line_ids),
            )
            for draft in drafts
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (intro, items)

    def action_add_line(self, product_id, draft_id=None):
        """Add a line for a product that a person chose, in a draft of its own where there is none.

        :return: the id of the new line
        :raises UserError: the product is not sold, or the orders are made already
        """
        self.ensure_one()
        product = self.env["product.product"].browse(product_id).exists()
        if not product.sale_ok:
            raise UserError(self.env._("This product is not sold. Choose another one."))
        draft = self.draft_ids.filtered(lambda d: d.id == draft_id) or self.draft_ids[-1:]
        draft._check_open()
        draft = draft or self._draft_by_hand()
        line = draft._line_by_hand(product)
        self._update_state()
        return line.id

    def _draft_by_hand(self):
        values = {"request_id": self.id, "partner_id": self.partner_id.id, "kind": "order"}
        return self.env["fmcg.order.draft"].create(values)

    def desk_products(self, query=""):
        """Return products for the first line of a message that nothing could be read from."""
        self.ensure_one()
        self.check_access("read")
        draft = self.env["fmcg.order.draft"].new({"request_id": self.id, "partner_id": self.partner_id.id})
        return draft._desk_products(query)

    @api.model
    def desk_customers(self, query=""):
        """Return customers by name, number or what they are called, for choosing by clicks.

        Whoever is searched for is found, those who have bought before come first.
        """
        domain = [] if query else [("customer_rank", ">", 0)]
        found = self.env["res.partner"].name_search(query, domain, limit=12)
        called = self.env["res.partner"].search([*domain, ("fmcg_aliases", "ilike", query)], limit=4)
        partners = called | self.env["res.partner"].browse([partner_id for partner_id, _name in found])
        partners = partners.sorted(lambda partner: not partner.customer_rank)[:CHOICES]
        return [
            {
                "id": partner.id,
                "label": partner.display_name,
                "detail": " · ".join(filter(None, (partner.ref, partner.city, partner.fmcg_route_id.name))),
            }
            for partner in partners
        ]

    def action_create_and_next(self):
        """Make the orders of one message; return the id of the next one that waits, False without."""
        self.ensure_one()
        self.action_create_order()
        return self.next_waiting()

    def next_waiting(self):
        """Return the id of the message that waits longest for a person, this one left out; False without."""
        domain = [("state", "in", OPEN_STATES), ("id", "not in", self.ids)]
        return self.search(domain, order="received_at, id", limit=1).id

    @api.model
    def create_from_words(self, body, channel="chat", partner_id=None):
        """Take in a message that was pasted, read it at once, and return its id."""
        request = self.receive(channel, body, partner_id=partner_id)
        request.action_parse()
        return request.id

    @api.model
    def create_from_attachments(self, attachment_ids):
        """Take in files that were dropped on the list: each becomes a message, read at once.

        :param attachment_ids: ids of attachments that belong to no record yet
        :return: the ids of the messages, in the order of the files
        :raises UserError: no file, or too many at once
        """
        files = self.env["ir.attachment"].browse(attachment_ids).exists()
        if not files or len(files) > MOST_FILES:
            raise UserError(self.env._("Drop between one and %s files at once.", MOST_FILES))
        files.check_access("read")
        requests = [self.receive(self._channel_of(file), attachment_ids=file.ids) for file in files]
        for file, request in zip(files, requests, strict=True):
            file.write({"res_model": self._name, "res_id": request.id})
        self.union(*requests).action_parse()
        return [request.id for request in requests]

    @api.model
    def _channel_of(self, file):
        """The channel by which a file of this kind usually comes."""
        kind = file.mimetype or ""
        name = (file.name or "").lower()
        if name.endswith((".xml", ".edi")) or kind.endswith("xml"):
            return "edi"
        return CHANNELS.get(kind) or CHANNELS.get(kind.split("/")[0]) or "sheet"

    def action_view_orders(self):
        """Open the orders that these messages became."""
        action = self.env["ir.actions.act_window"]._for_xml_id("fmcg_order_mgmt.action_fmcg_orders")
        orders = self.sale_order_ids
        if len(orders) == 1:
            form = self.env.ref("sale.view_order_form")
            return action | {"views": [(form.id, "form")], "res_id": orders.id}
        return action | {"domain": [("id", "in", orders.ids)]}
