from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# So many products with one unit, and none with another, make it the customer's unit of a bare number.
CONSISTENT = 3


class FmcgProductAlias(models.Model):
    """Corrections become knowledge of the customer, once the order is made."""

    _inherit = "fmcg.product.alias"

    @api.model
    def _learn(self, lessons):
        """Take in lessons in a fixed number of queries: new ones are stored, those that contradict wait.

        :param lessons: values of aliases of one company, with the same meaning perhaps several times
        """
        known = self._known(lessons)
        meanings = {}
        for values in lessons:
            said = self.new(values)
            meanings.setdefault(said._key(), {}).setdefault(said._meaning_key(), values)
        made, rivals = [], self.browse()
        for key, found in meanings.items():
            before = known.get(key, self.browse())
            told = {alias._meaning_key() for alias in before}
            fresh = [values for meaning, values in found.items() if meaning not in told]
            conflict = bool(fresh) and len(fresh) + len(before) > 1
            rivals |= before if conflict else self.browse()
            made += [values | {"state": "conflict" if conflict else "used"} for values in fresh]
        rivals.state = "conflict"
        learnt = self.create(made)
        learnt._generalize()
        return learnt

    def _known(self, lessons):
        """Return the live aliases that say something about the same words, a recordset by key."""
        companies, partners = ({values[name] for values in lessons} for name in ("company_id", "partner_id"))
        names = [values["name"] for values in lessons if values["kind"] == "customer"]
        domain = Domain("partner_id", "in", list(partners))
        domain |= Domain("kind", "=", "customer") & Domain("name", "in", names)
        domain &= Domain("company_id", "in", [False, *companies])
        return self.search(domain).grouped(lambda alias: alias._key())

    def _generalize(self):
        """Learn the unit of all bare numbers of a customer from several products that agree."""
        partners = self.filtered(lambda alias: alias.kind == "usual_unit").partner_id
        partners = partners.filtered(lambda partner: not partner.fmcg_default_unit)
        if not partners:
            return
        known = self.search([("kind", "=", "usual_unit"), ("partner_id", "in", partners.ids)])
        agreed = [
            aliases
            for aliases in known.grouped(lambda alias: (alias.partner_id, alias.company_id)).values()
            if len(aliases) >= CONSISTENT
            and all(alias.product_id and alias.state == "used" for alias in aliases)
            and len(set(aliases.mapped("unit_kind"))) == 1
        ]
        self.create([aliases[-1]._prepare_general() for aliases in agreed])

    def _prepare_general(self):
        return {
            "kind": "usual_unit",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "unit_kind": self.unit_kind,
            "origin": "correction",
            "draft_line_id": self.draft_line_id.id,
        }

    @api.model
    def _of_words(self, words):
        """Return the live words and codes that are spelt like one of ``words``, a recordset by lower case."""
        if not words:
            return {}
        self.flush_model(["name", "kind", "active", "state"])
        query = SQL(
            "SELECT id FROM fmcg_product_alias WHERE active AND state = 'used' AND lower(name) IN %s"
            " AND kind IN ('word', 'code')",
            tuple(words),
        )
        found = self.browse(id_ for (id_,) in self.env.execute_query(query))
        return found.grouped(lambda alias: alias.name.lower())

    @api.model
    def _in_use(self, domain):
        """Return what the intake goes by, in the engine's terms.

        :return: dict with ``aliases`` (word to product), ``customer_aliases`` ((partner, word) to product),
            and by partner ``codes`` and ``learnt`` (code to product; what a correction taught is no list of
            codes), ``unit_words`` (word to kind), ``product_units`` (product to kind, None for all) and
            ``names``
        """
        found = {"aliases": {}, "customer_aliases": {}}
        by_partner = {"codes": {}, "learnt": {}, "unit_words": {}, "product_units": {}, "names": {}}
        for alias in self.search(Domain(domain) & Domain("state", "=", "used")):
            partner, word, product = alias.partner_id.id, (alias.name or "").lower(), alias.product_id.id
            if alias.kind == "word" and partner:
                found["customer_aliases"][partner, word] = product
            elif alias.kind == "word":
                found["aliases"][word] = product
            elif alias.kind == "code":
                owner = by_partner["learnt" if alias.origin == "correction" else "codes"]
                owner.setdefault(partner, {})[alias.name] = product
            elif alias.kind == "unit":
                by_partner["unit_words"].setdefault(partner, {})[word] = alias.unit_kind
            elif alias.kind == "usual_unit":
                by_partner["product_units"].setdefault(partner, {})[product or None] = alias.unit_kind
            else:
                by_partner["names"].setdefault(partner, []).append(alias.name)
        return found | by_partner
