import datetime as dt

from odoo import api, models

from ..engine.intake.model import OpenOrder

# How long a draft that is no order yet can still be meant by "the order of this morning".
PENDING_HOURS = 24
# A message that comes so soon after another one of the same sender and channel carries that one on.
FOLLOW_HOURS = 10
CHANGEABLE = ("draft", "review", "approved", "picking")


class FmcgOrderDraft(models.Model):
    """What a later message may speak of: drafts that are no order yet, and the message just before."""

    _inherit = "fmcg.order.draft"

    @api.model
    def _open_drafts(self, customers, requests):
        """Return the drafts of customers that ``requests`` may speak of and are no order yet.

        Their key is the negative id of the draft: no order has such a key.
        """
        since = min(requests.mapped("received_at")) - dt.timedelta(hours=PENDING_HOURS)
        domain = [
            ("partner_id", "in", list(customers)),
            ("company_id", "=", self.env.company.id),
            ("kind", "in", ("order", "hold")),
            ("state", "in", ("ready", "question")),
            ("request_id.state", "!=", "ignored"),
            ("request_id.received_at", ">=", since),
        ]
        return tuple(draft._engine_order() for draft in self.search(domain))

    def _engine_order(self):
        # goods that are left out have no unit: of these nothing is ordered
        lines = self._change_lines().filtered(lambda line: line.verdict == "ok" and line.uom_id)
        return OpenOrder(
            key=-self.id,
            ref=self.request_id.name,
            customer=self.partner_id.id,
            ordered_at=self.request_id.received_at.replace(tzinfo=dt.timezone.utc),
            stage="draft",
            customer_ref=self.client_order_ref or None,
            lines=tuple(x.uom_id._fmcg_ordered(x.product_id, x.quantity) for x in lines),
        )

    @api.model
    def _followed(self, requests):
        """Return which order or draft each message carries on, an engine key by request.

        That is the newest one of the same sender and channel in the hours before, if it can still change.
        """
        found = requests._told_to_follow()
        known = requests.filtered(lambda request: request.partner_id and request not in found)
        if not known:
            return found
        since = min(known.mapped("received_at")) - dt.timedelta(hours=FOLLOW_HOURS)
        domain = [
            ("partner_id", "in", known.partner_id.ids),
            ("company_id", "=", self.env.company.id),
            ("kind", "in", ("order", "hold")),
            ("state", "in", ("ready", "question", "done")),
            ("request_id.state", "!=", "ignored"),
            ("request_id.received_at", ">=", since),
        ]
        drafts = self.search(domain).filtered(lambda draft: draft._can_still_change())
        by_sender = drafts.grouped(lambda draft: (draft.partner_id, draft.request_id.channel_id))
        for request in known:
            before = by_sender.get((request.partner_id, request.channel_id), self.browse())
            before = before.filtered(lambda draft, request=request: draft._precedes(request))
            if before:
                last = max(before, key=lambda draft: (draft.request_id.received_at, draft.id))
                found[request] = last.sale_order_id.id or -last.id
        return found

    def _can_be_followed(self):
        meant = self.kind in ("order", "hold") and self.state in ("ready", "question", "done")
        return meant and self._can_still_change()

    def _can_still_change(self):
        return not self.sale_order_id or self.sale_order_id.fmcg_stage in CHANGEABLE

    def _precedes(self, request):
        """Whether the draft's message came shortly before another one."""
        age = request.received_at - self.request_id.received_at
        return self.request_id != request and dt.timedelta(0) <= age <= dt.timedelta(hours=FOLLOW_HOURS)
