import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import escape_psql

from ..engine.finding import phone_fits, readings
from ..engine.intake.sender import phone_tail

# What a search view or a caller may ask of a box; core turns its negation into "not that".
OPERATORS = ("ilike", "like", "in")
# So many records are looked through one by one.
FEW = 2000
# So many of the first records are looked through before all are.
NEWEST = 1000


class Place(NamedTuple):
    """Where a word may stand: the records of a domain, whose field names what is looked for."""

    model: str
    domain: Domain
    field: str = "id"


class FmcgFinding(models.AbstractModel):
    """Turns what people type into the box of a screen into a domain.

    Each place where a word may stand is a selection of its own, so that each uses its own index; they are
    united in SQL. All of them are made with the user's rights: what one may not read finds nothing.
    """

    _name = "fmcg.finding"
    _description = "Finding Orders"

    @api.model
    def _domain(self, operator, value, places):
        """Return the domain of a box, for its field's search method.

        :param places: function that gives the places in which one word may stand
        """
        if operator not in OPERATORS:
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        return Domain.OR(self._typed_domain(text, places) for text in texts if isinstance(text, str))

    @api.model
    def _typed_domain(self, text, places):
        ways = self._ways(text, places)
        return Domain.OR(self._all_of(found) for found in ways) if ways else Domain.TRUE

    @api.model
    def _ways(self, text, places):
        """Return the ways in which a text can be meant, each as the places in which its words may stand."""
        ways = readings(text, fields.Date.context_today(self), self._month_first())
        return [[places(word) for word in way] for way in ways]

    @api.model
    def _newest(self, records, text, places, domain, order, limit, offset=0):
        """Return the first records of a domain, in an order, in which the words of a text stand.

        It is what a search of all of them gives. But a common word stands in some of the first records
        already, and need not be looked for in all the others.
        """
        ways = self._ways(text, places)
        if ways:
            first = records._search(domain, order=order, limit=NEWEST).get_result_ids()
            standing = {key for found in ways for key in self._among(found, list(first))}
            found = [key for key in first if key in standing]
            if len(first) < NEWEST or len(found) >= offset + limit:
                return records.browse(found[offset : offset + limit])
            domain &= Domain.OR(self._all_of(found) for found in ways)
        return records.search(domain, limit=limit, offset=offset, order=order)

    @api.model
    def _all_of(self, found):
        """Return the domain of records in which each word stands.

        Where one of several words stands in few records, the others are looked for in those alone.
        """
        few = self._few(found) if len(found) > 1 else None
        if few is None:
            return Domain.AND(self._in_one_of(each) for each in found)
        return Domain("id", "in", self._among(found, few))

    @api.model
    def _among(self, found, ids):
        """Return the ids of those of some records in which each word stands."""
        for each in found:
            ids = ids and self._numbers(self._union(each, ids))
        return ids

    @api.model
    def _few(self, found):
        """Return the ids of the first word that stands in few records, None where each stands in many."""
        for each in found:
            ids = self._numbers(SQL("%s LIMIT %s", self._union(each), FEW + 1))
            if len(ids) <= FEW:
                return ids
        return None

    @api.model
    def _numbers(self, sql):
        return [number for (number,) in self.env.execute_query(sql)]

    @api.model
    def _month_first(self):
        """Whether the user's language writes the month before the day."""
        code = self.env.lang or self.env.user.lang
        first = re.search("%-?[mbBd]", self.env["res.lang"]._get_data(code=code).date_format or "%m")
        return bool(first) and first[0] != "%d"

    @api.model
    def _in_one_of(self, places):
        union = self._union(places)

        def to_sql(model, alias, query):
            return SQL("%s IN (%s)", model._field_to_sql(alias, "id", query), union)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _union(self, places, within=None):
        """Return the SQL of the ids that places give, those of models that the user may not read left out."""
        selections = [self._selection(place, within) for place in places if self._is_readable(place)]
        return SQL(" UNION ALL ").join(selections) if selections else SQL("SELECT 0 WHERE FALSE")

    @api.model
    def _is_readable(self, place):
        return self.env[place.model].has_access("read")

    @api.model
    def _selection(self, place, within):
        records = self.env[place.model].with_context(active_test=False)
        domain = Domain(place.domain)
        if within is not None:
            domain &= Domain(place.field, "in", within)
        elif place.field != "id":
            # One NULL would hide all records from a search for what was not found.
            domain &= Domain(place.field, "!=", False)
        query = records._search(domain)
        return query.subselect(records._field_to_sql(query.table, place.field, query))

    @api.model
    def _contains(self, word, *names):
        """Return the domain of records one of whose fields contains the word, signs of patterns included."""
        return Domain.OR(Domain(name, "ilike", escape_psql(text)) for name in names for text in word.texts)

    @api.model
    def _on_day(self, name, day):
        """Return the domain of records whose moment is on a day by the user's clock."""
        begin, end = self._midnight(day), self._midnight(day + timedelta(1))
        return Domain(name, ">=", begin) & Domain(name, "<", end)

    @api.model
    def _midnight(self, day):
        local = self.env.tz.localize(datetime.combine(day, time()))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _remembered(self, look, word):
        """Look a word up once for all that one call searches, where the call brings a place to keep it."""
        kept = self.env.context.get("fmcg_found", {})
        key = look.__name__, word
        if key not in kept:
            kept[key] = look(word)
        return kept[key]

    @api.model
    def _partners(self, word):
        """Return the ids of the customers that a word means, with the addresses of a company that it means.

        A person stands for the customer, too, for whom that person orders.
        """
        return self._remembered(self._partners_meant, word)

    @api.model
    def _partners_meant(self, word):
        partners = self.env["res.partner"].with_context(active_test=False)
        means = self._contains(word, "complete_name", "ref", "fmcg_aliases") | self._by_phone(word.phone)
        found = partners._search(means).get_result_ids()
        if not found:
            return ()
        named = Domain("id", "in", found)
        person = Domain("type", "=", "contact") & Domain("is_company", "=", False)
        person &= Domain("fmcg_route_id", "=", False) & Domain("fmcg_outlet_class_id", "=", False)
        above = Domain("child_ids", "any", named & person)
        below = Domain("commercial_partner_id", "in", found)
        return partners._search(named | below | above).get_result_ids()

    @api.model
    def _by_phone(self, phone):
        """Return the domain of partners with this telephone, or with one that ends so."""
        digits = "".join(char for char in phone if char.isdigit())
        if not digits:
            return Domain.FALSE
        tail = phone_tail(phone)
        if not tail:
            return Domain("fmcg_phone_tail", "=like", f"%{digits}")
        partners = self.env["res.partner"].with_context(active_test=False)
        found = partners.search([("fmcg_phone_tail", "=", tail)])
        fitting = found.filtered(lambda partner: phone_fits(phone, partner.phone or ""))
        return Domain("id", "in", fitting.ids)

    @api.model
    def _products(self, word):
        """Return the ids of the products that a word means: names in all languages, code, barcodes."""
        return self._remembered(self._products_meant, word)

    @api.model
    def _products_meant(self, word):
        products = self.env["product.product"].with_context(active_test=False)
        templates = [
            products.product_tmpl_id.with_context(lang=code)._search(self._contains(word, "name"))
            for code, _name in self.env["res.lang"].get_installed()
        ]
        named = Domain.OR(Domain("product_tmpl_id", "in", query) for query in templates)
        barcode = Domain("barcode", "in", word.texts) | Domain("product_uom_ids.barcode", "in", word.texts)
        return products._search(named | self._contains(word, "default_code") | barcode).get_result_ids()

    @api.model
    def _said(self, word):
        """Return the domain of messages that say a word; none for one that is not looked for in them."""
        return Domain("said", "ilike", word.texts[0]) if word.said else Domain.FALSE
