from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.finding import grams, index_words
from ..engine.intake.sender import phone_tail
from .finding import Place


class FmcgOrderRequest(models.Model):
    """Finds a message by its words, its sender, or what it was about."""

    _inherit = "fmcg.order.request"

    name = fields.Char(index="trigram")
    sender = fields.Char(index="trigram")
    external_ref = fields.Char(index="trigram")
    find = fields.Char(
        store=False,
        search="_search_find",
        help="Number, sender, customer, words, product, order, reference or day.",
    )
    said = fields.Char(string="Words of the Message", store=False, search="_search_said")
    said_words = fields.Text(
        compute="_compute_said_words",
        store=True,
        precompute=True,
        export_string_translation=False,
        help="The words of the message and those that were read of its files, once each, in the form in "
        "which they are searched for.",
    )
    sender_tail = fields.Char(
        compute="_compute_sender_tail",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )

    # Core's own index may be one of the letters without accents, which LIKE does not use.
    _said_words_idx = models.Index(
        lambda registry: "USING gin (said_words gin_trgm_ops)" if registry.has_trigram else ""
    )

    @api.depends("body", "attachment_ids", "line_ids.source_text")
    def _compute_said_words(self):
        for request in self:
            # Of a file nothing is kept as text but the lines that were read of it.
            read = request.line_ids.mapped("source_text") if request.attachment_ids else ()
            request.said_words = index_words("\n".join(filter(None, (request.body, *read))))

    @api.depends("sender")
    def _compute_sender_tail(self):
        for request in self:
            request.sender_tail = phone_tail(request.sender or "") or False

    def _search_said(self, operator, value):
        """Find the messages that say all of the words."""
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return NotImplemented
        parts = grams(value)
        return Domain.AND(Domain("said_words", "like", part) for part in parts) if parts else Domain.FALSE

    def _search_find(self, operator, value):
        return self.env["fmcg.finding"]._domain(operator, value, self._places)

    def _places(self, word):
        """Return the places in which a word may stand that finds a message."""
        finding = self.env["fmcg.finding"]
        domains = [finding._contains(word, name) for name in ("name", "sender", "external_ref")]
        domains += [finding._on_day("received_at", day) for day in word.days]
        if word.said:
            domains.append(finding._said(word))
        if tail := phone_tail(word.phone):
            domains.append(Domain("sender_tail", "=", tail))
        partners = finding._partners(word)
        if partners:
            domains.append(Domain("partner_id", "in", partners))
        found = [Place(self._name, domain) for domain in domains]
        if products := finding._products(word):
            found.append(Place("fmcg.order.draft.line", Domain("product_id", "in", products), "request_id"))
        drafts = self._draft_domains(word, partners)
        return found + [Place("fmcg.order.draft", domain, "request_id") for domain in drafts]

    def _draft_domains(self, word, partners):
        """Return the domains of drafts in which a word may stand."""
        finding = self.env["fmcg.finding"]
        domains = [finding._contains(word, "client_order_ref")]
        if word.days:
            domains.append(Domain("requested_date", "in", word.days))
        if partners:
            domains.append(Domain("partner_id", "in", partners))
        if self.env["sale.order"].has_access("read"):
            domains.append(Domain("sale_order_id", "any", finding._contains(word, "name")))
        return domains

    def _found(self):
        """Return what a list of found messages shows of this one."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "partner": self.partner_id.display_name or self.sender or "",
            "date": fields.Date.to_string(fields.Datetime.context_timestamp(self, self.received_at)),
            "words": self.excerpt or "",
            "state": self.state,
            "state_label": states[self.state],
            "reason": self.reason or "",
            "late": self.is_late,
            "waiting": self.waits_for_me,
            "channel": self.channel_id.name,
        }
