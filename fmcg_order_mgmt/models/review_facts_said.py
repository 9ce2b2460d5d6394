from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..engine.review.checks.price_claim import Claim, Claims
from ..engine.review.checks.wrong_pack import Said, SaidLines


class FmcgReviewFacts(models.AbstractModel):
    """What the customers wrote of the goods on their orders: sizes, packs and prices."""

    _inherit = "fmcg.review.facts"

    @api.model
    def _parts(self, orders):
        parts = super()._parts(orders)
        drafted = self._drafted(orders)
        names = self._all_names(self.env["fmcg.order.draft.line"].concat(*drafted.values()).product_id)
        for order in orders:
            ordered = order._fmcg_goods_lines().grouped("product_id")
            lines = drafted[order].filtered(lambda line, ordered=ordered: line.product_id in ordered)
            said = tuple(self._said(line, lines, ordered[line.product_id], names) for line in lines)
            priced = lines.filtered("price_claim")
            claims = tuple(self._claim(line, ordered[line.product_id]) for line in priced)
            parts[order.id][SaidLines] = SaidLines(said)
            parts[order.id][Claims] = Claims(order.currency_id.id, claims)
        return parts

    @api.model
    def _drafted(self, orders):
        """Return the lines of messages that became lines of each order."""
        lines = (
            self.env["fmcg.order.draft.line"]
            .sudo()
            .search(
                Domain("draft_id.sale_order_id", "in", orders.ids)
                & Domain("dropped", "=", False)
                & Domain("product_id", "!=", False)
                & Domain("action", "in", ("add", "set"))
            )
        )
        return defaultdict(lines.browse, lines.grouped(lambda line: line.draft_id.sale_order_id))

    @api.model
    def _all_names(self, products):
        """Return name and specification of each product in all languages, by product."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        texts = defaultdict(list)
        for code in codes:
            for product in products.with_context(lang=code):
                texts[product.id] += [product.display_name or "", product.fmcg_spec or ""]
        return {product: "\n".join(texts[product.id]) for product in products}

    @api.model
    def _said(self, line, lines, ordered, names):
        product = line.product_id
        units = product.uom_id | product.uom_ids
        return Said(
            key=line.id,
            product=product.id,
            words=line.source_text or "",
            known=names[product],
            amount=line.quantity,
            size=float(line._engine_size()),
            packs=self._packs_said(lines.filtered(lambda each: each.product_id == product), units),
            all_packs=frozenset(float(unit._fmcg_size(product)) for unit in units),
            ordered=sum(each._fmcg_content_line().base_quantity for each in ordered),
            unit=product.uom_id.name,
        )

    @api.model
    def _packs_said(self, lines, units):
        """Return the base units in the packs that all lines of a product were written in, none where loose
        ones, parts of packs or several units were written as well."""
        product = lines.product_id
        kinds = set(lines.mapped("unit_kind"))
        whole = all(line.quantity.is_integer() for line in lines)
        if len(kinds) > 1 or not whole or product.fmcg_fraction or any(lines.mapped("parts")):
            return frozenset()
        packs = units.filtered(lambda unit: unit.fmcg_kind and unit.fmcg_kind in kinds)
        sizes = {float(unit._fmcg_size(product)) for unit in packs}
        return frozenset(sizes) if min(sizes, default=0) > 1 else frozenset()

    @api.model
    def _claim(self, line, ordered):
        """Return a claim with the order's prices: without and with taxes, per each of the product's units."""
        product, unit = line.product_id, line.uom_id or line.product_id.uom_id
        prices = []
        for each in ordered:
            base = each._fmcg_content_line().base_quantity or 1.0
            prices += [each.price_subtotal / base, each.price_total / base]
        sizes = [float(each._fmcg_size(product)) for each in unit | product.uom_id | product.uom_ids]
        return Claim(
            key=line.id,
            product=product.id,
            claimed=line.price_claim,
            price=prices[0] * sizes[0],
            unit=unit.name,
            others=tuple(price * size for price in prices for size in sizes),
        )
