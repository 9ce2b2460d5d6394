from odoo import api, fields, models

from ..engine.promise.supply import Need

# More days on which something comes in help nobody in a shop.
MOST_STEPS = 4


class FmcgOrderScreen(models.AbstractModel):
    """When goods can be with the customer: before they are ordered, and for the order as it stands."""

    _inherit = "fmcg.order.screen"

    @api.model
    def _steps(self, partner, products):
        """Return how much of each product could be there from which day on.

        :return: by product id a list of ``{"date": ISO 8601, "label", "free": base units}``, the first
            delivery day first even where nothing is free; None for goods that are not kept on stock
        """
        order, facts = self._imagined(partner), self.env["fmcg.review.facts"]
        terms = order._fmcg_terms(facts._holidays(order.company_id).get(order.company_id, ()))
        judged = facts._judged(products.sudo(), terms.shelf_life_days)
        shelves = self.env["fmcg.promise.supply"]._shelves(products.sudo(), order.warehouse_id)
        steps = {}
        for product in products:
            shelf = shelves.get((order.warehouse_id.id, product.id))
            keeps = terms.shelf_life_days if product in judged else 0
            need = Need(product.id, 0.0, terms.days, terms.lead_days, keeps)
            steps[product.id] = None if shelf is None else self._steps_told(shelf, need)
        return steps

    @api.model
    def _imagined(self, partner):
        """Return an order of the customer that is not there."""
        values = {"partner_id": partner.id, "date_order": fields.Datetime.now()}
        values |= {"company_id": self.env.company.id, "warehouse_id": self._warehouse(partner).id}
        return self.env["sale.order"].sudo().new(values)

    @api.model
    def _steps_told(self, shelf, need):
        steps = shelf.ladder(need)[:MOST_STEPS]
        if need.days and not (steps and steps[0][0] == need.days[0]):
            steps = [(need.days[0], 0.0), *steps]
        day = self.env["fmcg.promise"]._day
        return [{"date": str(when), "label": day(when), "free": free} for when, free in steps]

    @api.model
    def _promises(self, order):
        """Return what the goods of an order are promised, by line; what was agreed stands as it is."""
        lines = order._fmcg_goods_lines()
        if order.state not in ("draft", "sent"):
            return {line: line._fmcg_current_promise() for line in lines}
        model, foreseen = self.env["fmcg.promise"].sudo(), order._fmcg_foreseen()
        return {line: model.new(foreseen[line.id]) for line in lines if line.id in foreseen}

    @api.model
    def _promise_told(self, promise):
        return promise and {
            "date": str(promise.promised_on or ""),
            "late": promise.is_late,
            "text": promise.text,
        }
