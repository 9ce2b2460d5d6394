from typing import NamedTuple

from odoo import api, fields, models

from ..engine.promise.shortage import Goods, Short
from ..engine.promise.supply import Need
from .sale_order_review import OPEN_STATES


class Look(NamedTuple):
    """What is known of orders at once: shelves by warehouse and product, and the rest by order."""

    shelves: dict
    terms: dict
    usable: dict
    listed: dict
    warehouses: models.BaseModel
    rules: models.BaseModel
    taken: dict


class FmcgCounterOfferFacts(models.AbstractModel):
    """Gathers what the lines of orders are short of, and what there is for it.

    For any number of orders the number of queries is the same. Everything is read with full rights, as for
    the promises: a rep is told of goods in a warehouse that is closed to reps.
    """

    _name = "fmcg.counter.offer.facts"
    _description = "Facts for Counter-Offers"

    @api.model
    def _shorts(self, orders):
        """Return the engine's short lines of open orders, a list by order; what was agreed is not short."""
        asked = orders.sudo().filtered(lambda order: order.state in OPEN_STATES)
        look = self._look(asked)
        short = {order: [] for order in asked}
        for order in asked.sorted(lambda order: order._fmcg_turn()):
            goods = order._fmcg_goods_lines()
            for line in self._wanting(order):
                need, steps, promise = self._promised(line, look)
                late = promise and (promise.day is None or promise.day > promise.first)
                if late and need.days and line in goods:
                    short[order].append((line, need, steps))
        # Only now everybody has what is theirs; what is left may stand for something else.
        return {order: self._shorts_of(look, short.get(order.sudo(), ())) for order in orders}

    @api.model
    def _shorts_of(self, look, found):
        products = self.env["product.product"].sudo().union(*(line.product_id for line, *_rest in found))
        return [self._short(look, products, *each) for each in found]

    @api.model
    def _wanting(self, order):
        """Return the lines of an order that take goods."""
        return order.order_line.filtered(lambda line: line.product_id and line.product_uom_qty > 0)

    @api.model
    def _promised(self, line, look):
        """Return what a line wants, how much of it there is from when on, and what it is promised."""
        need = line._fmcg_need(look.terms[line.order_id])
        shelf = look.shelves.get((line.order_id.warehouse_id.id, line.product_id.id))
        if shelf is None:
            return need, (), None
        steps = tuple(shelf.ladder(need))
        return need, steps, shelf.promise(need)

    # One look ---------------------------------------------------------------------------------------------

    @api.model
    def _look(self, orders):
        facts = self.env["fmcg.review.facts"]
        usable = self._usable(orders)
        instead = (one.product for some in usable.values() for found in some.values() for one in found)
        products = orders.order_line.product_id.union(*instead)
        warehouses = self._warehouses(orders)
        holidays = facts._holidays(orders.company_id)
        return Look(
            shelves=self.env["fmcg.promise.supply"]._shelves(products, warehouses, orders),
            terms={order: order._fmcg_terms(holidays.get(order.company_id, ())) for order in orders},
            usable=usable,
            listed={order: found["listed"] for order, found in facts._listed_by_order(orders).items()},
            warehouses=warehouses,
            rules=self.env["product.pricelist.item"].sudo()._fmcg_of(orders.pricelist_id, products),
            taken=self.env["fmcg.counter.offer.line"]._taken(orders.partner_id),
        )

    @api.model
    def _warehouses(self, orders):
        """Return the warehouses that the orders' companies have, with those of the orders."""
        found = self.env["stock.warehouse"].sudo().search([("company_id", "in", orders.company_id.ids)])
        return orders.warehouse_id | found

    @api.model
    def _usable(self, orders):
        """Return what may be taken instead of which product, by order and product id."""
        found, facts = {}, self.env["fmcg.review.facts"]
        for company, group in orders.grouped("company_id").items():
            products = group.order_line.product_id
            pairs = self.env["fmcg.product.substitute"]._naming(products, company)
            for day, some in group.grouped(facts._delivery_day).items():
                found |= dict.fromkeys(some, pairs._usable(products, company, day))
        return found

    # One line ---------------------------------------------------------------------------------------------

    @api.model
    def _short(self, look, short_products, line, need, steps):
        order, product = line.order_id, line.product_id
        units = product.uom_id | product.uom_ids
        # What is not sold any more is not offered in another way either.
        sold = product.active and product.sale_ok
        return Short(
            line.id,
            need.quantity,
            need.days[0],
            self._own(line, order.warehouse_id, steps if sold else ()),
            unit=float(line.product_uom_id._fmcg_size(product)),
            packs={unit.id: float(unit._fmcg_size(product)) for unit in units - line.product_uom_id},
            elsewhere=self._elsewhere(look, line, need) if sold else (),
            instead=tuple(self._instead(look, line, need, short_products)),
            alone=len(order._fmcg_goods_lines()) == 1,
            taken=look.taken.get(order.partner_id, {}),
        )

    @api.model
    def _own(self, line, warehouse, steps):
        cost = self._cost(line.order_id, line.product_id)
        return Goods(line.product_id.id, warehouse.id, tuple(steps), line._fmcg_base_price(), cost)

    @api.model
    def _elsewhere(self, look, line, need):
        others = look.warehouses.filtered(
            lambda house: house.company_id == line.company_id and house != line.order_id.warehouse_id
        )
        found = ((house, self._steps(look, house, line.product_id, need)) for house in others)
        return tuple(self._own(line, house, steps) for house, steps in found if steps)

    @api.model
    def _instead(self, look, line, need, short_products):
        """Yield the goods that may be taken instead and that this customer may carry."""
        order, warehouse = line.order_id, line.order_id.warehouse_id
        terms, listed = look.terms[order], look.listed[order]
        for usable in look.usable[order].get(line.product_id.id, ()):
            product = usable.product
            carried = listed is None or product.id in listed or product.type == "service"
            # What is short itself stands for nothing else.
            if not carried or product in short_products:
                continue
            judged = self.env["fmcg.review.facts"]._judged(product, terms.shelf_life_days)
            keeps = terms.shelf_life_days if judged else 0
            wanted = Need(line.id, 0.0, need.days, need.lead_days, keeps)
            steps = self._steps(look, warehouse, product, wanted)
            price = 0.0 if line.discount == 100 else self._price(look, order, product, need, usable.ratio)
            yield Goods(product.id, warehouse.id, steps, price, self._cost(order, product), usable.ratio)

    @api.model
    def _steps(self, look, warehouse, product, need):
        """Return how much is left of a product from which day on; there is no end of what is not stored."""
        if not product.is_storable:
            return ((need.days[0], float("inf")),)
        shelf = look.shelves.get((warehouse.id, product.id))
        return tuple(shelf.ladder(need)) if shelf else ()

    @api.model
    def _price(self, look, order, product, need, ratio):
        """Return what the customer pays for one of a product's own unit."""
        quantity, date = need.quantity * ratio, order.date_order or fields.Datetime.now()
        rule = look.rules._fmcg_fitting(order.pricelist_id, product, quantity, date)
        product = product.with_company(order.company_id)
        return rule._compute_price(product, quantity, product.uom_id, date, currency=order.currency_id)

    @api.model
    def _cost(self, order, product):
        company = order.company_id
        cost = product.with_company(company).standard_price
        return company.currency_id._convert(cost, order.currency_id, company, fields.Date.today())
