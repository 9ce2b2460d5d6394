from dataclasses import dataclass, replace

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.intake.model import Customer


@dataclass(frozen=True)
class CustomerRow:
    """A partner as remembered: what its own row says, and what it is with the words of its aliases."""

    stamp: object
    own: Customer
    whole: Customer


class FmcgIntakeKnowledge(models.AbstractModel):
    """Who orders, and what words and codes mean for whom."""

    _inherit = "fmcg.intake.knowledge"

    @api.model
    def _customer_domain(self):
        named = Domain("fmcg_aliases", "!=", False) | Domain("global_location_number", "!=", False)
        return Domain("customer_rank", ">", 0) | named

    def _words(self):
        """Return what words and codes mean: the aliases in use, and the words for units."""
        words = self.env["fmcg.unit.word"].search_fetch([], ["name", "kind"])
        return {
            "aliases": self.env["fmcg.product.alias"]._in_use(self._own_domain()),
            "unit_words": {word.name.lower(): word.kind for word in words},
        }

    def _customers(self, known, senders, aliases, renewed):
        """Return a row for each customer by id, in a fixed number of queries.

        :param known: the same from before; partners whose stamp is still that are not read again
        :param senders: partners to include, customers or not; those that ``known`` holds stay in it
        :param aliases: what is in use of them
        :param renewed: whether the aliases are others than those that ``known`` was made with
        """
        stamps = dict(self._partner_stamps({*known, *senders.ids, *aliases["names"]}))
        changed = {key for key, stamp in stamps.items() if key not in known or known[key].stamp != stamp}
        fresh = {p.id: self._customer(p) for p in self.env["res.partner"].browse(changed)}
        parents = self._parents()
        # Branches go by the codes of their chain, so that one that moved concerns them all.
        renewed = renewed or not changed.isdisjoint(parents.values())
        rows = {}
        for key, stamp in stamps.items():
            if key in changed or renewed:
                own = fresh[key] if key in fresh else known[key].own
                rows[key] = CustomerRow(stamp, own, self._with_aliases(own, aliases, parents))
            else:
                rows[key] = known[key]
        return rows

    def _partner_stamps(self, others):
        customers = self.env["res.partner"]._search(
            (self._customer_domain() & self._own_domain()) | Domain("id", "in", list(others)), order="id"
        )
        query = "SELECT id, write_date FROM res_partner WHERE id IN %s ORDER BY id"
        return self.env.execute_query(SQL(query, customers.subselect()))

    def _parents(self):
        query = SQL("SELECT id, parent_id FROM res_partner WHERE parent_id IS NOT NULL")
        return dict(self.env.execute_query(query))

    def _customer(self, partner):
        names = [name.strip() for name in (partner.fmcg_aliases or "").split("|")]
        return Customer(
            key=partner.id,
            code=partner.ref or "",
            name=partner.name or "",
            aliases=tuple(filter(None, [*names, partner.global_location_number])),
            language=(partner.lang or "en")[:2],
            default_unit=partner.fmcg_default_unit or None,
            default_word=(partner.fmcg_default_unit_name or "").strip().lower(),
            day_first=partner.fmcg_day_first,
        )

    @staticmethod
    def _with_aliases(customer, aliases, parents):
        """Return a customer with the words, codes and units that its aliases bring."""
        # A branch writes the codes of its chain, where it has none of its own.
        owner = customer.key
        while owner and owner not in aliases["codes"]:
            owner = parents.get(owner)
        units = aliases["product_units"].get(customer.key, {})
        return replace(
            customer,
            aliases=(*customer.aliases, *aliases["names"].get(customer.key, ())),
            codes=aliases["codes"].get(owner, {}),
            learnt=aliases["learnt"].get(customer.key, {}),
            default_unit=customer.default_unit or units.get(None),
            unit_words=aliases["unit_words"].get(customer.key, {}),
            product_units={product: kind for product, kind in units.items() if product},
        )
