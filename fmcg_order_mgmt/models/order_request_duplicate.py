from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.intake.fingerprint import fingerprint

# So soon nobody orders the very same once more: it was sent twice, whatever it says.
SAME_WORDS = timedelta(minutes=15)


class FmcgOrderRequest(models.Model):
    """A message that repeats an earlier one is held, with a link, until a person says what it is."""

    _inherit = "fmcg.order.request"

    content_hash = fields.Char(compute="_compute_content_hash", store=True, index="btree_not_null")
    duplicate_of_id = fields.Many2one(
        "fmcg.order.request",
        string="Same as",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )
    duplicate_answer = fields.Selection(
        [("twice", "Meant twice"), ("same", "The same message")], readonly=True, copy=False
    )

    @api.depends("body", "attachment_ids")
    def _compute_content_hash(self):
        for request in self:
            digests = request.sudo().attachment_ids.mapped("checksum")
            request.content_hash = fingerprint(request.body or "", filter(None, digests)) or False

    def _mark_duplicates(self):
        """Link messages and drafts that repeat an earlier message, unless a person said it is meant so."""
        asked = self.filtered(lambda r: r.duplicate_answer != "twice" and not r._repeats_harmlessly())
        words, goods = asked._repeated_words(), self.draft_ids._repeated_goods()
        for request in asked:
            for draft in request.draft_ids.filtered(lambda draft: draft.kind != "none"):
                draft.repeats_id = words.get(request) or goods.get(draft)
            # A message without any draft may still be the same picture that cannot be read.
            unread = words.get(request, self.browse()) if not request.draft_ids else self.browse()
            first = request.draft_ids.repeats_id[:1] or unread
            if request.duplicate_of_id or first:
                request.write({"duplicate_of_id": first.id, "duplicate_answer": False})

    def _repeats_harmlessly(self):
        """Whether a message may come twice: a change on the order screen says how much there is to be."""
        return self.channel_id.code == "rep" and set(self.draft_ids.mapped("kind")) == {"amend"}

    def _repeated_words(self):
        """Return the earlier message for each that the same sender sent minutes before, word for word."""
        if not self:
            return {}
        since = min(self.mapped("received_at")) - SAME_WORDS
        files = self.sudo().attachment_ids.filtered("checksum")
        same = Domain("content_hash", "in", self.filtered("content_hash").mapped("content_hash"))
        same |= Domain("attachment_ids.checksum", "in", files.mapped("checksum"))
        domain = same & Domain("received_at", ">=", since) & Domain("state", "!=", "ignored")
        domain &= Domain("company_id", "in", self.company_id.ids)
        by_content = defaultdict(list)
        for other in (self.sudo().search(domain) | self.sudo()).sorted(lambda r: (r.received_at, r.id)):
            for key in other._content_keys():
                by_content[key].append(other)
        found = {}
        for request in self.sudo():
            same = (other for key in request._content_keys() for other in by_content[key])
            earlier = next(filter(request._came_after, same), None)
            if earlier:
                found[request.sudo(self.env.su)] = earlier.sudo(self.env.su)
        return found

    def _content_keys(self):
        """Return by what a message is known again: its words or one of its files, from the same sender.

        The picture in an e-mail's signature tells nothing.
        """
        mails = self.channel_id.code == "email"
        files = self.attachment_ids
        files = files.filtered(lambda file: not (mails and (file.mimetype or "").startswith("image/")))
        sender = self.company_id, self.partner_id or self.sender
        return [(*sender, content) for content in (self.content_hash, *files.mapped("checksum")) if content]

    def _came_after(self, other):
        """Whether this message came minutes after the other one."""
        return other._precedes(self) and self.received_at - other.received_at <= SAME_WORDS

    def _precedes(self, other):
        return (self.received_at, self.id) < (other.received_at, other.id)

    def _first_question(self, state):
        """Ask about a repetition first: the other questions may not need an answer."""
        held = self.draft_ids.filtered(lambda draft: draft._is_held())
        if held and state in ("question", "blocked"):
            return {
                "question_code": "duplicate_message",
                "question_values": {"ref": held.sudo().repeats_id[:1].name},
            }
        return super()._first_question(state)

    def action_meant_twice(self):
        """Release messages that repeat another one on purpose; what else they ask stays open."""
        return self._answer_duplicate("twice")

    def action_same_message(self):
        """Set messages aside that are the same as an earlier one; the link to it stays."""
        return self._answer_duplicate("same")

    def _answer_duplicate(self, answer):
        held = self.filtered(lambda request: request.duplicate_of_id and not request.duplicate_answer)
        held.write({"duplicate_answer": answer})
        held.filtered("draft_ids")._update_state()
        if answer == "same":
            held.filtered(lambda request: not request.draft_ids).write({"state": "ignored"})
        return True

    def action_open_duplicate(self):
        """Open the earlier message that this one repeats."""
        self.ensure_one()
        return self.duplicate_of_id.get_formview_action()
