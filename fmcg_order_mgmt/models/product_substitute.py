from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

PAIR = ("product_id", "substitute_id")


class Usable(NamedTuple):
    """What may be taken instead of a product: ``ratio`` of its base units for one of the product's."""

    product: models.BaseModel
    ratio: float


class FmcgProductSubstitute(models.Model):
    """A product that may be taken instead of another one, and how much of it."""

    _name = "fmcg.product.substitute"
    _description = "Substitute"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(string="Priority", default=10, help="The first ones are offered first.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        index=True,
        ondelete="cascade",
        help="What was ordered. It may be archived by now.",
    )
    substitute_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        index=True,
        ondelete="cascade",
        domain="[('sale_ok', '=', True)]",
        help="What may be delivered instead.",
    )
    ratio = fields.Float(
        default=1.0,
        required=True,
        digits=(16, 6),
        aggregator=None,
        help="So many base units of the substitute stand for one base unit of the product: 0.5 where a "
        "bottle holds twice as much.",
    )
    both_ways = fields.Boolean(help="On: each may be taken instead of the other.")
    date_from = fields.Date(string="Valid from", help="The first day. Empty: from the beginning.")
    date_to = fields.Date(string="Valid to", help="The last day. Empty: until further notice.")

    _not_itself = models.Constraint(
        "CHECK (product_id != substitute_id)", "A product cannot be taken instead of itself."
    )
    _ratio_positive = models.Constraint("CHECK (ratio > 0)", "The ratio must be more than 0.")
    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day of a substitute cannot be before its first."
    )
    _pair_uniq = models.UniqueIndex(
        "(product_id, substitute_id, company_id) WHERE active",
        "This product has this substitute already.",
    )

    @api.constrains(*PAIR, "both_ways", "company_id", "active")
    def _check_other_way(self):
        """Refuse two ratios for one way: a pair that holds both ways stands for the other one as well."""
        pairs = self.filtered("active")
        here = Domain("company_id", "in", pairs.company_id.ids)
        there = Domain("product_id", "in", pairs.substitute_id.ids)
        others = self.search(here & there & Domain("substitute_id", "in", pairs.product_id.ids))
        known = others.grouped(lambda other: (other.company_id, other.substitute_id, other.product_id))
        for pair in pairs:
            other = known.get((pair.company_id, pair.product_id, pair.substitute_id))
            if other and (pair.both_ways or other[0].both_ways):
                raise ValidationError(
                    self.env._(
                        "%(pair)s is there the other way round already. Change that one, or let both hold "
                        "one way only.",
                        pair=pair.display_name,
                    )
                )

    @api.depends(*PAIR)
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = " → ".join(filter(None, (pair[name].display_name for name in PAIR)))

    @api.model
    def _for_products(self, products, company, day):
        """Return what may be taken instead of products, in the company's order.

        Only what is active, for sale and the company's to sell is named. The queries do not grow with the
        number of products. Rights are not asked for: no pair is shown.

        :param products: records of ``product.product``, also archived ones
        :param datetime.date day: the day that it is for
        :return: a dict with a list of ``Usable`` for each product's id, an empty one where there is nothing
        """
        return self._naming(products, company)._usable(products, company, day)

    @api.model
    def _naming(self, products, company):
        """Return the pairs of a company that name products on a side that something may stand for."""
        sides = Domain("product_id", "in", products.ids)
        sides |= Domain("both_ways", "=", True) & Domain("substitute_id", "in", products.ids)
        names = [*PAIR, "ratio", "both_ways", "date_from", "date_to"]
        return self.sudo().search_fetch(sides & Domain("company_id", "=", company.id), names)

    def _usable(self, products, company, day):
        """Return what these pairs give for products on a day; see ``_for_products``."""
        goods = self.product_id | self.substitute_id
        sold = Domain("active", "=", True) & Domain("sale_ok", "=", True)
        sold = set(goods.filtered_domain(sold & Domain(goods._check_company_domain(company))).ids)
        found = defaultdict(list)
        for pair in self.filtered(lambda pair: pair._is_valid(day)):
            for product, usable in pair._ways():
                if usable.product.id in sold:
                    found[product.id].append(usable)
        return {product.id: found[product.id] for product in products}

    def _is_valid(self, day):
        return (not self.date_from or self.date_from <= day) and (not self.date_to or day <= self.date_to)

    def _ways(self):
        """Yield each product of the pair that something may stand for, with what that is."""
        yield self.product_id, Usable(self.substitute_id, self.ratio)
        if self.both_ways:
            yield self.substitute_id, Usable(self.product_id, 1 / self.ratio)
