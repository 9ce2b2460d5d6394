from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..engine.intake.model import Knowledge
from .intake_reader import IntakeReader

# Each table that what is known comes from, with the part of it that is read again when one of them changes.
SOURCES = {
    "product.product": "products",
    "product.template": "products",
    "product.uom": "products",
    "uom.uom": "products",
    "product.attribute.value": "products",
    "loyalty.program": "promotions",
    "loyalty.rule": "promotions",
    "loyalty.reward": "promotions",
    "res.partner": "customers",
    "fmcg.product.alias": "words",
    "fmcg.unit.word": "words",
}


@dataclass(frozen=True)
class Known:
    """What a process remembers of a company: each row with a stamp that tells whether it has changed."""

    state: Mapping[str, tuple] = field(default_factory=dict)
    products: Mapping[int, tuple] = field(default_factory=dict)
    customers: Mapping[int, tuple] = field(default_factory=dict)
    words: Mapping[str, Mapping] = field(default_factory=dict)
    knowledge: Knowledge = field(default_factory=lambda: Knowledge(()))


# (database, company, languages) to Known
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
        customers, moment = reader.knowledge.asked, min(requests.mapped("received_at"))
        drafts = self.env["fmcg.order.draft"]
        reader.knowledge = replace(
            reader.knowledge,
            open_orders=self._orders(customers, moment) + drafts._open_drafts(customers, requests),
            habits=self._habits(customers, moment),
        )
        follows = drafts._followed(requests)
        return {
            request: reader.values(replace(message, follows=follows.get(request)))
            for request, message in messages.items()
        }

    def _knowledge(self, senders):
        """Return products, customers and words: as remembered, but for what has changed since."""
        languages = tuple(code for code, _name in self.env["res.lang"].get_installed())
        key, state = (self.env.cr.dbname, self.env.company.id, languages), self._table_state()
        known = _KNOWN.get(key) or Known()
        if known.state != state or not known.customers.keys() >= set(senders.ids):
            known = self._refreshed(known, state, senders, languages)
            if not self._changed_here(state):
                _KNOWN[key] = known
        return replace(known.knowledge, asked=set())

    def _table_state(self):
        """Return a figure for each table that a change of any of its rows changes."""
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
        return {name: figures for name, *figures in self.env.execute_query(counts)}

    def _changed_here(self, state):
        """Whether this transaction wrote to one of the tables: what it may still undo is not remembered."""
        return any(latest and latest >= self.env.cr.now() for *_rest, latest in state.values())

    def _refreshed(self, known, state, senders, languages):
        """Return what is known with the rows read again that have changed.

        What stays equal stays the same object: the engine's index of it need not be made anew.
        """
        tables = {name for name in SOURCES if known.state.get(name) != state[name]}
        parts = {SOURCES[name] for name in tables}
        products, words, values = known.products, known.words, {}
        if "products" in parts:
            # A unit or an attribute may show in any product.
            anew = tables & {"uom.uom", "product.attribute.value"}
            products = self._products({} if anew else products, languages)
            values["products"] = tuple(product for _stamp, product in products.values())
        if parts & {"products", "promotions"}:
            values["promotions"] = self._promotions()
        if "words" in parts:
            words = self._words()
            aliases = words["aliases"]
            values |= {"unit_words": words["unit_words"]}
            values |= {name: aliases[name] for name in ("aliases", "customer_aliases")}
        customers = self._customers(known.customers, senders, words["aliases"], "words" in parts)
        values["customers"] = tuple(row.whole for row in customers.values())
        before = known.knowledge
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        knowledge = replace(before, **changed, prepared=dict(before.prepared))
        return Known(state, products, customers, words, knowledge)
