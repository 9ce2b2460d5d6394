from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..engine.review.content import fingerprint
from ..engine.review.history import History
from .order_request_screen import MOST_SHOWN
from .sale_order_review import OPEN_STATES


class FmcgReviewDesk(models.AbstractModel):
    """One order as the desk shows it: what it says, what the checks found, what the customer wrote."""

    _inherit = "fmcg.review.desk"

    @api.model
    @api.readonly
    def order(self, order_id):
        """Return all that the desk shows of an order.

        :return: a dict; ``seen`` stands for what it says, and goes back with whatever is decided on it
        :raises AccessError: the user is no reviewer, or may not see the order
        :raises UserError: there is no such order
        """
        return self._told(self._given(order_id))

    @api.model
    def _told(self, order):
        findings = self._open_findings(order)
        states = dict(order._fields["fmcg_review_state"]._description_selection(self.env))
        return {
            "id": order.id,
            "name": order.name,
            "row": self._row(order),
            "pending": self._is_pending(order),
            "state": states[order.fmcg_review_state],
            "seen": self._seen(order),
            **self._head(order),
            "lines": self._lines(order, findings),
            "findings": [self._finding(finding, ways) for finding, ways in findings._remedies().items()],
            # What the checks found stands above already.
            "waits": "" if findings else order.fmcg_gate_reason or "",
            "explain": any(finding.severity == "block" for finding in findings),
            "messages": self._messages(order),
            "decisions": self._decisions(order),
            "first": order.fmcg_first_approver_id.name or "",
            "second": order._fmcg_needs_four_eyes(),
        }

    @api.model
    def _is_pending(self, order):
        """Tell whether this reviewer can still decide on the order."""
        waits = order.fmcg_review_state == "pending" and order.state in OPEN_STATES
        return waits and order.fmcg_first_approver_id != self.env.user

    @api.model
    def _seen(self, order):
        """Return what tells the order, its findings and its decisions from any other state of them."""
        found = [
            [finding.id, finding.severity, finding.figures or {}, finding.remedies or []]
            for finding in self._open_findings(order)
        ]
        last = order.sudo()._fmcg_last_decision()
        return fingerprint({"order": order._fmcg_seen(), "decision": last.id, "found": found})

    @api.model
    def _head(self, order):
        partner, route = order.partner_id, order._fmcg_route()
        address = order.partner_shipping_id
        day = order.commitment_date and self.env["fmcg.review.facts"]._local_day(order, order.commitment_date)
        return {
            "customer": partner.display_name,
            "about": " · ".join(filter(None, (partner.ref, route.display_name, partner.phone))),
            "address": address.display_name if address != partner else "",
            "type": order.fmcg_order_type_id.name or "",
            "why": order.fmcg_type_text or "",
            "channel": order.fmcg_channel_id.name or "",
            "salesperson": order.user_id.name or "",
            "reference": order.client_order_ref or "",
            "note": order.fmcg_note or "",
            "hold": order.fmcg_hold,
            "day": format_date(self.env, day) if day else "",
            "promise": order.fmcg_promise_text or "",
            "cut_off": fields.Datetime.to_string(order.fmcg_cut_off) or "",
            "total": order.currency_id.format(order.amount_total),
            "untaxed": order.currency_id.format(order.amount_untaxed),
        }

    @api.model
    def _lines(self, order, findings):
        usual, said = self._usual(order), self._said(order)
        worst = {}
        for finding in findings:
            worst.setdefault(finding.line_id.id, finding.severity)
            worst.setdefault(("product", finding.product_id.id), finding.severity)
        lines = order.order_line.filtered(lambda line: not line.display_type)
        return [
            self._line(line, usual)
            | {
                "said": said.get(line.product_id.id, False),
                "severity": worst.get(line.id) or worst.get(("product", line.product_id.id)) or "",
            }
            for line in lines
        ]

    @api.model
    def _line(self, line, usual):
        product, unit = line.product_id, line.product_uom_id
        before = not line.is_reward_line and usual.get(product.id)
        size = float(unit._fmcg_size(product)) if before else 1.0
        promise = line._fmcg_current_promise()
        return {
            "id": line.id,
            "product": product.id,
            "name": product.display_name or line.name,
            "quantity": line._fmcg_number(line.product_uom_qty),
            "unit": unit.name or "",
            "price": line.currency_id.format(line.price_unit),
            "discount": line._fmcg_number(line.discount) if line.discount else "",
            "subtotal": line.currency_id.format(line.price_subtotal),
            "usual": line._fmcg_number(before / size) if before else "",
            "free": line.is_reward_line,
            # Where all of it comes with the first van, the order's own words say so.
            "promise": (promise.is_late and promise.text) or "",
        }

    @api.model
    def _usual(self, order):
        """Return the customer's usual quantity by product, in its own unit."""
        facts, order = self.env["fmcg.review.facts"].sudo(), order.sudo()
        facts._flush_history()
        earlier = facts._earlier(order)[facts._customer_key(order)]
        before = [each for each in earlier if (each.at, each.key) < (order.date_order, order.id)]
        return History(at=order.date_order, earlier=tuple(before)).usual

    @api.model
    def _said(self, order):
        """Return the words, as the key of their line, behind each product of the order."""
        lines = order._fmcg_source_drafts().line_ids.filtered(
            lambda line: line.product_id and not line.dropped
        )
        return {line.product_id.id: line.id for line in lines.sorted("id", reverse=True)}

    @api.model
    def _finding(self, finding, remedies):
        labels = [(index, remedy.label()) for index, remedy in enumerate(remedies)]
        return {
            "id": finding.id,
            "severity": finding.severity,
            "message": finding.message,
            "line": finding.line_id.id,
            "product": finding.product_id.id,
            "remedies": [{"index": index, "label": label} for index, label in labels if label],
        }

    @api.model
    def _messages(self, order):
        """Return the messages that the order comes from, the latest first."""
        drafts = order._fmcg_source_drafts()
        requests = drafts.request_id.sorted("received_at", reverse=True)
        return [self._message(request, request.draft_ids & drafts) for request in requests]

    @api.model
    def _message(self, request, drafts):
        verdicts = dict(drafts.line_ids._fields["verdict"]._description_selection(self.env))
        at = format_datetime(self.env, request.received_at, dt_format="short")
        return {
            "id": request.id,
            "name": " · ".join(filter(None, (request.channel_id.name, request.sender, at))),
            "blocks": request._desk_blocks(),
            "files": request._desk_files(),
            "cut": len(request.body or "") > MOST_SHOWN,
            "drafts": [
                {"id": draft.id, "lines": [self._words(line, verdicts) for line in draft.line_ids]}
                for draft in drafts
            ],
        }

    @api.model
    def _words(self, line, verdicts):
        return {
            "id": line.id,
            "verdict": line.verdict,
            "verdict_label": verdicts[line.verdict],
            "dropped": line.dropped,
            "product": {"id": line.product_id.id, "name": line.product_id.display_name},
        }

    @api.model
    def _decisions(self, order):
        decisions = order.fmcg_decision_ids
        kinds = dict(decisions._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": decision.id,
                "kind": kinds[decision.kind],
                "by": "" if decision.automatic else decision.sudo().user_id.name,
                "at": format_datetime(self.env, decision.date, dt_format="short"),
                "reason": decision.reason or "",
            }
            for decision in decisions.sorted("id", reverse=True)
        ]
