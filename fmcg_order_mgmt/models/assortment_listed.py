import copy

from odoo import api, models
from odoo.fields import Domain

from ..engine.assortment import GENERAL, Listing, assortment

FACTS = (
    "product_id",
    "categ_id",
    "partner_id",
    "outlet_class_id",
    "channel_id",
    "date_from",
    "date_to",
    "must_stock",
)


class FmcgAssortment(models.Model):
    """Tells other parts what outlets may and should carry."""

    _inherit = "fmcg.assortment"

    @api.model
    def _listed(self, partners, day, channel=None):
        """Return what each customer may and should carry in the current company (``env.company``).

        A listing holds for a customer when each scope that it names does: its partner is the customer or one
        above it (``parent_id``), its class is the customer's (else that of the nearest one above it that has
        any), its channel is ``channel``. Listings of a channel hold for none without ``channel``.

        Listings add up. There are two exceptions, each product by product. A customer's own listing decides
        alone, with its dates and with its must-stock, against those that name no partner; that of a partner
        nearer to the customer against that of its parent. Of the same scopes, the listing of a product
        decides against that of its category, and that of a category against one above it.

        Only active products with *Sales* ticked are ever in the outcome. The queries do not grow with the
        number of customers, listings and products. Rights are not asked for: no listing is shown.

        :param partners: customers of any level, also contacts and delivery addresses
        :param datetime.date day: the day that the order is for
        :param channel: record of ``fmcg.order.channel``, empty or None where none is known
        :return: a dict with an entry for each partner of ``partners``, itself a dict:
            ``listed`` is the set of ids of the products listed on that day; None where no listing that holds
            has begun by then: no assortment at all, anything may be sold.
            ``must_stock`` is the list of ids of those that should be there always, in listing order,
            each of them in ``listed`` too.
            ``ended`` is the set of ids of those whose listing was over before that day, none of them in
            ``listed``. A product in neither was never listed, or is not yet.
        """
        found = self._listed_on([(partner, day) for partner in partners], channel)
        return {partner: found[partner, day] for partner in partners}

    @api.model
    def _listed_on(self, wanted, channel=None):
        """Return the same for customers that each have a day of their own, with no more queries.

        :param list wanted: pairs of a customer and a day
        :return: what ``_listed`` gives for a customer, by these pairs
        """
        partners = self.env["res.partner"].browse(dict.fromkeys(partner.id for partner, _day in wanted))
        chains = partners.sudo()._fmcg_chains()
        listings = self.sudo()._holding(list(chains.values()), channel)
        goods = listings._goods()
        places = listings.grouped(lambda listing: (listing.partner_id.id, listing.outlet_class_id.id))
        # Most customers have no listing of their own: what is decided for a class is decided once.
        outcomes, found = {}, {}
        for partner, day in wanted:
            levels = _levels(chains[partner.id], places)
            if (levels, day) not in outcomes:
                outcomes[levels, day] = assortment(listings._facts(levels, goods), day)
            outcome = vars(outcomes[levels, day])
            found[partner, day] = {name: copy.copy(value) for name, value in outcome.items()}
        return found

    @api.model
    def _holding(self, chains, channel):
        """Return the listings that hold for one or another of these chains of customers."""
        domain = Domain("company_id", "=", self.env.company.id)
        domain &= Domain("channel_id", "in", [False, *(channel.ids if channel else ())])
        domain &= Domain("partner_id", "in", [False, *{partner.id for chain in chains for partner in chain}])
        domain &= Domain("outlet_class_id", "in", [False, *{_outlet_class(chain).id for chain in chains}])
        return self.search_fetch(domain, FACTS)

    def _goods(self):
        """Return for each listing its products that are sold, with the steps up to what is listed.

        0 steps where the product itself is, 1 where its category is, 2 where the category above it is.
        """
        sold, below = set(), {}
        for categ, products in self._sold():
            sold.update(products)
            for steps, above in enumerate(reversed((categ.parent_path or "").split("/")[:-1]), start=1):
                below.setdefault(int(above), {}).update(dict.fromkeys(sorted(products), steps))
        return {
            listing: below.get(listing.categ_id.id, {})
            if listing.categ_id
            else dict.fromkeys({listing.product_id.id} & sold, 0)
            for listing in self
        }

    def _sold(self):
        """Return the categories of the products that are listed and sold, each with their ids."""
        products = self.env["product.product"]
        wanted = Domain("id", "in", self.product_id.ids) | Domain("categ_id", "child_of", self.categ_id.ids)
        wanted &= Domain("sale_ok", "=", True)
        wanted &= Domain(products._check_company_domain(self.env.company))
        return products._read_group(wanted, ["categ_id"], ["id:array_agg"])

    def _facts(self, levels, goods):
        """Return the listings of these levels as the engine takes them, in their order."""
        distances = {listing: distance for distance, listings in levels for listing in listings}
        return [
            Listing(
                goods=goods[listing],
                scope=(listing.outlet_class_id.id, listing.channel_id.id),
                distance=distances[listing],
                date_from=listing.date_from or None,
                date_to=listing.date_to or None,
                must_stock=listing.must_stock,
            )
            for listing in self & self.browse(listing.id for listing in distances)
        ]


def _outlet_class(chain):
    """Return the class of a customer, else of the nearest one above it that has any."""
    return next(
        (partner.fmcg_outlet_class_id for partner in chain if partner.fmcg_outlet_class_id),
        chain.fmcg_outlet_class_id,
    )


def _levels(chain, places):
    """Return the listings that hold for a customer by their distance from it."""
    owners = [(GENERAL, False), *enumerate(chain.ids)]
    classes = {False, _outlet_class(chain).id}
    found = [(distance, places.get((owner, one))) for distance, owner in owners for one in classes]
    return tuple((distance, listings) for distance, listings in found if listings)
