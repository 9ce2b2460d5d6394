from odoo import fields, models
from odoo.fields import Domain

from ..engine.finding import is_dense


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
        """Return the selections of orders in which a word may stand."""
        finding = self.env["fmcg.finding"]
        domains = [
            # No number is Chinese alone, and two signs are too few for an index.
            *([finding._contains(word, "name")] if not is_dense(word.texts[0]) else []),
            finding._contains(word, "client_order_ref"),
        ]
        for name in ("date_order", "commitment_date"):
            domains += [finding._on_day(name, day) for day in word.days]
        if partners := finding._partners(word):
            domains += [Domain(name, "in", partners) for name in ("partner_id", "partner_shipping_id")]
        found = [selection for domain in domains for selection in finding._select("sale.order", domain)]
        if products := finding._products(word):
            found += finding._select("sale.order.line", [("product_id", "in", products)], "order_id")
        if word.code:
            found += self._fmcg_by_waybill(word)
        if word.said:
            said = Domain("request_id", "any", finding._said(word))
            found += finding._select("fmcg.order.draft", said, "sale_order_id")
        return found

    def _fmcg_by_waybill(self, word):
        finding = self.env["fmcg.finding"]
        if not self.env["fmcg.shipment"].has_access("read"):
            return []
        number = finding._contains(word, "name") | Domain("name", "ilike", word.code)
        return finding._select("sale.order", Domain("fmcg_shipment_ids", "any", number))
