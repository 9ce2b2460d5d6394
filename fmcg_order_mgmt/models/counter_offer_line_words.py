from datetime import date

from odoo import api, models


class FmcgCounterOfferLine(models.Model):
    """An option in a sentence, in the language of whoever reads it."""

    _inherit = "fmcg.counter.offer.line"

    @api.depends("parts", "wanted", "at_hand", "kind", "waits", "ordered_id", "uom_id", "is_best")
    @api.depends_context("lang")
    def _compute_words(self):
        keys = [part for line in self for part in line.parts or ()]
        products = self.env["product.product"].sudo().browse({part["product"] for part in keys})
        houses = self.env["stock.warehouse"].sudo().browse({part["warehouse"] for part in keys})
        goods = {product.id: product for product in products | self.ordered_id.sudo()}
        houses = {house.id: house for house in houses}
        for line in self:
            line.title = line._title()
            line.shown_title = line.is_best and line.title
            line.text = line._sentence(goods, houses)

    def _title(self):
        """Return what the line is short of."""
        product, unit = self.ordered_id.sudo(), self.sudo().line_id.product_uom_id
        figures = {
            "product": self._named(product),
            "all": self._amount(product, self.wanted, unit),
            "there": self._amount(product, self.at_hand, unit),
            "day": self._day(self.first_on),
        }
        if not self.at_hand:
            return self.env._("%(all)s %(product)s: none on %(day)s", **figures)
        return self.env._("%(all)s %(product)s: only %(there)s on %(day)s", **figures)

    def _sentence(self, goods, houses):
        if not self.parts:
            return self.env._("Leave it out")
        told = [self._part_words(part, goods, houses) for part in self.parts]
        if self.waits:
            told.append(self.env._("the whole order comes on that day"))
        missing = self._uncovered()
        if missing > 0:
            told.append(self.env._("%s not at all", self._amount(self.ordered_id.sudo(), missing)))
        return "; ".join(told)

    def _part_words(self, part, goods, houses):
        product, house = goods[part["product"]], houses[part["warehouse"]]
        figures = {
            "amount": self._amount(product, part["quantity"]),
            "product": self._named(product),
            "day": self._day(date.fromisoformat(part["day"])),
            "warehouse": house.name,
        }
        if product != self.ordered_id:
            return self.env._("%(amount)s %(product)s instead", **figures)
        if house != self.offer_id.order_id.sudo().warehouse_id:
            return self.env._("%(amount)s on %(day)s from %(warehouse)s", **figures)
        return self.env._("%(amount)s on %(day)s", **figures)

    def _uncovered(self):
        """Return what of the line nothing comes for, in base units."""
        return round(self.wanted - sum(part["covers"] for part in self.parts or ()), 6)

    def _amount(self, product, base, unit=None):
        """Return base units as people read them: in a unit like the option's where it comes out even."""
        unit = unit or self.sudo().uom_id
        quantity, unit = unit._fmcg_alike(product)._fmcg_amount(product, base)
        return f"{self._number(quantity)} {unit.name}"

    @api.model
    def _named(self, product):
        """Return a product's name without our code, which says nothing to a customer."""
        return product.with_context(display_default_code=False).display_name

    @api.model
    def _number(self, quantity):
        return self.env["sale.order.line"]._fmcg_number(quantity)

    @api.model
    def _day(self, day):
        return self.env["fmcg.promise"]._day(day)

    def _page_option(self):
        """Return what the customer's page shows of this option; what another product costs is said."""
        price = self.product_id != self.ordered_id and self.currency_id.format(self.price)
        return {
            "id": self.id,
            "text": self.text,
            "price": f"{price} / {self.uom_id.name}" if price else "",
            "best": self.is_best and bool(self.parts),
        }
