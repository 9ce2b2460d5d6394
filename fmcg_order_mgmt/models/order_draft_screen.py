from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..engine.intake.date_choices import date_choices

CUSTOMER = {"which_customer", "which_shop", "unknown_sender"}
DATE = {"which_date", "past_date"}
ANSWERED_BY = {"partner_id": CUSTOMER, "requested_date": DATE}
CHOSEN = ("partner_id", "requested_date", "target_order_id", "kind", "client_order_ref", "note")
MOST = 6


class FmcgOrderDraft(models.Model):
    """What a person does with a draft on the message screen: answer, change its head, leave it out."""

    _name = "fmcg.order.draft"
    _inherit = ["fmcg.order.draft", "fmcg.kept.reading"]

    def _kept_fields(self):
        return *CHOSEN, "dismissed"

    def _made_orders(self):
        return self.sale_order_id or self.return_ids

    def action_take(self, values):
        """Take a person's choice for the head of a draft; it answers the question that asks for it.

        A message of an unknown sender is read again once its customer is known: words, codes and units are
        the customer's own.

        :param dict values: any of the fields in ``CHOSEN``
        :raises UserError: another field, or a draft that is an order already
        """
        self.ensure_one()
        if not values or values.keys() - set(CHOSEN):
            raise UserError(self.env._("Only customer, date, order, kind, reference and note can be chosen."))
        self._check_open()
        if values.get("partner_id") and self._sender_unknown():
            return self._read_for(values["partner_id"])
        answered = any(self.question_code in ANSWERED_BY.get(name, ()) for name in values)
        self.write(values)
        if answered and self.partner_id:
            self.action_settle()
        self.request_id._update_state()
        return True

    def _read_for(self, partner_id):
        """Read the message again for its customer; that a person named them stays on record."""
        request, read = self.request_id, self.reading
        request.partner_id = partner_id
        request.action_parse()
        request.draft_ids.filtered(lambda draft: draft.partner_id == request.partner_id).reading = read
        return True

    def _sender_unknown(self):
        """Whether the message waits for its one customer, and nobody has worked on it yet."""
        request = self.request_id
        return not request.partner_id and len(request.draft_ids) == 1 and not request.corrected

    def action_leave_out(self):
        """Make no order of drafts; what they say stays and can be taken back."""
        self.write({"dismissed": True})
        self.request_id._update_state()
        return True

    def action_accept(self):
        """Accept the lines on which the machine's guess is complete; doubts about quantities stay open."""
        self._guesses().action_settle()
        return True

    def _guesses(self):
        return self.line_ids.filtered(
            lambda x: (x.question_code == "product_guess" and x._is_complete() and not x.dropped)
        )

    def _desk_values(self):
        """Return what the message screen shows of each draft, its lines included."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        lines = self.line_ids._desk_values(self._last_lines(self.line_ids.product_id))
        return [draft._desk_draft(kinds, states, lines) for draft in self]

    def _desk_draft(self, kinds, states, lines):
        return {
            "id": self.id,
            "kind": self.kind,
            "kind_label": kinds[self.kind],
            "state": self.state,
            "state_label": states[self.state],
            "partner": self._desk_link(self.partner_id),
            "target": self._desk_link(self.target_order_id or self.target_draft_id),
            "order": self._desk_link(self._made_orders()[:1]),
            "date": fields.Date.to_string(self.requested_date) or "",
            "days": [{"id": fields.Date.to_string(day), "label": self._day(day)} for day in self._days("")],
            "date_label": self._day(self.requested_date) if self.requested_date else "",
            "ref": self.client_order_ref or "",
            "note": self.note or "",
            "changed": bool(self.before_changes),
            "question": self._desk_question(),
            "guesses": len(self._guesses()),
            "difference": self.difference or "",
            "lines": [lines[line.id] for line in self.line_ids],
        }

    @staticmethod
    def _desk_link(record):
        return {"id": record.id, "name": record.display_name} if record else False

    def _desk_question(self):
        """Return the open question of a draft with its ready answers, None where nothing is asked."""
        if self.state in ("done", "ignored"):
            return None
        code = self.question_code or ("which_customer" if not self.partner_id else None)
        if not code:
            return None
        values = self.question_values if self.question_code else {}
        return {"text": self._question_text(code, values), "answers": self._desk_answers(code, values or {})}

    def _desk_answers(self, code, values):
        """Return ready answers: a label with values to take, a key, or the act that it stands for."""
        if code in CUSTOMER:
            found = [self._answer(x.display_name, partner_id=x.id) for x in self._customers(values)]
            return [*found, {"label": self.env._("Search a customer"), "panel": "customer"}]
        if code in DATE:
            days = self._days(values.get("words") or "")
            found = [self._answer(self._day(d), requested_date=fields.Date.to_string(d)) for d in days]
            return [*found, {"label": self.env._("Another day"), "panel": "date"}]
        if self.answers:
            return self.answers
        return [
            {"label": self.env._("The lines are right as they stand"), "act": "action_settle"},
            {"label": self.env._("Leave it out"), "act": "action_leave_out"},
        ]

    @staticmethod
    def _answer(label, **values):
        return {"label": label, "values": values}

    def _day(self, day):
        return format_date(self.env, day, date_format="EEE d MMM")

    def _days(self, words):
        """The days that the words may mean, then the next delivery and tomorrow; none of them is past."""
        today = fields.Date.context_today(self)
        said = fields.Date.context_today(self, self.request_id.received_at)
        days = [d for d in date_choices(words, said, self.partner_id.fmcg_day_first) if d >= today]
        usual = (self.partner_id.fmcg_next_delivery_date, today + timedelta(days=1))
        return list(dict.fromkeys([*days, *sorted(filter(None, usual))]))[:MOST]

    def _customers(self, values):
        """Customers that a message may come from: named in it, else of the sender's own company."""
        partners = self.env["res.partner"]
        words = str(values.get("words") or "")
        text = "\n".join(filter(None, (words, (self.request_id.body or "")[:2000]))).lower()
        own = Domain("company_id", "in", [False, self.company_id.id])
        own &= self.env["fmcg.intake.knowledge"]._customer_domain()
        found = partners.search(own & self._named_in(text), limit=MOST)
        if words and len(found) < MOST:
            found |= partners.search(own & Domain("name", "ilike", words), limit=MOST)
        family = self.request_id.partner_id
        return (found | family | family.child_ids | family.parent_id.child_ids)[:MOST]

    @staticmethod
    def _named_in(text):
        """Partners whose name stands in a text."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "length(%(name)s) > 1 AND position(lower(%(name)s) IN %(text)s) > 0",
                name=model._field_to_sql(alias, "name", query),
                text=text,
            )
        )
