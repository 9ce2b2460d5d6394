from dataclasses import asdict, replace
from decimal import Decimal

import pytz

from ..engine.intake import read, units
from ..engine.intake.lessons import product_words
from ..engine.intake.matcher import index_of
from ..engine.intake.model import File, Message, Question


class IntakeReader:
    """Brings messages to the intake engine and its answers back as field values."""

    def __init__(self, env, knowledge):
        self.env = env
        self.knowledge = knowledge

    def read(self, message):
        """Return the engine's reading of a message."""
        return read(message, self.knowledge)

    def values(self, message):
        """Return the values of a message's drafts, and code and values of what could not be read."""
        reading = self.read(message)
        return {
            "drafts": [self._draft(draft) for draft in reading.drafts],
            "unread": reading.unread and self._question(reading.unread),
        }

    def message(self, request):
        """Return a request as the engine takes it; its time is that of the reader, else of the company."""
        zone = pytz.timezone(self.env.user.tz or request.company_id.partner_id.tz or "UTC")
        files = tuple(File(a.name, a.mimetype or "", a.raw or b"") for a in request.sudo().attachment_ids)
        return Message(
            channel=request.channel_id.code,
            text=request.body or "",
            files=files,
            received_at=pytz.utc.localize(request.received_at).astimezone(zone),
            customer=request.partner_id.id or None,
        )

    @staticmethod
    def _bookable(line, draft):
        """A new order has nothing to change: such a line waits for a person."""
        if draft.kind not in ("order", "hold") or line.action not in ("set", "remove"):
            return line
        if draft.target or line.verdict != "ok":
            return line
        return replace(line, verdict="ask", question=Question("by_hand", {"words": line.source or "?"}))

    def _draft(self, draft):
        lines = enumerate(draft.lines)
        question = self._question(draft.question or draft.date_question)
        words = (question["question_values"] or {}).get("words")
        return {
            **question,
            "reading": {"partner_id": draft.customer, "question": question["question_code"], "words": words},
            "kind": draft.kind,
            "partner_id": draft.customer,
            **self._target(draft.target),
            "requested_date": draft.date,
            "client_order_ref": draft.customer_ref,
            "note": draft.note,
            "line_ids": [(0, 0, self._line(self._bookable(line, draft), rank)) for rank, line in lines],
        }

    @staticmethod
    def _target(key):
        """A negative key is a draft that is no order yet."""
        if key and key < 0:
            return {"target_order_id": False, "target_draft_id": -key}
        return {"target_order_id": key, "target_draft_id": False}

    def _line(self, line, rank):
        start, end = line.span or (0, 0)
        question = self._question(line.question)
        uom = line.uom or self._uom(line.product, line.unit)
        return {
            **question,
            "reading": {
                "product_id": line.product,
                "uom_id": uom,
                "quantity": float(line.quantity or 0),
                "question": question["question_code"],
                "naming": line.naming and asdict(line.naming),
            },
            "product_words": line.words or self._words(line),
            "sequence": rank,
            "product_id": line.product,
            "quantity": float(line.quantity or 0),
            "uom_id": uom,
            "unit_kind": line.unit,
            "action": line.action,
            "verdict": line.verdict,
            "score": line.score,
            "span_start": start,
            "span_end": end,
            "source_text": line.source,
            "source_name": line.source_name,
            "answer_data": [self._answer(answer, line) for answer in line.answers],
            "price_claim": float(line.price_claim or 0),
            "note": line.note,
            "parts": [[uom, float(quantity)] for uom, quantity in line.parts] or False,
        }

    def _words(self, line):
        """Return the words for the product of a line whose reader does not tell them; cells are no words."""
        return "" if line.source_name else product_words(line.source, units.words(self.knowledge.unit_words))

    def _answer(self, answer, line):
        # An answer about the product leaves the unit as the customer wrote it.
        return {
            "label": answer.label,
            "product_id": answer.product,
            "quantity": float(answer.quantity) if answer.quantity else None,
            "uom_id": self._uom(answer.product, answer.unit or line.unit),
        }

    def _uom(self, product, kind):
        known = index_of(self.knowledge).products.get(product)
        return known.units.get(kind, (None,))[0] if known else None

    def _question(self, question):
        if question is None:
            return {"question_code": False, "question_values": False}
        values = {name: self._value(value) for name, value in question.values.items()}
        return {"question_code": question.code, "question_values": values}

    @staticmethod
    def _value(value):
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return value if isinstance(value, int) else str(value)
