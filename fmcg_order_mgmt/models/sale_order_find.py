from odoo import fields, models
from odoo.fields import Domain

from ..engine.finding import is_dense
from .finding import Place


class SaleOrder(models.Model):
    """One box that finds an order by whatever a person remembers of it."""

    _inherit = "sale.order"

    client_order_ref = fields.Char(index="trigram")
    fmcg_find = fields.Char(
        string="Find",
        store=False,
        search="_search_fmcg_find",
        help="Number, reference, customer (name, code, phone), product, waybill, words or day.",
    )
    _fmcg_commitment_date_idx = models.Index("(commitment_date) WHERE commitment_date IS NOT NULL")

    def _search_fmcg_find(self, operator, value):
        return self.env["fmcg.finding"]._domain(operator, value, self._fmcg_places)

    def _fmcg_places(self, word):
        """Return the places in which a word may stand that finds an order."""
        finding = self.env["fmcg.finding"]
        # No number is Chinese alone, and two signs are too few for an index.
        names = ("client_order_ref",) if is_dense(word.texts[0]) else ("name", "client_order_ref")
        domains = [finding._contains(word, name) for name in names]
        for name in ("date_order", "commitment_date"):
            domains += [finding._on_day(name, day) for day in word.days]
        if partners := finding._partners(word):
            domains += [Domain(name, "in", partners) for name in ("partner_id", "partner_shipping_id")]
        if word.code and self.env["fmcg.shipment"].has_access("read"):
            number = finding._contains(word, "name") | Domain("name", "ilike", word.code)
            domains.append(Domain("fmcg_shipment_ids", "any", number))
        return [Place("sale.order", domain) for domain in domains] + self._fmcg_further_places(word)

    def _fmcg_further_places(self, word):
        """Return the places beside the order itself: its lines and what the customer said."""
        finding, found = self.env["fmcg.finding"], []
        if products := finding._products(word):
            found.append(Place("sale.order.line", Domain("product_id", "in", products), "order_id"))
        if word.said:
            said = Domain("request_id", "any", finding._said(word))
            found.append(Place("fmcg.order.draft", said, "sale_order_id"))
        return found
