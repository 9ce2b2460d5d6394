import datetime as dt
from decimal import Decimal

import pytz

from odoo import models
from odoo.fields import Domain

from ..engine.intake import read
from ..engine.intake.matcher import index_of
from ..engine.intake.model import Customer, File, Knowledge, Message, OpenOrder, OrderedLine, Product

USUAL_DAYS = 90


class FmcgIntakeKnowledge(models.AbstractModel):
    """Hands the intake engine what Odoo knows, and brings its answer back as field values."""

    _name = "fmcg.intake.knowledge"
    _description = "What the Intake Knows"

    def _build(self, requests):
        """Return a reader for ``requests`` of one company; queries do not grow with their number."""
        return _Reader(self.env, self._knowledge(requests))

    def _knowledge(self, requests):
        orders = self._recent_orders()
        aliases = self.env["fmcg.product.alias"].search([("company_id", "in", [False, self.env.company.id])])
        words = aliases.filtered(lambda alias: alias.kind == "word")
        return Knowledge(
            products=self._products(),
            customers=self._customers(requests, orders, aliases - words),
            open_orders=tuple(self._open_order(order) for order in orders if order.state != "cancel"),
            unit_words={word.name.lower(): word.kind for word in self.env["fmcg.unit.word"].search([])},
            aliases={a.name.lower(): a.product_id.id for a in words if not a.partner_id},
            customer_aliases={
                (a.partner_id.id, a.name.lower()): a.product_id.id for a in words if a.partner_id
            },
        )

    def _products(self):
        domain = Domain("sale_ok", "=", True) & Domain("company_id", "in", [False, self.env.company.id])
        products = self.env["product.product"].search(domain & Domain("type", "=", "consu"))
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        names = [dict(products.with_context(lang=code).mapped(lambda p: (p.id, p.name))) for code in codes]
        return tuple(self._product(product, names) for product in products)

    def _product(self, product, names):
        base = product.uom_id
        units = {(base.fmcg_kind or "piece"): (base.id, Decimal(1))}
        for uom in product.uom_ids.filtered("fmcg_kind"):
            units.setdefault(uom.fmcg_kind, (uom.id, Decimal(str(uom.factor)) / Decimal(str(base.factor))))
        return Product(
            key=product.id,
            code=product.default_code or "",
            names=tuple(dict.fromkeys(by_id[product.id] for by_id in names)),
            spec="",
            barcodes=(product.barcode,) if product.barcode else (),
            units=units,
        )

    def _recent_orders(self):
        since = dt.datetime.now() - dt.timedelta(days=USUAL_DAYS)
        domain = [("company_id", "=", self.env.company.id), ("create_date", ">=", since)]
        return self.env["sale.order"].search(domain, order="id desc", limit=5000)

    def _customers(self, requests, orders, codes):
        partners = self.env["res.partner"].search(
            Domain("customer_rank", ">", 0)
            | Domain("fmcg_aliases", "!=", False)
            | Domain("global_location_number", "!=", False)
        )
        bought = {
            partner.id: tuple(group.order_line.product_id.ids)
            for partner, group in orders.grouped("partner_id").items()
        }
        by_partner = codes.grouped("partner_id")
        return tuple(
            self._customer(partner, bought.get(partner.id, ()), by_partner.get(partner, codes.browse()))
            for partner in partners | requests.partner_id
        )

    def _customer(self, partner, usual, codes):
        names = [name.strip() for name in (partner.fmcg_aliases or "").split("|")]
        return Customer(
            key=partner.id,
            code=partner.ref or "",
            name=partner.name or "",
            aliases=tuple(filter(None, [*names, partner.global_location_number])),
            language=(partner.lang or "en")[:2],
            default_unit=partner.fmcg_default_unit or None,
            usual=usual,
            codes={alias.name: alias.product_id.id for alias in codes},
            day_first=partner.fmcg_day_first,
        )

    def _open_order(self, order):
        lines = tuple(
            OrderedLine(
                line.product_id.id,
                Decimal(str(line.product_uom_qty)),
                line.product_uom_id.fmcg_kind or "piece",
            )
            for line in order.order_line
            if line.product_id
        )
        stage = "draft" if order.state in ("draft", "sent") else "picking"
        return OpenOrder(
            key=order.id,
            ref=order.name,
            customer=order.partner_id.id,
            ordered_at=order.create_date.replace(tzinfo=dt.timezone.utc),
            stage=stage,
            customer_ref=order.client_order_ref or None,
            lines=lines,
        )


class _Reader:
    """One company's knowledge with the translation of the engine's answers into values."""

    def __init__(self, env, knowledge):
        self.env = env
        self.knowledge = knowledge

    def _read(self, request):
        reading = read(self._message(request), self.knowledge)
        return {
            "drafts": [self._draft(draft) for draft in reading.drafts],
            "unread": reading.unread and self._question(reading.unread),
        }

    def _message(self, request):
        zone = pytz.timezone(self.env.user.tz or "UTC")
        files = tuple(File(a.name, a.mimetype or "", a.raw or b"") for a in request.sudo().attachment_ids)
        return Message(
            channel=request.channel_id.code,
            text=request.body or "",
            files=files,
            received_at=pytz.utc.localize(request.received_at).astimezone(zone),
            customer=request.partner_id.id or None,
        )

    def _draft(self, draft):
        return {
            **self._question(draft.question or draft.date_question),
            "kind": draft.kind,
            "partner_id": draft.customer,
            "target_order_id": draft.target,
            "requested_date": draft.date,
            "client_order_ref": draft.customer_ref,
            "note": draft.note,
            "line_ids": [(0, 0, self._line(line, rank)) for rank, line in enumerate(draft.lines)],
        }

    def _line(self, line, rank):
        start, end = line.span or (0, 0)
        return {
            **self._question(line.question),
            "sequence": rank,
            "product_id": line.product,
            "quantity": float(line.quantity or 0),
            "uom_id": line.uom or self._uom(line.product, line.unit),
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
        }

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
