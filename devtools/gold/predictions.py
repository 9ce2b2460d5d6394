"""Puts the messages of a gold set to the models and writes down what they make of them; runs in Odoo."""

import time
from contextlib import closing
from datetime import datetime

import pytz

from odoo.exceptions import UserError

from .company import in_utc

DATE_QUESTIONS = {"which_date", "past_date"}
BLOCKED = {
    "customer": None,
    "ref": None,
    "date": None,
    "lines": [{"product": None, "base": None, "action": "add", "verdict": "block"}],
}


class Reader:
    """Reads each message for itself: whatever one leads to is taken back before the next."""

    def __init__(self, company, orders):
        self.company, self.orders, self.env = company, orders, company.env
        self.zone = None

    def predict(self, row):
        """Return what the models understand of a message, shaped as the set's ``expect``."""
        self._keep_time(row["received_at"])
        with closing(self.env.cr.savepoint()):
            former = self.orders.follow(row)
            self.env.flush_all()
            request = self._receive(row)
            # the set tells what a message carries on, as a conversation does
            request.follows_id = former
            begin = time.perf_counter()
            request.action_parse()
            self.env.flush_all()
            spent = (time.perf_counter() - begin) * 1000
            return {"id": row["id"], **self._understood(request), "ms": round(spent, 2)}

    def _receive(self, row):
        model = self.env["fmcg.order.request"]
        partner = self.company.customers.get(row["customer"])
        try:
            return model.receive(
                row["channel"],
                row["text"] or "",
                partner_id=partner and partner.id,
                attachment_ids=self._attach(row),
                received_at=in_utc(row["received_at"]),
            )
        except UserError:
            # A message without words and files is refused at the door.
            return model

    def _attach(self, row):
        path = self.company.gold.file(row)
        values = {"name": path.name, "raw": path.read_bytes()} if path else None
        return self.env["ir.attachment"].create(values).ids if values else []

    def _keep_time(self, received_at):
        """Let the company and its clerk live in the zone in which the message came."""
        moment = datetime.fromisoformat(received_at)
        if self.zone and pytz.utc.localize(in_utc(received_at)).astimezone(self.zone).utcoffset() == (
            moment.utcoffset()
        ):
            return
        self.zone = _zone(moment)
        (self.env.company.partner_id | self.env.user.partner_id).tz = self.zone.zone
        # Committed, as on any other day: what a transaction may still undo is not remembered.
        self.env.cr.commit()

    def _understood(self, request):
        drafts = request.draft_ids
        if not drafts:
            unread = request.state == "blocked"
            return {"kind": "order" if unread else "none", "orders": [BLOCKED] if unread else []}
        return {"kind": drafts[0].kind, "orders": [self._order(draft) for draft in drafts]}

    def _order(self, draft):
        asked = draft.question_code in DATE_QUESTIONS
        return {
            "customer": self.company.customer_of.get(draft.partner_id),
            "ref": self._target(draft),
            "date": "ask" if asked else draft.requested_date and str(draft.requested_date) or None,
            "lines": [self._line(line, draft) for line in draft.line_ids],
        }

    def _target(self, draft):
        """Return the name of the order that is to be changed; that of an earlier message is its id."""
        return draft.target_order_id.name or draft.target_draft_id.sale_order_id.name or None

    def _line(self, line, draft):
        known = bool(line.product_id and line.uom_id and (line.quantity or line.verdict != "ask"))
        base = line.base_quantity if known and (line.quantity or line.action == "set") else None
        return {
            "product": self.company.code_of.get(line.product_id),
            "quantity": line.quantity or None,
            "unit": line.uom_id.name or None,
            "base": base,
            "action": line.action,
            # A repetition is asked about once for the whole draft: nothing of it is accepted until then.
            "verdict": "ask" if line.verdict == "ok" and draft._is_held() else line.verdict,
        }


def _zone(moment):
    """Return a zone with that moment's distance from UTC."""
    hours = moment.utcoffset().total_seconds() / 3600
    if hours % 1 == 0:
        # These are named by what is to be added to get UTC.
        return pytz.timezone(f"Etc/GMT{-hours:+.0f}" if hours else "Etc/UTC")
    for name in pytz.common_timezones:
        if moment.astimezone(pytz.timezone(name)).utcoffset() == moment.utcoffset():
            return pytz.timezone(name)
    raise ValueError(f"no time zone is at {moment.utcoffset()} from UTC")
