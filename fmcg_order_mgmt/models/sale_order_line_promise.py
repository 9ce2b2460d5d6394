from datetime import timedelta

from odoo import api, fields, models

from ..engine.promise.supply import Need, Promise


class SaleOrderLine(models.Model):
    """When a line can be with the customer, and why."""

    _inherit = "sale.order.line"

    fmcg_promise_ids = fields.One2many("fmcg.promise", "line_id", domain=[("is_current", "=", True)])
    fmcg_promised_on = fields.Date(string="Promised", compute="_compute_fmcg_promised")
    fmcg_promise_text = fields.Char(string="Why This Day", compute="_compute_fmcg_promised")

    @api.depends("fmcg_promise_ids.promised_on", "fmcg_promise_ids.text")
    @api.depends_context("lang")
    def _compute_fmcg_promised(self):
        for line in self:
            promise = line._fmcg_current_promise()
            line.fmcg_promised_on = promise.promised_on
            line.fmcg_promise_text = promise.text or False

    def _fmcg_current_promise(self):
        """Return the promise that holds for this line, empty without one."""
        promises = self.sudo().fmcg_promise_ids
        # A slice would forget which promises are read together.
        return next(iter(promises), promises)

    def _fmcg_comes_in_time(self):
        """Tell whether all that is wanted now was promised for the first delivery day."""
        promise = self._fmcg_current_promise()
        wanted = self._fmcg_content_line().base_quantity
        return promise.is_stocked and not promise.is_late and promise.quantity == wanted

    def _prepare_procurement_values(self):
        """Plan the goods for the day that they were promised, where the customer asked for none."""
        values = super()._prepare_procurement_values()
        promise, order = self._fmcg_current_promise(), self.order_id
        day = promise.promised_on or promise.reached_on
        if day and not order.commitment_date:
            noon = order._fmcg_noon(day)
            leaves = noon - timedelta(days=order._fmcg_lead_days())
            values |= {"date_deadline": noon, "date_planned": max(leaves, fields.Datetime.now())}
        return values

    def _fmcg_need(self, terms):
        """Return what this line wants of its product, as the engine knows it."""
        product = self.product_id
        ready = terms.ordered_on + timedelta(days=int(self.customer_lead))
        return Need(
            self.id,
            self._fmcg_content_line().base_quantity,
            tuple(day for day in terms.days if day >= ready),
            terms.lead_days,
            terms.shelf_life_days if product.id in terms.judged else 0,
        )

    def _fmcg_promised(self, shelves, terms):
        """Return what this line can be promised, and keep it on the shelf for it."""
        need = self._fmcg_need(terms)
        shelf = shelves.get((self.order_id.warehouse_id.id, self.product_id.id))
        if shelf is None:
            day = need.days[0] if need.days else None
            promise = Promise(self.id, need.quantity, day, day, first=day, first_quantity=need.quantity)
        else:
            promise = shelf.promise(need)
        return self.env["fmcg.promise"]._prepare(self, promise, shelf is not None)
