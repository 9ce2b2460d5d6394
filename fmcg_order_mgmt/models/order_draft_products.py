from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ..engine.intake.nearest import nearest

CHOICES = 8


class FmcgOrderDraft(models.Model):
    """Products to choose from for the lines of a draft."""

    _inherit = "fmcg.order.draft"

    def desk_products(self, query=""):
        """Return the products that come nearest to what is typed, for a line that is added by hand."""
        self.ensure_one()
        self.check_access("read")
        return self._desk_products(query)

    def _desk_products(self, words, given=()):
        knowledge = self.env["fmcg.intake.knowledge"].with_company(self.company_id).sudo()
        known = knowledge._knowledge(self.partner_id)
        keys = list(dict.fromkeys([*given, *nearest(words, known, self.partner_id.id, CHOICES)]))[:CHOICES]
        products = self.env["product.product"].browse(keys).exists()
        if not words and not given:
            products = self._last_lines().product_id
        last = self._last_lines(products).grouped("product_id") if products else {}
        return [self._desk_product(product, last.get(product)) for product in products]

    def _last_lines(self, products=None):
        """Return the latest order line of each product for each customer of these drafts.

        :param products: which products; where it is left out, those that were bought last
        """
        lines = self.env["sale.order.line"]
        if not self.partner_id or (products is not None and not products):
            return lines
        domain = Domain("order_partner_id", "in", self.partner_id.ids) & Domain("state", "!=", "cancel")
        if products is None:
            domain &= Domain("product_id.sale_ok", "=", True) & Domain("product_id.type", "=", "consu")
        else:
            domain &= Domain("product_id", "in", products.ids)
        latest = lines._read_group(
            domain,
            ["order_partner_id", "product_id"],
            ["id:max"],
            order="id:max desc",
            limit=None if products else CHOICES,
        )
        return lines.browse(line_id for _partner, _product, line_id in latest)

    def _desk_product(self, product, last):
        packs = " · ".join((product.uom_id | product.uom_ids).mapped("name"))
        said = ""
        if last:
            said = self.env._(
                "last %(quantity)s %(unit)s on %(day)s",
                quantity=f"{last.product_uom_qty:g}",
                unit=last.product_uom_id.name,
                day=format_date(self.env, last.order_id.date_order),
            )
        return {
            "id": product.id,
            "label": product.display_name,
            "detail": " · ".join(filter(None, (packs, said))),
        }

    def _line_by_hand(self, product):
        """Add a line for a product that a person chose; its quantity is asked for."""
        values = {"product_id": product.id, "uom_id": self._usual_unit(product).id, "score": 1}
        question = {"question_code": "no_quantity", "question_values": {"words": product.name}}
        last = max(self.line_ids.mapped("sequence"), default=0)
        kept = {"draft_id": self.id, "sequence": last + 1, "before_changes": {"added": True}}
        return self.env["fmcg.order.draft.line"].create(values | question | kept)

    def _usual_unit(self, product):
        """The unit of the customer's latest line of it, else of the kind that the customer means."""
        before = self._last_lines(product).product_uom_id if product else product.uom_id
        units = product.uom_ids | product.uom_id
        kind = self.partner_id.fmcg_default_unit or "case"
        usual = units.filtered(lambda unit: unit == before or (not before and unit.fmcg_kind == kind))
        return usual[:1] or product.uom_id
