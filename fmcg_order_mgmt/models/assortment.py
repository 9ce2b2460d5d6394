from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

GOODS = ("product_id", "categ_id")
SCOPES = ("partner_id", "outlet_class_id", "channel_id")


class FmcgAssortment(models.Model):
    """One listing: a product or category that a customer, a class or a channel may and should carry."""

    _name = "fmcg.assortment"
    _description = "Assortment"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        domain="[('sale_ok', '=', True)]",
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Product Category",
        index="btree_not_null",
        ondelete="cascade",
        help="All products of this category and of those below it, where no single product is chosen.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Holds for the contacts and branches below this customer too. What a customer's own listing "
        "says about a product counts instead of what those of its class say.",
    )
    outlet_class_id = fields.Many2one("fmcg.outlet.class", index="btree_not_null", ondelete="cascade")
    channel_id = fields.Many2one(
        "fmcg.order.channel",
        index="btree_not_null",
        ondelete="cascade",
        help="Holds only for orders that come by this channel.",
    )
    date_from = fields.Date(string="Listed from", help="The first day. Empty: from the beginning.")
    date_to = fields.Date(string="Listed to", help="The last day. Empty: until further notice.")
    must_stock = fields.Boolean(
        string="Must-stock", help="The outlet should always carry it: it is suggested with each order."
    )

    _goods_once = models.Constraint(
        "CHECK (num_nonnulls(product_id, categ_id) = 1)",
        "A listing is about either a product or a product category.",
    )
    _has_scope = models.Constraint(
        "CHECK (num_nonnulls(partner_id, outlet_class_id, channel_id) > 0)",
        "Say for whom this is listed: a customer, an outlet class or a channel.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day of a listing cannot be before its first."
    )
    # The same may be listed again for another period, such as each summer's ice cream.
    _listing_uniq = models.UniqueIndex(
        "(coalesce(product_id, 0), coalesce(categ_id, 0), coalesce(partner_id, 0),"
        " coalesce(outlet_class_id, 0), coalesce(channel_id, 0), company_id,"
        " coalesce(date_from, '-infinity'::date)) WHERE active",
        "The same is listed for the same customers already.",
    )

    @api.constrains(*GOODS, *SCOPES, "company_id", "date_from", "date_to", "active")
    def _check_periods(self):
        listings = self.filtered("active")
        companies = Domain("company_id", "in", listings.company_id.ids)
        goods = Domain.OR([Domain(name, "in", listings[name].ids) for name in GOODS])
        rivals = self.search(companies & goods).grouped(FmcgAssortment._key)
        for listing in listings:
            for other in rivals.get(listing._key(), self) - listing:
                if listing._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(listing)s is listed twice in the same time. Change the dates, or archive "
                            "one of the two.",
                            listing=listing.display_name,
                        )
                    )

    def _key(self):
        """Return what is listed for whom."""
        return tuple(self[name].id for name in (*GOODS, *SCOPES, "company_id"))

    def _overlaps(self, other):
        """Tell whether there is a day in both periods."""
        return not any(
            first.date_to and second.date_from and first.date_to < second.date_from
            for first, second in ((self, other), (other, self))
        )

    @api.depends(*GOODS, *SCOPES)
    def _compute_display_name(self):
        for listing in self:
            goods = listing.product_id.display_name or listing.categ_id.display_name
            scopes = [listing[name].display_name for name in SCOPES]
            listing.display_name = " · ".join(filter(None, [goods, *scopes]))

    @api.onchange("product_id")
    def _onchange_product_id(self):
        if self.product_id:
            self.categ_id = False
