from odoo import api, models


class SaleOrder(models.Model):
    """Goods come from the warehouse of the customer's route."""

    _inherit = "sale.order"

    # Core recomputes this with the partner already (through the salesperson). The address is no dependency:
    # core would then forget a warehouse chosen by hand when the address of any order changes.
    def _compute_warehouse_id(self):
        result = super()._compute_warehouse_id()
        self.filtered(lambda order: order.state in ("draft", "sent"))._fmcg_take_route_warehouse()
        return result

    @api.onchange("partner_shipping_id")
    def _onchange_fmcg_route(self):
        self._fmcg_take_route_warehouse()

    def _fmcg_take_route_warehouse(self):
        for order in self:
            warehouse = order._fmcg_route().warehouse_id
            if warehouse:
                order.warehouse_id = warehouse

    def _fmcg_route(self):
        """Return the route of the address, or else of the customer, if it is one of the order's company."""
        route = self.partner_shipping_id.fmcg_route_id or self.partner_id.fmcg_route_id
        return route.filtered(lambda route: route.company_id == self.company_id)
