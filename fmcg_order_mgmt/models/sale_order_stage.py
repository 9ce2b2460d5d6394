from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import stage

STAGES = [
    ("draft", "Draft"),
    ("review", "In Review"),
    ("approved", "Approved"),
    ("picking", "Being Picked"),
    ("shipped", "On Its Way"),
    ("delivered", "Delivered"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
# What follows from facts, and is never set.
DERIVED = {"fmcg_stage", "fmcg_closed", "fmcg_shipment_ids", "fmcg_shipment_state"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    fmcg_stage = fields.Selection(
        STAGES,
        string="Stage",
        compute="_compute_fmcg_stage",
        store=True,
        index=True,
        copy=False,
        help="How far the order is, by decisions, deliveries, shipments and the customer's answer.",
    )

    @api.depends(
        "state",
        "fmcg_review_state",
        "fmcg_closed",
        "picking_ids.state",
        "picking_ids.picking_type_id",
        "picking_ids.location_id",
        "picking_ids.location_dest_id",
        "picking_ids.fmcg_shipment_state",
    )
    def _compute_fmcg_stage(self):
        for order in self:
            found = stage.stage(
                order.state, order.fmcg_review_state, order._fmcg_deliveries(), order.fmcg_closed
            )
            if order.fmcg_stage != found:
                order.fmcg_stage = found

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        return {name: value for name, value in values.items() if name not in DERIVED}

    def _fmcg_refuse_forged(self, vals):
        if DERIVED & vals.keys():
            raise UserError(
                self.env._(
                    "How far an order is follows from its deliveries and shipments. Report those instead."
                )
            )
        return super()._fmcg_refuse_forged(vals)

    def _fmcg_deliveries(self):
        """Return what the stage needs of each delivery: its state and that of its shipments.

        A step inside the warehouse counts while it is open, since the delivery may not exist before it ends.
        """
        return [
            (picking.state, picking.fmcg_shipment_state or None)
            for picking in self.picking_ids
            if picking.fmcg_to_customer
            or (picking.picking_type_id.code == "internal" and picking.state not in ("done", "cancel"))
        ]
