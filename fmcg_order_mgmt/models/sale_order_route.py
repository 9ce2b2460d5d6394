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
            route = order.partner_shipping_id.fmcg_route_id or order.partner_id.fmcg_route_id
            if route.warehouse_id and route.company_id == order.company_id:
                order.warehouse_id = route.warehouse_id
