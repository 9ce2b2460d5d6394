from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import stage
from .shipment import STATES


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_shipment_ids = fields.Many2many(
        "fmcg.shipment",
        "fmcg_shipment_order_rel",
        "order_id",
        "shipment_id",
        string="Shipments",
        readonly=True,
        copy=False,
    )
    fmcg_shipment_state = fields.Selection(
        STATES, string="Shipment", compute="_compute_fmcg_shipment_state", store=True
    )
    fmcg_shipment_count = fields.Integer(compute="_compute_fmcg_shipment_count", compute_sudo=True)

    @api.depends("fmcg_shipment_ids.state")
    def _compute_fmcg_shipment_state(self):
        for order in self:
            state = stage.aggregate(order.fmcg_shipment_ids.mapped("state")) or False
            # Compared first, so that an order is written only when something has changed for it.
            if order.fmcg_shipment_state != state:
                order.fmcg_shipment_state = state

    @api.depends("fmcg_shipment_ids")
    def _compute_fmcg_shipment_count(self):
        for order in self:
            order.fmcg_shipment_count = len(order.fmcg_shipment_ids)

    def action_fmcg_enter_waybill(self):
        """Open the window that takes waybill numbers for the deliveries of these orders.

        :raises UserError: there is no delivery yet
        """
        deliveries = self.picking_ids.filtered(
            lambda picking: picking.fmcg_to_customer and picking.state != "cancel"
        )
        if not deliveries:
            raise UserError(
                self.env._("There is no delivery to enter a waybill for. Confirm the order first.")
            )
        return self.env["fmcg.waybill.entry"]._open(deliveries)

    def action_fmcg_shipments(self):
        """Open the shipments of these orders."""
        return self.fmcg_shipment_ids._open()
