from odoo import api, fields, models

from ..engine.promise.calendar import DeliveryDays
from ..engine.promise.timetable import Timetable
from .sale_order_review import OPEN_STATES


class SaleOrder(models.Model):
    """Until when an order that is open has to be decided on, to go out with the next tour of its route."""

    _inherit = "sale.order"

    fmcg_cut_off = fields.Datetime(
        string="Cut-off",
        compute="_compute_fmcg_cut_off",
        compute_sudo=True,
        help="Until when the order must be approved to be delivered on the day that is wanted, or on the "
        "first that it came in for.",
    )

    @api.depends(
        "state",
        "date_order",
        "commitment_date",
        "partner_id.fmcg_route_id",
        "partner_shipping_id.fmcg_route_id",
        "partner_id.fmcg_cut_off",
        "partner_shipping_id.fmcg_cut_off",
        "warehouse_id.fmcg_cut_off",
        "fmcg_draft_ids.request_id.received_at",
        "fmcg_split_from_id.fmcg_draft_ids.request_id.received_at",
        "fmcg_review_due",
    )
    def _compute_fmcg_cut_off(self):
        for order in self:
            came_in = self.env["fmcg.review.facts"]._came_in(order)
            order.fmcg_cut_off = order.state in OPEN_STATES and (
                order.fmcg_review_due or order._fmcg_closes(came_in)
            )

    def _fmcg_timetable(self):
        """Return the delivery days that the order can have, None where nothing limits them.

        The cut-off is that of the address, else of the customer, of the route, of the warehouse. Without a
        route the warehouse delivers on any day, the next one at the earliest.
        """
        own = self.partner_shipping_id.fmcg_cut_off or self.partner_id.fmcg_cut_off
        route = self._fmcg_route()
        if route:
            return route._timetable(own)
        hour = own or self.warehouse_id.fmcg_cut_off
        return (
            hour
            and Timetable(DeliveryDays(range(7), hour), self.env["fmcg.review.facts"]._zone(self))
            or None
        )
