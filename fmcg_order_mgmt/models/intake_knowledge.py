import datetime as dt
from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..engine.intake.model import Customer, Knowledge, OpenOrder, OrderedLine, Product
from .intake_reader import IntakeReader

USUAL_DAYS = 90
ORDERS_EACH = 20
SOURCES = (
    "product.product",
    "product.template",
    "product.uom",
    "uom.uom",
    "res.partner",
    "fmcg.product.alias",
    "fmcg.unit.word",
)
# What each process remembers: (database, company, languages) to (state of the tables, Knowledge)
_KNOWN = LRU(8)


class FmcgIntakeKnowledge(models.AbstractModel):
    """Hands the intake engine what Odoo knows."""

    _name = "fmcg.intake.knowledge"
    _description = "What the Intake Knows"

    @api.model
    def _readings(self, requests):
        """Return what each of ``requests`` means, as values of drafts; they are of the environment's company.

        All are read twice: the first reading tells which customers' orders are needed, so that the queries
        do not grow with the number of messages.
        """
        reader = IntakeReader(self.env, self.sudo()._knowledge(requests.partner_id))
        messages = {request: reader.message(request) for request in requests}
        for message in messages.values():
            reader.read(message)
        drafts = self.env["fmcg.order.draft"]
        orders = self._orders(reader.knowledge.asked) + drafts._open_drafts(reader.knowledge.asked, requests)
        reader.knowledge = replace(reader.knowledge, open_orders=orders)
        follows = drafts._followed(requests)
        return {
            request: reader.values(replace(message, follows=follows.get(request)))
            for request, message in messages.items()
        }

    def _knowledge(self, senders):
        """Return products, customers and words: as remembered while none of their tables has changed."""
        languages = tuple(code for code, _name in self.env["res.lang"].get_installed())
        key, state = (self.env.cr.dbname, self.env.company.id, languages), self._table_state()
        remembered = _KNOWN.get(key)
        if remembered and remembered[0] == state and set(senders.ids) <= remembered[1].prepared["partners"]:
            return replace(remembered[1], asked=set())
        fresh = self._fresh_knowledge(senders, languages)
        if not self._changed_here(state):
            _KNOWN[key] = (state, fresh)
        return fresh

    def _table_state(self):
        """Return a number for each table that a change of any of its rows changes."""
        for name in SOURCES:
            self.env[name].flush_model()
        counts = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s, count(*), sum(extract(epoch FROM write_date)), max(write_date) FROM %s",
                name,
                SQL.identifier(self.env[name]._table),
            )
            for name in SOURCES
        )
        return tuple(self.env.execute_query(counts))

    def _changed_here(self, state):
        """Whether this transaction wrote to one of the tables: what it may still undo is not remembered."""
        return any(latest and latest >= self.env.cr.now() for *_rest, latest in state)

    def _fresh_knowledge(self, senders, languages):
        own = Domain("company_id", "in", [False, self.env.company.id])
        known = self.env["fmcg.product.alias"]._in_use(own)
        partners = self.env["res.partner"].search(self._customer_domain() & own) | senders
        partners |= partners.browse(known["names"])
        return Knowledge(
            products=self._products(own, languages),
            customers=self._customers(partners, known),
            unit_words={word.name.lower(): word.kind for word in self.env["fmcg.unit.word"].search([])},
            aliases=known["aliases"],
            customer_aliases=known["customer_aliases"],
            prepared={"partners": set(partners.ids)},
        )

    @api.model
    def _customer_domain(self):
        named = Domain("fmcg_aliases", "!=", False) | Domain("global_location_number", "!=", False)
        return Domain("customer_rank", ">", 0) | named

    def _products(self, own, languages):
        domain = own & Domain("sale_ok", "=", True) & Domain("type", "=", "consu")
        products = self.env["product.product"].search(domain)
        names = [
            dict(products.with_context(lang=code).mapped(lambda p: (p.id, p.name))) for code in languages
        ]
        packs = self.env["product.uom"].search([("product_id", "in", products.ids)]).grouped("product_id")
        kinds = {uom: (uom.fmcg_kind, Decimal(str(uom.factor))) for uom in products.uom_ids | products.uom_id}
        return tuple(
            self._product(product, names, kinds, packs.get(product, self.env["product.uom"]))
            for product in products
        )

    def _product(self, product, names, kinds, packs):
        base = product.uom_id
        kind, factor = kinds[base]
        units = {(kind or "piece"): (base.id, Decimal(1))}
        for uom in product.uom_ids:
            pack_kind, size = kinds[uom]
            if pack_kind:
                units.setdefault(pack_kind, (uom.id, size / factor))
        return Product(
            key=product.id,
            code=product.default_code or "",
            names=tuple(dict.fromkeys(by_id[product.id] for by_id in names)),
            spec="",
            barcodes=(product.barcode,) if product.barcode else (),
            units=units,
            # Only a pack of the kind's own size: of two cases, the barcode of one does not mean the other.
            unit_barcodes={
                pack.barcode: pack.uom_id.fmcg_kind
                for pack in packs
                if units.get(pack.uom_id.fmcg_kind, (None,))[0] == pack.uom_id.id
            },
        )

    def _customers(self, partners, known):
        return tuple(self._customer(partner, known) for partner in partners)

    def _customer(self, partner, known):
        names = [name.strip() for name in (partner.fmcg_aliases or "").split("|")]
        # A branch writes the codes of its chain, where it has none of its own.
        chain = partner
        codes = known["codes"]
        own = codes.get(partner.id, {})
        product_units = known["product_units"].get(partner.id, {})
        while chain.parent_id and not own:
            chain = chain.parent_id
            own = codes.get(chain.id, {})
        return Customer(
            key=partner.id,
            code=partner.ref or "",
            name=partner.name or "",
            aliases=tuple(
                filter(None, [*names, *known["names"].get(partner.id, ()), partner.global_location_number])
            ),
            language=(partner.lang or "en")[:2],
            default_unit=partner.fmcg_default_unit or product_units.get(None),
            codes=own,
            day_first=partner.fmcg_day_first,
            unit_words=known["unit_words"].get(partner.id, {}),
            product_units={product: kind for product, kind in product_units.items() if product},
        )

    def _orders(self, customers):
        """Return the latest orders of customers, in a fixed number of queries."""
        since = fields.Datetime.now() - dt.timedelta(days=USUAL_DAYS)
        domain = Domain("partner_id", "in", list(customers)) & Domain("create_date", ">=", since)
        domain &= Domain("company_id", "=", self.env.company.id) & Domain("state", "!=", "cancel")
        allowed = self.env["sale.order"]._search(domain)
        ranked = SQL(
            "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY partner_id ORDER BY id DESC) AS place"
            " FROM sale_order WHERE id IN %s) AS ranked WHERE place <= %s",
            allowed.subselect(),
            ORDERS_EACH,
        )
        orders = self.env["sale.order"].browse(x for (x,) in self.env.execute_query(ranked))
        return tuple(self._open_order(order) for order in orders)

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
        return OpenOrder(
            key=order.id,
            ref=order.name,
            customer=order.partner_id.id,
            ordered_at=order.create_date.replace(tzinfo=dt.timezone.utc),
            stage=order.fmcg_stage,
            customer_ref=order.client_order_ref or None,
            lines=lines,
        )
